package web

import (
	"fmt"
	"math"
	"slices"

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

// picture draws the network; who would make it fall apart has a ring around it.
func (t *networkTeller) picture() view.NetworkPicture {
	boxes := make([]network.Box, len(t.n.Organisations))
	nodes := make([]view.PictureNode, len(t.n.Organisations))
	for at, one := range t.n.Organisations {
		nodes[at] = view.PictureNode{Name: view.PictureName(calledShort(one)), Shape: shapeOf(one.Sort, one.Domains)}
		boxes[at] = view.NameBox(nodes[at].Name)
	}
	spots, width, height := network.Place(t.n.Graph, boxes)
	for at, spot := range spots {
		nodes[at].X, nodes[at].Y = view.Drawn(spot)
	}
	for _, cut := range t.n.Measured.Cuts {
		nodes[cut.Node].Class = "node-cut"
	}
	drawn := view.NetworkPicture{Label: t.p.T("network.pictureAlt", "n", len(nodes)), Width: int(math.Ceil(width)), Height: int(math.Ceil(height)), Nodes: nodes}
	for _, tie := range t.n.Ties {
		from, to := nodes[t.n.Node(tie.A)], nodes[t.n.Node(tie.B)]
		line := view.PictureLine{X1: from.X, Y1: from.Y, X2: to.X, Y2: to.Y, Class: fmt.Sprintf("tie tie-%d", tie.Strength)}
		if !tie.BothSay {
			line.Class += " tie-single"
		}
		drawn.Lines = append(drawn.Lines, line)
	}
	slices.SortStableFunc(drawn.Lines, func(a, b view.PictureLine) int { // strong ones on top
		if a.Class == b.Class {
			return 0
		}
		if a.Class < b.Class {
			return -1
		}
		return 1
	})
	return drawn
}
