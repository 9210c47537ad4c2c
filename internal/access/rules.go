package access

import (
	"slices"

	"github.com/koppelkans/koppelkans/internal/id"
)

// who says what stands somebody in a relation to a record.
type who string

const (
	anybody      who = "anybody"
	professional who = "professional" // has a grant that is in force, anywhere
	member       who = "member"       // has a grant on the record's partnership
	colleague    who = "colleague"    // has a grant, and their organisation owns the record
	maker        who = "maker"        // made the record, and has one of the roles where it lies
	granted      who = "granted"      // has one of the roles where the record lies
	ownWith      who = "own-with"     // has one of the roles where it lies, and their organisation owns it
	within       who = "within"       // has one of the roles in the record's partnership itself
	themselves   who = "themselves"   // the record is their own account or is about themselves
	linkHolder   who = "link-holder"  // holds a single-use link to the record
	participant  who = "participant"  // takes part in the session that the record is
)

// rule is one line of the table: these people may do this with records of
// these classes whose audience reaches at least this far.
type rule struct {
	who     who
	roles   []Role // for maker, granted, ownWith and within
	may     []Action
	classes []Class
	atLeast Audience // 0 asks nothing
}

// table is all that anybody may. What is not in it may not be done.
//
// The audience decides who sees a record; a role decides who changes it. A
// coordinator sees and changes what is shared on their place or in their
// partnership, but not what another organisation keeps to itself.
func table() []rule {
	records := []Class{Working, People, Figures} // those of the work
	editing := []Action{See, Create, Change, Delete, Merge, History, Import}
	return []rule{
		// Seeing: the audience.
		{anybody, nil, []Action{See}, records, Public},
		{professional, nil, []Action{See}, records, Professionals},
		{member, nil, []Action{See}, records, Partnership},
		{colleague, nil, []Action{See}, records, OwnOrganisation},
		{maker, Roles, []Action{See, History}, records, OwnOrganisation},
		{themselves, nil, []Action{See}, []Class{People, Accounts}, 0},
		{themselves, nil, []Action{Change}, []Class{People}, 0},

		// The work itself.
		{ownWith, []Role{Contributor, Editor, Analyst, Coordinator, Administrator}, []Action{Create}, []Class{Working, People}, 0},
		{maker, []Role{Contributor, Editor, Analyst, Coordinator, Administrator}, []Action{Change}, []Class{Working, People}, 0},
		{ownWith, []Role{Editor, Coordinator, Administrator}, editing, []Class{Working, People}, 0},
		{granted, []Role{Coordinator, Administrator}, editing, []Class{Working, People}, Partnership},

		// Figures, and what they are judged by.
		{ownWith, []Role{Analyst, Administrator}, editing, []Class{Figures}, 0},
		{granted, []Role{Analyst, Administrator}, editing, []Class{Figures}, Partnership},
		{granted, []Role{Coordinator}, []Action{See, History}, []Class{Figures}, Partnership},

		// What a partnership thinks of others stays within it: neither a role on
		// its place nor everywhere, nor working for the owner, opens that.
		{member, nil, []Action{See}, []Class{Judgements}, Partnership},
		{within, []Role{Contributor, Editor, Analyst, Coordinator, Administrator}, []Action{Create, Change, History}, []Class{Judgements}, Partnership},
		{within, []Role{Editor, Coordinator, Administrator}, editing, []Class{Judgements}, Partnership},

		// Accounts and grants, and what belongs to no record.
		{granted, []Role{Administrator}, editing, []Class{Accounts}, 0},
		{granted, []Role{Coordinator, Administrator}, []Action{Invite}, []Class{Accounts}, 0},
		{granted, []Role{Administrator}, []Action{See, Change}, []Class{Installation}, 0},

		// People without an account.
		{linkHolder, nil, []Action{See, Answer}, records, 0},
		{participant, nil, []Action{See, Answer}, records, 0},
	}
}

// For gives the condition on records of a class that an actor may do something
// with. A ceiling below Public is that of a field: the audience of a record
// then counts as no wider than the ceiling.
func For(actor Actor, action Action, class Class, ceiling Audience) Where {
	if actor.Program {
		return Where{Any: []Condition{{}}}
	}
	if actor.Limits != nil && !slices.Contains(actor.Limits, action) || actor.LimitTo != nil && !slices.Contains(actor.LimitTo, class) {
		return Where{}
	}
	var where Where
	for _, r := range table() {
		if !slices.Contains(r.may, action) || !slices.Contains(r.classes, class) || r.atLeast > ceiling {
			continue
		}
		for _, c := range r.conditions(actor) {
			c.AtLeast = r.atLeast
			where.Any = append(where.Any, c)
		}
	}
	return where.simple()
}

// conditions gives what a rule asks of a record besides its audience, for one
// actor; none when the rule is not about this actor.
func (r rule) conditions(actor Actor) []Condition {
	switch r.who {
	case anybody:
		return []Condition{{}}
	case professional:
		if actor.Professional() {
			return []Condition{{}}
		}
	case colleague:
		if actor.Professional() && actor.Organisation != 0 {
			return []Condition{{Owner: actor.Organisation}}
		}
	case member:
		partnerships := map[id.ID]bool{}
		for _, scope := range actor.Scopes {
			for _, one := range scope.Partnerships {
				partnerships[one] = true
			}
		}
		if len(partnerships) > 0 {
			return []Condition{{Partnerships: sorted(partnerships)}}
		}
	case granted:
		return r.scopes(actor, Condition{})
	case within:
		return r.partnerships(actor)
	case ownWith:
		if actor.Organisation != 0 {
			return r.scopes(actor, Condition{Owner: actor.Organisation})
		}
	case maker:
		if actor.Account != 0 {
			return r.scopes(actor, Condition{CreatedBy: actor.Account})
		}
	case themselves:
		var own []Condition
		for _, subject := range []id.ID{actor.Account, actor.Person} {
			if subject != 0 {
				own = append(own, Condition{ID: subject})
			}
		}
		return own
	case linkHolder:
		if actor.Token != 0 {
			return []Condition{{ID: actor.Token}}
		}
	case participant:
		if actor.Session != 0 {
			return []Condition{{ID: actor.Session}}
		}
	}
	return nil
}

// partnerships gives the condition that a record is in one of the partnerships
// in which the actor has one of the roles.
func (r rule) partnerships(actor Actor) []Condition {
	in := map[id.ID]bool{}
	for _, role := range r.roles {
		for _, one := range actor.Scopes[role].Partnerships {
			in[one] = true
		}
	}
	if len(in) == 0 {
		return nil
	}
	return []Condition{{Partnerships: sorted(in)}}
}

// scopes gives a condition for each way in which the actor's grants reach a
// record: by its place, or by its partnership.
func (r rule) scopes(actor Actor, base Condition) []Condition {
	places, partnerships := map[id.ID]bool{}, map[id.ID]bool{}
	for _, role := range r.roles {
		scope := actor.Scopes[role]
		if scope.Everywhere {
			return []Condition{base}
		}
		for _, one := range scope.Places {
			places[one] = true
		}
		for _, one := range scope.Partnerships {
			partnerships[one] = true
		}
	}
	var list []Condition
	if len(places) > 0 {
		base.Places, base.Partnerships = sorted(places), nil
		list = append(list, base)
	}
	if len(partnerships) > 0 {
		base.Places, base.Partnerships = nil, sorted(partnerships)
		list = append(list, base)
	}
	return list
}

func sorted(set map[id.ID]bool) []id.ID {
	list := make([]id.ID, 0, len(set))
	for one := range set {
		list = append(list, one)
	}
	slices.Sort(list)
	return list
}

// simple leaves out conditions that another one includes, so that the filter
// of a list stays short.
func (w Where) simple() Where {
	var kept []Condition
	for at, c := range w.Any {
		covered := slices.ContainsFunc(kept, func(other Condition) bool { return other.includes(c) }) ||
			slices.ContainsFunc(w.Any[at+1:], func(other Condition) bool { return other.includes(c) })
		if !covered {
			kept = append(kept, c)
		}
	}
	return Where{Any: kept}
}

// includes tells whether this condition holds for every record that the other
// holds for, as far as that is plain.
func (c Condition) includes(other Condition) bool {
	return c.AtLeast <= other.AtLeast &&
		(c.Owner == 0 || c.Owner == other.Owner) &&
		(c.CreatedBy == 0 || c.CreatedBy == other.CreatedBy) &&
		(c.ID == 0 || c.ID == other.ID) &&
		(c.Places == nil || slices.Equal(c.Places, other.Places) && other.Places != nil) &&
		(c.Partnerships == nil || slices.Equal(c.Partnerships, other.Partnerships) && other.Partnerships != nil)
}
