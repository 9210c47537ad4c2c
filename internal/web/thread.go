package web

import (
	"context"
	"net/http"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/thread"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// Threads follows what led to what; *thread.Service is one.
type Threads interface {
	Of(ctx context.Context, actor access.Actor, kind *record.Kind, row *record.Row) (thread.Story, error)
	Near(ctx context.Context, actor access.Actor, kind *record.Kind, row *record.Row) (thread.Story, error)
	Disclosed(ctx context.Context, about record.Origin) (thread.Disclosure, bool, error)
	Disclose(ctx context.Context, actor access.Actor, kind *record.Kind, one id.ID, said thread.Disclosure) error
}

// threadOf gives the record that an address asks the story of.
func (s *site) threadOf(w http.ResponseWriter, r *http.Request) (*recordPage, record.Seen, record.Titles, error) {
	if s.Records == nil || s.Threads == nil {
		return nil, record.Seen{}, nil, fault.New(fault.NotFound, "record.unknown", nil)
	}
	kind, known := s.Records.Kinds.ByPath(r.PathValue("path"))
	if !known {
		return nil, record.Seen{}, nil, fault.New(fault.NotFound, "record.unknown", nil)
	}
	p := s.page(w, r)
	p.Section = "records"
	rp := &recordPage{site: s, w: w, r: r, p: p, kind: kind, actor: p.Actor}
	seen, titles, err := rp.get()
	if err == nil && seen.Deleted() {
		err = fault.New(fault.NotFound, "record.unknown", nil)
	}
	return rp, seen, titles, err
}

// threadPage answers /verhaal/{path}/{id}: what led to a record and what came
// of it, as a story, a picture and a table.
func (s *site) threadPage(w http.ResponseWriter, r *http.Request) error {
	rp, seen, titles, err := s.threadOf(w, r)
	if err != nil {
		return err
	}
	story, err := s.Threads.Of(r.Context(), rp.actor, rp.kind, &seen.Row)
	if err != nil {
		return err
	}
	title := rp.title(&seen, titles)
	rp.p.Title = rp.p.T("thread.title", "name", title)
	rp.p.Crumb = []view.Crumb{{Label: rp.p.T(rp.kind.ManyKey()), URL: "/" + rp.kind.Path}, {Label: title, URL: rp.url(seen.ID)}}
	laid, err := rp.laid(story)
	if err != nil {
		return err
	}
	shown := view.Thread{Laid: laid, Nodes: rp.nodes(story), Links: story.Links, Start: story.Start, More: story.More}
	if thread.MayDisclose(rp.actor, &seen) {
		shown.SayURL = r.URL.Path + "/zin"
		said, is, err := s.Threads.Disclosed(r.Context(), record.Origin{Kind: rp.kind.One, ID: seen.ID})
		if err != nil {
			return err
		}
		if is {
			shown.Released = rp.p.T("thread.released", "sentence", said.Sentence, "audience", rp.p.T("audience."+said.Audience.String()))
		}
	}
	return s.show(w, r, view.ThreadPage(rp.p, shown))
}

// laid tells who laid each link of a thread and when; who has no account sees
// when.
func (rp *recordPage) laid(story thread.Story) ([]string, error) {
	var accounts []id.ID
	for _, one := range story.Laid {
		accounts = append(accounts, one.By)
	}
	names := func(id.ID) string { return "" }
	if rp.actor.Professional() {
		var err error
		if names, err = rp.makers(accounts...); err != nil {
			return nil, err
		}
	}
	var list []string
	for _, one := range story.Laid {
		day := rp.p.Fmt().ShortDay(one.At)
		if name := names(one.By); name != "" {
			day = rp.p.T("thread.laidBy", "day", day, "who", name)
		}
		list = append(list, day)
	}
	return list, nil
}

// nodes writes the records of a thread for a page.
func (rp *recordPage) nodes(story thread.Story) []view.ThreadNode {
	var list []view.ThreadNode
	for _, node := range story.Nodes {
		shown := view.ThreadNode{Step: node.Step, Title: node.Sentence}
		if node.Kind == nil {
			shown.Status, shown.Said = rp.p.T("kind.disclosure.option.status."+string(node.Status)), true
			list = append(list, shown)
			continue
		}
		shown.Kind, shown.Title, shown.URL = rp.p.T(node.Kind.OneKey()), node.Title, recordURL(node.Kind, node.ID)
		shown.Day = rp.p.Fmt().Day(node.Day)
		if shown.Title == "" {
			shown.Title = shown.Kind
		}
		list = append(list, shown)
	}
	return list
}

// addThread adds to the page of a record what stands next to it in its thread,
// and what can be made of it.
func (rp *recordPage) addThread(seen *record.Seen, shown *view.RecordThread) error {
	if rp.Threads == nil || seen.Deleted() {
		return nil
	}
	story, err := rp.Threads.Near(rp.r.Context(), rp.actor, rp.kind, &seen.Row)
	if err != nil {
		return err
	}
	for _, node := range rp.nodes(story) {
		switch {
		case node.Step < 0:
			shown.From = append(shown.From, node)
		case node.Step > 0:
			shown.Became = append(shown.Became, node)
		}
	}
	if len(shown.From)+len(shown.Became) > 0 || thread.MayDisclose(rp.actor, seen) {
		shown.URL = "/verhaal/" + rp.kind.Path + "/" + seen.ID.String()
	}
	if !access.CanAnywhere(rp.actor, access.Create, access.Working) {
		return nil
	}
	for _, name := range rp.kind.Becomes {
		if kind, known := rp.Records.Kinds.ByName(name); known && access.CanAnywhere(rp.actor, access.Create, kind.Class) {
			shown.Makes = append(shown.Makes, view.Link{Name: rp.p.T(kind.OneKey()), URL: "/" + kind.Path + "/toevoegen?" + originInput + "=" + rp.kind.One + "/" + seen.ID.String()})
		}
	}
	return nil
}

// disclosePage answers the form for the sentence about a record.
func (s *site) disclosePage(w http.ResponseWriter, r *http.Request) error {
	rp, seen, titles, err := s.threadOf(w, r)
	if err != nil {
		return err
	}
	if !thread.MayDisclose(rp.actor, &seen) {
		return fault.New(fault.Denied, "thread.not-yours", nil)
	}
	said, _, err := s.Threads.Disclosed(r.Context(), record.Origin{Kind: rp.kind.One, ID: seen.ID})
	if err != nil {
		return err
	}
	return rp.showDisclose(http.StatusOK, &seen, titles, said, "")
}

func (rp *recordPage) showDisclose(status int, seen *record.Seen, titles record.Titles, said thread.Disclosure, problem string) error {
	title := rp.title(seen, titles)
	rp.p.Title = rp.p.T("thread.say")
	rp.p.Crumb = []view.Crumb{{Label: title, URL: rp.url(seen.ID)}}
	form := view.SayForm{Action: rp.r.URL.Path, About: title, Sentence: said.Sentence, Problem: problem, Back: "/verhaal/" + rp.kind.Path + "/" + seen.ID.String()}
	kind, _ := rp.Records.Kinds.ByName("disclosure")
	field, _ := kind.Field("status")
	for _, option := range field.Options {
		form.Statuses = append(form.Statuses, view.Option{Value: option, Label: rp.p.T("kind.disclosure.option.status." + option), Chosen: option == string(said.Status)})
	}
	for _, audience := range access.Audiences {
		if audience > seen.Audience {
			form.Audiences = append(form.Audiences, view.Option{Value: audience.String(), Label: rp.p.T("audience." + audience.String()), Chosen: audience == said.Audience})
		}
	}
	rp.render(rp.w, rp.r, status, view.SayPage(rp.p, form))
	return nil
}

// disclose releases a sentence about a record, or shows the form again.
func (s *site) disclose(w http.ResponseWriter, r *http.Request) error {
	rp, seen, titles, err := s.threadOf(w, r)
	if err != nil {
		return err
	}
	if !thread.MayDisclose(rp.actor, &seen) {
		return fault.New(fault.Denied, "thread.not-yours", nil)
	}
	if err := parseForm(w, r); err != nil {
		return err
	}
	said := thread.Disclosure{Sentence: r.PostForm.Get("sentence"), Status: thread.Status(r.PostForm.Get("status"))}
	known := false
	if said.Audience, known = access.ParseAudience(r.PostForm.Get("audience")); !known {
		return fault.New(fault.Invalid, "thread.no-audience", nil)
	}
	err = s.Threads.Disclose(r.Context(), rp.actor, rp.kind, seen.ID, said)
	problems, err := problemsOf(err)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return rp.showDisclose(http.StatusUnprocessableEntity, &seen, titles, said, rp.p.T(problems[0].Key, "Most", problems[0].Args["Most"], "Length", problems[0].Args["Length"]))
	}
	s.tellDone(w, doneReleased)
	http.Redirect(w, r, "/verhaal/"+rp.kind.Path+"/"+seen.ID.String(), http.StatusSeeOther)
	return nil
}
