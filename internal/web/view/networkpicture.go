package view

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/koppelkans/koppelkans/internal/network"
)

// NetworkPicture is a drawn network, in pixels at its true size.
type NetworkPicture struct {
	Label         string
	Width, Height int
	Large         bool // it scrolls in its frame; otherwise it is made to fit
	Many          bool // its lines are thin, and do not tell whether both say so
	Rings         []PictureRing
	Ties          []PictureTies
	Dots          []NetworkDot
	Words         []PictureWord
	Unnamed       int // signs without a name in the drawing; the table has them all
}

// PictureTies are all ties of one class, as the path of a drawing.
type PictureTies struct{ Class, Path string }

// LineTo is a line as a part of such a path.
func LineTo(x1, y1, x2, y2 float64) string {
	return "M" + px(x1) + " " + px(y1) + "L" + px(x2) + " " + px(y2)
}

// NetworkDot is somebody in a network: a sign, which may have its name at a
// side.
type NetworkDot struct {
	X, Y, Scale  float64
	Shape, Class string
	Title        string   // the name whole, and how many lines; shown to who points at the sign
	Lines        []string // of the name; none when there is no room
	Up, Anchor   int      // as in network.Side
	Phone        bool     // its name is read on a phone too
}

const (
	nameSize    = 14.0 // of the letters of names; site.css has it too, and twice as much for phones
	nameWide    = 0.56 // of a letter on average and on the wide side, in sizes
	nameHigh    = 1.15 // of a line
	nameLine    = 20   // letters of a line
	nameLines   = 2
	letterAbove = 0.85
	letterBelow = 0.28
)

// Half is half the size of the sign.
func (d NetworkDot) Half() float64 { return nodeHalf * d.Scale }

// nameX and nameY are the point that the name hangs on.
func (d NetworkDot) nameX() float64 {
	switch aside := float64(d.Anchor); {
	case d.Up == 0:
		return d.X + aside*(d.Half()+network.NameGap)
	default:
		return d.X - aside*d.Half()
	}
}

func (d NetworkDot) nameY() float64 { return d.Y - float64(d.Up)*(d.Half()+network.NameGap) }

// fall is how far below that point the first line stands, in sizes of letters,
// so that it is right at every size.
func (d NetworkDot) fall() float64 {
	rest := float64(len(d.Lines)-1) * nameHigh
	switch d.Up {
	case 1:
		return -rest - letterBelow
	case -1:
		return letterAbove
	}
	return (letterAbove-letterBelow)/2 - rest/2
}

func (d NetworkDot) nameClass() string {
	class := "name"
	if d.Phone {
		class += " name-phone"
	}
	switch d.Anchor {
	case 1:
		return class + " axis-start"
	case -1:
		return class + " axis-end"
	}
	return class
}

// NameLines breaks a name in as many lines as a drawing has for it; what is
// longer is cut, and the table has it whole.
func NameLines(name string) []string {
	var lines []string
	for _, word := range strings.Fields(name) {
		last := len(lines) - 1
		if last >= 0 && (utf8.RuneCountInString(lines[last])+1+utf8.RuneCountInString(word) <= nameLine || last == nameLines-1) {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	for at := range lines {
		lines[at] = cut(lines[at], nameLine)
	}
	return lines
}

// LinesBox is the room that the lines of a name take.
func LinesBox(lines []string) network.Box {
	longest := 0
	for _, line := range lines {
		longest = max(longest, utf8.RuneCountInString(line))
	}
	return network.Box{Width: nameSize * nameWide * float64(longest), Height: nameSize * nameHigh * float64(len(lines))}
}

// WordBox is the room that the name of a sector takes.
func WordBox(word string) network.Box { return LinesBox([]string{word}) }

// em writes a length in sizes of letters.
func em(value float64) string { return hundredths(value) + "em" }

func hundredths(value float64) string {
	return strconv.FormatFloat(math.Round(value*100)/100, 'f', -1, 64)
}
