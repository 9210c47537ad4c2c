// Package picture paints drawings as PNG: what the pages show as SVG, for
// documents and programs that take no SVG. It paints what this program draws
// and no other SVG: straight lines, quarters of circles, dots, and text in the
// letters of the pages.
package picture

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/vector"
)

// Ink is how a mark looks. The same inks make SVG (view/chart.go) and PNG.
type Ink struct {
	Fill    string  // #rrggbb; "" is none
	Opacity float64 // 0 is whole
	Stroke  string
	Width   float64   // of the stroke; 0 is 1
	Dash    []float64 // drawn and left out in turn; none is a whole line
	Round   bool      // ends of the stroke are round
	Bold    bool      // of letters
	Italic  bool
}

func (i Ink) width() float64 {
	if i.Width > 0 {
		return i.Width
	}
	return 1
}

// Canvas is a picture that is painted on. Coordinates are those of the drawing;
// y runs down.
type Canvas struct {
	image   *image.RGBA
	scale   float64 // pixels for a unit
	letters *Letters
	pen     vector.Rasterizer
}

// mostPixels bounds the memory of a picture, four bytes a pixel. A larger one is
// painted with fewer pixels for a unit.
const mostPixels = 16 << 20

// New gives a white canvas with twice as many pixels as units, so that it is
// sharp on paper and on fine screens.
func New(width, height float64, letters *Letters) *Canvas {
	width, height = max(width, 1), max(height, 1)
	scale := min(2, math.Sqrt(mostPixels/(width*height)))
	c := &Canvas{scale: scale, letters: letters, image: image.NewRGBA(image.Rect(0, 0, int(math.Ceil(width*scale)), int(math.Ceil(height*scale))))}
	draw.Draw(c.image, c.image.Bounds(), image.White, image.Point{}, draw.Src)
	return c
}

// PNG writes the picture.
func (c *Canvas) PNG(to io.Writer) error { return png.Encode(to, c.image) }

// Size gives the picture's size in pixels.
func (c *Canvas) Size() (width, height int) {
	return c.image.Bounds().Dx(), c.image.Bounds().Dy()
}

// At paints a path as this program writes it (M, L, H, V, a and z), moved by
// (x, y).
func (c *Canvas) At(x, y float64, path string, ink Ink) { c.lines(moved(parse(path), x, y), ink) }

// Hatch paints slanted lines within a convex surface, so far apart; lines of two
// surfaces join.
func (c *Canvas) Hatch(x, y float64, path string, apart float64, ink Ink) {
	for _, shape := range moved(parse(path), x, y) {
		c.stroke(hatched(shape.points, apart), ink)
	}
}

func (c *Canvas) lines(lines []line, ink Ink) {
	if ink.Fill != "" {
		c.fill(lines, ink.Fill, ink.Opacity)
	}
	if ink.Stroke != "" {
		c.stroke(lines, ink)
	}
}

// Dot paints a circle.
func (c *Canvas) Dot(x, y, radius float64, ink Ink) {
	c.lines([]line{{points: around(point{x, y}, radius), closed: true}}, ink)
}

// fill paints surfaces.
func (c *Canvas) fill(shapes []line, hue string, opacity float64) {
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, shape := range shapes {
		for _, p := range shape.points {
			left, top, right, bottom = min(left, p.x), min(top, p.y), max(right, p.x), max(bottom, p.y)
		}
	}
	// What is far beside the picture, or nowhere (NaN), is not painted.
	const far = 20_000
	if !(left <= right && top <= bottom && left > -far && top > -far && right < far && bottom < far) {
		return
	}
	box := image.Rect(int(math.Floor(left*c.scale)), int(math.Floor(top*c.scale)), int(math.Ceil(right*c.scale))+1, int(math.Ceil(bottom*c.scale))+1)
	if !box.Overlaps(c.image.Bounds()) || box.Dx()*box.Dy() > 4*mostPixels {
		return
	}
	c.pen.Reset(box.Dx(), box.Dy())
	for _, shape := range shapes {
		for at, p := range shape.points {
			x, y := float32(p.x*c.scale-float64(box.Min.X)), float32(p.y*c.scale-float64(box.Min.Y))
			if at == 0 {
				c.pen.MoveTo(x, y)
			} else {
				c.pen.LineTo(x, y)
			}
		}
		c.pen.ClosePath()
	}
	c.paint(box, colourOf(hue, opacity))
}

// paint lays a colour where the pen went. What lies beside the canvas is cut
// off by the rasteriser only on the right and below, so the rest goes over a
// mask.
func (c *Canvas) paint(box image.Rectangle, hue color.Color) {
	source := image.NewUniform(hue)
	if box.In(c.image.Bounds()) {
		c.pen.Draw(c.image, box, source, image.Point{})
		return
	}
	mask := image.NewAlpha(image.Rect(0, 0, box.Dx(), box.Dy()))
	c.pen.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	draw.DrawMask(c.image, box, source, image.Point{}, mask, image.Point{}, draw.Over)
}

// colourOf reads #rrggbb; what is no colour is black.
func colourOf(text string, opacity float64) color.Color {
	var parts [3]uint8
	if len(text) == 4 {
		text = "#" + text[1:2] + text[1:2] + text[2:3] + text[2:3] + text[3:] + text[3:]
	}
	for at := range parts {
		if len(text) == 7 {
			parts[at] = nibble(text[1+2*at])<<4 | nibble(text[2+2*at])
		}
	}
	alpha := uint8(255)
	if opacity > 0 {
		alpha = uint8(math.Round(255 * min(opacity, 1)))
	}
	return color.NRGBA{parts[0], parts[1], parts[2], alpha}
}

func nibble(b byte) uint8 {
	switch {
	case b >= '0' && b <= '9':
		return b - '0'
	case b >= 'a' && b <= 'f':
		return b - 'a' + 10
	case b >= 'A' && b <= 'F':
		return b - 'A' + 10
	}
	return 0
}
