package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// input gives a field of a form, with what was typed when it is shown again.
func (rp *recordPage) input(field *record.Field, state *formState) (view.RecordInput, error) {
	value := state.row.Get(field)
	if newer, typed := state.sent.values[field.Name]; typed {
		value = newer
	} else if state.overtaken != nil {
		value = state.overtaken.Theirs.Get(field)
	}
	input := view.RecordInput{
		Name: field.Name, Label: rp.p.T(rp.kind.LabelKey(field)), Sort: string(field.Sort), Value: field.Typed(value),
		Required: field.Required, Most: field.Most, Personal: field.Personal, Fixed: field.Fixed,
	}
	if typed, is := state.sent.typed[field.Name]; is && len(typed) > 0 {
		if _, sound := state.sent.values[field.Name]; !sound { // what was typed is no value; show it all the same
			input.Value = typed[len(typed)-1]
		}
	}
	if field.Ceiling != 0 {
		input.Ceiling = rp.p.T("audience." + field.Ceiling.String())
	}
	if field.OfHead() && field.Name == record.AudienceField {
		input.Label = rp.p.T("record.who")
	}
	if rp.kind.Warned && field.Sort == record.Prose {
		input.Help = rp.p.T(rp.kind.WarningKey()) + " "
	}
	for _, problem := range state.sent.problems {
		if problem.Field == field.Name {
			input.Problem = rp.told(problem.Key, problem.Args)
		}
	}
	if field.Sort == record.Areas {
		where := state.row.Place
		if chosen, sent := state.sent.values[record.PlaceField].(id.ID); sent {
			where = chosen
		}
		var err error
		input.Groups, err = rp.areaGroups(where, value.(string))
		return input, err
	}
	if kind, known := rp.Records.Kinds.ByName(field.Of); known && kind.OnTheWay && access.CanAnywhere(rp.actor, access.Create, kind.Class) {
		back := rp.url(state.row.ID) + "/wijzigen"
		if !state.there {
			back = rp.newURL(state)
		}
		input.NewURL = "/" + kind.Path + "/toevoegen?" + url.Values{backInput: {back}, fillsInput: {field.Name}}.Encode()
		input.NewLabel = rp.p.T("record.notListed", "kind", rp.p.T(kind.OneKey()))
	}
	return input, rp.choose(field, value, &input)
}

// newURL leads to the form of a new record with what points elsewhere filled
// in. What else was typed is in the draft.
func (rp *recordPage) newURL(state *formState) string {
	query := url.Values{}
	for at := range rp.kind.Fields {
		field := &rp.kind.Fields[at]
		value := state.row.Get(field)
		if newer, typed := state.sent.values[field.Name]; typed {
			value = newer
		}
		if one, is := value.(id.ID); is && one != 0 {
			query.Set(field.Name, one.String())
		}
	}
	if state.from != nil {
		query.Set(originInput, record.Origin{Kind: state.from.Kind.One, ID: state.from.ID}.String())
	}
	if state.back != "" {
		query.Set(backInput, state.back)
	}
	return "/" + rp.kind.Path + "/toevoegen?" + query.Encode()
}

// choose gives a field the options that it can be chosen from.
func (rp *recordPage) choose(field *record.Field, value any, input *view.RecordInput) error {
	options, few, err := rp.options(field)
	if err != nil {
		return err
	}
	chosen := []string{field.Plain(value)}
	if several, is := value.([]string); is {
		chosen = several
	}
	if field.Sort == record.Ref {
		titles, err := rp.Records.TitlesOf(rp.r.Context(), rp.actor, field, value)
		if err != nil {
			return err
		}
		if !few {
			input.Listed, input.Of = true, field.Of
			if input.Problem == "" || input.Value == field.Plain(value) {
				if input.Value, err = rp.labelOf(field, value.(id.ID), titles[value.(id.ID)]); err != nil {
					return err
				}
			}
			return nil
		}
		if one := value.(id.ID); one != 0 && !slices.ContainsFunc(options, func(o view.Option) bool { return o.Value == one.String() }) {
			options = append(options, view.Option{Value: one.String(), Label: titles[one]})
		}
	}
	if one, is := value.(id.ID); is && field.Sort == record.PlaceRef && !slices.ContainsFunc(options, func(o view.Option) bool { return o.Value == field.Plain(one) }) {
		titles, err := rp.Records.TitlesOf(rp.r.Context(), rp.actor, field, one) // where it lies, although the actor could not put it there
		if err != nil {
			return err
		}
		options = append(options, view.Option{Value: field.Plain(one), Label: rp.shown(field, one, titles).Text})
	}
	if field.Sort == record.Ref || field.Sort == record.Choice && !field.Required {
		options = append([]view.Option{{Label: rp.p.T("record.none")}}, options...)
	} else if field.Sort == record.Choice && value == "" {
		options = append([]view.Option{{Label: rp.p.T("record.choose")}}, options...)
	}
	for at := range options {
		options[at].Chosen = slices.Contains(chosen, options[at].Value)
	}
	input.Options = options
	return nil
}

// labelOf gives the label of a record that a field points to; its title when the
// actor may see no more of it.
func (rp *recordPage) labelOf(field *record.Field, one id.ID, title string) (string, error) {
	kind, known := rp.Records.Kinds.ByName(field.Of)
	if !known || one == 0 {
		return title, nil
	}
	named, err := rp.Records.NamedOf(rp.r.Context(), rp.actor, kind, []id.ID{one})
	if err != nil || len(named) == 0 {
		return title, err
	}
	return named[0].Label(), nil
}

// fewRecords is up to how many records a reference is chosen from a list; of
// more, the name is typed.
const fewRecords = 40

// options gives what a field can be chosen from; few is false when there are
// too many to list.
func (rp *recordPage) options(field *record.Field) (options []view.Option, few bool, err error) {
	switch field.Sort {
	case record.Choice, record.Choices, record.Whole:
		for _, option := range field.Options {
			if audience, _ := access.ParseAudience(option); field.Name == record.AudienceField && rp.kind.Class == access.Judgements && audience > access.Partnership {
				continue // it would not be kept
			}
			options = append(options, view.Option{Value: option, Label: rp.option(field, option)})
		}
		return options, true, nil
	case record.PlaceRef:
		places, everywhere, err := rp.scopePlaces()
		if err != nil {
			return nil, true, err
		}
		if everywhere || len(places) == 0 {
			options = append(options, view.Option{Value: "", Label: rp.p.T("record.everywhere")})
		}
		for _, one := range places {
			options = append(options, view.Option{Value: one.ID.String(), Label: one.Name + " (" + rp.p.T("level."+string(one.Level)) + ")"})
		}
		return options, true, nil
	case record.Ref:
		kind, _ := rp.Records.Kinds.ByName(field.Of)
		list, few, err := rp.Records.Few(rp.r.Context(), rp.actor, kind, fewRecords)
		if err != nil || !few {
			return nil, false, err
		}
		for _, named := range list {
			options = append(options, view.Option{Value: named.ID.String(), Label: named.Label()})
		}
		return options, true, nil
	}
	return nil, true, nil
}

// scopePlaces gives the places that a record can lie in: those of the actor's
// grants, or all, and everywhere, when they hold everywhere.
func (rp *recordPage) scopePlaces() (places []place.Named, everywhere bool, err error) {
	all, err := rp.Scopes.Scopes(rp.r.Context())
	if err != nil {
		return nil, false, err
	}
	allowed, everywhere := rp.actor.Places(access.Roles...)
	if everywhere {
		return all, true, nil
	}
	return slices.DeleteFunc(slices.Clone(all), func(one place.Named) bool { return !slices.Contains(allowed, one.ID) }), false, nil
}

// mostChoices is how many suggestions a field gets.
const mostChoices = 12

// recordChoices suggests records for a field that names one, each by a label
// that is read as exactly that record.
func (s *site) recordChoices(w http.ResponseWriter, r *http.Request) error {
	if s.Records == nil {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	query := r.URL.Query()
	kind, known := s.Records.Kinds.ByName(query.Get("soort"))
	if !known || len(query.Get("q")) > longestWords {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	found, err := s.Records.Suggest(r.Context(), s.actor(r), kind, query.Get("q"), mostChoices)
	if err != nil {
		return err
	}
	type choice struct {
		Title string `json:"title"`
	}
	choices := []choice{}
	for _, label := range record.Labels(found) {
		choices = append(choices, choice{label})
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(choices)
}
