package picture

import "github.com/koppelkans/koppelkans/internal/chart"

// Chart paints a drawing on white.
func Chart(d chart.Drawing, letters *Letters) *Canvas {
	c := New(d.Width, d.Height, letters)
	c.Drawing(d)
	return c
}

// Drawing paints a drawing over what is there.
func (c *Canvas) Drawing(d chart.Drawing) { c.drawing(d, 0, 0) }

// drawing paints a drawing with its parts, moved by (x, y).
func (c *Canvas) drawing(d chart.Drawing, x, y float64) {
	for _, m := range d.Marks {
		ink := Inks[m.Role]
		switch {
		case m.Path != "":
			c.At(x, y, m.Path, ink)
		case m.Radius > 0:
			c.Dot(x+m.X, y+m.Y, m.Radius, ink)
		default:
			text := m.Text
			if m.Text != "" && m.Strong != "" {
				text += " "
			}
			c.Text(x+m.X, y+m.Y, m.Size, m.Anchor, text, m.Strong, ink)
		}
	}
	for _, part := range d.Parts {
		c.drawing(part.Drawing, x+part.X, y+part.Y)
	}
}

// Inks are the looks of roles, on white paper. On a page chart.css puts the
// tokens of the brand over the colours. No two marks that may meet differ by
// colour alone.
var Inks = map[chart.Role]Ink{
	chart.RoleAxis:             {Stroke: "#767d78", Width: 1.25},
	chart.RoleGrid:             {Stroke: "#dbd7ca"},
	chart.RoleTick:             {Fill: "#414c49"},
	chart.RoleBand:             {Fill: "#cfcbc0"},
	chart.RoleArea:             {Fill: "#e4e1d8"},
	chart.RoleHere:             {Fill: "#17211f", Stroke: "#ffffff", Width: 1.5},
	chart.RoleHereLine:         {Stroke: "#17211f", Width: 2.5},
	chart.RoleHereWord:         {Fill: "#17211f"},
	chart.RoleMunicipality:     {Stroke: "#17211f", Width: 3},
	chart.RoleMunicipalityLine: {Stroke: "#414c49", Width: 2, Dash: []float64{7, 4}},
	chart.RoleCountry:          {Fill: "#ffffff", Stroke: "#17211f", Width: 2},
	chart.RoleCountryLine:      {Stroke: "#414c49", Width: 2.25, Dash: []float64{0.1, 5}, Round: true},
	chart.RoleOther:            {Fill: "#ffffff", Stroke: "#17211f", Width: 1.75},
	chart.RoleOtherLine:        {Stroke: "#414c49", Width: 1.75, Dash: []float64{9, 3, 2, 3}},
	chart.RoleWord:             {Fill: "#17211f"},
	chart.RoleNeighbour:        {Stroke: "#767d78"},
	chart.RoleCrowd:            {Fill: "#cbc5b4"},
	chart.RoleBar:              {Fill: "#cbc5b4", Stroke: "#17211f"},
	chart.RoleHalo:             {Stroke: "#ffffff", Width: 6},
	chart.RoleHole:             {Fill: "#ffffff", Stroke: "#767d78"},
	chart.RoleHatch:            {Stroke: "#17211f", Width: 0.8},
	chart.RoleHoleWord:         {Fill: "#414c49", Italic: true},
	chart.RoleLeader:           {Stroke: "#767d78"},
	chart.RoleTitle:            {Fill: "#17211f", Bold: true},
	chart.RoleNote:             {Fill: "#414c49"},
}
