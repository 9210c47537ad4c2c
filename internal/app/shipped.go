package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/record"
)

// settingShipped tells which shipped indicators and map sets were taken over.
const settingShipped = "shipped"

// takeShipped makes records of the indicators and map sets that the program
// ships, once for each version of them. What somebody changed stays as it is;
// what nobody changed follows the program.
func (p *parts) takeShipped(ctx context.Context) error {
	sets, err := healthmap.LoadSets()
	if err != nil {
		return err
	}
	shipped := p.catalogue.Shipped()
	text, err := json.Marshal([]any{shipped.Indicators, sets})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	mark := hex.EncodeToString(sum[:8])
	taken, err := p.db.Setting(ctx, settingShipped)
	if err != nil || taken == mark {
		return err
	}
	if err := p.takeAll(ctx, shipped, sets); err != nil {
		// Another process may have started at the same moment and taken them.
		if taken, again := p.db.Setting(ctx, settingShipped); again == nil && taken == mark {
			return nil
		}
		return err
	}
	return p.db.SaveSetting(ctx, settingShipped, mark)
}

func (p *parts) takeAll(ctx context.Context, shipped *catalogue.Catalogue, sets []healthmap.MapSet) error {
	if err := p.takeIndicators(ctx, shipped); err != nil {
		return err
	}
	for _, set := range sets {
		if err := p.saveSet(ctx, set, true); err != nil {
			return err
		}
	}
	return p.takeFormerSets(ctx)
}

func (p *parts) takeIndicators(ctx context.Context, shipped *catalogue.Catalogue) error {
	known, err := p.db.IndicatorRecords(ctx)
	if err != nil {
		return err
	}
	byCode := map[string]catalogue.Record{}
	for _, one := range known {
		byCode[one.Code] = one
	}
	described := catalogue.Indicators(shipped)
	var drafts []record.Draft
	for _, one := range shipped.Indicators {
		there := byCode[one.ID]
		if there.ID != 0 && !untouched(there.Head) {
			continue
		}
		drafts = append(drafts, draftOf(p, described, there.ID, catalogue.RecordOf(one)))
	}
	_, err = p.records.Together(ctx, access.Actor{Program: true}, drafts)
	return err
}

// untouched tells whether only the program ever changed a record.
func untouched(head record.Head) bool {
	return head.CreatedBy == 0 && head.ChangedBy == 0 && !head.Deleted()
}

// draftOf gives the draft of a value; its own fields only, so that where a
// record lies is left alone.
func draftOf[T any](p *parts, described *record.Type[T], one id.ID, value T) record.Draft {
	kind, _ := p.records.Kinds.ByName(described.Kind().One)
	row := described.Row(value)
	draft := record.Draft{Kind: kind, ID: one, Values: record.Values{}}
	for at := range kind.Own() {
		field := &kind.Fields[at]
		draft.Values[field.Name] = row.Get(field)
	}
	return draft
}

// saveSet makes records of a map set, or changes those that are there. Gently
// leaves alone what somebody changed.
func (p *parts) saveSet(ctx context.Context, set healthmap.MapSet, gently bool) error {
	described, cuts, err := healthmap.RecordsOf(set)
	if err != nil {
		return err
	}
	there, err := p.findSet(ctx, set.ID)
	if err != nil {
		return err
	}
	program := access.Actor{Program: true}
	if there.ID == 0 || !gently || untouched(there.Head) {
		rows, err := p.records.Together(ctx, program, []record.Draft{draftOf(p, healthmap.SetRecords(), there.ID, described)})
		if err != nil {
			return err
		}
		there.ID = rows[0].ID
	}
	known, err := p.db.ThresholdRecords(ctx)
	if err != nil {
		return err
	}
	var drafts []record.Draft
	for _, cut := range cuts {
		cut.Set = there.ID
		old := sameCut(known, cut)
		if old.ID != 0 && gently && !untouched(old.Head) {
			continue
		}
		drafts = append(drafts, draftOf(p, healthmap.ThresholdRecords(), old.ID, cut))
	}
	_, err = p.records.Together(ctx, program, drafts)
	return err
}

func (p *parts) findSet(ctx context.Context, code string) (healthmap.SetRecord, error) {
	sets, err := p.db.SetRecords(ctx)
	for _, set := range sets {
		if set.Code == code && !set.Deleted() {
			return set, err
		}
	}
	return healthmap.SetRecord{}, err
}

func sameCut(known []healthmap.ThresholdRecord, cut healthmap.ThresholdRecord) healthmap.ThresholdRecord {
	for _, one := range known {
		if one.Set == cut.Set && one.Item == cut.Item && one.Part == cut.Part && !one.Deleted() {
			return one
		}
	}
	return healthmap.ThresholdRecord{}
}

// takeFormerSets takes over map sets that were changed before they were
// records.
func (p *parts) takeFormerSets(ctx context.Context) error {
	texts, err := p.db.FormerSets(ctx)
	if err != nil || len(texts) == 0 {
		return err
	}
	for _, text := range texts {
		set, err := p.maps.ReadSet([]byte(text))
		if err != nil {
			return err
		}
		if err := p.saveSet(ctx, set, false); err != nil {
			return err
		}
	}
	return p.db.ForgetFormerSets(ctx)
}

// deleteSet deletes a map set that was added here.
func (p *parts) deleteSet(ctx context.Context, code string) error {
	there, err := p.findSet(ctx, code)
	if err != nil || there.ID == 0 {
		return err
	}
	kind, _ := p.records.Kinds.ByName("mapSet")
	_, err = p.records.Delete(ctx, access.Actor{Program: true}, kind, there.ID, there.Version)
	return err
}
