package chart

import "strings"

// Sheet is a chart that stands alone: with its title above, and below it the
// notes, and lines such as its source and its licence.
type Sheet struct {
	Title, Subtitle string
	Notes, Lines    []string
}

const (
	sheetEdge = 24.0
	titleSize = 20.0
)

// Around puts a title and lines around a drawing, in whole.
func (s Sheet) Around(inner Drawing) Drawing {
	c := canvas{}
	width := inner.Width
	y := sheetEdge
	y = c.paragraph(RoleTitle, s.Title, titleSize, sheetEdge, y, width/bolder)
	y = c.paragraph(RoleNote, s.Subtitle, wordSize, sheetEdge, y+2, width)
	y += 14
	part := Part{sheetEdge, y, inner}
	y += inner.Height + 14
	for _, text := range s.Notes {
		y = c.paragraph(RoleWord, text, wordSize, sheetEdge, y, width)
	}
	y += 8
	for _, text := range s.Lines {
		y = c.paragraph(RoleNote, text, tickSize, sheetEdge, y, width)
	}
	whole := c.drawing(width+2*sheetEdge, y+sheetEdge)
	whole.Parts = []Part{part}
	return whole
}

// paragraph writes a text in as many lines as it needs, and gives where it ends.
func (c *canvas) paragraph(role Role, text string, size, left, top, width float64) float64 {
	const leading = 1.35
	for _, line := range wrap(text, size, width) {
		c.write(label{role: role, text: line, size: size}, left, top+size, start)
		top += size * leading
	}
	return top
}

// wrap cuts a text in lines; a word that is longer than a line is shortened.
func wrap(text string, size, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		word = shorten(word, "", size, width)
		if with := strings.TrimPrefix(line+" "+word, " "); measure(with, "", size) <= width {
			line = with
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
