package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/compass"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/learning"
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

// isMember tells whether the reader is in a partnership now.
func (rp *recordPage) isMember(in id.ID) (bool, error) {
	members, err := rp.memberIDs(in)
	return rp.actor.Person != 0 && members[rp.actor.Person], err
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

// numberOf reads a number; what is none is 0.
func numberOf(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}
