package chart

// AgeBars are the ages of who lives here, as shares, against the municipality.
// Bands by sex make a pyramid, with the youngest below; bands alone make a
// list of bars in the order in which they come.
type AgeBars struct {
	ID     string // of its parts on the page
	Title  string
	Unit   Unit
	Here   string    // name of the place
	There  string    // of what it is held against
	Bands  []AgeBand // youngest first
	Source string
}

// AgeBand is one band of ages: All, or Women and Men, or all three.
type AgeBand struct {
	Label           string
	All, Women, Men Pair
}

// Pair is a value here and there.
type Pair struct{ Here, There Value }

func (p Pair) empty() bool { return p == Pair{} }

// BySex tells whether any band is given for women and men.
func (a AgeBars) BySex() bool {
	for _, band := range a.Bands {
		if !band.Women.empty() || !band.Men.empty() {
			return true
		}
	}
	return false
}

func (a AgeBars) pairs() []Pair {
	var list []Pair
	for _, band := range a.Bands {
		if a.BySex() {
			list = append(list, band.Women, band.Men)
		} else {
			list = append(list, band.All)
		}
	}
	return list
}

// Measures of bars.
const (
	ageRow  = 28.0
	ageHalf = 8.0  // of a bar
	tickOut = 4.0  // that the mark of there sticks out of a bar
	keyTall = 30.0 // of the row that says which mark is which
)

// Draw works out the marks.
func (a AgeBars) Draw(pen Pen, size Size) Drawing {
	width := 320.0
	if size == Wide {
		width = 640
	}
	values := reach{any: true} // bars begin at nought
	for _, pair := range a.pairs() {
		values.value(pair.Here, Interval{})
		values.value(pair.There, Interval{})
	}
	b := bars{scale: nice(values, lineTicks), pen: pen, width: width}
	for _, band := range a.Bands {
		b.names = max(b.names, label{text: band.Label, size: wordSize}.within(width*agePart).width())
	}
	for _, pair := range a.pairs() {
		b.room = max(b.room, b.word(pair.Here).width())
	}
	b.room += 18
	b.key(a)
	if a.BySex() {
		return b.pyramid(a)
	}
	return b.list(a)
}

// agePart is the most of the width that names of bands may take.
const agePart = 0.34

// bars is the canvas of bars.
type bars struct {
	canvas
	scale scale
	pen   Pen
	width float64
	names float64 // width of the names of bands
	room  float64 // for the word at the end of a bar
}

// word is what stands at the end of a bar.
func (b *bars) word(v Value) label {
	if !v.known {
		return label{role: RoleHoleWord, text: b.pen.Missing, size: tickSize}
	}
	return label{role: RoleHereWord, strong: b.pen.Number(v.number), size: tickSize}
}

// key says in one row which mark is which.
func (b *bars) key(a AgeBars) {
	const y = 12.0
	b.rectangle(RoleBar, Box{1, y - 6, 19, y + 6}, false)
	here := label{role: RoleWord, text: a.Here, size: wordSize}.within(b.width*0.5 - 34)
	b.write(here, 26, y+wordSize*0.34, start)
	if a.There == "" {
		return
	}
	x := 26 + here.width() + 22
	b.line(RoleMunicipality, false, point{x, y - 9}, point{x, y + 9})
	b.write(label{role: RoleWord, text: a.There, size: wordSize}.within(b.width-x-9), x+9, y+wordSize*0.34, start)
}

func (b *bars) list(a AgeBars) Drawing {
	y := keyTall + ageRow/2
	all := side{from: b.names + 12, to: b.width - b.room}
	for _, band := range a.Bands {
		b.write(label{role: RoleWord, text: band.Label, size: wordSize}.within(b.names+0.01), 0, y+wordSize*0.34, start)
		b.bar(band.All, all, y)
		y += ageRow
	}
	return b.ended([]side{all}, keyTall, y-ageRow/2)
}

func (b *bars) pyramid(a AgeBars) Drawing {
	centre := b.width / 2
	half := b.names/2 + 10
	left, right := side{centre - half, b.room}, side{centre + half, b.width - b.room}
	top := keyTall + 18
	b.write(label{role: RoleTick, text: b.pen.Women, size: tickSize}, left.from, top, end)
	b.write(label{role: RoleTick, text: b.pen.Men, size: tickSize}, right.from, top, start)
	y := top + 6 + ageRow*(float64(len(a.Bands))-0.5)
	for _, band := range a.Bands {
		b.write(label{role: RoleWord, text: band.Label, size: wordSize}.within(b.names+0.01), centre, y+wordSize*0.34, middle)
		b.bar(band.Women, left, y)
		b.bar(band.Men, right, y)
		y -= ageRow
	}
	return b.ended([]side{left, right}, top+6, top+6+ageRow*float64(len(a.Bands)))
}

// side is a stretch along which bars run; to the left when to is below from.
type side struct{ from, to float64 }

func (b *bars) x(v float64, s side) float64 { return b.scale.onto(v, s.from, s.to) }

// bar draws here as a bar, there as a mark on it, and the value at its end.
func (b *bars) bar(pair Pair, s side, y float64) {
	out, anchor := 1.0, start // the way of the bar
	if s.to < s.from {
		out, anchor = -1, end
	}
	nought := b.x(0, s)
	tip := nought
	if pair.Here.known {
		tip = b.x(pair.Here.number, s)
		b.rectangle(RoleBar, Box{min(nought, tip), y - ageHalf, max(nought, tip), y + ageHalf}, false)
	} else {
		tip = nought + out*22
		b.hatch(Box{min(nought, tip), y - ageHalf, max(nought, tip), y + ageHalf})
	}
	word := b.word(pair.Here)
	if pair.There.known {
		x := b.x(pair.There.number, s)
		from, to := point{x, y - ageHalf - tickOut}, point{x, y + ageHalf + tickOut}
		b.line(RoleHalo, false, from, to)
		b.line(RoleMunicipality, false, from, to)
		// The word goes past a mark that it would lie on, never past one far away.
		if gap := out * (x - tip); gap > -8 && gap < word.width()+16 {
			tip = x
		}
	}
	b.write(word, tip+out*8, y+tickSize*0.34, anchor)
}

// ended draws the line of nought of each side and closes the drawing.
func (b *bars) ended(sides []side, top, bottom float64) Drawing {
	for _, s := range sides {
		x := b.x(0, s)
		b.line(RoleAxis, false, point{x, top}, point{x, bottom})
	}
	return b.drawing(b.width, bottom+4)
}
