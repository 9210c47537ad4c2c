package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// Starter starts partnerships; *partnership.Service is one.
type Starter interface {
	Start(ctx context.Context, actor access.Actor, start partnership.Start) (id.ID, error)
}

// startPartnership answers the short form with which a partnership begins. It
// shows the meetings that exist already, for who would rather join.
func (s *site) startPartnership(w http.ResponseWriter, r *http.Request) error {
	if s.Starter == nil || !access.CanAnywhere(s.actor(r), access.Create, access.Working) {
		return fault.New(fault.Denied, "record.denied", nil)
	}
	asked := r.URL.Query()
	return s.showStart(w, r, http.StatusOK, view.StartPartnership{Place: asked.Get("place"), Areas: view.RecordInput{Value: asked.Get("areas")}})
}

func (s *site) showStart(w http.ResponseWriter, r *http.Request, status int, form view.StartPartnership) error {
	p := s.page(w, r)
	p.Title, p.Section = p.T("partnership.start"), "records"
	rp := &recordPage{site: s, w: w, r: r, p: p, actor: p.Actor}
	places, everywhere, err := rp.scopePlaces()
	if err != nil {
		return err
	}
	if form.Place == "" && len(places) > 0 && !everywhere && r.Method == http.MethodGet {
		form.Place = places[0].ID.String()
	}
	if everywhere || len(places) == 0 {
		form.Places = []view.Option{{Label: p.T("record.everywhere")}}
	}
	for _, one := range places {
		form.Places = append(form.Places, view.Option{Value: one.ID.String(), Label: one.Name, Chosen: form.Place == one.ID.String()})
	}
	where, _ := id.Parse(form.Place) // what is no place has no areas
	form.Areas.Name, form.Areas.Sort, form.Areas.Label = "areas", string(record.Areas), p.T("partnership.startAreas")
	if form.Areas.Groups, err = rp.areaGroups(where, form.Areas.Value); err != nil {
		return err
	}
	if form.There, err = s.alreadyThere(r, p, "partnership", "standingMeeting"); err != nil {
		return err
	}
	s.render(w, r, status, view.StartPartnershipPage(p, form))
	return nil
}

// alreadyThere lists records of some kinds that one could join.
func (s *site) alreadyThere(r *http.Request, p view.Page, kinds ...string) ([]view.ProfileLine, error) {
	var lines []view.ProfileLine
	for _, name := range kinds {
		kind, _ := s.Records.Kinds.ByName(name)
		list, err := s.Records.List(r.Context(), p.Actor, kind, record.Ask{Limit: mostLines})
		if err != nil {
			return nil, err
		}
		for at := range list.Rows {
			lines = append(lines, view.ProfileLine{Text: kind.Title(&list.Rows[at].Row), Note: p.T(kind.OneKey()), URL: recordURL(kind, list.Rows[at].ID)})
		}
	}
	return lines, nil
}

// startedPartnership starts one, or shows the form again.
func (s *site) startedPartnership(w http.ResponseWriter, r *http.Request) error {
	actor := s.actor(r)
	if s.Starter == nil || !access.CanAnywhere(actor, access.Create, access.Working) {
		return fault.New(fault.Denied, "record.denied", nil)
	}
	if err := parseForm(w, r); err != nil {
		return err
	}
	form := view.StartPartnership{Name: strings.TrimSpace(r.PostForm.Get("name")), Aim: strings.TrimSpace(r.PostForm.Get("aim")), Place: r.PostForm.Get("place")}
	field, _ := partnership.Partnerships().Kind().Field("areas")
	if codes, problem := field.Parse(r.PostForm["areas"]...); problem == nil {
		form.Areas.Value = codes.(string)
	}
	if r.PostForm.Has(view.ShowInput) {
		return s.showStart(w, r, http.StatusOK, form)
	}
	start := partnership.Start{Name: form.Name, Aim: form.Aim, Areas: form.Areas.Value}
	if form.Place != "" {
		place, err := id.Parse(form.Place)
		if err != nil {
			return fault.New(fault.Invalid, "record.no-such", nil)
		}
		start.Place = place
	}
	one, err := s.Starter.Start(r.Context(), actor, start)
	var problems record.Problems
	if problems, err = problemsOf(err); err != nil {
		return err
	}
	if len(problems) > 0 {
		p := s.page(w, r)
		form.Problem = p.T(problems[0].Key, "Most", problems[0].Args["Most"], "Length", problems[0].Args["Length"])
		return s.showStart(w, r, http.StatusUnprocessableEntity, form)
	}
	s.tellDone(w, doneStarted)
	http.Redirect(w, r, "/samenwerkingen/"+one.String(), http.StatusSeeOther)
	return nil
}

// partnershipNewcomer answers one page for who is new: what this is, who is
// who, what was agreed, what words mean and what is next.
func (s *site) partnershipNewcomer(rp *recordPage) error {
	seen, titles, err := rp.get()
	if err == nil && seen.Deleted() {
		err = fault.New(fault.NotFound, "record.unknown", nil)
	}
	if err != nil {
		return err
	}
	shown := view.Partnership{}
	if shown.Record, err = rp.record(&seen, titles); err != nil {
		return err
	}
	if err := rp.fillPartnership(&seen, titles, &shown); err != nil {
		return err
	}
	team, err := rp.team(seen.ID)
	if err != nil {
		return err
	}
	shown.People = team
	if shown.Next, err = rp.upcoming(&seen); err != nil {
		return err
	}
	rp.p.Title = rp.p.T("partnership.newcomer", "name", shown.Title)
	rp.p.Crumb = append(rp.p.Crumb, view.Crumb{Label: shown.Title, URL: rp.url(seen.ID)})
	return rp.site.show(rp.w, rp.r, view.NewcomerPage(rp.p, shown))
}
