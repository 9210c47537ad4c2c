package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// team lists who is in a partnership and has not left: first those with a role
// that leads, then by organisation and name.
func (rp *recordPage) team(of id.ID) ([]view.TeamMember, error) {
	team, _, err := rp.everybody(of)
	return team, err
}

// everybody lists who is in a partnership, and who took part before.
func (rp *recordPage) everybody(of id.ID) (team, left []view.TeamMember, err error) {
	ctx := rp.r.Context()
	kind, _ := rp.Records.Kinds.ByName("member")
	people, _ := rp.Records.Kinds.ByName("person")
	list, err := rp.Records.List(ctx, rp.actor, kind, record.Ask{Filters: map[string]string{record.PartnershipField: of.String()}, Limit: mostMembers})
	if err != nil || len(list.Rows) == 0 {
		return nil, nil, err
	}
	types, today := partnership.Members(), rp.p.Today()
	var members, gone []partnership.Member
	ids := []id.ID{}
	for at := range list.Rows {
		member := types.Of(list.Rows[at].Row)
		if !member.In(today) {
			gone = append(gone, member)
			ids = append(ids, member.Person)
			continue
		}
		if same := slices.IndexFunc(members, func(m partnership.Member) bool { return m.Person == member.Person && m.Person != 0 }); same >= 0 {
			members[same] = members[same].With(member)
			continue
		}
		members, ids = append(members, member), append(ids, member.Person)
	}
	persons, err := rp.Records.List(ctx, rp.actor, people, record.Ask{IDs: ids, Limit: 2 * mostMembers})
	if err != nil {
		return nil, nil, err
	}
	byID := map[id.ID]*record.Seen{}
	for at := range persons.Rows {
		byID[persons.Rows[at].ID] = &persons.Rows[at]
	}
	shown := func(member partnership.Member) view.TeamMember {
		one := rp.teamMember(member, byID[member.Person], persons.Titles)
		one.Deputy = list.Titles[member.Deputy]
		return one
	}
	for _, member := range members {
		team = append(team, shown(member))
	}
	for _, member := range gone {
		if !slices.ContainsFunc(members, func(m partnership.Member) bool { return m.Person == member.Person }) {
			one := shown(member)
			one.Left = rp.p.Day(member.Until)
			left = append(left, one)
		}
	}
	slices.SortStableFunc(team, func(a, b view.TeamMember) int {
		if a.Leads != b.Leads {
			if a.Leads {
				return -1
			}
			return 1
		}
		return strings.Compare(record.SortKey(a.Organisation+" "+a.Name), record.SortKey(b.Organisation+" "+b.Name))
	})
	return team, left, nil
}

// teamMember shows somebody's part with what the reader may see of them.
func (rp *recordPage) teamMember(member partnership.Member, person *record.Seen, titles record.Titles) view.TeamMember {
	kind, people := partnership.Members().Kind(), partnership.People().Kind()
	shown := view.TeamMember{URL: recordURL(kind, member.ID), Brings: member.Brings, Guest: member.Guest}
	for _, role := range member.Roles {
		shown.Roles = append(shown.Roles, rp.p.T("kind.person.option.roles."+role))
		shown.Leads = shown.Leads || role == string(partnership.ProjectLead) || role == string(partnership.ProcessFacilitator)
	}
	if member.Hours > 0 {
		shown.Hours = rp.p.T("partnership.hours", "hours", rp.p.Fmt().Fixed(member.Hours, 0))
	}
	if !member.Opens && partnership.MayLetIn(rp.actor, member.Partnership) {
		shown.Outside, shown.LetInURL = true, recordURL(kind, member.ID)+"/toelaten"
	}
	if person == nil {
		return shown
	}
	about := partnership.People().Of(person.Row)
	shown.Name, shown.PersonURL, shown.Job = about.Name, recordURL(people, about.ID), about.Job
	shown.Organisation, shown.Domain, shown.Level = titles[about.Organisation], string(about.Domain), string(about.Level)
	var parts []string
	if about.Domain != "" {
		parts = append(parts, rp.p.T("kind.person.option.domain."+shown.Domain))
	}
	if about.Level != "" {
		parts = append(parts, strings.ToLower(rp.p.T("kind.person.option.level."+shown.Level)))
	}
	shown.About = strings.Join(parts, ", ")
	return shown
}

// letIn lets somebody who takes part see what only members may.
func (s *site) letIn(rp *recordPage) error {
	seen, _, err := rp.get()
	if err != nil {
		return err
	}
	if seen.Deleted() || !partnership.MayLetIn(rp.actor, seen.Partnership) {
		return fault.New(fault.Denied, "record.denied", nil)
	}
	as := rp.actor
	as.Program = true // the field is for nobody else to fill in
	if _, err := s.Records.Change(rp.r.Context(), as, rp.kind, seen.ID, seen.Version, record.Values{"opens": true}); err != nil {
		return err
	}
	s.tellDone(rp.w, doneLetIn)
	http.Redirect(rp.w, rp.r, "/samenwerkingen/"+seen.Partnership.String()+"/mensen", http.StatusSeeOther)
	return nil
}

func (rp *recordPage) teamSummary(team []view.TeamMember, since string) string {
	organisations := map[string]bool{}
	for _, one := range team {
		if one.Organisation != "" {
			organisations[one.Organisation] = true
		}
	}
	text := rp.p.T("partnership.people", "n", len(team)) + ", " + rp.p.T("partnership.organisations", "n", len(organisations))
	if since != "" {
		text += ", " + rp.p.T("partnership.since", "day", rp.p.Day(since))
	}
	return text
}

// partnershipPeople answers everybody in a partnership, with what is missing
// among them: a domain, a level, a role that leads.
func (s *site) partnershipPeople(rp *recordPage) error {
	seen, titles, err := rp.get()
	if err != nil {
		return err
	}
	if seen.Deleted() {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	title := rp.title(&seen, titles)
	rp.p.Title = rp.p.T("partnership.peopleOf", "name", title)
	rp.p.Crumb = append(rp.p.Crumb, view.Crumb{Label: title, URL: rp.url(seen.ID)})
	shown := view.Team{}
	if shown.Members, shown.Left, err = rp.everybody(seen.ID); err != nil {
		return err
	}
	shown.Gaps = gaps(rp.p, shown.Members)
	shown.AddURL = rp.newMemberURL(seen.ID, seen.Place, 0, rp.r.URL.Path)
	return rp.site.show(rp.w, rp.r, view.TeamPage(rp.p, shown))
}

// gaps tells which domains, levels and leading roles nobody in a team has.
func gaps(p view.Page, team []view.TeamMember) []view.Gap {
	domains, levels, leads := map[string]bool{}, map[string]bool{}, false
	for _, one := range team {
		domains[one.Domain], levels[one.Level], leads = true, true, leads || one.Leads
	}
	var list []view.Gap
	missing := func(label string, has map[string]bool, names []string, key string) {
		var absent []string
		for _, name := range names {
			if !has[name] {
				absent = append(absent, p.T(key+name))
			}
		}
		if len(absent) > 0 && len(team) > 0 {
			list = append(list, view.Gap{Label: p.T(label), Names: strings.Join(absent, ", ")})
		}
	}
	missing("partnership.gap.domains", domains, []string{"social", "physical", "health"}, "kind.person.option.domain.")
	missing("partnership.gap.levels", levels, []string{"board", "directors", "management", "operations"}, "kind.person.option.level.")
	if len(team) > 0 && !leads {
		list = append(list, view.Gap{Label: p.T("partnership.gap.lead"), Names: p.T("partnership.gap.leadText")})
	}
	return list
}
