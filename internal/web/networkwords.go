package web

import (
	"cmp"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// networkTeller tells a network in words, as a drawing and as tables.
type networkTeller struct {
	*site
	p              view.Page
	n              *partnership.Network
	page, tiesPage int  // of the tables, from 1
	large          bool // the drawing at its true size
}

// Bounds of what the page tells in words; the tables have the rest. Examples:
// no publication states them.
const (
	mostConnecting = 3
	mostCuts       = 5
	mostNamed      = 12 // in one sentence
	mostChanges    = 30
)

func (t *networkTeller) tell() view.Network {
	shown := view.Network{Lead: t.lead(), Rounds: t.rounds(), Sorts: t.sorts(), Empty: len(t.n.Ties) == 0}
	if shown.Empty {
		return shown
	}
	shown.Findings = slices.DeleteFunc([]view.NetworkFinding{t.connecting(), t.fallsApart(), t.alone(), t.missing(), t.dense(), t.silent()},
		func(f view.NetworkFinding) bool { return len(f.Texts) == 0 })
	if t.n.Before.ID != 0 {
		shown.ChangesHeading = t.p.T("network.since", "round", t.n.Before.Name)
		shown.Changes = t.changes()
	}
	shown.Picture = t.picture()
	shown.Undrawn = len(t.n.Organisations) - len(shown.Picture.Dots)
	nodes, at, pages := paged(t.byTies(), t.page)
	shown.Rows, shown.Page, shown.Pages = t.organisations(nodes), at, pages
	ties, at, pages := paged(t.n.Ties, t.tiesPage)
	shown.TiesCount, shown.TiesPage, shown.TiesPages = len(t.n.Ties), at, pages
	shown.Ties = t.ties(ties)
	shown.Densities = t.densities()
	return shown
}

func (t *networkTeller) lead() string {
	text := t.p.T("partnership.organisations", "n", len(t.n.Organisations)) + ", " + t.p.T("network.nTies", "n", len(t.n.Ties))
	if t.n.Sort != "" {
		text += ", " + t.p.T("network.onlySort", "sort", t.sort(string(t.n.Sort)))
	}
	switch {
	case t.n.Round.ID == 0:
		return text
	case t.n.Answered == 0:
		return text + ". " + t.p.T("network.toldNothing", "round", t.n.Round.Name)
	}
	return text + ". " + t.p.T("network.toldIn", "round", t.n.Round.Name, "n", t.n.Answered)
}

// sort says what two organisations have with each other.
func (t *networkTeller) sort(sort string) string {
	return t.p.T("kind.relation.option.sorts." + sort)
}

// sorts are the sorts of relations to choose from, once there are any.
func (t *networkTeller) sorts() []view.Option {
	if len(t.n.Ties) == 0 && t.n.Sort == "" {
		return nil
	}
	list := []view.Option{{Label: t.p.T("network.anySort"), Chosen: t.n.Sort == ""}}
	for _, sort := range partnership.RelationSorts {
		list = append(list, view.Option{Value: string(sort), Label: t.sort(string(sort)), Chosen: sort == t.n.Sort})
	}
	return list
}

func (t *networkTeller) rounds() []view.Option {
	var list []view.Option
	for _, one := range t.n.Rounds {
		list = append(list, view.Option{Value: one.ID.String(), Label: one.Name + " (" + t.p.Day(one.Opens) + ")", Chosen: one.ID == t.n.Round.ID})
	}
	return list
}

// name is what an organisation is called in a sentence.
func (t *networkTeller) name(node int) string { return calledShort(t.n.Organisations[node]) }

func calledShort(one partnership.Organisation) string { return cmp.Or(one.ShortName, one.Name) }

// names puts several in a sentence, the first of them when there are many.
func (t *networkTeller) names(nodes []int) string {
	var list []string
	for _, node := range nodes[:min(len(nodes), mostNamed)] {
		list = append(list, t.name(node))
	}
	if more := len(nodes) - len(list); more > 0 {
		list = append(list, t.p.T("network.more", "n", more))
	}
	return joined(t.p, list)
}

// joined puts words in a sentence: a, b and c.
func joined(p view.Page, words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + p.T("network.and") + " " + words[len(words)-1]
}

// share writes a part of the whole in percents. A little is not nothing, and
// nearly all is not all.
func (t *networkTeller) share(value float64) string {
	switch percents := 100 * value; {
	case percents > 0 && percents < 1:
		return t.p.T("network.shareLittle")
	case percents > 99 && percents < 100:
		return t.p.T("network.shareMost")
	default:
		return t.p.Fmt().Fixed(percents, 0) + "%"
	}
}

// connecting tells over whom most shortest ways between two others go.
func (t *networkTeller) connecting() view.NetworkFinding {
	f := view.NetworkFinding{Heading: t.p.T("network.connects")}
	nodes := make([]int, len(t.n.Organisations))
	for at := range nodes {
		nodes[at] = at
	}
	between := t.n.Measured.Betweenness
	slices.SortStableFunc(nodes, func(a, b int) int { return cmp.Compare(between[b], between[a]) })
	for _, node := range nodes[:min(len(nodes), mostConnecting)] {
		if between[node] > 0 {
			f.Texts = append(f.Texts, t.p.T("network.connectsText", "name", t.name(node), "share", t.share(between[node])))
		}
	}
	return f
}

// fallsApart tells who comes loose when one leaves, and into how many parts the
// network lies apart already.
func (t *networkTeller) fallsApart() view.NetworkFinding {
	f := view.NetworkFinding{Heading: t.p.T("network.apart"), Strong: len(t.n.Measured.Cuts) > 0}
	parts := 0
	for _, part := range t.n.Measured.Components {
		if len(part) > 1 {
			parts++
		}
	}
	if parts > 1 {
		f.Texts = append(f.Texts, t.p.T("network.parts", "n", parts))
	}
	for _, cut := range t.n.Measured.Cuts[:min(len(t.n.Measured.Cuts), mostCuts)] {
		var loose []int
		for _, piece := range cut.Loose {
			loose = append(loose, piece...)
		}
		f.Texts = append(f.Texts, t.p.T("network.apartText", "name", t.name(cut.Node), "names", t.names(loose), "n", len(loose)))
	}
	if len(t.n.Measured.Cuts) == 0 {
		f.Texts = append(f.Texts, t.p.T("network.holds"))
	}
	return f
}

func (t *networkTeller) alone() view.NetworkFinding {
	alone := t.n.Measured.Isolates
	f := view.NetworkFinding{Heading: t.p.T("network.alone"), Strong: len(alone) > 0}
	if len(alone) == 0 {
		f.Texts = []string{t.p.T("network.nobodyAlone")}
	} else {
		f.Texts = []string{t.p.T("network.aloneText", "names", t.names(alone), "n", len(alone))}
	}
	return f
}

// missing tells which domains and levels nobody has; the same as on the page of
// the people of a partnership, but by organisation.
func (t *networkTeller) missing() view.NetworkFinding {
	f := view.NetworkFinding{Heading: t.p.T("network.missing")}
	var absent []string
	for _, domain := range []partnership.Domain{partnership.Social, partnership.Physical, partnership.Health} {
		if !slices.Contains(t.n.Domains, domain) {
			absent = append(absent, t.p.T("kind.organisation.option.domains."+string(domain)))
		}
	}
	if len(absent) > 0 {
		f.Texts = append(f.Texts, t.p.T("network.noDomain", "names", joined(t.p, absent)))
	}
	absent = nil
	for _, level := range []partnership.Level{partnership.Board, partnership.Directors, partnership.Management, partnership.Operations} {
		if !t.n.Levels[level] {
			absent = append(absent, t.p.T("kind.person.option.level."+string(level)))
		}
	}
	if len(absent) > 0 {
		f.Texts = append(f.Texts, t.p.T("network.noLevel", "names", joined(t.p, absent)))
	}
	f.Strong = len(f.Texts) > 0
	absent = nil
	for _, d := range t.n.Measured.Densities {
		if d.A != d.B && d.Ties == 0 && d.Possible > 0 {
			absent = append(absent, t.p.T("network.couple", "a", t.domain(d.A), "b", t.domain(d.B)))
		}
	}
	if more := len(absent) - mostNamed; more > 0 {
		absent = append(absent[:mostNamed], t.p.T("network.more", "n", more))
	}
	if len(absent) > 0 {
		f.Texts = append(f.Texts, t.p.T("network.noLine", "couples", strings.Join(absent, "; ")))
	}
	return f
}

func (t *networkTeller) domain(group int) string {
	return t.p.T("kind.organisation.option.domains." + string(t.n.Domains[group]))
}

func (t *networkTeller) dense() view.NetworkFinding {
	f := view.NetworkFinding{Heading: t.p.T("network.dense")}
	d := t.n.Measured.Density
	if share, any := d.Share(); any {
		f.Texts = []string{t.p.T("network.denseText", "ties", d.Ties, "possible", d.Possible, "share", t.share(share))}
	}
	return f
}

// silent tells who did not answer: what they would say is not in the picture.
func (t *networkTeller) silent() view.NetworkFinding {
	f := view.NetworkFinding{Heading: t.p.T("network.silent")}
	if t.n.More {
		f.Texts = append(f.Texts, t.p.T("network.tooMany"))
	}
	var nodes []int
	for _, one := range t.n.Silent {
		nodes = append(nodes, t.n.Node(one.ID))
	}
	switch {
	case t.n.Round.ID != 0 && t.n.Answered == 0:
		f.Texts = append(f.Texts, t.p.T("network.silentAll", "round", t.n.Round.Name))
	case len(nodes) > 0:
		f.Texts = append(f.Texts, t.p.T("network.silentText", "n", t.n.Answered, "names", t.names(nodes)))
	}
	return f
}

// changes tells what is not as it was in the round before: what began first,
// what ended last.
func (t *networkTeller) changes() []view.NetworkFinding {
	sorted := map[string][]string{}
	for _, change := range t.n.Changes {
		a, b := change.Organisations()
		key := "weaker"
		switch {
		case change.Before.Strength == 0:
			key = "new"
		case change.Now.Strength == 0:
			key = "gone"
		case change.Now.Strength > change.Before.Strength:
			key = "stronger"
		}
		sorted[key] = append(sorted[key], t.p.T("network.couple", "a", t.name(t.n.Node(a)), "b", t.name(t.n.Node(b))))
	}
	var list []view.NetworkFinding
	for _, key := range []string{"new", "stronger", "weaker", "gone"} {
		texts := sorted[key]
		if more := len(texts) - mostChanges; more > 0 {
			texts = append(texts[:mostChanges], t.p.T("network.more", "n", more))
		}
		if len(texts) > 0 {
			list = append(list, view.NetworkFinding{Heading: t.p.T("network.change."+key, "n", len(sorted[key])), Texts: texts})
		}
	}
	return list
}
