package healthmap

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"go.yaml.in/yaml/v3"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/kept"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Store is what the health map reads.
type Store interface {
	LastEvent(ctx context.Context) (int64, error)
	BorderYears(ctx context.Context, level place.Level, municipality string) ([]place.BorderYear, error)
	EditionsOf(ctx context.Context, level place.Level, code string) ([]place.Edition, error)
	EditionsWithin(ctx context.Context, level place.Level, year int, municipality string) ([]place.Edition, error)
	EditionsTouching(ctx context.Context, level place.Level, year int, bound orb.Bound) ([]place.Edition, error)
	Borders(ctx context.Context, editions []place.Edition) (map[id.ID]orb.MultiPolygon, error)
	FeaturesWithin(ctx context.Context, kinds []place.FeatureKind, bound orb.Bound, limit int) ([]place.Feature, error)
	Observations(ctx context.Context, level place.Level, places []id.ID, indicators []string) ([]indicator.Observation, error)
	Contents(ctx context.Context, indicators []string) ([]delivery.Content, error)
	DeliveriesByID(ctx context.Context, ids map[id.ID]bool) (map[id.ID]delivery.Delivery, error)
	SuccessionsOf(ctx context.Context, level place.Level, from, to int, codes []string) ([]place.Succession, error)
	MappedMunicipalities(ctx context.Context) ([]Mapped, error)
	Records
}

// Mapped is a municipality of which a health map can be drawn.
type Mapped struct {
	Code           string
	Name           string
	BoundaryYear   int
	Neighbourhoods int // with a border
	Fictional      bool
}

// Catalogue looks up indicators and sources.
type Catalogue interface {
	ByID(id string) (indicator.Indicator, bool)
	Source(id string) (delivery.Source, bool)
}

// Service gives health maps. What it makes is kept until the database changes.
type Service struct {
	Store     Store
	Catalogue Catalogue
	Words     Words

	grounds     kept.Cache[*ground]
	read        kept.Cache[*figures]
	sets        kept.Cache[[]MapSet]
	backgrounds kept.Cache[[]byte]
}

// Ground gives the grid of a municipality.
func (s *Service) Ground(ctx context.Context, code string, clip Clip) (*Ground, error) {
	g, err := s.ground(ctx, code, clip)
	if err != nil {
		return nil, err
	}
	return g.document, nil
}

func (s *Service) ground(ctx context.Context, code string, clip Clip) (*ground, error) {
	if place.MunicipalityOf(code) != code || !clip.Valid() {
		return nil, fault.New(fault.NotFound, "maps.unknown-place", fault.Args{"Code": code})
	}
	seq, err := s.Store.LastEvent(ctx)
	if err != nil {
		return nil, err
	}
	return s.grounds.Get(ctx, seq, code+" "+string(clip), func(ctx context.Context) (*ground, error) {
		b := &builder{store: s.Store, code: code, clip: clip}
		return b.build(ctx)
	})
}

// Values gives the figures of a set for a municipality and year; year 0 is the
// newest with figures.
func (s *Service) Values(ctx context.Context, actor access.Actor, code, set string, year int, lang string) (*Values, error) {
	values, _, err := s.values(ctx, actor, code, set, year, lang, ClipTouch)
	return values, err
}

func (s *Service) values(ctx context.Context, actor access.Actor, code, set string, year int, lang string, clip Clip) (*Values, *ground, error) {
	chosen, err := s.Set(ctx, actor, set)
	if err != nil {
		return nil, nil, err
	}
	g, err := s.ground(ctx, code, clip)
	if err != nil {
		return nil, nil, err
	}
	seq, err := s.Store.LastEvent(ctx)
	if err != nil {
		return nil, nil, err
	}
	key := fmt.Sprintf("%s %s %s", code, clip, set)
	f, err := s.read.Get(ctx, seq, key, func(ctx context.Context) (*figures, error) {
		return readFigures(ctx, s.Store, g, chosen.indicators())
	})
	if err != nil {
		return nil, nil, err
	}
	// A ground read before a change and figures read after it do not belong
	// together; the figures know the ground they were read for.
	return s.writeValues(f, chosen, year, reader{lang: lang, words: s.Words}), f.ground, nil
}

// Scored is a municipality's map with its scores on one level.
type Scored struct {
	Ground *Ground
	Grid   *Grid
	Values *Values
	Sheet  *Sheet
}

// Ask asks for scores.
type Ask struct {
	Actor access.Actor // who asks; sets that they may not see do not exist
	Code  string
	Set   string
	Year  int // 0 is the newest
	Lang  string
	Level string // CellLevel or the level of a layer
	Clip  Clip   // "" is ClipTouch
	// Thresholds replaces thresholds of the set: by item id, or by item id, a
	// full stop and indicator id where each part has its own.
	Thresholds map[string]float64
}

// Score gives the scores of a municipality.
func (s *Service) Score(ctx context.Context, ask Ask) (*Scored, error) {
	if ask.Clip == "" {
		ask.Clip = ClipTouch
	}
	values, g, err := s.values(ctx, ask.Actor, ask.Code, ask.Set, ask.Year, ask.Lang, ask.Clip)
	if err != nil {
		return nil, err
	}
	if ask.Level != CellLevel && g.grid.Layer(ask.Level) == nil {
		return nil, fault.New(fault.NotFound, "maps.unknown-level", fault.Args{"Level": ask.Level})
	}
	values.apply(ask.Thresholds)
	return &Scored{Ground: g.document, Grid: g.grid, Values: values, Sheet: Score(g.grid, values, ask.Level)}, nil
}

// apply replaces thresholds; names that no item has are passed over.
func (v *Values) apply(thresholds map[string]float64) {
	for at := range v.Items {
		item := &v.Items[at]
		if to, asked := thresholds[item.ID]; asked && item.Cut != nil {
			item.Cut.Threshold, item.Cut.Example = to, false
		}
		for part := range item.Parts {
			if to, asked := thresholds[item.ID+"."+item.Parts[part].Indicator]; asked && item.Parts[part].Cut != nil {
				item.Parts[part].Cut.Threshold, item.Parts[part].Cut.Example = to, false
			}
		}
	}
}

// MapPlaces lists the municipalities with a map, by name.
func (s *Service) MapPlaces(ctx context.Context) ([]Mapped, error) {
	return s.Store.MappedMunicipalities(ctx)
}

// Sets gives the map sets that somebody may see.
func (s *Service) Sets(ctx context.Context, actor access.Actor) ([]MapSet, error) {
	all, err := s.allSets(ctx)
	may := access.For(actor, access.See, access.Figures, access.Public)
	list := slices.DeleteFunc(slices.Clone(all), func(set MapSet) bool { return !may.Holds(set.Facts) })
	for at := range list {
		list[at] = list[at].readBy(may)
	}
	return list, err
}

// readBy leaves out of a set why its thresholds are as they are, where a reader
// may not see that; the sets themselves are shared, and stay as they are.
func (m MapSet) readBy(may access.Where) MapSet {
	hides := func(cut *Cut) bool { return cut != nil && cut.Facts.Audience != 0 && !may.Holds(cut.Facts) }
	bare := func(cut *Cut) *Cut {
		if !hides(cut) {
			return cut
		}
		copied := *cut
		copied.Source = nil
		return &copied
	}
	m.Items = slices.Clone(m.Items)
	for at := range m.Items {
		item := &m.Items[at]
		item.Cut, item.Parts = bare(item.Cut), slices.Clone(item.Parts)
		for part := range item.Parts {
			item.Parts[part].Cut = bare(item.Parts[part].Cut)
		}
	}
	return m
}

func (s *Service) allSets(ctx context.Context) ([]MapSet, error) {
	seq, err := s.Store.LastEvent(ctx)
	if err != nil {
		return nil, err
	}
	return s.sets.Get(ctx, seq, "all", s.loadSets)
}

// loadSets gives the map sets of the records; a database that has none yet
// shows those that are shipped.
func (s *Service) loadSets(ctx context.Context) ([]MapSet, error) {
	sets, err := s.Store.SetRecords(ctx)
	if err != nil {
		return nil, err
	}
	if len(sets) == 0 {
		return LoadSets()
	}
	thresholds, err := s.Store.ThresholdRecords(ctx)
	if err != nil {
		return nil, err
	}
	return assemble(sets, thresholds)
}

// Set gives one map set, as far as somebody may see it; "" is the first.
func (s *Service) Set(ctx context.Context, actor access.Actor, name string) (MapSet, error) {
	sets, err := s.Sets(ctx, actor)
	if err != nil {
		return MapSet{}, err
	}
	for _, set := range sets {
		if set.ID == name || name == "" {
			return set, nil
		}
	}
	return MapSet{}, fault.New(fault.NotFound, "maps.unknown-set", fault.Args{"Set": name})
}

// indicators lists what the parts of a set ask for.
func (m MapSet) indicators() []string {
	var list []string
	for _, item := range m.Items {
		for _, part := range item.Parts {
			list = append(list, part.Indicator)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// ReadSet reads and checks a map set that was written as YAML.
func (s *Service) ReadSet(definition []byte) (MapSet, error) {
	var set MapSet
	decoder := yaml.NewDecoder(bytes.NewReader(definition))
	decoder.KnownFields(true)
	if err := decoder.Decode(&set); err != nil {
		return set, fault.Wrap(err, fault.Invalid, "maps.set-not-yaml", fault.Args{"Reason": err.Error()})
	}
	known := func(name string) bool { _, found := s.Catalogue.ByID(name); return found }
	return set, set.Check(known)
}
