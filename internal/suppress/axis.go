package suppress

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// axis is a dimension made ready for computing: nodes by number, the smallest
// parts first, in an order that does not depend on the order they were given.
type axis struct {
	name    string
	ordered bool
	parts   int // the nodes [0, parts) are the smallest parts
	nodes   []axisNode
	byID    map[string]int // nodes that can be asked
	whole   int            // node of all respondents; -1 when there is none
	holders [][]int        // part → the nodes that hold it
}

type axisNode struct {
	id, level string
	holds     []bool // by part
	members   []int  // the parts it holds
	step      int    // the period in which it comes, when ordered
	unasked   bool   // a complement: derived by readers, never shown by us
	same      int    // the first node with the same parts
}

func badDimension(name, id string) error {
	return fault.New(fault.Invalid, "suppress.bad-dimension", fault.Args{"Dimension": name, "Node": id})
}

func newAxis(d Dimension) (*axis, error) {
	if d.name == "" || len(d.nodes) == 0 {
		return nil, badDimension(d.name, "")
	}
	if len(d.nodes) > MostNodes {
		return nil, fault.New(fault.Limit, "suppress.too-large", fault.Args{"Most": MostNodes})
	}
	parts, sums := split(d)
	a := &axis{name: d.name, ordered: d.ordered, parts: len(parts), byID: map[string]int{}, whole: -1}
	for _, node := range slices.Concat(parts, sums) {
		if _, twice := a.byID[node.ID]; twice || node.ID == "" {
			return nil, badDimension(d.name, node.ID)
		}
		a.byID[node.ID] = len(a.nodes)
		a.nodes = append(a.nodes, axisNode{id: node.ID, level: node.Level})
	}
	if err := a.fill(d); err != nil {
		return nil, err
	}
	if d.whole != "" {
		a.addComplements(a.byID[d.whole])
	}
	a.settle()
	return a, nil
}

func split(d Dimension) (parts, sums []Node) {
	for _, node := range d.nodes {
		if len(node.Of) == 0 {
			parts = append(parts, node)
		} else {
			sums = append(sums, node)
		}
	}
	byID := func(a, b Node) int { return strings.Compare(a.ID, b.ID) }
	if !d.ordered {
		slices.SortFunc(parts, byID)
	}
	slices.SortFunc(sums, byID)
	return parts, sums
}

// fill finds the smallest parts of every node.
func (a *axis) fill(d Dimension) error {
	of := make(map[string][]string, len(d.nodes))
	for _, node := range d.nodes {
		of[node.ID] = node.Of
	}
	for at := range a.nodes {
		a.nodes[at].holds = make([]bool, a.parts)
		if !a.collect(a.nodes[at].holds, a.nodes[at].id, of, len(d.nodes)) {
			return badDimension(d.name, a.nodes[at].id)
		}
	}
	return nil
}

// collect marks the parts under a node; false when a node is unknown, when
// two overlap, or when they go round.
func (a *axis) collect(holds []bool, id string, of map[string][]string, depth int) bool {
	at, known := a.byID[id]
	if !known || depth < 0 {
		return false
	}
	if at < a.parts {
		fresh := !holds[at]
		holds[at] = true
		return fresh
	}
	for _, child := range of[id] {
		if !a.collect(holds, child, of, depth-1) {
			return false
		}
	}
	return true
}

// addComplements adds, for each group of answers, those who did not give it:
// a reader who knows the whole and the group knows them too.
func (a *axis) addComplements(whole int) {
	a.whole = whole
	for at := range a.nodes {
		rest := make([]bool, a.parts)
		for part := range rest {
			rest[part] = !a.nodes[at].holds[part]
		}
		known := func(n axisNode) bool { return slices.Equal(n.holds, rest) }
		if slices.Contains(rest, true) && !slices.ContainsFunc(a.nodes, known) {
			a.nodes = append(a.nodes, axisNode{id: "not " + a.nodes[at].id, holds: rest, unasked: true})
		}
	}
}

// settle derives what follows from the parts of the nodes.
func (a *axis) settle() {
	a.holders = make([][]int, a.parts)
	first := map[string]int{}
	for at := range a.nodes {
		node := &a.nodes[at]
		for part, held := range node.holds {
			if held {
				node.members = append(node.members, part)
				a.holders[part] = append(a.holders[part], at)
			}
		}
		if a.ordered {
			node.step = node.members[len(node.members)-1]
		}
		key := fmt.Sprint(node.members)
		if _, known := first[key]; !known {
			first[key] = at
		}
		node.same = first[key]
	}
}

// nearest lists the other parts, those first that the fewest sums tell apart
// from this one: swapping with them disturbs the fewest cells.
func (a *axis) nearest(part int) []int {
	shared := make([]int, a.parts)
	for _, node := range a.holders[part] {
		if !a.nodes[node].unasked {
			for _, member := range a.nodes[node].members {
				shared[member]++
			}
		}
	}
	others := make([]int, 0, a.parts)
	for other := range a.parts {
		if other != part {
			others = append(others, other)
		}
	}
	apart := func(other int) int { return len(a.holders[other]) - 2*shared[other] }
	distance := func(other int) int { return max(other-part, part-other) }
	slices.SortFunc(others, func(x, y int) int {
		return cmp.Or(cmp.Compare(apart(x), apart(y)), cmp.Compare(distance(x), distance(y)), cmp.Compare(x, y))
	})
	return others
}
