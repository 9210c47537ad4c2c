package overlay_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"github.com/koppelkans/koppelkans/internal/geo/hex"
	"github.com/koppelkans/koppelkans/internal/geo/overlay"
)

var grid = hex.RD100

func mustCover(t testing.TB, b orb.Bound) hex.Window {
	t.Helper()
	w, err := grid.Cover(b)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func mustIntersect(t testing.TB, w hex.Window, areas ...orb.MultiPolygon) overlay.Shares {
	t.Helper()
	shares, err := overlay.Intersect(w, areas)
	if err != nil {
		t.Fatal(err)
	}
	return shares
}

func total(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum
}

func TestSharesEqualClipping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		area := drawArea(t)
		w, err := grid.Cover(area.Bound())
		if err != nil {
			t.Fatal(err)
		}
		shares, err := overlay.Intersect(w, []orb.MultiPolygon{area})
		if err != nil {
			t.Fatal(err)
		}
		got := make([]float64, w.Len())
		for i, cell := range shares.Cells {
			got[cell] = shares.Area[i]
		}
		for i := range w.Len() {
			want := clipped(area, grid.Corners(w.Cell(i)))
			if math.Abs(got[i]-want) > 2*overlay.Epsilon*grid.CellArea() {
				t.Fatalf("cell %v: %.9f m², by clipping %.9f", w.Cell(i), got[i], want)
			}
		}
		if sum, want := total(shares.Area), planar.Area(area); math.Abs(sum-want) > 1e-6*(1+want) {
			t.Fatalf("shares are %.9f m² together, the area %.9f", sum, want)
		}
	})
}

// Triangles between corners and centres of cells: edges run through corners,
// through centres and along borders.
func TestTrianglesOnTheLattice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := hex.Cell{Q: rapid.Int32Range(-1500, 1500).Draw(t, "q"), R: rapid.Int32Range(-1500, 1500).Draw(t, "r")}
		var ring orb.Ring
		for range 3 {
			cell := hex.Cell{
				Q: start.Q + rapid.Int32Range(0, 5).Draw(t, "east"),
				R: start.R + rapid.Int32Range(0, 5).Draw(t, "north"),
			}
			corners := grid.Corners(cell)
			ring = append(ring, append(corners[:], grid.Centre(cell))[rapid.IntRange(0, 6).Draw(t, "point")])
		}
		area := orb.MultiPolygon{{append(ring, ring[0])}}
		w, err := grid.Cover(area.Bound())
		if err != nil {
			t.Fatal(err)
		}
		shares, err := overlay.Intersect(w, []orb.MultiPolygon{area})
		if err != nil {
			t.Fatal(err)
		}
		got := make([]float64, w.Len())
		for i, cell := range shares.Cells {
			got[cell] = shares.Area[i]
		}
		for i := range got {
			// The lattice meets at a twelfth of a cell; what touches without
			// surface must not come out at all.
			want := clipped(area, grid.Corners(w.Cell(i)))
			if math.Abs(got[i]-want) > 1e-5 || want < 1e-5 && got[i] != 0 {
				t.Fatalf("cell %v: %.9f m², by clipping %.9f", w.Cell(i), got[i], want)
			}
		}
	})
}

// A window that shows a part of an area gives the same cells the same shares.
func TestWindowOnlyHidesCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		area := drawArea(t)
		whole, err := grid.Cover(area.Bound())
		if err != nil {
			t.Fatal(err)
		}
		part := whole
		part.FirstRow += rapid.Int32Range(-2, whole.Rows).Draw(t, "row")
		part.FirstColumn += rapid.Int32Range(-2, whole.Columns).Draw(t, "column")
		part.Rows = rapid.Int32Range(1, whole.Rows).Draw(t, "rows")
		part.Columns = rapid.Int32Range(1, whole.Columns).Draw(t, "columns")
		areas := []orb.MultiPolygon{area}
		all, errAll := overlay.Intersect(whole, areas)
		some, errSome := overlay.Intersect(part, areas)
		if errAll != nil || errSome != nil {
			t.Fatal(errAll, errSome)
		}
		want := map[hex.Cell]float64{}
		for i, cell := range all.Cells {
			if _, ok := part.Index(whole.Cell(int(cell))); ok {
				want[whole.Cell(int(cell))] = all.Area[i]
			}
		}
		for i, cell := range some.Cells {
			at := part.Cell(int(cell))
			if math.Abs(some.Area[i]-want[at]) > 1e-6 {
				t.Fatalf("cell %v: %v in the part, %v in the whole", at, some.Area[i], want[at])
			}
			delete(want, at)
		}
		for cell, surface := range want {
			if surface > 2*overlay.Epsilon*grid.CellArea() {
				t.Fatalf("cell %v with %v m² is missing", cell, surface)
			}
		}
	})
}

// Areas made of whole cells: every edge lies on a border of cells, and every
// corner on a corner. Their cells are covered to the last bit and no neighbour
// is touched.
func TestWholeCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := hex.Cell{Q: rapid.Int32Range(-1500, 1500).Draw(t, "q"), R: rapid.Int32Range(-1500, 1500).Draw(t, "r")}
		chosen := map[hex.Cell]bool{start: true}
		at := start
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			at = at.Neighbours()[rapid.IntRange(0, 5).Draw(t, "direction")]
			chosen[at] = true
		}
		var area orb.MultiPolygon
		for cell := range chosen {
			area = append(area, orb.Polygon{grid.Ring(cell)})
		}
		w, err := grid.Cover(area.Bound())
		if err != nil {
			t.Fatal(err)
		}
		shares, err := overlay.Intersect(w, []orb.MultiPolygon{area})
		if err != nil {
			t.Fatal(err)
		}
		if len(shares.Cells) != len(chosen) {
			t.Fatalf("%d cells touched, %d made", len(shares.Cells), len(chosen))
		}
		for i, cell := range shares.Cells {
			if !chosen[w.Cell(int(cell))] || shares.Area[i] != grid.CellArea() {
				t.Fatalf("cell %v has %v", w.Cell(int(cell)), shares.Area[i])
			}
		}
	})
}

// The same cells as one ring around them: what lies inside is full without
// any edge near it.
func TestBigHexagonThroughCorners(t *testing.T) {
	const n = 40
	var ring orb.Ring
	for _, d := range grid.Corners(hex.Cell{}) {
		ring = append(ring, orb.Point{155000 + n*(d[0]-155000), 463000 + n*(d[1]-463000)})
	}
	area := orb.MultiPolygon{{append(ring, ring[0])}}
	w := mustCover(t, area.Bound())
	shares := mustIntersect(t, w, area)
	if sum, want := total(shares.Area), n*n*grid.CellArea(); math.Abs(sum/want-1) > 1e-13 {
		t.Errorf("%v m², want %v", sum, want)
	}
	full := 0
	for _, surface := range shares.Area {
		if surface == grid.CellArea() {
			full++
		}
	}
	if full < 1500 {
		t.Errorf("only %d full cells", full)
	}
}

func TestDegenerateRings(t *testing.T) {
	square := orb.Ring{{150010, 400020}, {150910, 400020}, {150910, 400920}, {150010, 400920}, {150010, 400020}}
	w := mustCover(t, square.Bound().Pad(500))
	want := mustIntersect(t, w, orb.MultiPolygon{{square}})
	reversed := square.Clone()
	reversed.Reverse()
	same := map[string]orb.MultiPolygon{
		"clockwise":       {{reversed}},
		"unclosed":        {{square[:4]}},
		"repeated points": {{{square[0], square[0], square[1], square[1], square[2], square[3], square[3], square[4], square[4]}}},
		"spike outward":   {{{square[0], square[1], {151300, 400500}, square[1], square[2], square[3], square[4]}}},
		"level spike":     {{{square[0], square[1], {151300, 400020}, square[1], square[2], square[3], square[4]}}},
		"empty parts":     {{}, {{}}, {square}, {{{150000, 400000}}}, {{{150000, 400000}, {150400, 400300}}}},
		"points in line":  {{square}, {{{150000, 400000}, {150400, 400300}, {150000, 400000}}}},
	}
	for name, area := range same {
		t.Run(name, func(t *testing.T) {
			got := mustIntersect(t, w, area)
			if diff := cmp.Diff(want.Cells, got.Cells); diff != "" {
				t.Fatal(diff)
			}
			for i := range got.Area {
				if math.Abs(got.Area[i]-want.Area[i]) > 1e-7 {
					t.Errorf("cell %d: %v, want %v", got.Cells[i], got.Area[i], want.Area[i])
				}
			}
		})
	}
}

// An area with more cells than fit in the work space is done in parts.
func TestAreaLargerThanTheWorkSpace(t *testing.T) {
	ring := orb.Ring{{40000, 320000}, {260000, 340000}, {255000, 600000}, {150000, 480000}, {30000, 590000}, {40000, 320000}}
	hole := orb.Ring{{100000, 400000}, {101000, 450000}, {140000, 401000}, {100000, 400000}}
	area := orb.MultiPolygon{{ring, hole}}
	w := mustCover(t, area.Bound())
	shares := mustIntersect(t, w, area)
	if sum, want := total(shares.Area), planar.Area(area); math.Abs(sum/want-1) > 1e-11 {
		t.Errorf("%v m², want %v", sum, want)
	}
	for i, cell := range shares.Cells {
		if i > 0 && cell <= shares.Cells[i-1] {
			t.Fatalf("cell %d after %d", cell, shares.Cells[i-1])
		}
		if i%997 == 0 {
			want := clipped(area, grid.Corners(w.Cell(int(cell))))
			if math.Abs(shares.Area[i]-want) > 1e-3 {
				t.Errorf("cell %d: %v m², by clipping %v", cell, shares.Area[i], want)
			}
		}
	}
}

func TestByCell(t *testing.T) {
	left := orb.MultiPolygon{{{{150000, 400000}, {150500, 400000}, {150500, 401000}, {150000, 401000}, {150000, 400000}}}}
	right := orb.MultiPolygon{{{{150500, 400000}, {151000, 400000}, {151000, 401000}, {150500, 401000}, {150500, 400000}}}}
	w := mustCover(t, left.Bound().Union(right.Bound()))
	shares := mustIntersect(t, w, left, right)
	turned := shares.ByCell(w.Len())
	seen := 0
	for cell := range w.Len() {
		areas, surface := turned.Of(cell)
		for i, area := range areas {
			cells, surfaces := shares.Of(int(area))
			found := false
			for j := range cells {
				found = found || int(cells[j]) == cell && surfaces[j] == surface[i]
			}
			if !found || i > 0 && areas[i-1] >= area {
				t.Fatalf("cell %d: area %d with %v", cell, area, surface[i])
			}
			seen++
		}
		if len(areas) == 2 && total(surface) > grid.CellArea()*(1+1e-12) {
			t.Errorf("cell %d is covered with %v", cell, total(surface))
		}
	}
	if seen != len(shares.Cells) {
		t.Errorf("%d shares, %d turned over", len(shares.Cells), seen)
	}
}

func TestBadCoordinatesAreNamed(t *testing.T) {
	good := orb.MultiPolygon{{{{0, 0}, {100, 0}, {0, 100}, {0, 0}}}}
	w := mustCover(t, good.Bound())
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e200} {
		area := orb.MultiPolygon{{{{0, 0}, {100, bad}, {0, 100}, {0, 0}}}}
		if _, err := overlay.Intersect(w, []orb.MultiPolygon{good, area}); err == nil {
			t.Errorf("%v went through", bad)
		}
		if _, err := overlay.CentreIn(w, []orb.MultiPolygon{good, area}); err == nil {
			t.Errorf("%v went through CentreIn", bad)
		}
	}
}

func TestNothing(t *testing.T) {
	w := mustCover(t, orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{100, 100}})
	far := orb.MultiPolygon{{{{5000, 0}, {5100, 0}, {5000, 100}, {5000, 0}}}}
	shares := mustIntersect(t, w, nil, orb.MultiPolygon{}, far)
	if diff := cmp.Diff([]int32{0, 0, 0, 0}, shares.Offsets); diff != "" {
		t.Error(diff)
	}
	owner, err := overlay.CentreIn(w, []orb.MultiPolygon{nil, far})
	if err != nil {
		t.Fatal(err)
	}
	for _, area := range owner {
		if area != -1 {
			t.Fatalf("a centre in area %d", area)
		}
	}
}

func TestCentreIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		areas := []orb.MultiPolygon{drawArea(t)}
		shifted := areas[0].Clone()
		for _, polygon := range shifted {
			for _, ring := range polygon {
				for i := range ring {
					ring[i][0] += 130
				}
			}
		}
		areas = append(areas, shifted)
		w, err := grid.Cover(areas[0].Bound())
		if err != nil {
			t.Fatal(err)
		}
		owner, err := overlay.CentreIn(w, areas)
		if err != nil {
			t.Fatal(err)
		}
		for i := range w.Len() {
			centre, want := grid.Centre(w.Cell(i)), int32(-1)
			for area := len(areas) - 1; area >= 0; area-- {
				if planar.MultiPolygonContains(areas[area], centre) {
					want = int32(area)
				}
			}
			if owner[i] != want {
				t.Fatalf("cell %v: area %d, want %d", w.Cell(i), owner[i], want)
			}
		}
	})
}
