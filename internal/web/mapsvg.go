package web

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"strconv"
)

// scoreColours is the ramp of tokens.css; a picture that stands alone cannot
// read the tokens of a page.
var scoreColours = [9]string{"#f6f1d7", "#f2dfb2", "#f3c98d", "#f1ac6f", "#ea8d60", "#d77060", "#a64a59", "#763153", "#451c3d"}

const (
	inkOnPale  = "#17211f"
	inkOnDeep  = "#ffffff"
	deepFrom   = 6
	svgEdge    = 10.0 // of a cell in the picture
	scoreDown  = 3.6  // from the middle of a text to its baseline
	nameDown   = 6.0
	hatchLines = `<pattern id="h" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V4" stroke="#17211f" stroke-width=".7"/></pattern>`
)

// mapSVG answers /kaart/{code}/kaart.svg: the map as a picture, for a browser
// without script and for paper.
func (s *site) mapSVG(w http.ResponseWriter, r *http.Request) error {
	_, scored, err := s.scored(r)
	if err != nil {
		return err
	}
	title := s.Catalogue.T(s.language(r), "map.stillTitle", map[string]any{"name": scored.Ground.Name, "set": scored.Values.Name, "year": scored.Values.Year})
	return tagged(w, r, "image/svg+xml", cellsSVG(newCells(scored), title))
}

// mapPaper is what a map is drawn on: SVG, or a picture of pixels. Coordinates
// are those of the picture; y runs down.
type mapPaper interface {
	// cell draws a cell by its middle.
	cell(x, y float64, fill string)
	// hatch draws over a cell what is not known, or not whole.
	hatch(x, y, opacity float64)
	score(x, y float64, ink, text string)
	borders(path string)
	name(x, y float64, text string)
}

// svgPaper draws a map as SVG.
type svgPaper struct{ out *bytes.Buffer }

// newSVGPaper begins the group that the cells lie in.
func newSVGPaper(out *bytes.Buffer) svgPaper {
	fmt.Fprintf(out, `<defs>%s<path id="c" d="%s"/></defs><g font-family="Atkinson Hyperlegible Next,system-ui,sans-serif" font-weight="600" font-size="10" text-anchor="middle">`, hatchLines, hexPath())
	return svgPaper{out}
}

func (p svgPaper) cell(x, y float64, fill string) {
	if fill == "" {
		fill = "url(#h)"
	}
	fmt.Fprintf(p.out, `<use href="#c" x="%s" y="%s" fill="%s" stroke="#fff" stroke-width=".6"/>`, short(x), short(y), fill)
}

func (p svgPaper) hatch(x, y, opacity float64) {
	fmt.Fprintf(p.out, `<use href="#c" x="%s" y="%s" fill="url(#h)" fill-opacity="%s"/>`, short(x), short(y), strconv.FormatFloat(opacity, 'f', -1, 64))
}

func (p svgPaper) score(x, y float64, ink, text string) {
	fmt.Fprintf(p.out, `<text x="%s" y="%s" fill="%s">%s</text>`, short(x), short(y+scoreDown), ink, text)
}

func (p svgPaper) borders(path string) {
	fmt.Fprintf(p.out, `<path fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" d="%s"/>`, path)
}

func (p svgPaper) name(x, y float64, text string) {
	fmt.Fprintf(p.out, `<text x="%s" y="%s" font-size="17" font-weight="700" fill="#17211f" stroke="#fff" stroke-width="4.5" stroke-linejoin="round" paint-order="stroke">%s</text>`, short(x), short(y+nameDown), html.EscapeString(text))
}
