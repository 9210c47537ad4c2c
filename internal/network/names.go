package network

import "math"

// Side is where a name stands at its node.
type Side struct {
	Up     int // 1 is above, 0 beside, -1 below
	Anchor int // 1: it begins at the node, -1: it ends there, 0: its middle stands there
}

// sidesInOrder are the sides that are tried, the best first.
var sidesInOrder = [...]Side{{-1, 0}, {1, 0}, {0, 1}, {0, -1}, {-1, 1}, {-1, -1}, {1, 1}, {1, -1}}

// NameGap is the room between a node and its name.
const NameGap = 3

// area is a part of a drawing.
type area struct{ left, top, right, bottom float64 }

func (a area) meets(b area) bool {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

// Names puts names in a drawing, one after another, such that none overlap and
// none stand outside of it.
type Names struct {
	frame Box
	spots []Spot
	half  []float64 // half the size of each node
	taken []area
}

// NewNames begins with a drawing of some size that has nodes and no names.
func NewNames(frame Box, spots []Spot, half []float64) *Names {
	return &Names{frame: frame, spots: spots, half: half}
}

// Keep keeps the room of a box around a spot free of names.
func (n *Names) Keep(middle Spot, box Box) {
	n.taken = append(n.taken, area{middle.X - box.Width/2, middle.Y - box.Height/2, middle.X + box.Width/2, middle.Y + box.Height/2})
}

// Put finds room for the name of a node where it lies over as few other nodes
// as can be, and at most over some; false when there is none. reserved is the
// box that is kept free of other names, name the one within it that may not lie
// over nodes.
func (n *Names) Put(node int, reserved, name Box, mostOver int) (Side, bool) {
	best, least := -1, mostOver+1
	for at, side := range sidesInOrder {
		room := n.room(node, side, reserved)
		if room.left < 0 || room.top < 0 || room.right > n.frame.Width || room.bottom > n.frame.Height || n.isTaken(room) {
			continue
		}
		if over := n.over(node, n.room(node, side, name)); over < least {
			best, least = at, over
		}
	}
	if best < 0 {
		return Side{}, false
	}
	n.taken = append(n.taken, n.room(node, sidesInOrder[best], reserved))
	return sidesInOrder[best], true
}

// room is where a name of some size stands at a side of a node.
func (n *Names) room(node int, side Side, name Box) area {
	spot, half := n.spots[node], n.half[node]
	left := spot.X - name.Width/2 // in the middle
	switch {
	case side.Up == 0 && side.Anchor > 0:
		left = spot.X + half + NameGap
	case side.Up == 0:
		left = spot.X - half - NameGap - name.Width
	case side.Anchor > 0:
		left = spot.X - half
	case side.Anchor < 0:
		left = spot.X + half - name.Width
	}
	top := spot.Y - name.Height/2
	switch side.Up {
	case 1:
		top = spot.Y - half - NameGap - name.Height
	case -1:
		top = spot.Y + half + NameGap
	}
	return area{left, top, left + name.Width, top + name.Height}
}

func (n *Names) isTaken(room area) bool {
	for _, other := range n.taken {
		if room.meets(other) {
			return true
		}
	}
	return false
}

// over counts the other nodes that lie under a name.
func (n *Names) over(node int, room area) (count int) {
	for other, spot := range n.spots {
		half := n.half[other]
		if other != node && math.Abs(spot.X-(room.left+room.right)/2) < half+(room.right-room.left)/2 && math.Abs(spot.Y-(room.top+room.bottom)/2) < half+(room.bottom-room.top)/2 {
			count++
		}
	}
	return count
}
