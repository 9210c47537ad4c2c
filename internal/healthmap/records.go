package healthmap

import (
	"context"

	"go.yaml.in/yaml/v3"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/record"
)

// SetRecord is a map set as a record. Its items stand in it as YAML, with the
// thresholds that they begin with; a ThresholdRecord says what holds.
type SetRecord struct {
	record.Head
	Code          string
	NameNl        string
	NameEn        string
	DescriptionNl string
	DescriptionEn string
	Items         string
}

// SetRecords describes the kind.
func SetRecords() *record.Type[SetRecord] {
	return record.Describe(record.Names{One: "mapSet", Many: "map-sets", Path: "kaartsets"},
		record.TextField("nameNl", func(s *SetRecord) *string { return &s.NameNl }).Required().Listed().Found(3),
		record.TextField("nameEn", func(s *SetRecord) *string { return &s.NameEn }).Required().Found(3),
		record.TextField("code", func(s *SetRecord) *string { return &s.Code }).Required().AtMost(60).Unique().Listed().Found(2),
		record.ProseField("descriptionNl", func(s *SetRecord) *string { return &s.DescriptionNl }).Required().AtMost(2_000).Found(1),
		record.ProseField("descriptionEn", func(s *SetRecord) *string { return &s.DescriptionEn }).Required().AtMost(2_000).Found(1),
		record.DataField("items", func(s *SetRecord) *string { return &s.Items }).Required(),
	).In(access.Figures).ShownTo(access.Public).KeyedBy("code").Guarded(guardSet)
}

// guardSet refuses a map set that cannot be scored.
func guardSet(_ context.Context, planned record.Planned) error {
	made := SetRecords().Of(*planned.After)
	if planned.Before != nil && SetRecords().Of(*planned.Before).Code != made.Code {
		return record.Wrong("code", "mapset.code-stays", nil)
	}
	set, err := made.set()
	if err != nil {
		return record.Wrong("items", "maps.set-not-yaml", fault.Args{"Reason": err.Error()})
	}
	return set.Check(nil)
}

func (s SetRecord) set() (MapSet, error) {
	set := MapSet{Facts: s.Facts(), ID: s.Code, Name: both(s.NameNl, s.NameEn), Description: both(s.DescriptionNl, s.DescriptionEn)}
	return set, yaml.Unmarshal([]byte(s.Items), &set.Items)
}

// ThresholdRecord is a threshold as a record: of an item of a map set or, where
// each part has its own, of a part.
type ThresholdRecord struct {
	record.Head
	Name     string // for lists: the map set and the item
	Set      id.ID
	Item     string
	Part     string // indicator, or ""
	Side     Side
	Value    float64
	Step     float64
	Example  bool
	SourceNl string
	SourceEn string
}

// ThresholdRecords describes the kind.
func ThresholdRecords() *record.Type[ThresholdRecord] {
	const most = 1e9
	return record.Describe(record.Names{One: "threshold", Many: "thresholds", Path: "drempelwaarden"},
		record.TextField("name", func(t *ThresholdRecord) *string { return &t.Name }).Required().Listed().Found(3).Fixed(),
		record.RefField("mapSet", "mapSet", func(t *ThresholdRecord) *id.ID { return &t.Set }).Required().Listed().Filtered().Fixed(),
		record.TextField("item", func(t *ThresholdRecord) *string { return &t.Item }).Required().Fixed(),
		record.TextField("part", func(t *ThresholdRecord) *string { return &t.Part }).Fixed(),
		record.ChoiceField("side", func(t *ThresholdRecord) *Side { return &t.Side }, From, UpTo).Required().Listed(),
		record.DecimalField("value", func(t *ThresholdRecord) *float64 { return &t.Value }).Between(-most, most).Listed(),
		record.DecimalField("step", func(t *ThresholdRecord) *float64 { return &t.Step }).Between(1e-6, most).Starting(1.0),
		record.TruthField("example", func(t *ThresholdRecord) *bool { return &t.Example }).Listed().Filtered(),
		record.ProseField("sourceNl", func(t *ThresholdRecord) *string { return &t.SourceNl }).Required().AtMost(2_000),
		record.ProseField("sourceEn", func(t *ThresholdRecord) *string { return &t.SourceEn }).Required().AtMost(2_000),
	).In(access.Figures).ShownTo(access.Public).KeyedBy("mapSet", "item", "part").Derived()
}

func both(nl, en string) indicator.Text { return indicator.Text{"nl": nl, "en": en} }

// Records gives the map sets of this installation as records, and takes what
// the command line changes.
type Records interface {
	SetRecords(ctx context.Context) ([]SetRecord, error)
	ThresholdRecords(ctx context.Context) ([]ThresholdRecord, error)
}

// assemble gives the map sets that records describe.
func assemble(sets []SetRecord, thresholds []ThresholdRecord) ([]MapSet, error) {
	bySet := map[id.ID][]ThresholdRecord{}
	for _, threshold := range thresholds {
		if !threshold.Deleted() {
			bySet[threshold.Set] = append(bySet[threshold.Set], threshold)
		}
	}
	var list []MapSet
	for _, described := range sets {
		if described.Deleted() {
			continue
		}
		set, err := described.set()
		if err != nil {
			return nil, fault.Wrap(err, fault.Broken, "maps.bad-set", fault.Args{"Set": described.Code})
		}
		for _, threshold := range bySet[described.ID] {
			if cut := set.cut(threshold.Item, threshold.Part); cut != nil {
				*cut = threshold.cut()
			}
		}
		list = append(list, set)
	}
	return list, nil
}

func (t ThresholdRecord) cut() Cut {
	return Cut{Side: t.Side, Threshold: t.Value, Step: t.Step, Example: t.Example, Source: both(t.SourceNl, t.SourceEn), Facts: t.Facts()}
}

// cut finds the threshold of an item, or of one of its parts.
func (m MapSet) cut(item, part string) *Cut {
	for i := range m.Items {
		if m.Items[i].ID != item {
			continue
		}
		if part == "" {
			return m.Items[i].Cut
		}
		for p := range m.Items[i].Parts {
			if m.Items[i].Parts[p].Indicator == part {
				return m.Items[i].Parts[p].Cut
			}
		}
	}
	return nil
}

// RecordsOf gives the records that describe a map set; the thresholds do not
// know the id of the set yet.
func RecordsOf(set MapSet) (SetRecord, []ThresholdRecord, error) {
	items, err := yaml.Marshal(set.Items)
	described := SetRecord{
		Code: set.ID, NameNl: set.Name["nl"], NameEn: set.Name["en"],
		DescriptionNl: set.Description["nl"], DescriptionEn: set.Description["en"], Items: string(items),
	}
	var thresholds []ThresholdRecord
	add := func(item Item, part string, cut *Cut) {
		if cut == nil {
			return
		}
		name := set.Name["nl"] + ": " + item.Short["nl"]
		if part != "" {
			name += " (" + part + ")"
		}
		thresholds = append(thresholds, ThresholdRecord{
			Name: name, Item: item.ID, Part: part, Side: cut.Side, Value: cut.Threshold, Step: cut.Step, Example: cut.Example,
			SourceNl: cut.Source["nl"], SourceEn: cut.Source["en"],
		})
	}
	for _, item := range set.Items {
		add(item, "", item.Cut)
		for _, part := range item.Parts {
			add(item, part.Indicator, part.Cut)
		}
	}
	return described, thresholds, err
}
