package web

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/network"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// shapeOf gives the shape of an organisation: what its first domain is, or that
// it is one of residents.
func shapeOf(sort partnership.OrganisationSort, domains []string) string {
	if sort == partnership.Residents {
		return view.ShapeResidents
	}
	for _, domain := range domains {
		switch partnership.Domain(domain) {
		case partnership.Physical:
			return view.ShapePhysical
		case partnership.Social:
			return view.ShapeSocial
		}
	}
	return view.ShapeOther
}

// Measures of a drawing, in pixels where it has its true size.
const (
	mostDrawn   = 300   // organisations; of more, those with most lines
	drawnRadius = 296.0 // of a drawing that fits beside a text
	besideIt    = 64.0  // room for names on both sides
	aboveIt     = 46.0  // and above and below, for those of sectors
	roomyNodes  = 40    // of so many all names are shown, in a somewhat larger drawing if need be
	roomier     = 1.08
	mostRoomier = 1.15
	alwaysNamed = 12 // names that may lie over some signs, where there are many
	overSigns   = 8
	phoneNames  = 7 // names that are also read on a phone, in letters of twice the size
)

// networkDrawing is a drawing in the making, of the organisations that fit in.
type networkDrawing struct {
	*networkTeller
	nodes   []int       // where the drawn organisations stand in the network
	at      map[int]int // and back
	graph   *network.Graph
	spots   []network.Spot
	sectors []network.Sector
}

// picture draws the network; who would make it fall apart has a ring around it.
// A large drawing has room for more names, and scrolls in its frame.
func (t *networkTeller) picture() view.NetworkPicture {
	d := &networkDrawing{networkTeller: t, at: map[int]int{}}
	d.choose()
	var ties []network.Tie
	for _, tie := range t.n.Graph.Ties() {
		if from, to, drawn := d.ends(tie.From, tie.To); drawn {
			ties = append(ties, network.Tie{From: from, To: to, Length: 1})
		}
	}
	d.graph = network.New(len(d.nodes), false, ties)
	near, group := make([]float64, len(d.nodes)), make([]int, len(d.nodes))
	for at, node := range d.nodes {
		near[at], group[at] = t.n.Measured.Closeness[node], slices.Index(view.Shapes, d.shape(node))
	}
	d.spots, d.sectors = network.Place(d.graph, near, group, len(view.Shapes))
	radius := d.radius()
	drawn, whole := d.draw(radius)
	for grown := 1.0; !whole && len(d.nodes) <= roomyNodes && grown < mostRoomier; {
		grown *= roomier
		drawn, whole = d.draw(radius * grown)
	}
	return drawn
}

// choose picks the organisations with most lines, when there are more than fit.
func (d *networkDrawing) choose() {
	for node := range d.n.Organisations {
		d.nodes = append(d.nodes, node)
	}
	degree := d.n.Measured.Degree
	slices.SortStableFunc(d.nodes, func(a, b int) int { return cmp.Compare(degree[b], degree[a]) })
	d.nodes = d.nodes[:min(len(d.nodes), mostDrawn)]
	slices.Sort(d.nodes)
	for at, node := range d.nodes {
		d.at[node] = at
	}
}

// ends gives where two organisations stand in the drawing, when both do.
func (d *networkDrawing) ends(a, b int) (from, to int, drawn bool) {
	from, hasFrom := d.at[a]
	to, hasTo := d.at[b]
	return from, to, hasFrom && hasTo
}

func (d *networkDrawing) shape(node int) string {
	one := d.n.Organisations[node]
	return shapeOf(one.Sort, one.Domains)
}

// radius grows with the room that names need in a large drawing; otherwise only
// few organisations need less.
func (d *networkDrawing) radius() float64 {
	switch n := float64(len(d.nodes)); {
	case n <= 7:
		return drawnRadius * 0.6
	case d.large && n > roomyNodes:
		return drawnRadius * math.Sqrt(n/roomyNodes)
	}
	return drawnRadius
}

// many tells whether there are so many that lines are drawn thinner.
func (d *networkDrawing) many() bool { return len(d.nodes) > roomyNodes && !d.large }

// over is over how many signs the name at a place in the order may lie.
func (d *networkDrawing) over(place int) int {
	if d.many() && place < alwaysNamed {
		return overSigns
	}
	return 0
}

// scale is how large the sign of a node is: larger with more lines, and smaller
// among many.
func (d *networkDrawing) scale(at int, degree []int) float64 {
	least, most := 0.85, 1.25
	if d.many() {
		least = max(0.4, least*math.Sqrt(roomyNodes/float64(len(d.nodes))))
		most = min(most, 2.4*least)
	}
	top := max(1, slices.Max(degree))
	return least + (most-least)*math.Sqrt(float64(degree[at])/float64(top))
}

// draw makes the drawing; whole tells whether every name stands in it.
func (d *networkDrawing) draw(radius float64) (drawn view.NetworkPicture, whole bool) {
	middle := network.Spot{X: radius + besideIt, Y: radius + aboveIt}
	drawn = view.NetworkPicture{
		Label: d.p.T("network.pictureAlt", "n", len(d.nodes)), Width: int(2 * middle.X), Height: int(2 * middle.Y), Large: d.large, Many: d.many(),
	}
	for ring := 3; ring >= 1; ring-- {
		drawn.Rings = append(drawn.Rings, view.PictureRing{X: middle.X, Y: middle.Y, R: radius * float64(ring) / 3, Class: "target target-" + strconv.Itoa(ring)})
	}
	spots, half, degree := make([]network.Spot, len(d.nodes)), make([]float64, len(d.nodes)), d.graph.Degree()
	for at, node := range d.nodes {
		spots[at] = network.Spot{X: middle.X + radius*0.94*d.spots[at].X, Y: middle.Y + radius*0.94*d.spots[at].Y}
		dot := view.NetworkDot{X: spots[at].X, Y: spots[at].Y, Scale: d.scale(at, degree), Shape: d.shape(node), Title: d.title(node)}
		half[at] = dot.Half()
		drawn.Dots = append(drawn.Dots, dot)
	}
	for _, cut := range d.n.Measured.Cuts {
		if at, is := d.at[cut.Node]; is {
			drawn.Dots[at].Class = "node-cut"
		}
	}
	drawn.Ties = d.ties(spots)
	names := network.NewNames(network.Box{Width: 2 * middle.X, Height: 2 * middle.Y}, spots, half)
	drawn.Words = d.sectorNames(names, middle, radius)
	named := d.name(names, drawn.Dots)
	drawn.Unnamed = len(d.nodes) - named
	return drawn, drawn.Unnamed == 0
}

func (d *networkDrawing) title(node int) string {
	return d.n.Organisations[node].Name + ", " + d.p.T("network.nTies", "n", d.n.Measured.Degree[node])
}

// ties gives the lines, those of one strength together, strong ones on top.
func (d *networkDrawing) ties(spots []network.Spot) []view.PictureTies {
	paths := map[string]*strings.Builder{}
	for _, tie := range d.n.Ties {
		from, to, drawn := d.ends(d.n.Node(tie.A), d.n.Node(tie.B))
		if !drawn {
			continue
		}
		class := "tie tie-" + strconv.FormatInt(tie.Strength, 10)
		if !tie.BothSay {
			class += " tie-single"
		}
		if paths[class] == nil {
			paths[class] = &strings.Builder{}
		}
		paths[class].WriteString(view.LineTo(spots[from].X, spots[from].Y, spots[to].X, spots[to].Y))
	}
	var list []view.PictureTies
	for class, path := range paths {
		list = append(list, view.PictureTies{Class: class, Path: path.String()})
	}
	slices.SortFunc(list, func(a, b view.PictureTies) int { return cmp.Compare(a.Class, b.Class) })
	return list
}

// sectorNames puts the name of each group at the edge of its sector.
func (d *networkDrawing) sectorNames(names *network.Names, middle network.Spot, radius float64) []view.PictureWord {
	var list []view.PictureWord
	for at, sector := range d.sectors {
		if sector.From == sector.To {
			continue
		}
		text := d.p.T("network.shape." + view.Shapes[at])
		box := view.WordBox(text)
		x := middle.X + (radius+24)*math.Cos(sector.Middle())
		x = max(box.Width/2+2, min(x, 2*middle.X-box.Width/2-2))
		y := middle.Y + (radius+24)*math.Sin(sector.Middle())
		names.Keep(network.Spot{X: x, Y: y}, box)
		list = append(list, view.PictureWord{X: x, Y: y + 5, Text: text, Class: "axis ring-name"})
	}
	return list
}

// name puts the names of those through whom most ways lead first, and tells how
// many it has put. In a drawing that is made to fit, the first are read on a
// phone too, and have the room for that.
func (d *networkDrawing) name(names *network.Names, dots []view.NetworkDot) (named int) {
	order := d.byImportance()
	try := func(at, over int, phone bool) {
		lines := view.NameLines(calledShort(d.n.Organisations[d.nodes[at]]))
		box := view.LinesBox(lines)
		reserved := box
		if phone {
			reserved = network.Box{Width: 2 * box.Width, Height: 2 * box.Height}
		}
		if side, is := names.Put(at, reserved, box, over); is {
			dots[at].Lines, dots[at].Up, dots[at].Anchor, dots[at].Phone = lines, side.Up, side.Anchor, phone
			named++
		}
	}
	for place, at := range order {
		if d.large || named == phoneNames {
			break
		}
		try(at, d.over(place), true)
	}
	for place, at := range order {
		if dots[at].Lines == nil {
			try(at, d.over(place), false)
		}
	}
	return named
}

func (d *networkDrawing) byImportance() []int {
	order := make([]int, len(d.nodes))
	for at := range order {
		order[at] = at
	}
	m := d.n.Measured
	slices.SortStableFunc(order, func(a, b int) int {
		a, b = d.nodes[a], d.nodes[b]
		return cmp.Or(cmp.Compare(m.Betweenness[b], m.Betweenness[a]), cmp.Compare(m.Degree[b], m.Degree[a]))
	})
	return order
}
