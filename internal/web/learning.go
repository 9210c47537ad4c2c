package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/compass"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// Learning keeps what a partnership says of itself; *learning.Service is one.
type Learning interface {
	Session(ctx context.Context, actor access.Actor, which id.ID) (learning.Session, error)
	Reflect(ctx context.Context, actor access.Actor, which id.ID, answer learning.Answer) error
	OpenTogether(ctx context.Context, actor access.Actor, which id.ID) error
	Fill(ctx context.Context, actor access.Actor, which id.ID, scores learning.Scores) error
	Outcomes(ctx context.Context, actor access.Actor, in id.ID) ([]learning.Outcome, error)
	SayMine(ctx context.Context, actor access.Actor, in *record.Seen, said learning.Stance) error
	Asked(ctx context.Context, in id.ID) ([]id.ID, error)
	Timeline(ctx context.Context, actor access.Actor, of *record.Seen) ([]learning.Event, error)
	Questions() learning.Checklist
}

// Compass reads the compass of a partnership; *compass.Service is one.
type Compass interface {
	Of(ctx context.Context, actor access.Actor, in id.ID, then time.Time) (compass.Compass, error)
}

// learningRoutes are the pages on which a partnership looks at itself.
func (s *site) learningRoutes() []Route {
	all, err := kinds.All()
	if err != nil {
		return nil // the registry's own test tells why
	}
	partnerships, _ := all.ByName("partnership")
	reflections, _ := all.ByName("reflection")
	in := func(h func(*recordPage, record.Seen) error) handler {
		return s.withKind(partnerships, func(rp *recordPage) error {
			seen, titles, err := rp.get()
			if err == nil && (seen.Deleted() || rp.Learning == nil) {
				err = fault.New(fault.NotFound, "record.unknown", nil)
			}
			if err != nil {
				return err
			}
			rp.p.Crumb = append(rp.p.Crumb, view.Crumb{Label: rp.title(&seen, titles), URL: rp.url(seen.ID)})
			rp.within(seen.ID, 0)
			return h(rp, seen)
		})
	}
	of := func(h func(*recordPage) error) handler { return s.withKind(reflections, h) }
	const get, post = http.MethodGet, http.MethodPost
	const page, data, public = true, false, true
	return []Route{
		{get, "/samenwerkingen/{id}/verwachtingen", "expectations", page, public, in(s.expectations)},
		{post, "/samenwerkingen/{id}/verwachtingen", "expectations-say", data, !public, in(s.sayExpectations)},
		{get, "/samenwerkingen/{id}/reflectie", "reflections", page, public, in(s.reflectionsPage)},
		{get, "/samenwerkingen/{id}/checklist", "checklist", page, public, in(s.checklistPage)},
		{post, "/samenwerkingen/{id}/checklist", "checklist-send", data, !public, in(s.fillChecklist)},
		{get, "/samenwerkingen/{id}/tijdlijn", "timeline", page, public, in(s.timelinePage)},
		{get, "/samenwerkingen/{id}/kompas", "compass", page, public, in(s.compassPage)},
		{get, "/reflecties", "reflection-list", page, public, of(s.recordList)},
		{get, "/reflecties/{id}", "reflection", page, public, of(s.reflectionPage)},
		{post, "/reflecties/{id}/antwoord", "reflection-answer", data, !public, of(s.reflect)},
		{post, "/reflecties/{id}/openen", "reflection-open", data, !public, of(s.openReflection)},
	}
}

// parseForm reads a form of bounded size.
func (rp *recordPage) parseForm() error {
	rp.r.Body = http.MaxBytesReader(rp.w, rp.r.Body, largestForm)
	if err := rp.r.ParseForm(); err != nil {
		return fault.Wrap(err, fault.Limit, "record.formTooLarge", nil)
	}
	return nil
}

// isMember tells whether the reader is in a partnership now.
func (rp *recordPage) isMember(in id.ID) (bool, error) {
	members, err := rp.memberIDs(in)
	return rp.actor.Person != 0 && members[rp.actor.Person], err
}

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
	if member {
		shown.Mine = &view.StanceForm{Action: rp.r.URL.Path}
	}
	for at := range stances.Rows {
		one := learning.Stances().Of(stances.Rows[at].Row)
		if member && one.Person == rp.actor.Person {
			*shown.Mine = view.StanceForm{Action: rp.r.URL.Path, Needs: one.Needs, Offers: one.Offers, Fears: one.Fears, Hopes: one.Hopes}
		}
		shown.Stances = append(shown.Stances, view.StanceLine{Who: stances.Titles[one.Person], Where: where[one.Person], Needs: one.Needs, Offers: one.Offers, Fears: one.Fears, Hopes: one.Hopes, Day: rp.p.Day(one.Day)})
	}
	if mayJudge(rp.actor, seen.ID) {
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
	if err := rp.fillSupport(&seen, &shown); err != nil {
		return err
	}
	return s.show(rp.w, rp.r, view.ExpectationsPage(rp.p, shown))
}

// fillSupport makes the table of organisations and levels.
func (rp *recordPage) fillSupport(seen *record.Seen, shown *view.Expectations) error {
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
	for at := range list.Rows {
		one := learning.SupportRecords().Of(list.Rows[at].Row)
		if _, known := row[one.Organisation]; !known {
			row[one.Organisation] = len(shown.Support)
			shown.Support = append(shown.Support, view.SupportRow{Organisation: list.Titles[one.Organisation], Cells: make([]string, len(levels))})
		}
		if column, known := levels[one.Level]; known {
			shown.Support[row[one.Organisation]].Cells[column] = rp.p.T("kind.support.option.attitude." + string(one.Attitude))
		}
	}
	if mayJudge(rp.actor, seen.ID) {
		shown.AddURL = addIn(rp, kind, seen)
	}
	return nil
}

// sayExpectations keeps what somebody says of themselves.
func (s *site) sayExpectations(rp *recordPage, seen record.Seen) error {
	if err := rp.parseForm(); err != nil {
		return err
	}
	text := func(name string) string { return strings.TrimSpace(rp.r.PostForm.Get(name)) }
	said := learning.Stance{Needs: text("needs"), Offers: text("offers"), Fears: text("fears"), Hopes: text("hopes")}
	if err := s.Learning.SayMine(rp.r.Context(), rp.actor, &seen, said); err != nil {
		return err
	}
	http.Redirect(rp.w, rp.r, rp.r.URL.Path, http.StatusSeeOther)
	return nil
}

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
		shown.AddURL, shown.CoordinationURL = addIn(rp, kind, &seen), addIn(rp, levels, &seen)
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
	if err := rp.parseForm(); err != nil {
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

// lessonsOf makes the chapter of some lessons.
func lessonsOf(p view.Page, list record.List, concerns func(learning.Lesson) bool) view.ProfileChapter {
	chapter := view.ProfileChapter{Heading: p.T("kind.lesson.many")}
	for at := range list.Rows {
		one := learning.Lessons().Of(list.Rows[at].Row)
		if concerns(one) && len(chapter.Lines) < mostLines {
			chapter.Lines = append(chapter.Lines, view.ProfileLine{Text: one.What, Note: one.Form, URL: recordURL(learning.Lessons().Kind(), one.ID)})
		}
	}
	return chapter
}

// mostTimeline is the width of the picture of a timeline, in its own units.
const mostTimeline = 1000

func dotAt(first, last, day time.Time) int {
	whole := last.Sub(first)
	if whole <= 0 {
		return 20
	}
	return 20 + int(float64(mostTimeline-40)*float64(day.Sub(first))/float64(whole))
}

func numberOf(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}
