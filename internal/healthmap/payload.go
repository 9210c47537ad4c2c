package healthmap

// The documents below are what the browser gets to draw and score the map by
// itself. A Ground depends only on borders and grid and is cached for long;
// Values depend on map set and year and are small.

// WeightUnit is the whole of a cell's surface in the integers that Ground
// carries: weights are parts of 2^30, so that server and browser calculate
// the same double for the same cell.
const WeightUnit = 1 << 30

// Ground is the grid of one place with the shares of areas in each cell.
// Cells are numbered in the order of Runs: row by row, from south to north
// and in a row from west to east.
type Ground struct {
	Code         string        `json:"code"`
	Name         string        `json:"name"`
	BoundaryYear int           `json:"boundaryYear"`
	Grid         GridInfo      `json:"grid"`
	Project      Projection    `json:"project"`
	Runs         [][3]int32    `json:"runs"`   // r, first q, number of cells
	Inside       []byte        `json:"inside"` // uint32 little endian a cell: part inside the place
	Layers       []GroundLayer `json:"layers"`
}

// GridInfo defines the grid, stored with the map.
type GridInfo struct {
	Name        string  `json:"name"`        // rd100
	Edge        float64 `json:"edge"`        // metres
	OriginX     float64 `json:"originX"`     // RD metres of the centre of cell 0,0
	OriginY     float64 `json:"originY"`     //
	Orientation string  `json:"orientation"` // pointy
	CRS         string  `json:"crs"`         // EPSG:28992
	Clip        string  `json:"clip"`        // touch, centre, inhabited
}

// Projection brings RD metres to longitude and latitude within this place:
// with u = (x-X0)/10000 and v = (y-Y0)/10000 the terms are
// 1, u, v, u², uv, v², u³, u²v, uv², v³. It is fitted to the exact
// transformation; Error is the greatest difference found, in metres.
type Projection struct {
	X0    float64     `json:"x0"`
	Y0    float64     `json:"y0"`
	Lon   [10]float64 `json:"lon"`
	Lat   [10]float64 `json:"lat"`
	Error float64     `json:"error"`
}

// GroundLayer has the areas of one level and their share in each cell.
type GroundLayer struct {
	Level   string       `json:"level"`
	Areas   []GroundArea `json:"areas"`
	Counts  []byte       `json:"counts"`  // uint8 a cell: how many areas it has a share in
	Indices []byte       `json:"indices"` // uint16 little endian a share: index in Areas
	Weights []byte       `json:"weights"` // uint32 little endian a share: part of the cell
}

// GroundArea names an area; Parent is the index of its district in the layer
// of districts, -1 when it has none.
type GroundArea struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Parent int    `json:"parent"`
	// BorderSource names the source of the border that was used.
	BorderSource string `json:"borderSource,omitempty"`
}

// Values has the figures of one map set for one year.
type Values struct {
	Set       string      `json:"set"`
	Name      string      `json:"name"`
	Year      int         `json:"year"`
	Years     []int       `json:"years"` // that have figures, old to new
	Items     []ValueItem `json:"items"`
	Fictional bool        `json:"fictional"`
}

// ValueItem is an Item with its figures, in the reader's language.
type ValueItem struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	Short   string      `json:"short"`
	Note    string      `json:"note,omitempty"`
	Domain  string      `json:"domain"`
	Combine Combine     `json:"combine"`
	Cut     *ValueCut   `json:"cut,omitempty"`
	Parts   []ValuePart `json:"parts"`
}

// ValueCut is a Cut with the words of its source.
type ValueCut struct {
	Cut
	SourceText string `json:"source"`
}

// ValuePart has the columns of one indicator, one for each level on which
// figures are published. Support names the level whose column reaches the
// cells.
type ValuePart struct {
	Indicator   string        `json:"indicator"`
	Name        string        `json:"name"`
	Unit        string        `json:"unit"`     // as shown: "%", "km"
	Decimals    int           `json:"decimals"` // shown
	Cut         *ValueCut     `json:"cut,omitempty"`
	Support     string        `json:"support"`
	SupportText string        `json:"supportText"`
	Sort        string        `json:"sort"`
	SortText    string        `json:"sortText"`
	Period      int           `json:"period"` // 0 when no figure was loaded
	Assumed     bool          `json:"assumed,omitempty"`
	Source      string        `json:"source"`  // publisher, table
	Licence     string        `json:"licence"` //
	URL         string        `json:"url,omitempty"`
	Notice      string        `json:"notice,omitempty"`
	Columns     []ValueColumn `json:"columns"`
}

// ValueColumn has a reading for each area of the layer of its level.
type ValueColumn struct {
	Level   string     `json:"level"`
	Values  []*float64 `json:"values"` // null is a hole
	Holes   []string   `json:"holes"`  // reason, "" where there is a value
	Borders []Border   `json:"borders"`
}

// Border says how the border that a figure was made on stands to the one drawn.
type Border uint8

const (
	BorderSame      Border = iota // the same edition
	BorderChecked                 // another year; the overlay of both borders says it continued
	BorderUnchecked               // same code, border not checked
	BorderDiffers                 // same code, but surface or overlay differs; the figure is used with that remark
)
