package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// Names of what a form of a record sends beside its fields.
const (
	versionInput = "_versie" // the version that the form began with
	nameSuffix   = "_naam"   // of a reference: what was typed
	clashInput   = "kies."   // "hun" when what somebody else made of a field must stay
	originInput  = "uit"     // the record that a new one comes of
	backInput    = "terug"   // the page to go back to when it is saved
	fillsInput   = "vult"    // the field that the new record fills in on that page
	filledInput  = "gevuld"  // the field that was filled in by a record made on the way
	doubleInput  = "_toch"   // "1" adds what looks like another record all the same
)

// largestForm bounds what a form may send, in bytes.
const largestForm = 1 << 20

// recordEdit answers the form for a record.
func (s *site) recordEdit(rp *recordPage) error {
	seen, titles, err := rp.may(access.Change)
	if err != nil {
		return err
	}
	if seen.Deleted() {
		return fault.New(fault.Conflict, "record.importDeleted", nil)
	}
	return rp.form(http.StatusOK, formState{row: seen, titles: titles, there: true})
}

// recordChange changes a record, or shows the form again: with what is wrong,
// or with what somebody else changed in the meantime beside what was typed.
func (s *site) recordChange(rp *recordPage) error {
	seen, titles, err := rp.may(access.Change)
	if err != nil {
		return err
	}
	sent, err := rp.readForm(seen)
	if err != nil {
		return err
	}
	state := formState{row: seen, titles: titles, there: true, sent: sent}
	if rp.asksToShow() {
		return rp.form(http.StatusOK, state)
	}
	if len(sent.problems) == 0 {
		_, err := s.Records.Change(rp.r.Context(), rp.actor, rp.kind, seen.ID, sent.version, sent.values)
		var overtaken *record.Overtaken
		switch {
		case err == nil:
			return rp.saved(seen.ID, "")
		case errors.As(err, &overtaken):
			state.overtaken = overtaken
			return rp.form(http.StatusConflict, state)
		}
		if state.sent.problems, err = problemsOf(err); err != nil {
			return err
		}
	}
	return rp.form(http.StatusUnprocessableEntity, state)
}

// saved leads to the record, or to a page that asked for it; what was kept of
// the form is no longer needed.
func (rp *recordPage) saved(one id.ID, back string) error {
	if err := rp.forgetDraft(); err != nil {
		return err
	}
	if back == "" {
		back = rp.url(one)
	}
	rp.tellDone(rp.w, doneSaved)
	http.Redirect(rp.w, rp.r, back, http.StatusSeeOther)
	return nil
}

// problemsOf gives the problems of fields that an error tells of; any other
// error is given back, but for a refusal of where the record should lie, which
// the form can mend.
func problemsOf(err error) (record.Problems, error) {
	var problems record.Problems
	var refused *fault.Fault
	switch {
	case errors.As(err, &problems):
		return problems, nil
	case errors.As(err, &refused) && refused.Key == "record.not-there":
		return record.Problems{{Field: record.OwnerField, Key: refused.Key}}, nil
	}
	return nil, err
}

// sentForm is what a form sent.
type sentForm struct {
	version  int64
	values   record.Values
	typed    map[string][]string // as it was typed, by field
	problems record.Problems
}

// readForm reads what was typed. Fields that the form does not have stay as
// they are.
func (rp *recordPage) readForm(seen record.Seen) (sentForm, error) {
	if err := parseForm(rp.w, rp.r); err != nil {
		return sentForm{}, err
	}
	return rp.readTyped(seen)
}

// readTyped reads the fields from a form that was parsed.
func (rp *recordPage) readTyped(seen record.Seen) (sentForm, error) {
	sent := sentForm{values: record.Values{}, typed: map[string][]string{}}
	sent.version, _ = strconv.ParseInt(rp.r.PostForm.Get(versionInput), 10, 64)
	if sent.version == 0 {
		sent.version = seen.Version
	}
	for at := range rp.kind.Fields {
		field := &rp.kind.Fields[at]
		texts, given := rp.r.PostForm[field.Name]
		name, named := rp.r.PostForm[field.Name+nameSuffix]
		theirs := rp.r.PostForm.Get(clashInput+field.Name) == "hun"
		if field.Fixed || seen.Hidden[field.Name] || theirs || !given && !named {
			continue
		}
		sent.typed[field.Name] = texts
		value, problem := field.Parse(texts...)
		if named {
			sent.typed[field.Name] = name
			var err error
			if value, problem, err = rp.named(field, strings.TrimSpace(name[0]), seen); err != nil {
				return sent, err
			}
		}
		if problem != nil {
			sent.problems = append(sent.problems, *problem)
			continue
		}
		sent.values[field.Name] = value
	}
	return sent, nil
}

// named finds the record that somebody means by typing its name, with what tells
// it apart or not. The list under the field offers what is still not unique with
// its id behind it.
func (rp *recordPage) named(field *record.Field, text string, seen record.Seen) (any, *record.Problem, error) {
	if text == "" {
		return id.ID(0), nil, nil
	}
	if at := strings.LastIndexByte(text, ' '); at > 0 {
		if one, err := id.Parse(strings.Trim(text[at+1:], "()")); err == nil {
			return one, nil, nil
		}
	}
	kind, _ := rp.Records.Kinds.ByName(field.Of)
	found, err := rp.Records.FindLabelled(rp.r.Context(), rp.actor, kind, text)
	if err != nil {
		return nil, nil, err
	}
	current, _ := seen.Get(field).(id.ID)
	switch {
	case slices.ContainsFunc(found, func(n record.Named) bool { return n.ID == current }):
		return current, nil, nil
	case len(found) == 1:
		return found[0].ID, nil, nil
	case len(found) > 1:
		return nil, &record.Problem{Field: field.Name, Key: "record.several", Args: fault.Args{"Known": strings.Join(record.Labels(found), "; ")}}, nil
	}
	return nil, &record.Problem{Field: field.Name, Key: "record.no-such"}, nil
}

// formState is all that a form is drawn from.
type formState struct {
	row       record.Seen
	titles    record.Titles
	there     bool // the record exists
	sent      sentForm
	overtaken *record.Overtaken
	from      *record.Seen // what a new record comes of
	fromTitle string
	only      []string // the fields that the form has; nil is all
	title     string   // of the form; "" is that of a change
	back      string   // where to go when it is saved; "" is to the record
	fills     string   // the field there that the record fills in
	doubles   []record.Named
}

// form draws the form of a record.
func (rp *recordPage) form(status int, state formState) error {
	form := view.RecordForm{Action: rp.r.URL.Path, Version: state.row.Version, Back: "/" + rp.kind.Path, Kind: rp.p.T(rp.kind.OneKey())}
	form.Return, form.Fills, form.Doubles = state.back, state.fills, rp.doubleViews(&state)
	rp.p.Title = rp.p.T("record.newTitle", "kind", form.Kind)
	if state.from != nil {
		form.From = view.RecordValue{Text: state.fromTitle, Label: rp.p.T(state.from.Kind.OneKey()), URL: recordURL(state.from.Kind, state.from.ID)}
		form.Origin, form.Back = record.Origin{Kind: state.from.Kind.One, ID: state.from.ID}.String(), form.From.URL
	}
	if rp.kind.One == "standingMeeting" && !state.there {
		there, err := rp.alreadyThere(rp.r, rp.p, "standingMeeting")
		if err != nil {
			return err
		}
		form.There = there
	}
	if rp.kind.Warned {
		form.Warning = rp.p.T(rp.kind.WarningKey())
	}
	if state.there {
		form.Back = rp.url(state.row.ID)
		title := rp.title(&state.row, state.titles)
		rp.p.Title = rp.p.T("record.editTitle", "title", title)
		rp.p.Crumb = append(rp.p.Crumb, view.Crumb{Label: title, URL: form.Back})
		if state.title != "" {
			rp.p.Title = state.title
		}
	}
	if state.sent.version != 0 {
		form.Version = state.sent.version
	}
	if err := rp.useDraft(&form, &state); err != nil {
		return err
	}
	rp.takeFilled(&state)
	clashes := map[string]record.Clash{}
	if state.overtaken != nil {
		form.Version = state.overtaken.Theirs.Version
		for _, clash := range state.overtaken.Clashes {
			clashes[clash.Field.Name] = clash
		}
		if err := rp.tellOvertaken(&form, state.overtaken); err != nil {
			return err
		}
	}
	for at := range rp.kind.Fields {
		field := &rp.kind.Fields[at]
		if field.Fixed || field.Change && !state.there || state.row.Hidden[field.Name] || state.only != nil && !slices.Contains(state.only, field.Name) {
			continue
		}
		if field.Name == record.PartnershipField && rp.kind.One == "partnership" {
			continue // it belongs to itself
		}
		input, err := rp.input(field, &state)
		if err != nil {
			return err
		}
		if clash, is := clashes[field.Name]; is {
			if input.Clash, err = rp.clash(field, clash, form.ClashTheirs); err != nil {
				return err
			}
		}
		if field.OfHead() {
			if len(input.Options) > 1 || input.Listed || len(input.Options) == 1 && input.Options[0].Value != "" {
				form.Belongs = append(form.Belongs, input)
			}
			continue
		}
		form.Inputs = append(form.Inputs, input)
	}
	rp.site.render(rp.w, rp.r, status, view.RecordFormPage(rp.p, form))
	return nil
}

// tellOvertaken tells who was first, and brings what others changed in other
// fields into the form: what was typed goes on top of it.
func (rp *recordPage) tellOvertaken(form *view.RecordForm, overtaken *record.Overtaken) error {
	names, err := rp.makers(overtaken.Theirs.ChangedBy)
	if err != nil {
		return err
	}
	when := rp.p.Fmt().Moment(overtaken.Theirs.ChangedAt, rp.p.Now)
	form.ClashText = rp.p.T("record.clashText", "who", names(overtaken.Theirs.ChangedBy), "when", when)
	if overtaken.Deleted {
		form.ClashText = rp.p.T("record.clashDeleted")
	}
	form.ClashTheirs = names(overtaken.Theirs.ChangedBy)
	return nil
}

// clash gives both versions of a field.
func (rp *recordPage) clash(field *record.Field, clash record.Clash, who string) (*view.RecordClash, error) {
	titles, err := rp.Records.TitlesOf(rp.r.Context(), rp.actor, field, clash.Mine, clash.Theirs)
	if err != nil {
		return nil, err
	}
	return &view.RecordClash{Mine: rp.shown(field, clash.Mine, titles), Theirs: rp.shown(field, clash.Theirs, titles), Who: who}, nil
}

// draftValues reads values that were kept of a form, for useDraft.
func draftValues(text string) url.Values {
	values, err := url.ParseQuery(text)
	if err != nil {
		return nil
	}
	return values
}
