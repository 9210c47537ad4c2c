package web

import (
	"cmp"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/network"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// rows gives the organisations, those with most ties first.
func (t *networkTeller) rows() []view.NetworkRow {
	cuts := map[int]network.Cut{}
	for _, cut := range t.n.Measured.Cuts {
		cuts[cut.Node] = cut
	}
	kind := t.kindOf("organisation")
	var rows []view.NetworkRow
	for at, one := range t.n.Organisations {
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
	slices.SortStableFunc(rows, func(a, b view.NetworkRow) int { return cmp.Compare(b.Ties, a.Ties) })
	return rows
}

func (t *networkTeller) domainsOf(one partnership.Organisation) string {
	var list []string
	for _, domain := range one.Domains {
		list = append(list, t.p.T("kind.organisation.option.domains."+domain))
	}
	return strings.Join(list, ", ")
}

func (t *networkTeller) ties() ([]view.NetworkTie, int) {
	var rows []view.NetworkTie
	for _, tie := range t.n.Ties[:min(len(t.n.Ties), mostTieRows)] {
		var sorts []string
		for _, sort := range tie.Sorts {
			sorts = append(sorts, t.p.T("kind.relation.option.sorts."+sort))
		}
		row := view.NetworkTie{From: t.name(t.n.Node(tie.A)), To: t.name(t.n.Node(tie.B)), Sorts: strings.Join(sorts, ", "),
			Strength: t.p.T("network.strength." + t.p.Fmt().Int(int(tie.Strength))), Said: t.p.T("network.bySingle")}
		if tie.BothSay {
			row.Said = t.p.T("network.byBoth")
		}
		rows = append(rows, row)
	}
	return rows, len(t.n.Ties) - len(rows)
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
