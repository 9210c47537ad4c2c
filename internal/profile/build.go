package profile

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/koppelkans/koppelkans/internal/indicator"
)

// Indicators finds indicators; a catalogue is one.
type Indicators interface {
	ByID(id string) (indicator.Indicator, bool)
}

// Build decides what there is to say about a place.
func (r *Rules) Build(known Indicators, s Subject) Profile {
	p := Profile{Subject: s, Residents: ResidentsOf(&s.Here)}
	b := builder{Rules: r, known: known, subject: &p.Subject, residents: p.Residents}
	for _, name := range slices.Concat(r.Order, r.others(&s)) {
		finding, missing := b.indicator(name)
		if finding != nil {
			p.Findings = append(p.Findings, *finding)
		}
		if missing != nil {
			p.Missing = append(p.Missing, *missing)
		}
	}
	p.Standout = r.standout(p.Findings)
	for _, rule := range r.Facts {
		if finding := b.fact(rule); finding != nil {
			p.Facts = append(p.Facts, Fact{*finding, rule.Label})
		}
	}
	return p
}

// others lists the indicators that there are figures of and that the rules say
// nothing about: those that people added.
func (r *Rules) others(s *Subject) []string {
	known := r.Indicators()
	found := map[string]bool{}
	for _, area := range append(slices.Clone(s.Peers), s.Here) {
		for key := range area.Series {
			if _, ruled := slices.BinarySearch(known, key.Indicator); !ruled {
				found[key.Indicator] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

type builder struct {
	*Rules
	known     Indicators
	subject   *Subject
	residents float64
}

// indicator gives what there is to say about an indicator, or what is missing;
// neither when nobody here was ever asked about it.
func (b *builder) indicator(name string) (*Finding, *Missing) {
	known, ok := b.known.ByID(name)
	if !ok {
		return nil, nil
	}
	phrase, told := b.Phrases[name]
	if !told {
		phrase = Phrase{Named: known.Name}
	}
	key, found := newest(b.subject.Here.Series, name)
	if !found {
		if around, is := b.around(name); is {
			return nil, &Missing{Indicator: known, Phrase: phrase, Hole: indicator.NotLoaded, Period: around}
		}
		return nil, nil
	}
	series := b.subject.Here.Series[key]
	point, _ := series.Last()
	if !point.Known() {
		return nil, &Missing{Indicator: known, Phrase: phrase, Hole: point.Hole, Period: point.Period}
	}
	finding := b.finding(known, key, series, point)
	finding.Phrase = phrase
	return finding, nil
}

// finding holds a figure against those around it.
func (b *builder) finding(known indicator.Indicator, key Key, series Series, point Point) *Finding {
	f := &Finding{Key: key, Indicator: known, Point: point, Series: series}
	f.Margin = b.MarginOf(known, b.subject.Here.Level, point, b.residents)
	f.Old = b.subject.Now.Year()-point.Period > b.OldAfter
	for _, area := range []*Area{b.subject.Municipality, b.subject.Country} {
		if area == nil {
			continue
		}
		if other := area.Series[key].At(point.Period); other.Known() {
			f.Comparisons = append(f.Comparisons, Comparison{
				Name: area.Name, Level: area.Level, Value: other.Value,
				Standing: Compare(point.Value, f.Margin, other.Value, b.MarginOf(known, area.Level, other, ResidentsOf(area))),
			})
		}
	}
	for at := range b.subject.Peers {
		if peer := b.subject.Peers[at].Series[key].At(point.Period); peer.Known() {
			f.Peers = append(f.Peers, peer.Value)
		}
	}
	slices.Sort(f.Peers)
	f.Weight = b.weight(f)
	f.Change = b.change(known, series)
	return f
}

// weight is how far a figure that differs lies from what is usual, in standard
// deviations of the areas around.
func (b *builder) weight(f *Finding) float64 {
	if len(f.Comparisons) == 0 || f.Comparisons[0].Standing == Alike || len(f.Peers) < b.Standout.Areas {
		return 0
	}
	spread := Deviation(f.Peers)
	if spread == 0 {
		return 0
	}
	return math.Abs(f.Point.Value-f.Comparisons[0].Value) / spread
}

// Deviation is the standard deviation of some values.
func Deviation(values []float64) float64 {
	mean := 0.0
	for _, value := range values {
		mean += value / float64(len(values))
	}
	squares := 0.0
	for _, value := range values {
		squares += (value - mean) * (value - mean)
	}
	return math.Sqrt(squares / float64(len(values)))
}

// change holds the last figure of a series against its first, when both are
// there.
func (b *builder) change(known indicator.Indicator, series Series) *Change {
	first := slices.IndexFunc(series, func(one Point) bool { return one.Known() })
	last, _ := series.Last()
	if first < 0 || series[first].Period == last.Period || !last.Known() {
		return nil
	}
	from, level := series[first], b.subject.Here.Level
	return &Change{From: from, To: last, Standing: Compare(last.Value, b.MarginOf(known, level, last, b.residents),
		from.Value, b.MarginOf(known, level, from, b.residents))}
}

// around tells in which period areas around have a figure that is not loaded
// here.
func (b *builder) around(name string) (int, bool) {
	period := 0
	for at := range b.subject.Peers {
		if key, found := newest(b.subject.Peers[at].Series, name); found {
			last, _ := b.subject.Peers[at].Series[key].Last()
			period = max(period, last.Period)
		}
	}
	return period, period > 0
}

// standout chooses what stands out: what lies farthest from what is usual, not
// all of one theme.
func (r *Rules) standout(findings []Finding) []Finding {
	list := slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool {
		return f.Weight < r.Standout.Least || slices.Contains(r.Standout.Without, f.Indicator.ID)
	})
	slices.SortStableFunc(list, func(a, b Finding) int { return -cmp.Compare(a.Weight, b.Weight) })
	themes := map[string]int{}
	list = slices.DeleteFunc(list, func(f Finding) bool {
		themes[f.Indicator.Theme]++
		return themes[f.Indicator.Theme] > r.Standout.PerTheme
	})
	return list[:min(len(list), r.Standout.Most)]
}

// fact gives a number about who lives here; nil when it is not known.
func (b *builder) fact(rule FactRule) *Finding {
	known, ok := b.known.ByID(rule.Indicator)
	if !ok {
		return nil
	}
	key, found := newest(b.subject.Here.Series, rule.Indicator)
	if !found {
		return nil
	}
	series := b.subject.Here.Series[key]
	point, _ := series.Last()
	if !point.Known() {
		return nil
	}
	return b.finding(known, key, series, point)
}

// derive adds to an area the shares that follow from a count and the residents
// of the same delivery and period; CBS publishes one or the other.
func (r *Rules) derive(area *Area) {
	for _, rule := range r.Facts {
		for _, key := range slices.Collect(maps.Keys(area.Series)) {
			if rule.Of == "" || key.Indicator != rule.Of {
				continue
			}
			share := Key{rule.Indicator, key.Source, key.Table}
			if !slices.ContainsFunc(area.Series[share], func(p Point) bool { return p.Known() }) {
				area.Series[share] = shares(area, key)
			}
		}
	}
}

// shares are a count as a percentage of the residents.
func shares(area *Area, key Key) Series {
	all := area.Series[Key{indicator.Residents, key.Source, key.Table}]
	var series Series
	for _, point := range area.Series[key] {
		if whole := all.At(point.Period); point.Known() && whole.Known() && whole.Value > 0 {
			point.Value = math.Min(100, 100*point.Value/whole.Value)
			series = append(series, point)
		}
	}
	return series
}

// newest chooses the edition of an indicator whose newest figure is the
// newest; a figure before a hole, and of two alike the later delivery.
func newest(all map[Key]Series, name string) (Key, bool) {
	var best Key
	var last Point
	found := false
	for key, series := range all {
		point, is := series.Last()
		if key.Indicator != name || !is {
			continue
		}
		if !found || comparePoints(point, last) > 0 {
			best, last, found = key, point, true
		}
	}
	return best, found
}

func comparePoints(a, b Point) int {
	known := func(p Point) int {
		if p.Known() {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(known(a), known(b)), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Delivery, b.Delivery))
}

// ResidentsOf gives how many people live in an area, by its newest count; 0
// when that is not known.
func ResidentsOf(area *Area) float64 {
	if area == nil {
		return 0
	}
	key, found := newest(area.Series, indicator.Residents)
	if !found {
		return 0
	}
	if point, _ := area.Series[key].Last(); point.Known() {
		return point.Value
	}
	return 0
}

// Band is an age group here and in the municipality, as percentages.
type Band struct {
	Label              indicator.Text
	Here, Municipality Point
}

// Ages gives the age groups; nil when they are not all known here.
func (r *Rules) Ages(s *Subject) []Band {
	var bands []Band
	for _, rule := range r.AgeBands {
		key, found := newest(s.Here.Series, rule.Indicator)
		if !found {
			return nil
		}
		here, _ := s.Here.Series[key].Last()
		if !here.Known() {
			return nil
		}
		band := Band{Label: rule.Label, Here: here, Municipality: Point{Reading: indicator.Reading{Hole: indicator.NotLoaded}}}
		if s.Municipality != nil {
			band.Municipality = s.Municipality.Series[key].At(here.Period)
		}
		bands = append(bands, band)
	}
	return bands
}
