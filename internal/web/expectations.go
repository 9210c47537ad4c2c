package web

import (
	"net/http"
	"strings"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// expectations answers what partners need, offer, fear and hope, and which
// levels of their organisations stand behind them.
func (s *site) expectations(rp *recordPage, seen record.Seen) error {
	rp.p.Title = rp.p.T("learning.expectTitle")
	shown := view.Expectations{}
	ctx, inIt := rp.r.Context(), map[string]string{record.PartnershipField: seen.ID.String()}
	stances, err := s.Records.List(ctx, rp.actor, learning.Stances().Kind(), record.Ask{Filters: inIt, Limit: mostMembers})
	if err != nil {
		return err
	}
	people, err := rp.peopleOf(seen.ID)
	if err != nil {
		return err
	}
	where, name := map[id.ID]string{}, map[id.ID]string{}
	for _, person := range people {
		where[person.ID], name[person.ID] = person.where, person.Name
	}
	member, err := rp.isMember(seen.ID)
	if err != nil {
		return err
	}
	member = member && mayJudge(rp.actor, seen.ID)
	if member {
		shown.Mine = &view.StanceForm{Action: rp.r.URL.Path}
	}
	for at := range stances.Rows {
		one := learning.Stances().Of(stances.Rows[at].Row)
		if member && one.Person == rp.actor.Person {
			*shown.Mine = view.StanceForm{Action: rp.r.URL.Path, Voice: string(one.Voice), Needs: one.Needs, Offers: one.Offers, Fears: one.Fears, Hopes: one.Hopes}
		}
		shown.Stances = append(shown.Stances, view.StanceLine{Who: stances.Titles[one.Person], Where: where[one.Person], Voice: voiceOf(rp.p, one.Voice), Needs: one.Needs, Offers: one.Offers, Fears: one.Fears, Hopes: one.Hopes, Day: rp.p.Day(one.Day)})
	}
	shown.Outside = !mayJudge(rp.actor, seen.ID)
	if !shown.Outside {
		asked, err := s.Learning.Asked(ctx, seen.ID)
		if err != nil {
			return err
		}
		for _, one := range asked {
			if name[one] != "" {
				shown.Asked = append(shown.Asked, name[one])
			}
		}
	}
	if err := rp.fillSupport(&seen, people, &shown); err != nil {
		return err
	}
	return s.show(rp.w, rp.r, view.ExpectationsPage(rp.p, shown))
}

// fillSupport makes the table of organisations and levels.
func (rp *recordPage) fillSupport(seen *record.Seen, people []personAt, shown *view.Expectations) error {
	kind := learning.SupportRecords().Kind()
	list, err := rp.Records.List(rp.r.Context(), rp.actor, kind, record.Ask{Filters: map[string]string{record.PartnershipField: seen.ID.String()}, Limit: mostSigned})
	if err != nil {
		return err
	}
	levels, row := map[partnership.Level]int{}, map[id.ID]int{}
	for at, level := range partnership.Levels() {
		levels[level] = at
		shown.Levels = append(shown.Levels, rp.p.T("kind.person.option.level."+string(level)))
	}
	if mayJudge(rp.actor, seen.ID) {
		rp.addOrganisations(people, shown, row, len(levels))
	}
	for at := range list.Rows {
		one := learning.SupportRecords().Of(list.Rows[at].Row)
		if _, known := row[one.Organisation]; !known {
			row[one.Organisation] = len(shown.Support)
			shown.Support = append(shown.Support, view.SupportRow{Organisation: list.Titles[one.Organisation], Cells: make([]string, len(levels))})
		}
		if column, known := levels[one.Level]; known {
			shown.Support[row[one.Organisation]].Cells[column] = joinedDay(rp.p.T("kind.support.option.attitude."+string(one.Attitude)), rp.p.Day(one.Day))
		}
	}
	if mayJudge(rp.actor, seen.ID) {
		shown.AddURL = addTo(rp.actor, kind, *seen, nil)
	}
	return nil
}

// addOrganisations gives every organisation that takes part a row, also one of
// which nobody knows yet what it thinks.
func (rp *recordPage) addOrganisations(people []personAt, shown *view.Expectations, row map[id.ID]int, columns int) {
	for _, person := range people {
		if _, known := row[person.Organisation]; known || person.Organisation == 0 || person.where == "" {
			continue
		}
		row[person.Organisation] = len(shown.Support)
		shown.Support = append(shown.Support, view.SupportRow{Organisation: person.where, Cells: make([]string, columns)})
	}
}

// joinedDay puts the day on which something was said behind it.
func joinedDay(text, day string) string {
	if day == "" {
		return text
	}
	return text + ", " + day
}

// voiceOf says for whom somebody speaks, when they told.
func voiceOf(p view.Page, voice learning.Voice) string {
	if voice == "" {
		return ""
	}
	return strings.ToLower(p.T("kind.stance.option.voice." + string(voice)))
}

// sayExpectations keeps what somebody says of themselves.
func (s *site) sayExpectations(rp *recordPage, seen record.Seen) error {
	if err := parseForm(rp.w, rp.r); err != nil {
		return err
	}
	text := func(name string) string { return strings.TrimSpace(rp.r.PostForm.Get(name)) }
	said := learning.Stance{Voice: learning.Voice(text("voice")), Needs: text("needs"), Offers: text("offers"), Fears: text("fears"), Hopes: text("hopes")}
	if err := s.Learning.SayMine(rp.r.Context(), rp.actor, &seen, said); err != nil {
		return err
	}
	s.tellDone(rp.w, doneSaved)
	http.Redirect(rp.w, rp.r, rp.r.URL.Path, http.StatusSeeOther)
	return nil
}
