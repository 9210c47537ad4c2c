package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/quick"

	"github.com/koppelkans/koppelkans/internal/chart"
)

// fonts are those that the build puts in the program.
func fonts(t testing.TB) [3][]byte {
	t.Helper()
	var list [3][]byte
	for at, style := range []string{"400-normal", "700-normal", "400-italic"} {
		found, err := filepath.Glob("../web/assets/dist/atkinson-hyperlegible-next-latin-" + style + ".*.woff")
		if err != nil || len(found) != 1 {
			t.Fatalf("letters %s are not built: make generate", style)
		}
		if list[at], err = os.ReadFile(found[0]); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

func letters(t testing.TB) *Letters {
	t.Helper()
	f := fonts(t)
	l, err := LoadLetters(f[0], f[1], f[2])
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// ink tells how dark a picture is within a box of units: nought is white, one
// is black.
func ink(c *Canvas, left, top, right, bottom float64) float64 {
	dark, all := 0.0, 0.0
	for y := int(top * c.scale); y < int(bottom*c.scale); y++ {
		for x := int(left * c.scale); x < int(right*c.scale); x++ {
			dark += 1 - float64(color.GrayModel.Convert(c.image.At(x, y)).(color.Gray).Y)/255
			all++
		}
	}
	return dark / all
}

func near(t *testing.T, what string, got, want, by float64) {
	t.Helper()
	if math.Abs(got-want) > by {
		t.Errorf("%s: %.3f, not %.3f", what, got, want)
	}
}

var black = Ink{Fill: "#000000"}

func TestSurfacesHaveTheirSize(t *testing.T) {
	c := New(100, 100, letters(t))
	c.At(0, 0, "M10 10H50V30H10z", black)
	near(t, "a rectangle", ink(c, 10, 10, 50, 30), 1, 0)
	near(t, "the whole picture", ink(c, 0, 0, 100, 100), 0.08, 0.0005)
	c = New(100, 100, nil)
	c.Dot(50, 50, 40, black)
	near(t, "a dot", ink(c, 0, 0, 100, 100), math.Pi*0.16, 0.005)
	c = New(100, 100, nil)
	c.At(10, 20, "M20 0H60a20 20 0 0 1 20 20V20a20 20 0 0 1 -20 20H20a20 20 0 0 1 -20 -20V20a20 20 0 0 1 20 -20z", black)
	near(t, "a band with round ends", ink(c, 0, 0, 100, 100), (40*40+math.Pi*400)/10000, 0.005)
	c = New(100, 100, nil)
	c.At(0, 0, "M-50 40H150V60H-50z", black)
	near(t, "what reaches beside the picture", ink(c, 0, 0, 100, 100), 0.2, 0.001)
	c = New(100, 100, nil)
	c.At(0, 0, "M0 0H100V100H0z", Ink{Fill: "#000000", Opacity: 0.5})
	near(t, "half of black", ink(c, 0, 0, 100, 100), 0.5, 0.005)
}

func TestStrokes(t *testing.T) {
	for name, of := range map[string]struct {
		ink  Ink
		want float64
	}{
		"whole":  {Ink{Stroke: "#000000", Width: 4}, 80 * 4},
		"dashed": {Ink{Stroke: "#000000", Width: 4, Dash: []float64{7, 3}}, 80 * 4 * 0.7},
		"dotted": {Ink{Stroke: "#000000", Width: 4, Dash: []float64{0.001, 8}, Round: true}, 11 * math.Pi * 4},
		"round":  {Ink{Stroke: "#000000", Width: 4, Round: true}, 80*4 + math.Pi*4},
	} {
		c := New(100, 100, nil)
		c.At(0, 0, "M10 50L90 50", of.ink)
		near(t, name, ink(c, 0, 0, 100, 100)*10000, of.want, 0.05*of.want)
	}
	// A corner is painted once, not cut out where its parts overlap.
	c := New(100, 100, nil)
	c.At(0, 0, "M10 90L50 10L90 90L10 40", Ink{Stroke: "#000000", Width: 20})
	near(t, "a corner", ink(c, 48, 12, 52, 20), 1, 0.001)
}

// Lines of a hatch lie within their surface, as far apart as they are told.
func TestHatch(t *testing.T) {
	c := New(100, 100, nil)
	c.Hatch(10, 10, "M0 0H80V80H0z", 4, Ink{Stroke: "#000000", Width: 1})
	near(t, "within", ink(c, 12, 12, 88, 88), 0.25, 0.02)
	near(t, "beside", ink(c, 0, 0, 100, 8), 0, 0)
}

func TestText(t *testing.T) {
	l := letters(t)
	for anchor, sides := range map[string][2]bool{"start": {false, true}, "middle": {true, true}, "end": {true, false}} {
		c := New(300, 40, l)
		c.Text(150, 30, 20, anchor, "Haven ", "53 %", black)
		if got := [2]bool{ink(c, 0, 0, 149, 40) > 0, ink(c, 151, 0, 300, 40) > 0}; got != sides {
			t.Errorf("%s: left and right of its place are painted %v, not %v", anchor, got, sides)
		}
	}
	plain, bold := New(100, 40, l), New(100, 40, l)
	plain.Text(10, 30, 20, "start", "Haven", "", black)
	bold.Text(10, 30, 20, "start", "", "Haven", black)
	if ink(bold, 0, 0, 100, 40) <= ink(plain, 0, 0, 100, 40) {
		t.Error("what is strong is not darker")
	}
	// Letters that no font here has are still told, and end.
	for _, text := range []string{"NO₂ 20 μg/m³ µ", "Łódź ș ĳ", "中文", "\x00\xff", "\u0301"} {
		c := New(200, 40, l)
		c.Text(10, 30, 20, "start", text, "", black)
	}
	two := New(40, 40, l)
	two.Text(10, 30, 20, "start", "₂", "", black)
	near(t, "above a digit below the line", ink(two, 0, 0, 40, 20), 0, 0)
	if ink(two, 0, 20, 40, 40) == 0 {
		t.Error("₂ is not painted")
	}
}

// Whatever a drawing holds, painting it ends, and keeps to its memory.
func TestNothingBreaksAPicture(t *testing.T) {
	l := letters(t)
	check := func(path, text, hue string, x, y, width float64, dash []float64) bool {
		c := New(math.Abs(math.Mod(x, 300)), math.Abs(math.Mod(y, 300)), l)
		look := Ink{Fill: hue, Stroke: hue, Width: math.Mod(width, 50), Dash: dash}
		c.At(x, y, path, look)
		c.At(0, 0, "M0 0L"+strings.Repeat("9", 30)+" 5z", look)
		c.Text(x, y, math.Mod(width, 100), "middle", text, text, look)
		return c.PNG(&bytes.Buffer{}) == nil
	}
	if err := quick.Check(check, &quick.Config{MaxCount: 60}); err != nil {
		t.Error(err)
	}
	if wide, high := New(1e6, 1e6, l).Size(); wide*high > 2*mostPixels {
		t.Errorf("a picture of %d by %d", wide, high)
	}
}

func TestAChartIsAPicture(t *testing.T) {
	pen := chart.Pen{Value: func(float64) string { return "53 %" }, Number: func(float64) string { return "53" }, Tick: func(float64, int) string { return "5" }, Missing: "ontbreekt"}
	d := chart.Distribution{Title: "Eenzaam", Here: chart.Point{Label: "Hier", Value: chart.Of(53), Margin: chart.Between(45, 60)}, References: []chart.Point{{Label: "Waterhoven", Kind: chart.Municipality, Value: chart.Of(46)}}}.Draw(pen, chart.Wide)
	sheet := chart.Sheet{Title: "Eenzaam", Lines: []string{"Bron: GGD"}}.Around(d)
	var out bytes.Buffer
	if err := Chart(sheet, letters(t)).PNG(&out); err != nil {
		t.Fatal(err)
	}
	read, err := png.Decode(&out)
	if err != nil || read.Bounds() != image.Rect(0, 0, int(2*sheet.Width), int(2*sheet.Height)) {
		t.Fatalf("%v, %v", read.Bounds(), err)
	}
	// Every mark left something where its box says.
	c := Chart(sheet, letters(t))
	for _, m := range d.Marks {
		x, y := sheet.Parts[0].X, sheet.Parts[0].Y
		if ink(c, x+m.Box.Left-1, y+m.Box.Top-1, x+m.Box.Right+1, y+m.Box.Bottom+1) == 0 {
			t.Errorf("nothing of %s %q is painted", m.Role, m.Text)
		}
	}
}

// What is no font is refused, however it is broken.
func FuzzLetters(f *testing.F) {
	whole := fonts(f)[0]
	f.Add(whole)
	f.Add(whole[:1000])
	f.Add([]byte("wOFF"))
	f.Fuzz(func(t *testing.T, content []byte) {
		plain, err := unpack(content)
		if err == nil && len(plain) > mostLetters+4 {
			t.Fatalf("%d bytes", len(plain))
		}
	})
}

func BenchmarkChart(b *testing.B) {
	l := letters(b)
	pen := chart.Pen{Value: func(float64) string { return "53 %" }, Number: func(float64) string { return "53" }, Tick: func(float64, int) string { return "5" }}
	d := chart.Sheet{Title: "Eenzaam"}.Around(chart.Distribution{Here: chart.Point{Label: "Hier", Value: chart.Of(53)}, Ticks: true}.Draw(pen, chart.Wide))
	for b.Loop() {
		if err := Chart(d, l).PNG(&bytes.Buffer{}); err != nil {
			b.Fatal(err)
		}
	}
}
