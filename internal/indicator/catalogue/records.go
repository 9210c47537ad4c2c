package catalogue

import (
	"context"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Record is an indicator as a record: what is shipped can be changed on
// screen, and own indicators can be added.
type Record struct {
	record.Head
	Code          string
	NameNl        string
	NameEn        string
	ShortNl       string
	ShortEn       string
	DescriptionNl string
	DescriptionEn string
	Theme         string
	Domain        indicator.Domain
	Perspective   indicator.Perspective
	Unit          string
	Decimals      int64
	Direction     indicator.Direction
	Sort          indicator.Sort
	Support       place.Level
	Source        string
	Field         string
	Licence       string
	Minimum       string // a number, or "" for none
	Maximum       string
}

// Indicators describes the kind; shipped tells which themes, units, sources
// and licences there are.
func Indicators(shipped *Catalogue) *record.Type[Record] {
	return record.Describe(record.Names{One: "indicator", Many: "indicators", Path: "indicatoren"},
		record.TextField("nameNl", func(i *Record) *string { return &i.NameNl }).Required().Listed().Found(3),
		record.TextField("nameEn", func(i *Record) *string { return &i.NameEn }).Required().Found(3),
		record.TextField("code", func(i *Record) *string { return &i.Code }).Required().AtMost(80).Unique().Listed().Found(2),
		record.TextField("shortNl", func(i *Record) *string { return &i.ShortNl }).Required().AtMost(longestShort),
		record.TextField("shortEn", func(i *Record) *string { return &i.ShortEn }).Required().AtMost(longestShort),
		record.ProseField("descriptionNl", func(i *Record) *string { return &i.DescriptionNl }).Required().AtMost(2_000).Found(1),
		record.ProseField("descriptionEn", func(i *Record) *string { return &i.DescriptionEn }).Required().AtMost(2_000).Found(1),
		record.ChoiceField("domain", func(i *Record) *indicator.Domain { return &i.Domain }, indicator.Social, indicator.Physical).Required().Filtered().Worded("domain"),
		record.ChoiceField("perspective", func(i *Record) *indicator.Perspective { return &i.Perspective },
			indicator.Protect, indicator.Promote, indicator.Facilitate).Required().Listed().Filtered().Worded("perspective"),
		record.ChoiceField("sort", func(i *Record) *indicator.Sort { return &i.Sort },
			indicator.Counted, indicator.Modelled, indicator.Reported, indicator.Measured, indicator.Calculated).Required().Listed().Filtered().Worded("sort"),
		record.ChoiceField("direction", func(i *Record) *indicator.Direction { return &i.Direction },
			indicator.HigherIsBetter, indicator.LowerIsBetter, indicator.Neutral).Required().Worded("direction"),
		record.ChoiceField("unit", func(i *Record) *string { return &i.Unit }, units...).Required().Worded("unit"),
		record.WholeField("decimals", func(i *Record) *int64 { return &i.Decimals }).Between(0, 3),
		record.ChoiceField("support", func(i *Record) *place.Level { return &i.Support }, place.Levels...).Required().Worded("level"),
		record.ChoiceField("source", func(i *Record) *string { return &i.Source }, shipped.sourceIDs()...).Required().Filtered().Unworded(),
		record.ChoiceField("theme", func(i *Record) *string { return &i.Theme }, shipped.themeIDs()...).Required().Filtered().Unworded(),
		record.ChoiceField("licence", func(i *Record) *string { return &i.Licence }, licences...).Unworded(),
		record.TextField("field", func(i *Record) *string { return &i.Field }),
		record.TextField("minimum", func(i *Record) *string { return &i.Minimum }).AtMost(30),
		record.TextField("maximum", func(i *Record) *string { return &i.Maximum }).AtMost(30),
	).In(access.Figures).ShownTo(access.Public).KeyedBy("code").Guarded(shipped.guard)
}

func (c *Catalogue) sourceIDs() []string {
	var ids []string
	for _, source := range c.Sources {
		ids = append(ids, source.ID)
	}
	return ids
}

func (c *Catalogue) themeIDs() []string {
	var ids []string
	for _, theme := range c.Themes {
		ids = append(ids, theme.ID)
	}
	return ids
}

// guard refuses what the catalogue could not be read with.
func (c *Catalogue) guard(_ context.Context, planned record.Planned) error {
	made := Indicators(c).Of(*planned.After)
	for field, text := range map[string]string{"minimum": made.Minimum, "maximum": made.Maximum} {
		if _, err := strconv.ParseFloat(text, 64); text != "" && err != nil {
			return record.Wrong(field, "record.not-number", nil)
		}
	}
	if planned.Before != nil && Indicators(c).Of(*planned.Before).Code != made.Code {
		return record.Wrong("code", "catalogue.code-stays", nil)
	}
	if err := c.checkIndicator(made.Indicator()); err != nil {
		return fault.Wrap(err, fault.Invalid, "catalogue.wrongRecord", fault.Args{"Reason": err.Error()})
	}
	return nil
}

// Indicator gives the indicator that a record describes.
func (r Record) Indicator() indicator.Indicator {
	return indicator.Indicator{
		ID: r.Code, Name: both(r.NameNl, r.NameEn), Short: both(r.ShortNl, r.ShortEn), Description: both(r.DescriptionNl, r.DescriptionEn),
		Theme: r.Theme, Domain: r.Domain, Perspective: r.Perspective, Unit: r.Unit, Decimals: int(r.Decimals), Direction: r.Direction,
		Sort: r.Sort, Support: r.Support, Source: r.Source, Field: r.Field, Licence: r.Licence, Minimum: number(r.Minimum), Maximum: number(r.Maximum),
	}
}

// RecordOf gives the record that describes an indicator.
func RecordOf(i indicator.Indicator) Record {
	r := Record{
		Code: i.ID, NameNl: i.Name["nl"], NameEn: i.Name["en"], ShortNl: i.Short["nl"], ShortEn: i.Short["en"],
		DescriptionNl: i.Description["nl"], DescriptionEn: i.Description["en"], Theme: i.Theme, Domain: i.Domain, Perspective: i.Perspective,
		Unit: i.Unit, Decimals: int64(i.Decimals), Direction: i.Direction, Sort: i.Sort, Support: i.Support, Source: i.Source, Field: i.Field,
		Licence: i.Licence, Minimum: text(i.Minimum), Maximum: text(i.Maximum),
	}
	r.Audience = access.Public
	return r
}

func both(nl, en string) indicator.Text { return indicator.Text{"nl": nl, "en": en} }

func number(text string) *float64 {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil
	}
	return &value
}

func text(value *float64) string {
	if value == nil {
		return ""
	}
	return strconv.FormatFloat(*value, 'g', -1, 64)
}
