package healthmap

import (
	"context"
	"math"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// View names a map of a municipality: a set and a year.
type View struct {
	Set  string
	Year int // 0 is the newest
}

// AskChange asks what differs between two maps of a municipality.
type AskChange struct {
	Actor    access.Actor
	Code     string
	Lang     string
	Level    string // CellLevel or the level of a layer
	From, To View
}

// LeftOut is an item that cannot be compared.
type LeftOut struct {
	Name string
	Why  Why
}

// Why is the reason why an item is not compared.
type Why string

const (
	OtherEdition Why = "other-edition" // the figures are from different editions of the source
	SamePeriod   Why = "same-period"   // both years show the same figure
	NoFigures    Why = "no-figures"    // one of the years has none
)

// Change is what differs between two maps on one level.
type Change struct {
	From, To *Scored
	// Sets tells that two sets are compared, not two years of one. Their items
	// differ, so that what is compared is the part of the known items that
	// counts, in eighths.
	Sets  bool
	Items []string // names of those that are compared
	Left  []LeftOut
	Steps []Step // by unit
	// Up, Down, Same and Unknown count units and who lives there.
	Up, Down, Same, Unknown Count
	// ResidentsPeriod is the year of the residents; 0 when none are known.
	ResidentsPeriod int
}

// Step is how many items more (or less) count in a unit; Known is false when
// none of the items is known in both maps.
type Step struct {
	By    int
	Known bool
}

// Count is a number of units and of residents. Residents of a cell are those
// of its areas, spread evenly over their surface: an estimate.
type Count struct {
	Units     int
	Residents float64
}

// Compare tells what differs between two maps. Years are compared by the items
// whose figures come from one edition of their source, each for its own period;
// the others are left out, with the reason.
func (s *Service) Compare(ctx context.Context, ask AskChange) (*Change, error) {
	change := &Change{}
	for _, one := range []struct {
		view View
		to   **Scored
	}{{ask.From, &change.From}, {ask.To, &change.To}} {
		scored, err := s.Score(ctx, Ask{Actor: ask.Actor, Code: ask.Code, Set: one.view.Set, Year: one.view.Year, Lang: ask.Lang, Level: ask.Level})
		if err != nil {
			return nil, err
		}
		*one.to = scored
	}
	if change.Sets = change.From.Values.Set != change.To.Values.Set; change.Sets {
		change.compareSets()
	} else {
		change.compareYears()
	}
	residents, period, err := s.residents(ctx, ask.Code, change.To)
	if len(residents) == len(change.Steps) { // else borders changed in between
		change.ResidentsPeriod = period
		change.count(residents)
	} else {
		change.count(nil)
	}
	return change, err
}

// ChangedYears gives the newest two years of a set between which something can
// be compared: of those with the newest last year the pair with most items. The
// years are the newest two when nothing can, and alike when there is only one.
func (s *Service) ChangedYears(ctx context.Context, actor access.Actor, code, set, lang string) (from, to int, err error) {
	newest, err := s.Values(ctx, actor, code, set, 0, lang)
	if err != nil {
		return 0, 0, err
	}
	years := newest.Years[max(0, len(newest.Years)-mostYears):]
	all := make([]*Values, len(years))
	for at, year := range years {
		if all[at], err = s.Values(ctx, actor, code, set, year, lang); err != nil {
			return 0, 0, err
		}
	}
	for last := len(all) - 1; last > 0; last-- {
		most := 0
		for first := last - 1; first >= 0; first-- {
			if items := comparableItems(all[first], all[last]); items > most {
				most, from, to = items, years[first], years[last]
			}
		}
		if most > 0 {
			return from, to, nil
		}
	}
	if len(years) == 0 {
		return 0, 0, nil
	}
	return years[max(0, len(years)-2)], years[len(years)-1], nil
}

// mostYears bounds between how many years is looked.
const mostYears = 12

func comparableItems(from, to *Values) int {
	items := 0
	for at := range to.Items {
		if comparable(&from.Items[at], &to.Items[at]) == "" {
			items++
		}
	}
	return items
}

// compareYears adds up by how many items each unit gained or lost.
func (c *Change) compareYears() {
	from, to := c.From.Sheet, c.To.Sheet
	c.Steps = make([]Step, len(to.Score))
	for at := range to.Items {
		if why := comparable(from.Items[at].Item, to.Items[at].Item); why != "" {
			c.Left = append(c.Left, LeftOut{to.Items[at].Item.Name, why})
			continue
		}
		c.Items = append(c.Items, to.Items[at].Item.Name)
		for unit := range c.Steps {
			was, is := from.Items[at].State[unit], to.Items[at].State[unit]
			if was == Missing || is == Missing {
				continue
			}
			c.Steps[unit].Known = true
			c.Steps[unit].By += int(is) - int(was) // Over follows Under
		}
	}
}

// comparable tells why an item cannot be compared between two years; "" when
// it can. A trend never mixes editions of a source.
func comparable(from, to *ValueItem) Why {
	periods := false
	for at := range to.Parts {
		was, is := from.Parts[at], to.Parts[at]
		switch {
		case was.Period == 0 || is.Period == 0:
			return NoFigures
		case was.Source != is.Source:
			return OtherEdition
		}
		periods = periods || was.Period != is.Period
	}
	if !periods {
		return SamePeriod
	}
	return ""
}

// eighths is in how many steps the part of the items that counts is compared
// between two sets.
const eighths = 8

func (c *Change) compareSets() {
	from, to := c.From.Sheet, c.To.Sheet
	c.Steps = make([]Step, len(to.Score))
	for unit := range c.Steps {
		if drawable(from, unit) && drawable(to, unit) {
			c.Steps[unit] = Step{By: int(math.Round(eighths * (part(to, unit) - part(from, unit)))), Known: true}
		}
	}
}

// drawable tells whether at least half of the items are known, as for the map.
func drawable(s *Sheet, unit int) bool {
	return s.Known[unit] > 0 && 2*int(s.Known[unit]) >= len(s.Items)
}

func part(s *Sheet, unit int) float64 { return float64(s.Score[unit]) / float64(s.Known[unit]) }

func (c *Change) count(residents []float64) {
	for unit, step := range c.Steps {
		to := &c.Same
		switch {
		case !step.Known:
			to = &c.Unknown
		case step.By > 0:
			to = &c.Up
		case step.By < 0:
			to = &c.Down
		}
		to.Units++
		if residents != nil {
			to.Residents += residents[unit]
		}
	}
}

// residents gives who lives in each unit, by the newest count until the year
// of a map; nil when there is none.
func (s *Service) residents(ctx context.Context, code string, scored *Scored) ([]float64, int, error) {
	g, err := s.ground(ctx, code, ClipTouch)
	if err != nil {
		return nil, 0, err
	}
	seq, err := s.Store.LastEvent(ctx)
	if err != nil {
		return nil, 0, err
	}
	f, err := s.read.Get(ctx, seq, code+" residents", func(ctx context.Context) (*figures, error) {
		return readFigures(ctx, s.Store, g, []string{indicator.Residents})
	})
	if err != nil {
		return nil, 0, err
	}
	level := place.Level(scored.Sheet.Level)
	if scored.Sheet.Level == CellLevel {
		level = place.Neighbourhood
	}
	key, period, found := f.newest(indicator.Residents, "", level, scored.Values.Year)
	layer := f.ground.grid.Layer(string(level))
	if !found || layer == nil {
		return nil, 0, nil
	}
	column := f.column(key, period)
	if scored.Sheet.Level == CellLevel {
		return f.ground.grid.spread(layer, column.Values), period, nil
	}
	counts := make([]float64, len(column.Values))
	for at, value := range column.Values {
		if value != nil {
			counts[at] = *value
		}
	}
	return counts, period, nil
}

// spread divides what areas have over their cells, by the part of the area
// that lies in each; a hole adds nothing.
func (g *Grid) spread(layer *Layer, values []*float64) []float64 {
	whole := make([]float64, len(layer.Areas))
	for cell := range g.Cells {
		for _, share := range layer.Of(cell) {
			whole[share.Area] += float64(share.Weight)
		}
	}
	counts := make([]float64, len(g.Cells))
	for cell := range g.Cells {
		for _, share := range layer.Of(cell) {
			if value := values[share.Area]; value != nil && whole[share.Area] > 0 {
				counts[cell] += *value * float64(share.Weight) / whole[share.Area]
			}
		}
	}
	return counts
}
