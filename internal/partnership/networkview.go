package partnership

import (
	"cmp"
	"context"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/network"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Bounds of what is read of one partnership.
const (
	mostRelations = 10_000
	mostRounds    = 100
	mostParties   = 1_000 // organisations and members
)

// Network is who works with whom in a partnership, as one reader may see it.
type Network struct {
	Rounds        []NetworkRound // the newest first
	Round         NetworkRound   // the one that is shown; without id, all that was entered
	Sort          RelationSort   // of which ties are shown; "" is all
	Before        NetworkRound   // the one that it is compared with, when there is one
	Organisations []Organisation // the nodes, by name
	Ties          []Tie
	Graph         *network.Graph
	Measured      network.Analysis // its groups are Domains
	Domains       []Domain         // that some organisation has
	Levels        map[Level]bool   // of the people who take part
	Silent        []Organisation   // members' organisations that did not answer in the round
	Answered      int              // organisations that did
	Changes       []TieChange      // since the round before
	More          bool             // there is more than is read at once
	People        map[id.ID]string // who said something, as far as the reader may know that
	node          map[id.ID]int    // where an organisation stands in Organisations
}

// Node gives where an organisation stands in Organisations; -1 is nowhere.
func (n *Network) Node(of id.ID) int {
	if at, is := n.node[of]; is {
		return at
	}
	return -1
}

// NetworkWish is what a reader wants to see of a network.
type NetworkWish struct {
	Round id.ID        // 0 is the newest that has opened
	Sort  RelationSort // "" is all
}

// Network reads the network of a partnership as it was told in a round, and
// measures it. What was entered or imported outside rounds, until the round
// closed, counts too.
func (s *Service) Network(ctx context.Context, actor access.Actor, of id.ID, wish NetworkWish) (*Network, error) {
	n := &Network{Levels: map[Level]bool{}, Sort: wish.Sort}
	if err := s.chooseRound(ctx, actor, n, of, wish.Round); err != nil {
		return nil, err
	}
	relations, err := s.relations(ctx, actor, n, of)
	if err != nil {
		return nil, err
	}
	parties, err := s.parties(ctx, actor, of)
	if err != nil {
		return nil, err
	}
	for level := range parties.levels {
		n.Levels[level] = true
	}
	ties := tiesOf(inRound(relations, n.Round), n.Sort)
	wanted := map[id.ID]bool{}
	for one := range parties.organisations {
		wanted[one] = true
	}
	for p := range ties {
		wanted[p.a], wanted[p.b] = true, true
	}
	if err := s.organisationsOf(ctx, actor, n, wanted); err != nil {
		return nil, err
	}
	n.measure(ties)
	n.told(relations, ties, parties.organisations)
	return n, nil
}

// chooseRound reads the rounds, and finds the one to show and the one before it.
func (s *Service) chooseRound(ctx context.Context, actor access.Actor, n *Network, of, round id.ID) error {
	list, err := s.Records.List(ctx, actor, s.kind("networkRound"), record.Ask{
		Filters: map[string]string{record.PartnershipField: of.String()}, Sort: "opens", Down: true, Limit: mostRounds})
	if err != nil {
		return err
	}
	today := s.Today(s.Now())
	for at := range list.Rows {
		one := NetworkRounds().Of(list.Rows[at].Row)
		n.Rounds = append(n.Rounds, one)
		switch {
		case n.Round.ID != 0 && n.Before.ID == 0:
			n.Before = one
		case n.Round.ID == 0 && (one.ID == round || round == 0 && one.Opens <= today):
			n.Round = one
		}
	}
	return nil
}

// relations reads the relations of a partnership.
func (s *Service) relations(ctx context.Context, actor access.Actor, n *Network, partnership id.ID) ([]Relation, error) {
	return s.relationsWith(ctx, actor, n, record.PartnershipField, partnership)
}

// relationsWith reads the relations of which a field points to something.
func (s *Service) relationsWith(ctx context.Context, actor access.Actor, n *Network, field string, to id.ID) ([]Relation, error) {
	var all []Relation
	n.People = map[id.ID]string{}
	of := Relations()
	ask := record.Ask{Filters: map[string]string{field: to.String()}, Limit: 1_000}
	for len(all) < mostRelations {
		list, err := s.Records.List(ctx, actor, s.kind("relation"), ask)
		if err != nil {
			return nil, err
		}
		for at := range list.Rows {
			r := of.Of(list.Rows[at].Row)
			if name := list.Titles[r.Said]; r.Said != 0 && name != "" {
				n.People[r.Said] = name
			}
			all = append(all, r)
		}
		if n.More = list.More; !n.More {
			break
		}
		ask.After = list.Rows[len(list.Rows)-1].ID
	}
	return all, nil
}

// inRound gives the relations that were told in a round, with those that were
// known outside rounds until then.
func inRound(relations []Relation, round NetworkRound) []Relation {
	var list []Relation
	for _, r := range relations {
		if r.Round == round.ID || r.Round == 0 && r.Day <= round.Closes {
			list = append(list, r)
		}
	}
	return list
}

// partyList is who takes part in a partnership.
type partyList struct {
	organisations map[id.ID]bool
	levels        map[Level]bool
}

// parties reads for which organisations and on which levels the members work.
func (s *Service) parties(ctx context.Context, actor access.Actor, of id.ID) (partyList, error) {
	p := partyList{map[id.ID]bool{}, map[Level]bool{}}
	list, err := s.Records.List(ctx, actor, s.kind("member"), record.Ask{Filters: map[string]string{record.PartnershipField: of.String()}, Limit: mostParties})
	if err != nil {
		return p, err
	}
	today, people := s.Today(s.Now()), []id.ID{}
	for at := range list.Rows {
		if m := Members().Of(list.Rows[at].Row); m.Person != 0 && m.In(today) {
			people = append(people, m.Person)
		}
	}
	if len(people) == 0 {
		return p, nil
	}
	persons, err := s.Records.List(ctx, actor, s.kind("person"), record.Ask{IDs: people, Limit: mostParties})
	for at := range persons.Rows {
		person := People().Of(persons.Rows[at].Row)
		p.levels[person.Level] = true
		if person.Organisation != 0 {
			p.organisations[person.Organisation] = true
		}
	}
	return p, err
}

// organisationsOf reads the organisations of a network, as far as the reader may
// see them.
func (s *Service) organisationsOf(ctx context.Context, actor access.Actor, n *Network, wanted map[id.ID]bool) error {
	ids := make([]id.ID, 0, len(wanted))
	for one := range wanted {
		ids = append(ids, one)
	}
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	for start := 0; start < len(ids); start += mostParties {
		list, err := s.Records.List(ctx, actor, s.kind("organisation"), record.Ask{IDs: ids[start:min(start+mostParties, len(ids))], Limit: mostParties})
		if err != nil {
			return err
		}
		of := Organisations()
		for at := range list.Rows {
			n.Organisations = append(n.Organisations, of.Of(list.Rows[at].Row))
		}
	}
	slices.SortFunc(n.Organisations, func(a, b Organisation) int {
		return cmp.Or(cmp.Compare(record.SortKey(a.Name), record.SortKey(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return nil
}

// measure makes the graph of the ties between the organisations and measures it.
// Every tie counts as one step: how strong it is shows, and is not measured.
func (n *Network) measure(ties map[pair]Tie) {
	n.node = make(map[id.ID]int, len(n.Organisations))
	for at, one := range n.Organisations {
		n.node[one.ID] = at
	}
	var steps []network.Tie
	for p, tie := range ties {
		if from, to := n.Node(p.a), n.Node(p.b); from >= 0 && to >= 0 {
			n.Ties = append(n.Ties, tie)
			steps = append(steps, network.Tie{From: from, To: to, Length: 1})
		}
	}
	slices.SortFunc(n.Ties, func(a, b Tie) int {
		return cmp.Or(cmp.Compare(n.node[a.A], n.node[b.A]), cmp.Compare(n.node[a.B], n.node[b.B]))
	})
	groups := make([][]int, len(n.Organisations))
	for _, domain := range domains() {
		has := false
		for at, one := range n.Organisations {
			if slices.Contains(one.Domains, string(domain)) {
				groups[at], has = append(groups[at], len(n.Domains)), true
			}
		}
		if has {
			n.Domains = append(n.Domains, domain)
		}
	}
	n.Graph = network.New(len(n.Organisations), false, steps)
	n.Measured = network.Analyse(n.Graph, groups, len(n.Domains))
}

// told tells who answered in the round, and what changed since the one before.
func (n *Network) told(relations []Relation, ties map[pair]Tie, members map[id.ID]bool) {
	now := answered(relations, n.Round.ID)
	n.Answered = len(now)
	if n.Round.ID == 0 {
		return
	}
	for _, one := range n.Organisations {
		if members[one.ID] && !now[one.ID] {
			n.Silent = append(n.Silent, one)
		}
	}
	if n.Before.ID == 0 {
		return
	}
	for _, change := range changed(tiesOf(inRound(relations, n.Before), n.Sort), ties, answered(relations, n.Before.ID), now) {
		if a, b := change.Organisations(); n.Node(a) >= 0 && n.Node(b) >= 0 {
			n.Changes = append(n.Changes, change)
		}
	}
}

// answered gives the organisations that told something in a round.
func answered(relations []Relation, round id.ID) map[id.ID]bool {
	list := map[id.ID]bool{}
	for _, r := range relations {
		if r.Round == round && round != 0 {
			list[r.From] = true
		}
	}
	return list
}
