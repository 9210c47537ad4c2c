package web

import (
	"net/http"
	"net/url"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// recordNew answers the form for a new record. What stands in the address
// fills it in, so that a page can lead to it.
func (s *site) recordNew(rp *recordPage) error {
	if !access.CanAnywhere(rp.actor, access.Create, rp.kind.Class) {
		return fault.New(fault.Denied, "record.denied", nil)
	}
	row, err := s.Records.Begin(rp.r.Context(), rp.actor, rp.kind)
	if err != nil {
		return err
	}
	query := rp.r.URL.Query()
	for at := range rp.kind.Fields {
		field := &rp.kind.Fields[at]
		if texts, given := query[field.Name]; given {
			if value, problem := field.Parse(texts...); problem == nil {
				row.Set(field, value)
			}
		}
	}
	state := formState{row: record.Seen{Row: row, Kind: rp.kind}, back: localPath(query.Get(backInput), ""), fills: query.Get(fillsInput)}
	if err := rp.readOrigin(&state, query.Get(originInput)); err != nil {
		return err
	}
	rp.fillOrigin(&state)
	if state.from != nil && row.Partnership == 0 { // it stays where it came from
		state.row.Partnership, state.row.Place = state.from.Partnership, state.from.Place
	}
	return rp.form(http.StatusOK, state)
}

// fillOrigin names what a new record comes of in the first field that can, when
// nothing stands there: a finding is of the document that it comes of.
func (rp *recordPage) fillOrigin(state *formState) {
	if state.from == nil {
		return
	}
	for at := range rp.kind.Fields {
		field := &rp.kind.Fields[at]
		if field.IsRef() && !field.OfHead() && field.Of == state.from.Kind.One {
			if field.Blank(state.row.Get(field)) {
				state.row.Set(field, state.from.ID)
			}
			return
		}
	}
}

// readOrigin reads which record a new one comes of.
func (rp *recordPage) readOrigin(state *formState, text string) error {
	if text == "" {
		return nil
	}
	origin, err := record.ParseOrigin(text)
	if err != nil {
		return err
	}
	from, titles, err := rp.Records.Source(rp.r.Context(), rp.actor, rp.kind, origin)
	if err != nil {
		return err
	}
	source := &recordPage{site: rp.site, w: rp.w, r: rp.r, p: rp.p, kind: from.Kind, actor: rp.actor}
	state.from, state.fromTitle = &from, source.title(&from, titles)
	return nil
}

// recordCreate adds a record, or shows the form again with what is wrong.
func (s *site) recordCreate(rp *recordPage) error {
	if !access.CanAnywhere(rp.actor, access.Create, rp.kind.Class) {
		return fault.New(fault.Denied, "record.denied", nil)
	}
	row := s.Records.New(rp.actor, rp.kind)
	sent, err := rp.readForm(record.Seen{Row: row, Kind: rp.kind})
	if err != nil {
		return err
	}
	state := formState{sent: sent, back: localPath(rp.r.PostForm.Get(backInput), ""), fills: rp.r.PostForm.Get(fillsInput)}
	if err := rp.readOrigin(&state, rp.r.PostForm.Get(originInput)); err != nil {
		return err
	}
	if len(sent.problems) == 0 && !rp.asksToShow() {
		if state.doubles, err = rp.doubles(sent); err != nil {
			return err
		}
	}
	if len(sent.problems) == 0 && !rp.asksToShow() && len(state.doubles) == 0 {
		made, err := rp.create(&state)
		if err == nil {
			return rp.saved(made.ID, rp.backTo(&state, made.ID))
		}
		if sent.problems, err = problemsOf(err); err != nil {
			return err
		}
	}
	for name, value := range sent.values {
		field, _ := rp.kind.Field(name)
		row.Set(field, value)
	}
	state.row, state.sent = record.Seen{Row: row, Kind: rp.kind}, sent
	if rp.asksToShow() {
		return rp.form(http.StatusOK, state)
	}
	return rp.form(http.StatusUnprocessableEntity, state)
}

// doubles gives what a new record may be a double of, unless somebody looked at
// that and wants to add it.
func (rp *recordPage) doubles(sent sentForm) ([]record.Named, error) {
	title, _ := sent.values[rp.kind.TitleField().Name].(string)
	if title == "" || rp.r.PostForm.Get(doubleInput) == "1" {
		return nil, nil
	}
	return rp.Records.Doubles(rp.r.Context(), rp.actor, rp.kind, title)
}

// doubleViews shows what a new record may be a double of; who came from another
// form can take it back there.
func (rp *recordPage) doubleViews(state *formState) []view.RecordDouble {
	var list []view.RecordDouble
	for _, named := range state.doubles {
		shown := view.RecordDouble{Name: named.Label(), URL: rp.url(named.ID)}
		if state.back != "" && state.fills != "" {
			shown.TakeURL = rp.backTo(state, named.ID)
		}
		list = append(list, shown)
	}
	return list
}

// asksToShow tells whether a form was sent to see what can be chosen in it by
// now, not to be saved.
func (rp *recordPage) asksToShow() bool { return rp.r.PostForm.Has(view.ShowInput) }

// create makes the record of a form, of another one when it comes of that.
func (rp *recordPage) create(state *formState) (record.Row, error) {
	if state.from == nil {
		return rp.Records.Create(rp.r.Context(), rp.actor, rp.kind, state.sent.values)
	}
	return rp.Records.CreateFrom(rp.r.Context(), rp.actor, rp.kind, state.sent.values, record.Origin{Kind: state.from.Kind.One, ID: state.from.ID})
}

// backTo gives the page that a form was come to from, with the new record
// filled in where it was missed; see takeFilled.
func (rp *recordPage) backTo(state *formState, made id.ID) string {
	address, err := url.Parse(state.back)
	if err != nil || state.back == "" || state.fills == "" {
		return state.back
	}
	query := address.Query()
	query.Set(state.fills, made.String())
	query.Set(filledInput, state.fills)
	address.RawQuery = query.Encode()
	return address.String()
}
