package web

import (
	"cmp"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/network"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// organisations gives the rows of some organisations.
func (t *networkTeller) organisations(nodes []int) []view.NetworkRow {
	cuts := map[int]network.Cut{}
	for _, cut := range t.n.Measured.Cuts {
		cuts[cut.Node] = cut
	}
	kind := t.kindOf("organisation")
	rows := make([]view.NetworkRow, 0, len(nodes))
	for _, at := range nodes {
		one := t.n.Organisations[at]
		row := view.NetworkRow{
			Name: one.Name, URL: recordURL(kind, one.ID), Shape: shapeOf(one.Sort, one.Domains), Domains: t.domainsOf(one), Ties: t.n.Measured.Degree[at],
			Between: t.share(t.n.Measured.Betweenness[at]), Near: t.share(t.n.Measured.Closeness[at]),
		}
		if cut, is := cuts[at]; is {
			row.Standing = t.p.T("network.cut", "n", cut.Lost())
		} else if row.Ties == 0 {
			row.Standing = t.p.T("network.isAlone")
		}
		rows = append(rows, row)
	}
	return rows
}

// byTies orders the organisations, those with most ties first and else by name.
func (t *networkTeller) byTies() []int {
	order := make([]int, len(t.n.Organisations))
	for at := range order {
		order[at] = at
	}
	degree := t.n.Measured.Degree
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(degree[b], degree[a]) })
	return order
}

func (t *networkTeller) domainsOf(one partnership.Organisation) string {
	var list []string
	for _, domain := range one.Domains {
		list = append(list, t.p.T("kind.organisation.option.domains."+domain))
	}
	return strings.Join(list, ", ")
}

func (t *networkTeller) ties(list []partnership.Tie) []view.NetworkTie {
	var rows []view.NetworkTie
	for _, tie := range list {
		var sorts []string
		for _, sort := range tie.Sorts {
			sorts = append(sorts, t.sort(sort))
		}
		row := view.NetworkTie{From: t.name(t.n.Node(tie.A)), To: t.name(t.n.Node(tie.B)), Sorts: strings.Join(sorts, ", "),
			Strength: t.p.T("network.strength." + t.p.Fmt().Int(int(tie.Strength)))}
		for _, told := range tie.Told {
			row.Said = append(row.Said, t.telling(told))
		}
		rows = append(rows, row)
	}
	return rows
}

// telling says who said of which organisation that there is something, and when:
// by name only where the reader may know that.
func (t *networkTeller) telling(r partnership.Relation) view.Link {
	words := []string{t.name(t.n.Node(r.From))}
	if who := t.n.People[r.Said]; who != "" {
		words = append(words, who)
	}
	if r.Source != partnership.Asked {
		words = append(words, t.p.T("network.source."+string(r.Source)))
	}
	if r.Day != "" {
		words = append(words, t.p.Day(r.Day))
	}
	return view.Link{Name: strings.Join(words, ", "), URL: recordURL(t.kindOf("relation"), r.ID)}
}

func (t *networkTeller) densities() []view.NetworkDensity {
	var rows []view.NetworkDensity
	for _, d := range t.n.Measured.Densities {
		share, any := d.Share()
		if !any {
			continue
		}
		row := view.NetworkDensity{Within: d.A == d.B, Between: t.p.T("network.pair", "a", t.domain(d.A), "b", t.domain(d.B)),
			Ties: t.p.T("network.ofPossible", "ties", d.Ties, "possible", d.Possible), Share: t.share(share)}
		if row.Within {
			row.Between = t.p.T("network.within", "a", t.domain(d.A))
		}
		rows = append(rows, row)
	}
	return rows
}
