package network

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func overlap(spots []Spot, boxes []Box) string {
	for i := range spots {
		for j := range i {
			if math.Abs(spots[i].X-spots[j].X) < (boxes[i].Width+boxes[j].Width)/2 && math.Abs(spots[i].Y-spots[j].Y) < (boxes[i].Height+boxes[j].Height)/2 {
				return fmt.Sprintf("%d at %v and %d at %v", i, spots[i], j, spots[j])
			}
		}
	}
	return ""
}

func boxesOf(nodes int) []Box {
	boxes := make([]Box, nodes)
	for v := range boxes {
		boxes[v] = Box{40 + float64(v*37%120), 42}
	}
	return boxes
}

func TestNamesDoNotOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nodes := rapid.IntRange(1, 40).Draw(t, "nodes")
		one := random("", rapid.Uint64().Draw(t, "seed"), nodes, rapid.IntRange(0, 120).Draw(t, "ties"), false, false)
		boxes := boxesOf(nodes)
		spots, width, height := Place(New(nodes, false, one.Ties), boxes)
		if wrong := overlap(spots, boxes); wrong != "" {
			t.Fatal(wrong)
		}
		for v, s := range spots {
			if !(s.X-boxes[v].Width/2 >= 0 && s.Y-boxes[v].Height/2 >= 0 && s.X+boxes[v].Width/2 <= width && s.Y+boxes[v].Height/2 <= height) {
				t.Fatalf("%d at %v lies outside %v × %v", v, s, width, height)
			}
		}
	})
}

// As many organisations as a drawing is meant for.
func TestThreeHundredNamesDoNotOverlap(t *testing.T) {
	one := random("", 3, 300, 700, false, false)
	boxes := boxesOf(300)
	g := New(300, false, one.Ties)
	spots, width, height := Place(g, boxes)
	if wrong := overlap(spots, boxes); wrong != "" {
		t.Fatal(wrong)
	}
	if again, _, _ := Place(g, boxes); !reflect.DeepEqual(again, spots) {
		t.Error("the same network is drawn otherwise")
	}
	t.Logf("measured: 300 organisations and %d ties are drawn on %.0f × %.0f, no names overlap", len(g.Ties()), width, height)
}

func BenchmarkPlace300(b *testing.B) {
	one := random("", 3, 300, 700, false, false)
	g, boxes := New(300, false, one.Ties), boxesOf(300)
	for b.Loop() {
		Place(g, boxes)
	}
}
