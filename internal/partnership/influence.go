package partnership

import (
	"cmp"
	"context"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Influence is how a partnership judges who has influence and interest, now or
// as it stood at the end of a phase.
type Influence struct {
	Phases  []PhaseEnd // that have positions, in the order of their last day
	Chosen  Phase      // "" is now
	Until   string     // the day at which Stands hold; "" is now
	Stands  []Stand    // by name
	Moved   []Move     // between Stands and what they are compared with
	Against Phase      // the phase that now is compared with; "" when Stands are compared with now
	More    bool       // there are more positions than are read at once
}

// PhaseEnd is the last day on which somebody was placed in a phase.
type PhaseEnd struct {
	Phase Phase
	Day   string
}

// Stand is where somebody stands.
type Stand struct {
	Position
	Name    string
	Domains []string
	Sort    OrganisationSort
}

// Move is somebody who was placed otherwise later.
type Move struct{ From, To Stand }

// Influence reads the positions of a partnership, as the actor may see them: none
// for who has no role in it.
func (s *Service) Influence(ctx context.Context, actor access.Actor, of id.ID, phase Phase) (*Influence, error) {
	i := &Influence{}
	list, err := s.Records.List(ctx, actor, s.kind("position"), record.Ask{
		Filters: map[string]string{record.PartnershipField: of.String()}, Sort: "day", Down: true, Limit: mostParties})
	if err != nil {
		return nil, err
	}
	i.More = list.More
	all, err := s.stands(ctx, actor, list)
	if err != nil {
		return nil, err
	}
	i.phases(all)
	now := standing(all, "")
	i.Stands = now
	if at := slices.IndexFunc(i.Phases, func(p PhaseEnd) bool { return p.Phase == phase }); at >= 0 {
		i.Chosen, i.Until = phase, i.Phases[at].Day
		i.Stands = standing(all, i.Until)
		i.Moved = moves(i.Stands, now)
	} else if len(i.Phases) > 1 {
		before := i.Phases[len(i.Phases)-2]
		i.Against = before.Phase
		i.Moved = moves(standing(all, before.Day), now)
	}
	return i, nil
}

// stands names the positions; one of somebody who has no name for the reader is
// left out.
func (s *Service) stands(ctx context.Context, actor access.Actor, list record.List) ([]Stand, error) {
	var all []Stand
	wanted := map[id.ID]bool{}
	for at := range list.Rows {
		p := Positions().Of(list.Rows[at].Row)
		stand := Stand{Position: p, Name: cmp.Or(list.Titles[p.Person], list.Titles[p.Organisation])}
		if stand.Name == "" || list.Rows[at].Hidden["person"] || p.Person != 0 && list.Titles[p.Person] == "" {
			continue // of somebody who was erased nothing is told
		}
		if p.Person != 0 && p.Organisation != 0 {
			stand.Name += ", " + list.Titles[p.Organisation]
		}
		wanted[p.Organisation] = true
		all = append(all, stand)
	}
	delete(wanted, 0)
	n := &Network{}
	if err := s.organisationsOf(ctx, actor, n, wanted); err != nil {
		return nil, err
	}
	for at := range all {
		if node := n.Node(all[at].Organisation); node >= 0 {
			one := n.Organisations[node]
			all[at].Domains, all[at].Sort = one.Domains, one.Sort
			if all[at].Person == 0 && one.ShortName != "" {
				all[at].Name = one.ShortName
			}
		}
	}
	return all, nil
}

// phases finds on which day each phase was last spoken of.
func (i *Influence) phases(all []Stand) {
	for _, stand := range all { // the newest first
		if stand.Phase != "" && !slices.ContainsFunc(i.Phases, func(p PhaseEnd) bool { return p.Phase == stand.Phase }) {
			i.Phases = append(i.Phases, PhaseEnd{stand.Phase, stand.Day})
		}
	}
	slices.SortStableFunc(i.Phases, func(a, b PhaseEnd) int { return cmp.Compare(a.Day, b.Day) })
}

// subject is the one that a position is of.
type subject struct{ organisation, person id.ID }

// standing gives the last position of each, until a day; "" is without end.
func standing(all []Stand, until string) []Stand {
	last := map[subject]Stand{}
	for _, stand := range all {
		key := subject{stand.Organisation, stand.Person}
		held, has := last[key]
		if (until == "" || stand.Day <= until) && (!has || stand.Day > held.Day || stand.Day == held.Day && stand.ID > held.ID) {
			last[key] = stand
		}
	}
	list := make([]Stand, 0, len(last))
	for _, stand := range last {
		list = append(list, stand)
	}
	slices.SortFunc(list, func(a, b Stand) int {
		return cmp.Or(cmp.Compare(record.SortKey(a.Name), record.SortKey(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// moves lists who stands elsewhere later, or came in since: From is then without
// an id.
func moves(before, later []Stand) []Move {
	var list []Move
	for _, to := range later {
		at := slices.IndexFunc(before, func(s Stand) bool { return s.Organisation == to.Organisation && s.Person == to.Person })
		if at < 0 {
			list = append(list, Move{To: to})
			continue
		}
		if from := before[at]; from.Influence != to.Influence || from.Interest != to.Interest || from.Now != to.Now {
			list = append(list, Move{from, to})
		}
	}
	return list
}
