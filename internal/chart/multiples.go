package chart

// MaxCells bounds small multiples; more would be a wall of lines.
const MaxCells = 30

// SmallMultiples is one figure for many areas: a grid of small trends, or of
// small distributions, on one scale. Their own ID, Unit and Source are not
// looked at.
type SmallMultiples struct {
	ID            string // of its parts on the page
	Title         string
	Unit          Unit
	Trends        []Trend        // these, each with the name of its area as Title,
	Distributions []Distribution // or these
	Source        string
}

// Cell is one of small multiples.
type Cell struct {
	Name    string
	Drawing Drawing
}

// Left tells how many areas do not fit; they are not shown.
func (m SmallMultiples) Left() int {
	return max(0, len(m.Trends)-MaxCells) + max(0, len(m.Distributions)-MaxCells)
}

// Shown gives what fits of both sorts.
func (m SmallMultiples) Shown() ([]Trend, []Distribution) {
	return m.Trends[:min(len(m.Trends), MaxCells)], m.Distributions[:min(len(m.Distributions), MaxCells)]
}

// Cells draws each area by itself, for a page that lays them out.
func (m SmallMultiples) Cells(pen Pen) []Cell {
	trends, distributions := m.Shown()
	var cells []Cell
	frame := commonFrame(trends)
	for _, t := range trends {
		cells = append(cells, Cell{t.Title, t.small(pen, frame)})
	}
	axis := Common(distributions...)
	for _, d := range distributions {
		d.Axis, d.Ticks = axis, false
		cells = append(cells, Cell{d.Title, d.draw(pen, cellWidth)})
	}
	return cells
}

const (
	cellWidth  = 150.0
	cellGap    = 20.0
	cellName   = 22.0 // height of a name above its cell
	cellBottom = 74.0
	cellTicks  = 2
)

// Draw lays the cells in rows, each under its name.
func (m SmallMultiples) Draw(pen Pen, size Size) Drawing {
	columns := 2
	if size == Wide {
		columns = 4
	}
	whole := Drawing{Width: float64(columns)*(cellWidth+cellGap) - cellGap}
	cells := m.Cells(pen)
	for from := 0; from < len(cells); from += columns {
		tall := 0.0
		for at, cell := range cells[from:min(from+columns, len(cells))] {
			left := float64(at) * (cellWidth + cellGap)
			name := label{RoleTitle, cell.Name, "", wordSize}.within(cellWidth / bolder)
			whole.Marks = append(whole.Marks, name.at(left, whole.Height+wordSize, start))
			whole.Parts = append(whole.Parts, Part{left, whole.Height + cellName, cell.Drawing})
			tall = max(tall, cell.Drawing.Height)
		}
		whole.Height += cellName + tall + cellGap
	}
	return whole
}

// bolder is how much wider bold letters are, also those of a machine that has
// only its own.
const bolder = 1.25

// frame is what small trends share.
type frame struct {
	scale scale
	years []int
	known bool
}

func commonFrame(list []Trend) frame {
	var values reach
	var years Trend
	for _, t := range list {
		t.reach(&values)
		years.References = append(years.References, t.all()...)
	}
	return frame{nice(values, cellTicks), years.Years(), values.any}
}

// small draws a trend with the values at its end and nothing named: the page
// says once which line is which.
func (t Trend) small(pen Pen, f frame) Drawing {
	p := plot{scale: f.scale, years: f.years, known: f.known, few: true, width: cellWidth, top: 10, bottom: cellBottom}
	var ends []lineEnd
	for _, series := range t.all() {
		last, ok := series.Last()
		if !ok {
			continue
		}
		said := label{role: RoleWord, text: pen.Number(last.Value.number), size: tickSize}
		if series.Kind == Here {
			said = label{role: RoleHereWord, strong: said.text, size: tickSize}
		}
		if said = said.within(cellWidth / 2); !said.empty() {
			ends = append(ends, lineEnd{[]label{said}, last})
		}
	}
	p.gutters(pen, ends)
	p.grid(pen)
	p.yearRow()
	p.series(t)
	p.endLabels(ends)
	return p.drawing(p.width, p.bottom+26)
}
