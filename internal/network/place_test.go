package network

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// drawn is a network with the groups and the nearness that a drawing needs.
func drawn(nodes, ties, groups int, seed uint64) (*Graph, []float64, []int) {
	one := random("", seed, nodes, ties, false, false)
	g := New(nodes, false, one.Ties)
	group := make([]int, nodes)
	for v := range group {
		group[v] = (v*7 + int(seed%5)) % groups
	}
	return g, g.Closeness(), group
}

// Whatever the network: nobody lies outside, nobody lies upon another, and who is
// nearer to all others never lies further from the middle.
func TestSpotsLieApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nodes := rapid.IntRange(1, 120).Draw(t, "nodes")
		g, near, group := drawn(nodes, rapid.IntRange(0, 260).Draw(t, "ties"), rapid.IntRange(1, 4).Draw(t, "groups"), rapid.Uint64().Draw(t, "seed"))
		spots, _ := Place(g, near, group, 4)
		rings := 0
		for room := 1; room < nodes; room += 6 * rings {
			rings++
		}
		far := func(s Spot) float64 { return math.Hypot(s.X, s.Y) }
		for u, a := range spots {
			if !(far(a) <= 1+1e-9) {
				t.Fatalf("%d lies at %v", u, a)
			}
			for v, b := range spots[:u] {
				if apart := math.Hypot(a.X-b.X, a.Y-b.Y); apart < 0.6/float64(rings) {
					t.Fatalf("%d and %d lie %v apart, on %d rings", u, v, apart, rings)
				}
				if near[u] > near[v] && far(a) > far(b)+1e-9 || near[u] < near[v] && far(a) < far(b)-1e-9 {
					t.Fatalf("%d at %v is %v near, %d at %v is %v", u, a, near[u], v, b, near[v])
				}
			}
		}
	})
}

// As many organisations as are drawn: the same network gets the same drawing,
// groups lie together, and ties are shorter than when nobody turns to anybody.
func TestThreeHundredAreDrawn(t *testing.T) {
	g, near, group := drawn(300, 584, 4, 3)
	spots, sectors := Place(g, near, group, 4)
	if again, _ := Place(g, near, group, 4); !reflect.DeepEqual(again, spots) {
		t.Error("the same network is drawn otherwise")
	}
	outside := 0
	for v, s := range spots {
		aside := math.Abs(math.Remainder(math.Atan2(s.Y, s.X)-sectors[group[v]].Middle(), 2*math.Pi))
		if aside > (sectors[group[v]].To-sectors[group[v]].From)/2+0.05 {
			outside++
		}
	}
	if outside > 30 {
		t.Errorf("%d of 300 lie outside the sector of their group", outside)
	}
	length := func(spots []Spot) (total float64) {
		for _, tie := range g.Ties() {
			total += math.Hypot(spots[tie.From].X-spots[tie.To].X, spots[tie.From].Y-spots[tie.To].Y)
		}
		return total
	}
	p := placing{graph: g, group: group, sectors: sectors, ring: rings(g, near), angle: make([]float64, 300)}
	p.cells = p.inCells()
	p.spread()
	unturned := make([]Spot, 300)
	for v := range unturned {
		unturned[v] = p.spot(v)
	}
	if length(spots) > 0.92*length(unturned) {
		t.Errorf("ties are %.1f long, %.1f without turning", length(spots), length(unturned))
	}
	t.Logf("measured: ties of 300 organisations are %.0f%% as long as without turning; %d lie outside their sector", 100*length(spots)/length(unturned), outside)
}

func TestNamesDoNotOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, near, group := drawn(rapid.IntRange(1, 80).Draw(t, "nodes"), 100, 3, rapid.Uint64().Draw(t, "seed"))
		spots, _ := Place(g, near, group, 3)
		half := make([]float64, len(spots))
		for v := range spots {
			spots[v], half[v] = Spot{360 + 280*spots[v].X, 340 + 280*spots[v].Y}, 6
		}
		frame, mostOver := Box{720, 680}, rapid.IntRange(0, 2).Draw(t, "over")
		names := NewNames(frame, spots, half)
		var stand []area
		for v := range spots {
			name := Box{40 + float64(v*37%90), 16}
			side, is := names.Put(v, Box{2 * name.Width, 2 * name.Height}, name, mostOver)
			if !is {
				continue
			}
			room := names.room(v, side, name)
			if room.left < 0 || room.top < 0 || room.right > frame.Width || room.bottom > frame.Height {
				t.Fatalf("%d stands outside: %v", v, room)
			}
			if over := names.over(v, room); over > mostOver {
				t.Fatalf("%d lies over %d others", v, over)
			}
			for _, other := range stand {
				if room.meets(other) {
					t.Fatalf("%v and %v overlap", room, other)
				}
			}
			stand = append(stand, room)
		}
		if len(stand) == 0 {
			t.Fatal("nobody is named")
		}
	})
}

func BenchmarkPlace300(b *testing.B) {
	g, near, group := drawn(300, 584, 4, 3)
	for b.Loop() {
		Place(g, near, group, 4)
	}
}
