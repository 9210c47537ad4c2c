package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/survey"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// ownForm makes the inputs of the form for a survey of one's own.
type ownForm struct {
	*site
	p     view.Page
	typed url.Values
	wrong map[string]string
}

// showOwnForm shows the form with what was typed, and what is wrong by field.
func (s *site) showOwnForm(w http.ResponseWriter, r *http.Request, status int, typed url.Values, form view.OwnForm, wrong map[string]string) error {
	p := s.page(w, r)
	p.Title, p.Section, p.Path = p.T("own.title"), "figures", "/cijfers/eigen"
	p.Crumb = []view.Crumb{{Label: p.T("nav.figures"), URL: "/cijfers"}}
	f := ownForm{s, p, typed, wrong}
	form.Which = []view.RecordInput{f.choice("indicator", p.T("own.indicator"), "", f.indicators())}
	form.New = []view.RecordInput{
		f.text("name", p.T("own.name"), p.T("own.nameNote")), f.text("short", p.T("own.short"), p.T("own.shortNote")), f.prose("description", p.T("own.description"), p.T("own.descriptionNote")),
		f.choice("theme", p.T("own.theme"), "", f.themes()),
		f.choice("domain", p.T("own.domain"), "", f.words("domain.", string(indicator.Social), string(indicator.Physical))),
		f.choice("perspective", p.T("own.perspective"), "", f.words("perspective.", string(indicator.Protect), string(indicator.Promote), string(indicator.Facilitate))),
		f.choice("direction", p.T("own.direction"), "", f.words("direction.", string(indicator.HigherIsBetter), string(indicator.LowerIsBetter), string(indicator.Neutral))),
	}
	scopes, err := f.scopes(r)
	if err != nil {
		return err
	}
	years, err := f.boundaryYears(r)
	if err != nil {
		return err
	}
	form.Where = []view.RecordInput{
		f.required(f.text("survey", p.T("own.survey"), p.T("own.surveyNote"))), f.required(f.choice("scope", p.T("own.scope"), "", scopes)),
		f.whole("period", p.T("own.period"), p.T("own.periodNote")), f.required(f.choice("boundaryYear", p.T("own.boundaryYear"), p.T("own.boundaryYearNote"), years)),
		f.choice("unlisted", p.T("own.unlisted"), "", []view.Option{{Value: string(survey.NobodyAnswered), Label: p.T("own.nobodyAnswered")}, {Value: string(survey.NotAsked), Label: p.T("own.notAsked")}}),
		f.choice("rounding", p.T("own.rounding"), p.T("own.roundingNote"), []view.Option{{Value: "0", Label: p.T("own.rounding0")}, {Value: "5", Label: p.T("own.rounding5")}, {Value: "10", Label: p.T("own.rounding10")}}),
	}
	w.Header().Set("Cache-Control", "no-store")
	s.render(w, r, status, view.OwnFiguresPage(p, form))
	return nil
}

func (f ownForm) text(name, label, help string) view.RecordInput {
	return view.RecordInput{Name: name, Label: label, Sort: "text", Value: f.typed.Get(name), Help: help, Problem: f.wrong[name]}
}

func (f ownForm) prose(name, label, help string) view.RecordInput {
	input := f.text(name, label, help)
	input.Sort = "prose"
	return input
}

func (f ownForm) whole(name, label, help string) view.RecordInput {
	input := f.text(name, label, help)
	input.Sort = "whole"
	return input
}

func (f ownForm) required(input view.RecordInput) view.RecordInput {
	input.Required = true
	return input
}

func (f ownForm) choice(name, label, help string, options []view.Option) view.RecordInput {
	input := f.text(name, label, help)
	for at := range options {
		options[at].Chosen = options[at].Value == input.Value
	}
	input.Options = options
	return input
}

// indicators lists the own indicators, a new one first.
func (f ownForm) indicators() []view.Option {
	options := []view.Option{{Label: f.p.T("own.new")}}
	for _, known := range f.Surveys.Own(f.p.Actor) {
		options = append(options, view.Option{Value: known.ID, Label: known.Name.In(f.p.Lang)})
	}
	return options
}

func (f ownForm) themes() []view.Option {
	options := []view.Option{{Label: f.p.T("own.choose")}}
	for _, theme := range f.Indicators.Now().Themes {
		options = append(options, view.Option{Value: theme.ID, Label: theme.Name.In(f.p.Lang)})
	}
	return options
}

// words lists choices whose words begin with a key.
func (f ownForm) words(key string, values ...string) []view.Option {
	options := []view.Option{{Label: f.p.T("own.choose")}}
	for _, value := range values {
		options = append(options, view.Option{Value: value, Label: f.p.T(key + value)})
	}
	return options
}

// scopes lists the municipalities and regions of which somebody may load
// surveys.
func (f ownForm) scopes(r *http.Request) ([]view.Option, error) {
	options := []view.Option{{Label: f.p.T("own.choose")}}
	if f.Scopes == nil {
		return options, nil
	}
	places, err := f.Scopes.Scopes(r.Context())
	may := access.For(f.p.Actor, access.Import, access.Figures, access.Public)
	for _, one := range places {
		if (one.Level == place.Municipality || one.Level == place.GGDRegion) && may.Holds(access.Facts{Place: one.ID, Audience: access.Public}) {
			options = append(options, view.Option{Value: one.Code, Label: one.Name})
		}
	}
	return options, err
}

func (f ownForm) boundaryYears(r *http.Request) ([]view.Option, error) {
	if f.Places == nil {
		return nil, nil
	}
	years, err := f.Places.BorderYears(r.Context(), place.Neighbourhood, "")
	options := []view.Option{{Label: f.p.T("own.choose")}}
	for _, year := range years {
		text := strconv.Itoa(year.Year)
		options = append(options, view.Option{Value: text, Label: text})
	}
	return options, err
}

// ownFindings writes what was found in a file.
func (s *site) ownFindings(p view.Page, findings []survey.Finding) []view.OwnFinding {
	var list []view.OwnFinding
	for _, f := range findings {
		row := ""
		if f.Row > 0 {
			row = strconv.Itoa(f.Row)
		}
		args := f.Arguments()
		if level, is := args["Level"].(string); is {
			args["Level"] = p.T("level." + level)
		}
		list = append(list, view.OwnFinding{Row: row, Column: f.Column, Text: p.Catalogue.T(p.Lang, f.Key, args)})
	}
	return list
}
