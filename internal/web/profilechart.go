package web

import (
	"strings"

	"github.com/koppelkans/koppelkans/internal/chart"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/profile"
)

// line shows a figure among those of the areas around.
func (pp *profilePage) line(f *profile.Finding, id string) chart.Distribution {
	line := chart.Distribution{
		ID: id + "-lijn", Title: f.Indicator.Name.In(pp.p.Lang), Unit: pp.unit(f), Source: pp.meta(f),
		Here: chart.Point{Label: pp.made.Subject.Here.Name, Short: pp.p.T("profile.here"), Kind: chart.Here, Value: chart.Of(f.Point.Value), Margin: margin(f.Margin)},
	}
	for _, c := range f.Comparisons {
		line.References = append(line.References, chart.Point{Label: pp.tell.Name(c.Name, c.Level), Short: pp.shortName(c.Name, c.Level), Kind: kindOf(c.Level), Value: chart.Of(c.Value)})
	}
	for at := range pp.made.Subject.Peers {
		peer := &pp.made.Subject.Peers[at]
		if point := peer.Series[f.Key].At(f.Point.Period); point.Known() {
			line.Others = append(line.Others, chart.Point{Label: peer.Name, Value: chart.Of(point.Value)})
		}
	}
	line.OthersName = pp.p.T("levels." + string(pp.made.Subject.Here.Level))
	return line
}

func margin(m profile.Margin) chart.Interval {
	if m.High <= m.Low {
		return chart.Interval{}
	}
	return chart.Between(m.Low, m.High)
}

func kindOf(level place.Level) chart.Kind {
	switch level {
	case place.Municipality:
		return chart.Municipality
	case place.Country:
		return chart.Country
	}
	return chart.Other
}

// shortName writes a country by two letters, where a drawing has little room.
func (pp *profilePage) shortName(name string, level place.Level) string {
	if level == place.Country && strings.HasPrefix(name, "NL0") {
		return "NL"
	}
	return name
}

func (pp *profilePage) unit(f *profile.Finding) chart.Unit {
	return chart.Unit{Name: pp.p.T("unit." + f.Indicator.Unit), Decimals: f.Indicator.Decimals}
}

// trend shows a figure through the periods of its edition.
func (pp *profilePage) trend(f *profile.Finding, id string) chart.Trend {
	trend := chart.Trend{ID: id + "-jaren", Title: pp.p.T("profile.periodsOf", "what", f.Indicator.Name.In(pp.p.Lang)), Unit: pp.unit(f), Source: pp.sourceName(f.Key.Source) + " " + f.Key.Table}
	trend.Here = pp.moments(f, &pp.made.Subject.Here, f.Series)
	trend.Here.Short = pp.p.T("profile.here")
	for _, area := range []*profile.Area{pp.made.Subject.Municipality, pp.made.Subject.Country} {
		if area != nil && len(area.Series[f.Key]) > 0 {
			trend.References = append(trend.References, pp.moments(f, area, area.Series[f.Key]))
		}
	}
	return trend
}

func (pp *profilePage) moments(f *profile.Finding, area *profile.Area, series profile.Series) chart.Series {
	kind := kindOf(area.Level)
	if area.Code == pp.made.Subject.Here.Code {
		kind = chart.Here
	}
	shown := chart.Series{Label: pp.tell.Name(area.Name, area.Level), Short: pp.shortName(area.Name, area.Level), Kind: kind}
	for _, point := range series {
		moment := chart.Moment{Year: point.Period, Value: pp.chartValue(point)}
		if kind == chart.Here && point.Known() {
			moment.Margin = margin(pp.Profiles.Rules.MarginOf(f.Indicator, area.Level, point, pp.made.Residents))
		}
		shown.Moments = append(shown.Moments, moment)
	}
	return shown
}

func (pp *profilePage) chartValue(point profile.Point) chart.Value {
	if !point.Known() {
		return chart.Missing(pp.p.T("hole." + point.Hole.String()))
	}
	return chart.Of(point.Value)
}

// ages shows the age groups of who lives here; without bands when they are
// not known.
func (pp *profilePage) ages() chart.AgeBars {
	bars := chart.AgeBars{ID: "leeftijd-balken", Title: pp.p.T("profile.ages"), Unit: chart.Unit{Name: pp.p.T("unit.percent")}, Here: pp.made.Subject.Here.Name}
	if pp.made.Subject.Municipality != nil {
		bars.There = pp.made.Subject.Municipality.Name
	}
	for _, band := range pp.Profiles.Rules.Ages(&pp.made.Subject) {
		bars.Bands = append(bars.Bands, chart.AgeBand{Label: band.Label.In(pp.p.Lang), All: chart.Pair{Here: pp.chartValue(band.Here), There: pp.chartValue(band.Municipality)}})
	}
	if len(bars.Bands) > 0 {
		key := pp.made.Facts[0].Key
		bars.Source = pp.sourceName(key.Source) + " " + key.Table
	}
	return bars
}
