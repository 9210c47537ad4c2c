package web

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"net/http"

	"github.com/koppelkans/koppelkans/internal/healthmap"
)

// stepColours run from three steps less, by the same, to three more: blue-green
// to brown-red, told apart without red and green, and by lightness in grey.
// They are those of map.css.
var stepColours = map[int]string{-3: "#1f6673", -2: "#5b9aa3", -1: "#b4d3d4", 0: "#f3f1ea", 1: "#f0c9a8", 2: "#d98559", 3: "#8f3f2b"}

// mapChangeSVG answers /kaart/{code}/verschil.svg: the difference as a picture.
func (s *site) mapChangeSVG(w http.ResponseWriter, r *http.Request) error {
	_, change, err := s.changeOf(r)
	if err != nil {
		return err
	}
	title := s.Catalogue.T(s.language(r), "mapchange.pictureTitle", map[string]any{
		"name": change.To.Ground.Name, "from": change.From.Values.Name, "fromYear": change.From.Values.Year, "to": change.To.Values.Name, "toYear": change.To.Values.Year,
	})
	return tagged(w, r, "image/svg+xml", drawChange(change, title))
}

func drawChange(change *healthmap.Change, title string) []byte {
	p := pictureOf(change.To)
	width, height := p.fit()
	var out bytes.Buffer
	p.begin(&out, width, height, title)
	for number := range p.scored.Grid.Cells {
		unit := number
		if p.units != nil {
			if unit = p.units.Largest(number); unit < 0 {
				continue
			}
		}
		x, y := at(p.scored.Grid.Cells[number])
		x, y = x-p.left, y-p.top
		step := change.Steps[unit]
		if !step.Known {
			fmt.Fprintf(&out, `<use href="#c" x="%s" y="%s" fill="url(#h)" stroke="#fff" stroke-width=".6"/>`, short(x), short(y))
			continue
		}
		by := clipped(step.By)
		fmt.Fprintf(&out, `<use href="#c" x="%s" y="%s" fill="%s" stroke="#fff" stroke-width=".6"/>`, short(x), short(y), stepColours[by])
		if p.units == nil && step.By != 0 {
			ink := inkOnPale
			if by == -stepBounds || by == stepBounds {
				ink = inkOnDeep
			}
			sign := map[bool]string{true: "+", false: "−"}[step.By > 0]
			fmt.Fprintf(&out, `<text x="%s" y="%s" fill="%s">%s%d</text>`, short(x), short(y+3.6), ink, sign, int(math.Abs(float64(step.By))))
		}
	}
	p.borders(&out)
	p.names(&out, func(area int) string {
		if p.units == nil {
			return ""
		}
		switch step := change.Steps[area]; {
		case !step.Known:
			return " ?"
		case step.By > 0:
			return fmt.Sprintf(" +%d", step.By)
		case step.By < 0:
			return fmt.Sprintf(" −%d", -step.By)
		}
		return " 0"
	})
	out.WriteString("</svg>")
	return out.Bytes()
}

// begin writes the head of a picture of a map.
func (p *picture) begin(out *bytes.Buffer, width, height float64, title string) {
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[2]d" viewBox="0 0 %[1]d %[2]d" font-family="Atkinson Hyperlegible Next,system-ui,sans-serif" font-weight="600" font-size="10" text-anchor="middle"><title>%[3]s</title><defs>%[4]s<path id="c" d="%[5]s"/></defs>`,
		int(math.Ceil(width)), int(math.Ceil(height)), html.EscapeString(title), hatchLines, hexPath())
}
