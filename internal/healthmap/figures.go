package healthmap

import (
	"context"
	"slices"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// series is one indicator from one edition of a source's table on one level.
// Values of different series are never compared over the years.
type series struct {
	indicator string
	table     string
	level     place.Level
}

// figures has everything that was observed for the areas of a ground.
type figures struct {
	ground     *ground
	deliveries map[id.ID]delivery.Delivery
	assumed    map[id.ID]map[string]bool // by delivery and indicator
	// seen is by series and period: observations by place, the best last.
	seen map[series]map[int]map[id.ID][]indicator.Observation
	// continued has the editions of other years whose border was overlaid on
	// the one that is drawn and found the same, or not.
	continued map[borderPair]bool
}

// borderPair is an edition of another boundary year and the drawn one.
type borderPair struct {
	level     place.Level
	code      string
	year      int
	drawnCode string
	drawnYear int
}

// readFigures reads the observations of some indicators for all layers of a
// ground: one query a layer, two more for what they point to.
func readFigures(ctx context.Context, store Store, g *ground, indicators []string) (*figures, error) {
	f := &figures{ground: g, seen: map[series]map[int]map[id.ID][]indicator.Observation{}, continued: map[borderPair]bool{}}
	byLevel := map[place.Level][]indicator.Observation{}
	used := map[id.ID]bool{}
	for level, editions := range g.editions {
		places := make([]id.ID, len(editions))
		for at, e := range editions {
			places[at] = e.PlaceID
		}
		seen, err := store.Observations(ctx, level, places, indicators)
		if err != nil {
			return nil, err
		}
		byLevel[level] = seen
		for _, o := range seen {
			used[o.Delivery] = true
		}
	}
	var err error
	if f.deliveries, err = store.DeliveriesByID(ctx, used); err != nil {
		return nil, err
	}
	if err := f.readAssumptions(ctx, store, indicators); err != nil {
		return nil, err
	}
	for level, seen := range byLevel {
		f.sort(level, seen)
		if err := f.readSuccessions(ctx, store, level, seen); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// readAssumptions notes which periods were assumed because the source states
// none.
func (f *figures) readAssumptions(ctx context.Context, store Store, indicators []string) error {
	contents, err := store.Contents(ctx, indicators)
	f.assumed = map[id.ID]map[string]bool{}
	for _, c := range contents {
		if c.Assumed {
			if f.assumed[c.Delivery] == nil {
				f.assumed[c.Delivery] = map[string]bool{}
			}
			f.assumed[c.Delivery][c.Indicator] = true
		}
	}
	return err
}

func (f *figures) sort(level place.Level, seen []indicator.Observation) {
	for _, o := range seen {
		key := series{indicator: o.Indicator, table: f.deliveries[o.Delivery].Table, level: level}
		if f.seen[key] == nil {
			f.seen[key] = map[int]map[id.ID][]indicator.Observation{}
		}
		if f.seen[key][o.Period] == nil {
			f.seen[key][o.Period] = map[id.ID][]indicator.Observation{}
		}
		f.seen[key][o.Period][o.Place] = append(f.seen[key][o.Period][o.Place], o)
	}
}

// readSuccessions reads how the borders that figures were made on stand to
// the drawn ones, for every other boundary year that occurs.
func (f *figures) readSuccessions(ctx context.Context, store Store, level place.Level, seen []indicator.Observation) error {
	drawn := f.ground.editions[level]
	if len(drawn) == 0 {
		return nil
	}
	codes := make([]string, len(drawn))
	for at, e := range drawn {
		codes[at] = e.Code
	}
	asked := map[int]bool{drawn[0].Year: true}
	for _, o := range seen {
		if !o.BorderKnown || asked[o.BoundaryYear] {
			continue
		}
		asked[o.BoundaryYear] = true
		from, to := min(o.BoundaryYear, drawn[0].Year), max(o.BoundaryYear, drawn[0].Year)
		list, err := store.SuccessionsOf(ctx, level, from, to, codes)
		if err != nil {
			return err
		}
		for _, s := range list {
			other, mine := s.From, s.To
			if from == drawn[0].Year {
				other, mine = s.To, s.From
			}
			pair := borderPair{level: level, code: other, year: o.BoundaryYear, drawnCode: mine, drawnYear: drawn[0].Year}
			f.continued[pair] = s.Kind == place.Continued || s.Kind == place.Recoded
		}
	}
	return nil
}

// Bounds of the surface that a publisher counted, as a part of the one that
// is drawn: beyond the first a figure is used with a remark, beyond the second
// it is taken to be of another area.
const (
	remarkBeyond = 0.10
	refuseBeyond = 0.50
)

// fit tells how the border that a figure was made on stands to the drawn one,
// and whether the figure may be used for it.
func (f *figures) fit(level place.Level, o indicator.Observation, drawn place.Edition) (Border, bool) {
	if o.StatedArea > 0 && drawn.Area > 0 {
		smaller := min(o.StatedArea, drawn.Area) / max(o.StatedArea, drawn.Area)
		if smaller < 1-refuseBeyond {
			return BorderDiffers, false
		}
		if smaller < 1-remarkBeyond {
			return BorderDiffers, true
		}
	}
	if o.BoundaryYear == drawn.Year {
		return BorderSame, true
	}
	same, known := f.continued[borderPair{level: level, code: o.Code, year: o.BoundaryYear, drawnCode: drawn.Code, drawnYear: drawn.Year}]
	switch {
	case known && same:
		return BorderChecked, true
	case known:
		return BorderDiffers, true
	}
	return BorderUnchecked, true
}

// column makes the column of a series and period for the areas of its level.
func (f *figures) column(key series, period int) ValueColumn {
	editions := f.ground.editions[key.level]
	column := ValueColumn{
		Level: string(key.level), Values: make([]*float64, len(editions)),
		Holes: make([]string, len(editions)), Borders: make([]Border, len(editions)),
	}
	for at, drawn := range editions {
		column.Holes[at] = indicator.NotLoaded.String()
		o, found := best(f.seen[key][period][drawn.PlaceID], drawn.Year)
		if !found {
			continue
		}
		border, usable := f.fit(key.level, o, drawn)
		column.Borders[at] = border
		switch {
		case !o.Known():
			column.Holes[at] = o.Hole.String()
		case !usable:
			column.Holes[at] = indicator.NoArea.String()
		default:
			value := o.Value
			column.Values[at], column.Holes[at] = &value, ""
		}
	}
	return column
}

// best chooses among observations of one place and period: made on the drawn
// boundary year first, then of the newest delivery, which comes last.
func best(seen []indicator.Observation, drawnYear int) (indicator.Observation, bool) {
	if len(seen) == 0 {
		return indicator.Observation{}, false
	}
	for _, o := range slices.Backward(seen) {
		if o.BoundaryYear == drawnYear {
			return o, true
		}
	}
	return seen[len(seen)-1], true
}

// newest finds the newest period up to a year that an indicator has on a
// level, and its series. A pinned table leaves no choice of series; otherwise
// the table of the newest delivery wins within a period.
func (f *figures) newest(name, table string, level place.Level, year int) (series, int, bool) {
	var found series
	var period int
	var from id.ID
	for key, periods := range f.seen {
		if key.indicator != name || key.level != level || (table != "" && key.table != table) {
			continue
		}
		for candidate, places := range periods {
			if candidate > year || candidate < period {
				continue
			}
			if delivered := lastDelivery(places); candidate > period || delivered > from {
				found, period, from = key, candidate, delivered
			}
		}
	}
	return found, period, period > 0
}

func lastDelivery(places map[id.ID][]indicator.Observation) id.ID {
	var last id.ID
	for _, seen := range places {
		last = max(last, seen[len(seen)-1].Delivery)
	}
	return last
}

// years lists the periods in which a part has figures on its level.
func (f *figures) years(name, table string, level place.Level) []int {
	var list []int
	for key, periods := range f.seen {
		if key.indicator == name && key.level == level && (table == "" || key.table == table) {
			for period := range periods {
				list = append(list, period)
			}
		}
	}
	return list
}

// deliveryOf gives the newest delivery behind a column.
func (f *figures) deliveryOf(key series, period int) delivery.Delivery {
	return f.deliveries[lastDelivery(f.seen[key][period])]
}
