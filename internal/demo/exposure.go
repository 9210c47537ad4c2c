package demo

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/indicator"
)

// exposure is what a postcode area is exposed to in a year.
type exposure struct {
	classes                  [6]float64 // percentage of the surface per noise class
	no2, nox, pm25, pm10     float64    // µg/m³
	homes, streets, motorway float64    // km² built on with homes; metres; metres
	area                     float64    // km²
}

// emission is the noise in dB at 10 m from a main road or railway, and how
// fast it falls with each tenfold distance.
const (
	roadEmission, railEmission = 74.9, 72.0
	fall                       = 15.0
)

// classLimits are the upper limits in dB of the noise classes but the last.
var classLimits = [...]float64{45, 50, 55, 60, 65}

// every is how many lattice cells go to one point of noise and air.
const every = 2

// expose finds out what each postcode area is exposed to.
func (t *town) expose(year int) []exposure {
	areas := make([]exposure, len(t.posts))
	points := make([]float64, len(t.posts))
	for at, post := range t.lattice.post {
		if post == outside {
			continue
		}
		area := &areas[post]
		area.area += t.lattice.CellArea() / 1e6
		if at%every != 0 {
			continue
		}
		points[post]++
		road, rail := t.toRoad[at], t.toRail[at]
		area.classes[noiseClass(t.noise(at, road, rail))]++
		no2 := t.no2(at, road, year)
		area.no2 += no2
		area.nox += 1.22 * no2
		area.pm25 += 8.6 + 0.11*no2 - 0.16*float64(year-2020)
		area.pm10 += 14.9 + 0.12*no2 - 0.14*float64(year-2020)
		area.homes += t.homesOn(at) * t.lattice.CellArea() * every / 1e6
	}
	t.addLengths(areas)
	for post := range areas {
		areas[post].divide(points[post])
	}
	return areas
}

// divide turns sums over points into means and whole percentages.
func (e *exposure) divide(points float64) {
	if points == 0 {
		return
	}
	left := 100.0
	for class := 5; class > 0; class-- {
		e.classes[class] = known(100*e.classes[class]/points, 0.001).Value
		left -= e.classes[class]
	}
	e.classes[0] = known(left, 0.001).Value // so that they are 100 together
	for _, sum := range []*float64{&e.no2, &e.nox, &e.pm25, &e.pm10} {
		*sum /= points
	}
}

// findTraffic measures from lattice cells to main roads and railways, once for
// all years.
func (t *town) findTraffic() {
	t.toRoad, t.toRail = make([]float64, t.lattice.Len()), make([]float64, t.lattice.Len())
	for at, centre := range t.lattice.centres {
		if at%every == 0 && t.lattice.post[at] != outside {
			t.toRoad[at], t.toRail[at] = distanceTo(t.main, centre), distanceTo(t.rail, centre)
		}
	}
}

func distanceTo(lines []orb.LineString, p orb.Point) float64 {
	least := math.Inf(1)
	for _, line := range lines {
		far, _ := nearest(line, p)
		least = min(least, far)
	}
	return least
}

// noise adds up, as energy, what reaches a lattice cell from road and railway
// and the hum of the neighbourhood itself.
func (t *town) noise(at int, road, rail float64) float64 {
	hum := 39 + density[t.pieces[t.lattice.piece[at]].kind]/1000
	energy := math.Pow(10, hum/10)
	energy += math.Pow(10, (roadEmission-fall*math.Log10(max(road, 10)/10))/10)
	energy += math.Pow(10, (railEmission-fall*math.Log10(max(rail, 10)/10))/10)
	return 10 * math.Log10(energy)
}

func noiseClass(level float64) int {
	for class, limit := range classLimits {
		if level <= limit {
			return class
		}
	}
	return len(classLimits)
}

// no2 is a background with what busy streets and dense building add; it falls
// through the years.
func (t *town) no2(at int, road float64, year int) float64 {
	dense := density[t.pieces[t.lattice.piece[at]].kind] / 11_800
	return (12.4 + 7.6*dense + 8*math.Exp(-road/260)) * (1 - 0.022*float64(year-2020))
}

// homesOn is the part of a lattice cell that homes stand on.
func (t *town) homesOn(at int) float64 {
	if t.use[at] != built {
		return 0
	}
	return 0.19 * density[t.pieces[t.lattice.piece[at]].kind] / 11_800
}

// addLengths adds the length of streets and main roads to the postcode area
// in which each of their parts begins.
func (t *town) addLengths(areas []exposure) {
	add := func(line orb.LineString, sum func(e *exposure) *float64) {
		for at := 1; at < len(line); at++ {
			cell, _ := t.lattice.At(line[at][0], line[at][1])
			if index, within := t.lattice.Index(cell); within && t.lattice.post[index] != outside {
				*sum(&areas[t.lattice.post[index]]) += math.Hypot(line[at][0]-line[at-1][0], line[at][1]-line[at-1][1])
			}
		}
	}
	for _, street := range t.streets {
		add(street.Geometry.(orb.LineString), func(e *exposure) *float64 { return &e.streets })
	}
	// Only the ring, which is drawn first, is built as a motorway.
	add(t.main[0], func(e *exposure) *float64 { return &e.motorway })
}

// exposureFigures are the figures of a postcode area, in the order of
// exposureIndicators.
func (e exposure) figures() []indicator.Reading {
	var readings []indicator.Reading
	for _, part := range e.classes {
		readings = append(readings, known(part, 0.001))
	}
	readings = append(readings, known(e.classes[3]+e.classes[4]+e.classes[5], 0.001))
	for _, value := range []float64{e.no2, e.nox, e.pm25, e.pm10} {
		readings = append(readings, known(value, 0.01))
	}
	homes := 0.0
	if e.area > 0 {
		homes = 100 * e.homes / e.area
	}
	return append(readings, known(homes, 0.01), known(e.homes*1e6, 1), known(e.streets, 1), known(e.motorway, 1))
}

var exposureIndicators = []string{
	"noise-class-1", "noise-class-2", "noise-class-3", "noise-class-4", "noise-class-5", "noise-class-6", "noise-above-55",
	"air-no2", "air-nox", "air-pm25", "air-pm10",
	"residential-building-share", "residential-building-area", "street-length", "motorway-length",
}
