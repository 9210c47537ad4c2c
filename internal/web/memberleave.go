package web

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/handover"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// otherInput begins the name of what says who goes on with one record.
const otherInput = "met."

// HandOver lets people leave a partnership; *handover.Service is one.
type HandOver interface {
	Of(ctx context.Context, person, in id.ID) ([]handover.Held, error)
	Leave(ctx context.Context, actor access.Actor, part id.ID, how handover.Leaving) (handed int, err error)
}

// memberLeave answers what somebody who leaves still holds, and asks who goes
// on with it.
func (s *site) memberLeave(rp *recordPage) error {
	return rp.showLeaving(http.StatusOK, view.MemberLeave{Day: rp.p.Today()})
}

// leaving gives the part that ends.
func (rp *recordPage) leaving() (record.Seen, record.Titles, error) {
	seen, titles, err := rp.get()
	if err == nil && (rp.HandOver == nil || !handover.May(rp.actor, &seen)) {
		err = fault.New(fault.Denied, "record.denied", nil)
	}
	return seen, titles, err
}

func (rp *recordPage) showLeaving(status int, shown view.MemberLeave) error {
	seen, titles, err := rp.leaving()
	if err != nil {
		return err
	}
	member := partnership.Members().Of(seen.Row)
	name := rp.title(&seen, titles)
	shown.Action, shown.Back = rp.r.URL.Path, rp.url(seen.ID)
	held, err := rp.HandOver.Of(rp.r.Context(), member.Person, member.Partnership)
	if err != nil {
		return err
	}
	for _, h := range held {
		may := access.For(rp.actor, access.See, h.Kind.Class, access.Public)
		row := view.HeldRow{Kind: rp.p.T(h.Kind.ManyKey())}
		told, err := rp.readings(h.Kind, namedRows(h.Rows))
		if err != nil {
			return err
		}
		for at := range h.Rows {
			one := &h.Rows[at]
			if may.Holds(one.Facts()) {
				row.Records = append(row.Records, view.Choice{Value: recordURL(h.Kind, one.ID), Label: cmp.Or(told[one.ID], h.Kind.Title(one), rp.p.T(h.Kind.OneKey()))})
			} else {
				shown.Unseen++
			}
		}
		if len(row.Records) > 0 {
			shown.Holds = append(shown.Holds, row)
		}
	}
	people, err := rp.peopleOf(member.Partnership)
	if err != nil {
		return err
	}
	for _, person := range people {
		if person.ID == member.Person {
			continue
		}
		label := person.Name
		if person.where != "" {
			label += ", " + person.where
		}
		shown.People = append(shown.People, view.Option{Value: person.ID.String(), Label: label, Chosen: person.ID.String() == shown.Successor})
	}
	rp.p.Title = rp.p.T("handover.title", "name", name)
	rp.p.Crumb = append(rp.p.Crumb, view.Crumb{Label: name, URL: shown.Back})
	rp.site.render(rp.w, rp.r, status, view.MemberLeavePage(rp.p, shown))
	return nil
}

// memberLeft ends the part, or shows the form again.
func (s *site) memberLeft(rp *recordPage) error {
	seen, _, err := rp.leaving()
	if err != nil {
		return err
	}
	if err := parseForm(rp.w, rp.r); err != nil {
		return err
	}
	typed := view.MemberLeave{Day: rp.r.PostForm.Get("until"), Successor: rp.r.PostForm.Get("successor")}
	how := handover.Leaving{Day: typed.Day, Others: map[id.ID]id.ID{}}
	how.Successor, _ = id.Parse(typed.Successor) // none is told as none
	typed.Others = map[string]string{}
	for name := range rp.r.PostForm {
		which, other := strings.TrimPrefix(name, otherInput), rp.r.PostForm.Get(name)
		one, err := id.Parse(which)
		to, wrong := id.Parse(other)
		if err == nil && wrong == nil && which != name && to != 0 {
			how.Others[one], typed.Others[which] = to, other
		}
	}
	_, err = s.HandOver.Leave(rp.r.Context(), rp.actor, seen.ID, how)
	problems, err := problemsOf(err)
	if err != nil {
		return err
	}
	for _, problem := range problems {
		text := rp.Catalogue.T(rp.p.Lang, problem.Key, problem.Args)
		if problem.Field == "successor" {
			typed.WrongSuccessor = text
		} else {
			typed.WrongDay = text
		}
	}
	if len(problems) > 0 {
		return rp.showLeaving(http.StatusUnprocessableEntity, typed)
	}
	s.tellDone(rp.w, doneLeft)
	to := rp.url(seen.ID)
	if seen.Partnership != 0 {
		to = "/samenwerkingen/" + seen.Partnership.String() + "/mensen"
	}
	http.Redirect(rp.w, rp.r, to, http.StatusSeeOther)
	return nil
}

// namedRows gives the first rows as records that are to be told of.
func namedRows(rows []record.Row) []record.Named {
	var few []record.Named
	for at := range rows[:min(len(rows), mostMembers)] {
		few = append(few, record.Named{ID: rows[at].ID})
	}
	return few
}
