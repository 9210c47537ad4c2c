package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// Letters are the fonts that text is painted in. They may be used by several
// goroutines at once.
type Letters struct{ regular, bold, italic *face }

// LoadLetters reads fonts of the format WOFF.
func LoadLetters(regular, bold, italic []byte) (*Letters, error) {
	var faces [3]*face
	for at, content := range [3][]byte{regular, bold, italic} {
		plain, err := unpack(content)
		if err != nil {
			return nil, err
		}
		parsed, err := sfnt.Parse(plain)
		if err != nil {
			return nil, fmt.Errorf("letters: %w", err)
		}
		faces[at] = &face{font: parsed, known: map[rune]glyph{}}
	}
	return &Letters{faces[0], faces[1], faces[2]}, nil
}

// face is one font with the outlines that were used.
type face struct {
	font  *sfnt.Font
	mu    sync.Mutex
	known map[rune]glyph
}

// glyph is a letter of size 1, with its baseline at nought.
type glyph struct {
	lines   []line
	advance float64
}

// em is the size at which outlines are read.
const em = 1000

// of gives a letter; one that the font does not have as a box.
func (f *face) of(r rune) glyph {
	f.mu.Lock()
	defer f.mu.Unlock()
	if known, is := f.known[r]; is {
		return known
	}
	made, is := f.read(r)
	if !is {
		like, size, down := likeness(r)
		if other, is := f.read(like); is {
			made = other.shrunk(size, down)
		}
	}
	f.known[r] = made
	return made
}

// read gives a letter of the font; false when it has only a box for it.
func (f *face) read(r rune) (glyph, bool) {
	var buffer sfnt.Buffer
	made := glyph{}
	index, err := f.font.GlyphIndex(&buffer, r)
	if err == nil {
		if advance, err := f.font.GlyphAdvance(&buffer, index, fixed.I(em), font.HintingNone); err == nil {
			made.advance = length(advance)
		}
		if outline, err := f.font.LoadGlyph(&buffer, index, fixed.I(em), nil); err == nil {
			made.lines = flat(outline)
		}
	}
	return made, index != 0
}

// shrunk gives a letter of another size, that far down.
func (g glyph) shrunk(size, down float64) glyph {
	g.advance *= size
	for _, one := range g.lines {
		for at, p := range one.points {
			one.points[at] = point{p.x * size, p.y*size + down}
		}
	}
	return g
}

// likeness gives what stands for a letter that the font does not have: of the
// digits below a line those on it, smaller and lower, as in NO₂; a u for
// micro, as in ug/m³; a letter without its accent.
func likeness(r rune) (like rune, size, down float64) {
	switch {
	case r >= '₀' && r <= '₉':
		return '0' + r - '₀', 0.62, 0.12
	case r == 'μ' || r == 'µ':
		return 'u', 1, 0
	}
	for _, plain := range norm.NFD.String(string(r)) {
		return plain, 1, 0
	}
	return r, 1, 0
}

func length(x fixed.Int26_6) float64 { return float64(x) / 64 / em }

func at(p fixed.Point26_6) point { return point{length(p.X), length(p.Y)} }

// curveSteps is in how many straight pieces a curve of a letter is painted.
const curveSteps = 6

// flat makes straight pieces of an outline.
func flat(outline sfnt.Segments) []line {
	var lines []line
	for _, s := range outline {
		if s.Op == sfnt.SegmentOpMoveTo {
			lines = append(lines, line{points: []point{at(s.Args[0])}, closed: true})
			continue
		}
		now := &lines[len(lines)-1]
		from := now.points[len(now.points)-1]
		if s.Op == sfnt.SegmentOpLineTo {
			now.points = append(now.points, at(s.Args[0]))
			continue
		}
		for step := 1; step <= curveSteps; step++ {
			t := float64(step) / curveSteps
			u := 1 - t
			a, b := at(s.Args[0]), at(s.Args[1])
			if s.Op == sfnt.SegmentOpQuadTo {
				now.points = append(now.points, point{u*u*from.x + 2*u*t*a.x + t*t*b.x, u*u*from.y + 2*u*t*a.y + t*t*b.y})
				continue
			}
			c := at(s.Args[2])
			now.points = append(now.points, point{u*u*u*from.x + 3*u*u*t*a.x + 3*u*t*t*b.x + t*t*t*c.x, u*u*u*from.y + 3*u*u*t*a.y + 3*u*t*t*b.y + t*t*t*c.y})
		}
	}
	return lines
}

func (l *Letters) face(bold, italic bool) *face {
	switch {
	case bold:
		return l.bold
	case italic:
		return l.italic
	}
	return l.regular
}

// Text paints a text with a strong part behind it; anchor says whether x is
// where it starts, its middle or its end. A stroke lies below the letters.
func (c *Canvas) Text(x, y, size float64, anchor, text, strong string, ink Ink) {
	type part struct {
		text string
		face *face
	}
	parts := []part{{text, c.letters.face(ink.Bold, ink.Italic)}, {strong, c.letters.face(true, false)}}
	width := 0.0
	for _, p := range parts {
		for _, r := range p.text {
			width += p.face.of(r).advance * size
		}
	}
	switch anchor {
	case "middle":
		x -= width / 2
	case "end":
		x -= width
	}
	var outlines []line
	for _, p := range parts {
		for _, r := range p.text {
			letter := p.face.of(r)
			for _, one := range letter.lines {
				moved := line{points: make([]point, len(one.points)), closed: true}
				for at, p := range one.points {
					moved.points[at] = point{x + p.x*size, y + p.y*size}
				}
				outlines = append(outlines, moved)
			}
			x += letter.advance * size
		}
	}
	if ink.Stroke != "" {
		c.stroke(outlines, ink)
	}
	c.fill(outlines, ink.Fill, 0)
}

// mostLetters bounds a font.
const mostLetters = 1 << 20

// unpack makes a font that programs read (sfnt) of one that browsers read
// (WOFF 1.0, https://www.w3.org/TR/WOFF/): the same tables, packed one by one.
func unpack(woff []byte) ([]byte, error) {
	broken := errors.New("letters: not a font of the format WOFF")
	if len(woff) < 44 || string(woff[:4]) != "wOFF" {
		return nil, broken
	}
	count := int(binary.BigEndian.Uint16(woff[12:]))
	head := 12 + 16*count
	if len(woff) < 44+20*count {
		return nil, broken
	}
	plain := make([]byte, head, mostLetters)
	copy(plain, woff[4:8])
	binary.BigEndian.PutUint16(plain[4:], uint16(count))
	for n := range count {
		entry := woff[44+20*n:]
		offset, packed, size := binary.BigEndian.Uint32(entry[4:]), binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		if uint64(offset)+uint64(packed) > uint64(len(woff)) || len(plain)+int(size) > mostLetters {
			return nil, broken
		}
		table := woff[offset : offset+packed]
		if packed < size {
			reader, err := zlib.NewReader(bytes.NewReader(table))
			if err != nil {
				return nil, fmt.Errorf("%w: %w", broken, err)
			}
			if table, err = io.ReadAll(io.LimitReader(reader, int64(size)+1)); err != nil {
				return nil, fmt.Errorf("%w: %w", broken, err)
			}
		}
		if len(table) != int(size) {
			return nil, broken
		}
		to := plain[12+16*n:]
		copy(to, entry[:4])
		copy(to[4:8], entry[16:20]) // checksum
		binary.BigEndian.PutUint32(to[8:], uint32(len(plain)))
		binary.BigEndian.PutUint32(to[12:], size)
		plain = append(plain, table...)
		for len(plain)%4 != 0 {
			plain = append(plain, 0)
		}
	}
	return plain, nil
}
