package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// togetherRoutes are the pages of a partnership, on top of those that every
// kind of record has.
func (s *site) togetherRoutes() []Route {
	all, err := kinds.All()
	if err != nil {
		return nil // the registry's own test tells why
	}
	kind, _ := all.ByName("partnership")
	meetings, _ := all.ByName("standingMeeting")
	members, _ := all.ByName("member")
	of := func(h func(*recordPage) error) handler { return s.withKind(kind, h) }
	const get, post = http.MethodGet, http.MethodPost
	return append(s.networkRoutes(of), []Route{
		{get, "/samenwerkingen", "partnerships", true, true, of(s.partnershipList)},
		{get, "/samenwerkingen/{id}", "partnership", true, true, of(s.partnershipPage)},
		{get, "/samenwerkingen/{id}/mensen", "partnership-people", true, true, of(s.partnershipPeople)},
		{get, "/samenwerkingen/{id}/kennismaken", "partnership-new", true, true, of(s.partnershipNewcomer)},
		{get, "/samenwerkingen/beginnen", "partnership-start", true, false, s.startPartnership},
		{post, "/samenwerkingen/beginnen", "partnership-started", false, false, s.startedPartnership},
		{get, "/verhaal/{path}/{id}", "thread", true, true, s.threadPage},
		{get, "/verhaal/{path}/{id}/zin", "thread-say", true, false, s.disclosePage},
		{post, "/verhaal/{path}/{id}/zin", "thread-said", false, false, s.disclose},
		{post, "/overleggen/{id}/aansluiten", "meeting-join", false, false, s.withKind(meetings, s.joinMeeting)},
		{post, "/deelnemers/{id}/toelaten", "member-let-in", false, false, s.withKind(members, s.letIn)},
		{get, "/mijn-werk", "my-work", true, false, s.myWork},
	}...)
}

// partnershipList answers the list of partnerships. It leads to the short form:
// who begins one there is in it, and leads it.
func (s *site) partnershipList(rp *recordPage) error {
	rp.add = "beginnen"
	return s.recordList(rp)
}

// mostMembers is how many people of a partnership a page shows.
const mostMembers = 200

// partnershipPage answers the page of a partnership: what it is for, where it
// stands, who is in it, and what goes on.
func (s *site) partnershipPage(rp *recordPage) error {
	seen, titles, err := rp.get()
	if err != nil {
		return err
	}
	shown := view.Partnership{}
	if shown.Record, err = rp.record(&seen, titles); err != nil {
		return err
	}
	rp.p.Title, rp.p.Crumb = shown.Title, []view.Crumb{{Label: rp.p.T(rp.kind.ManyKey()), URL: "/" + rp.kind.Path}}
	if !seen.Deleted() {
		if err := rp.fillPartnership(&seen, titles, &shown); err != nil {
			return err
		}
	}
	return rp.site.show(rp.w, rp.r, view.PartnershipPage(rp.p, shown))
}

func (rp *recordPage) fillPartnership(seen *record.Seen, titles record.Titles, shown *view.Partnership) error {
	one := partnership.Partnerships().Of(seen.Row)
	shown.Where, shown.WhereURL = titles[one.Place], ""
	if rp.Agenda != nil && rp.actor.SignedIn() && mayJudge(rp.actor, seen.ID) {
		shown.AgendaOf = seen.ID.String()
	}
	if rp.Newsletters != nil && seen.May(rp.actor, access.Change) {
		shown.NewsletterURL = rp.url(seen.ID) + "/nieuwsbrief"
	}
	shown.Menu = rp.partnershipMenu(seen)
	shown.Areas = rp.areaNames(one.Areas)
	shown.Phases = steps(rp.p, "phase", partnership.Phases, one.Phase)
	shown.Stages = steps(rp.p, "stage", partnership.Stages, one.Stage)
	shown.Aim, shown.Certain, shown.Uncertain, shown.Deciding = one.Aim, one.Certain, one.Uncertain, one.Deciding
	team, err := rp.team(seen.ID)
	if err != nil {
		return err
	}
	shown.Summary = rp.teamSummary(team, one.Since)
	shown.People = team[:min(len(team), mostLines)]
	shown.AllPeople = len(team)
	for _, chapter := range rp.Together {
		told, err := chapter.Of(rp.r, rp.p, *seen)
		if err != nil {
			return err
		}
		switch {
		case len(told.Lines) > 0:
			shown.Chapters = append(shown.Chapters, told)
		case told.AddURL != "":
			shown.Empty = append(shown.Empty, view.Link{Name: told.Heading, URL: told.AddURL})
		}
	}
	if seen.May(rp.actor, access.Change) {
		shown.First = rp.firstSteps(seen, one, shown)
	}
	err = rp.addThread(seen, &shown.Thread)
	shown.Thread.Makes = nil // each chapter leads to its own
	return err
}

// firstSteps tells who begins a partnership what to do first, until it is done.
func (rp *recordPage) firstSteps(seen *record.Seen, one partnership.Partnership, shown *view.Partnership) []view.FirstStep {
	agreements := "/afspraken/toevoegen?" + url.Values{record.PartnershipField: {seen.ID.String()}, record.PlaceField: {seen.Place.String()}}.Encode()
	agreed := slices.ContainsFunc(shown.Chapters, func(c view.ProfileChapter) bool {
		return c.Heading == rp.p.T("kind.agreement.many") && len(c.Lines) > 0
	})
	steps := []view.FirstStep{
		{Name: rp.p.T("partnership.firstAim"), URL: rp.url(seen.ID) + "/wijzigen", Done: one.Aim != ""},
		{Name: rp.p.T("partnership.firstPeople"), URL: rp.newMemberURL(seen.ID, seen.Place, 0, rp.url(seen.ID)), Done: shown.AllPeople > 1},
		{Name: rp.p.T("partnership.firstAgreement"), URL: agreements, Done: agreed},
	}
	if !slices.ContainsFunc(steps, func(s view.FirstStep) bool { return !s.Done }) {
		return nil
	}
	return steps
}

// partnershipMenu leads to the pages of a partnership that gather more than one
// sort of record.
func (rp *recordPage) partnershipMenu(seen *record.Seen) []view.Link {
	var links []view.Link
	for _, one := range rp.Menu {
		if !one.Members || mayJudge(rp.actor, seen.ID) {
			links = append(links, view.Link{Name: rp.p.T(one.Key), URL: rp.url(seen.ID) + one.Path})
		}
	}
	return links
}

// MenuItem is a page of a partnership in its menu.
type MenuItem struct {
	Key, Path string
	Members   bool // only for who is in the partnership
}

// steps shows a row of phases with the one that holds now.
func steps[T ~string](p view.Page, field string, all []T, now T) []view.Step {
	var list []view.Step
	current := slices.Index(all, now)
	for at, one := range all {
		list = append(list, view.Step{Label: p.T("kind.partnership.option." + field + "." + string(one)), Current: at == current, Done: at < current})
	}
	return list
}

// partnershipTitles names partnerships, as far as the reader may see them.
func (s *site) partnershipTitles(r *http.Request, p view.Page, ids []any) (record.Titles, error) {
	kind, _ := s.Records.Kinds.ByName("member")
	field, _ := kind.Field(record.PartnershipField)
	return s.Records.TitlesOf(r.Context(), p.Actor, field, ids...)
}

// newMemberURL leads to the form that adds somebody to a partnership, with the
// person filled in unless it is 0, and from there back to a page; "" without a
// partnership, and for who may add nobody.
func (rp *recordPage) newMemberURL(in, where, person id.ID, back string) string {
	kind := partnership.Members().Kind()
	if in == 0 || !access.CanAnywhere(rp.actor, access.Create, kind.Class) {
		return ""
	}
	filled := url.Values{record.PartnershipField: {in.String()}, record.PlaceField: {where.String()}}
	if person != 0 {
		filled.Set("person", person.String())
	}
	filled.Set(backInput, back)
	return "/" + kind.Path + "/toevoegen?" + filled.Encode()
}
