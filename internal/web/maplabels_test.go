package web

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// Names lie over no other, the largest areas keep theirs, and where there is
// room all are there.
func TestNamesOnMapsLieFree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for world := range 200 {
		var labels []label
		for n := range 1 + random.IntN(120) {
			labels = append(labels, label{x: random.Float64() * 900, y: random.Float64() * 700, text: fmt.Sprintf("Buurt %*d", random.IntN(14), n), weight: float64(random.IntN(60))})
		}
		placed := apart(labels)
		if len(placed) == 0 {
			t.Fatal("no name finds a place")
		}
		for at, one := range placed {
			for _, other := range placed[:at] {
				if one.over(other) {
					t.Fatalf("world %d: %q lies over %q", world, one.text, other.text)
				}
			}
		}
		heaviest := placed[0]
		for _, one := range labels {
			if one.weight > heaviest.weight {
				t.Fatalf("world %d: %q is the largest and has no name", world, one.text)
			}
		}
	}
	far := []label{{x: 100, y: 100, text: "A"}, {x: 100, y: 160, text: "B"}, {x: 400, y: 100, text: "C"}}
	if placed := apart(far); len(placed) != len(far) {
		t.Errorf("%d of %d names that are in nobody's way are there", len(placed), len(far))
	}
}
