package web

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"net/http"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/healthmap"
)

// stepColours run from three steps less, by the same, to three more: blue-green
// to brown-red, told apart without red and green, and by lightness in grey.
// They are those of map/change.css.
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
	return tagged(w, r, "image/svg+xml", cellsSVG(changeCells(change), title))
}

// cellsSVG draws a map as SVG.
func cellsSVG(cells *mapCells, title string) []byte {
	var out bytes.Buffer
	width, height := cells.size()
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[2]d" viewBox="0 0 %[1]d %[2]d"><title>%[3]s</title>`, int(math.Ceil(width)), int(math.Ceil(height)), html.EscapeString(title))
	cells.draw(newSVGPaper(&out))
	out.WriteString("</g></svg>")
	return out.Bytes()
}

// changeCells are the cells of a map that show what changed.
func changeCells(change *healthmap.Change) *mapCells {
	cells := newCells(change.To)
	cells.look = func(unit int) cellLook { return changeLook(change.Steps[unit]) }
	cells.says = func(area int) string {
		if step := change.Steps[area]; step.Known {
			return plusMinus(step.By)
		}
		return "?"
	}
	return cells
}

func changeLook(step healthmap.Step) cellLook {
	if !step.Known {
		return cellLook{}
	}
	by := clipped(step.By)
	look := cellLook{fill: stepColours[by], ink: inkOnPale}
	if by == -stepBounds || by == stepBounds {
		look.ink = inkOnDeep
	}
	if step.By != 0 {
		look.text = plusMinus(step.By)
	}
	return look
}

// plusMinus writes a difference in a drawing.
func plusMinus(by int) string {
	switch {
	case by > 0:
		return "+" + strconv.Itoa(by)
	case by < 0:
		return "−" + strconv.Itoa(-by)
	}
	return "0"
}
