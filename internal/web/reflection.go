package web

import (
	"net/http"
	"strings"

	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// reflectionsPage answers the reflections of a partnership, newest first.
func (s *site) reflectionsPage(rp *recordPage, seen record.Seen) error {
	rp.p.Title = rp.p.T("learning.reflectTitle")
	kind, one := learning.Reflections().Kind(), partnership.Partnerships().Of(seen.Row)
	shown := view.ReflectionList{ChecklistURL: rp.url(seen.ID) + "/checklist", Rhythm: rp.p.T("learning.noRhythm")}
	if one.Rhythm != "" {
		shown.Rhythm = rp.p.T("learning.rhythm", "rhythm", strings.ToLower(rp.p.T("kind.partnership.option.rhythm."+string(one.Rhythm))))
	}
	inIt := map[string]string{record.PartnershipField: seen.ID.String()}
	list, err := s.Records.List(rp.r.Context(), rp.actor, kind, record.Ask{Filters: inIt, Sort: "begins", Down: true, Limit: mostArticles})
	if err != nil {
		return err
	}
	for at := range list.Rows {
		round := learning.Reflections().Of(list.Rows[at].Row)
		row := view.ReflectionRow{Occasion: round.Occasion, Day: rp.p.Day(round.Begins), URL: recordURL(kind, round.ID), State: rp.p.T("learning.isOpen"), Open: round.Opened == ""}
		if round.Opened != "" {
			row.State = rp.p.T("learning.openedOn", "day", rp.p.Day(round.Opened))
		}
		shown.Rows = append(shown.Rows, row)
	}
	levels := learning.Coordinations().Kind()
	stands, err := s.Records.List(rp.r.Context(), rp.actor, levels, record.Ask{Filters: inIt, Sort: "day", Down: true, Limit: mostArticles})
	if err != nil {
		return err
	}
	for at := range stands.Rows {
		stand := learning.Coordinations().Of(stands.Rows[at].Row)
		shown.Coordinations = append(shown.Coordinations, view.CoordinationLine{Subject: stand.Subject, URL: recordURL(levels, stand.ID),
			Level: rp.p.T("kind.coordination.option.level." + string(stand.Level)), Obstacles: stand.Obstacles, Day: rp.p.Day(stand.Day)})
	}
	if mayJudge(rp.actor, seen.ID) {
		shown.AddURL, shown.CoordinationURL = addTo(rp.actor, kind, seen, nil), addTo(rp.actor, levels, seen, nil)
		if shown.AddURL != "" {
			shown.AddURL += "&begins=" + rp.p.Today()
		}
	}
	return s.show(rp.w, rp.r, view.ReflectionsPage(rp.p, shown))
}

// reflectionPage answers one reflection: its questions, or its answers.
func (s *site) reflectionPage(rp *recordPage) error {
	return rp.showReflection(http.StatusOK, nil, "")
}

func (rp *recordPage) showReflection(status int, typed *learning.Answer, wrong string) error {
	seen, titles, err := rp.get()
	if err != nil {
		return err
	}
	shown := view.ReflectionPage{Wrong: wrong}
	if shown.Record, err = rp.record(&seen, titles); err != nil {
		return err
	}
	rp.p.Title = shown.Title
	if rp.Learning == nil || seen.Deleted() {
		rp.site.render(rp.w, rp.r, status, view.ReflectionRecordPage(rp.p, shown))
		return nil
	}
	session, err := rp.Learning.Session(rp.r.Context(), rp.actor, seen.ID)
	if err != nil {
		return err
	}
	member, err := rp.isMember(seen.Partnership)
	if err != nil {
		return err
	}
	shown.Opened = session.Reflection.Opened != ""
	shown.Status = rp.p.T("learning.status", "n", session.Answered, "all", session.Members)
	if shown.Opened {
		shown.Status = rp.p.T("learning.openedOn", "day", rp.p.Day(session.Reflection.Opened))
	}
	if member && !shown.Opened {
		shown.Answer = true
		mine := session.Mine
		shown.Given = mine != nil
		if typed != nil {
			mine = typed
		}
		if mine != nil {
			shown.Went, shown.Otherwise, shown.Learn, shown.Agrees = mine.Went, mine.Otherwise, mine.Learned, mine.Agrees
		}
		if session.Mine != nil && session.Answered > 1 {
			shown.OpenURL = shown.URL + "/openen"
		}
	}
	if err := rp.fillAnswers(session, &shown); err != nil {
		return err
	}
	if err := rp.addThread(&seen, &shown.Thread); err != nil {
		return err
	}
	rp.site.render(rp.w, rp.r, status, view.ReflectionRecordPage(rp.p, shown))
	return nil
}

func (rp *recordPage) fillAnswers(session learning.Session, shown *view.ReflectionPage) error {
	kind := learning.Stances().Kind()
	field, _ := kind.Field("person")
	var ids []any
	for _, answer := range session.Answers {
		ids = append(ids, answer.Person)
	}
	names, err := rp.Records.TitlesOf(rp.r.Context(), rp.actor, field, ids...)
	for _, answer := range session.Answers {
		who := names[answer.Person]
		if who == "" {
			who = rp.p.T("record.somebody")
		}
		shown.Answers = append(shown.Answers, view.ReflectionAnswer{Who: who, Went: answer.Went, Otherwise: answer.Otherwise, Learn: answer.Learned})
	}
	return err
}

// reflect keeps an answer.
func (s *site) reflect(rp *recordPage) error {
	seen, _, err := rp.get()
	if err != nil {
		return err
	}
	if err := parseForm(rp.w, rp.r); err != nil {
		return err
	}
	text := func(name string) string { return strings.TrimSpace(rp.r.PostForm.Get(name)) }
	answer := learning.Answer{Went: text("went"), Otherwise: text("otherwise"), Learned: text("learned"), Agrees: text("agrees") == "ja"}
	problems, err := problemsOf(s.Learning.Reflect(rp.r.Context(), rp.actor, seen.ID, answer))
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return rp.showReflection(http.StatusUnprocessableEntity, &answer, rp.p.T(problems[0].Key))
	}
	http.Redirect(rp.w, rp.r, rp.url(seen.ID), http.StatusSeeOther)
	return nil
}

// openReflection opens the answers for who sits together.
func (s *site) openReflection(rp *recordPage) error {
	seen, _, err := rp.get()
	if err != nil {
		return err
	}
	if err := s.Learning.OpenTogether(rp.r.Context(), rp.actor, seen.ID); err != nil {
		return err
	}
	http.Redirect(rp.w, rp.r, rp.url(seen.ID), http.StatusSeeOther)
	return nil
}
