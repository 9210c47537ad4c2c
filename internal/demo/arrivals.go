package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

// source is the id of the source in the catalogue that says that all of this
// is fictional.
const source = "demo"

// table is one of the fictional tables: what it has figures of, and where.
type table struct {
	// id is the edition of the table. The health figures carry the number of
	// the real one, because map sets pin their parts to it.
	id, note string
	measures []measure
}

func tables() []table {
	return []table{
		{"50090NED", "Verzonnen cijfers in de vorm van de gezondheidstabel van het RIVM.", healthMeasures()},
		{"demo-kerncijfers", "Verzonnen cijfers in de vorm van de kerncijfers van het CBS.", keyFigures()},
		{"demo-ses-woa", "Verzonnen cijfers in de vorm van de SES-WOA van het CBS.", sesMeasures()},
		{"demo-nabijheid", "Afstanden tot verzonnen voorzieningen, gemeten op de verzonnen kaart.", nearbyMeasures()},
		{"demo-groen", "Afstanden tot verzonnen groen, gemeten op de verzonnen kaart.", greenMeasures()},
	}
}

// arrivals makes all deliveries: first borders, then figures.
func arrivals(towns []*town) []Arrival {
	var list []Arrival
	for _, year := range []int{formerYear, currentYear} {
		list = append(list, bordersArrival(towns, year), postcodesArrival(towns, year))
	}
	for _, table := range tables() {
		for _, year := range []int{formerYear, currentYear} {
			list = append(list, figuresArrival(towns, table, year))
		}
	}
	for _, year := range []int{formerYear, currentYear} {
		list = append(list, exposureArrival(towns, year))
	}
	return list
}

// bordersArrival has municipality, districts and neighbourhoods of a boundary
// year; that of the current one also brings what is drawn.
func bordersArrival(towns []*town, year int) Arrival {
	var load delivery.Load
	for _, t := range towns {
		for _, area := range t.areas[year] {
			load.Claims = append(load.Claims, area.claim)
		}
		if year == currentYear {
			load.Features = append(load.Features, t.features...)
		}
	}
	return arrival("demo-gebieden", "Verzonnen gemeente, wijken en buurten.", year, load)
}

func postcodesArrival(towns []*town, year int) Arrival {
	var load delivery.Load
	for _, t := range towns {
		for _, area := range t.posted[year] {
			load.Claims = append(load.Claims, area.claim)
		}
	}
	return arrival("demo-postcodes", "Verzonnen postcodegebieden; hun grenzen zijn niet die van de buurten.", year, load)
}

// figuresArrival has the periods of a table that were published on the
// borders of one boundary year.
func figuresArrival(towns []*town, table table, year int) Arrival {
	var areas []area
	for _, t := range towns {
		areas = append(areas, t.areas[year]...)
	}
	load := delivery.Load{}
	for _, area := range areas {
		area.claim.Border = nil // tables of figures bring none
		load.Claims = append(load.Claims, area.claim)
	}
	for _, period := range periods {
		if period.borders != year {
			continue
		}
		for _, measure := range table.measures {
			column := delivery.Column{Indicator: measure.id, Period: period.year}
			for _, area := range areas {
				column.Readings = append(column.Readings, reading(measure, period.year, area))
			}
			load.Columns = append(load.Columns, column)
		}
	}
	return arrival(table.id, table.note, year, load)
}

// reading gives a figure, or the reason why there is none.
func reading(m measure, year int, a area) indicator.Reading {
	if hole := holeIn(m.id, year, a); hole != indicator.None {
		return indicator.Reading{Hole: hole}
	}
	return m.figure(a.pieces, year)
}

func exposureArrival(towns []*town, year int) Arrival {
	load := delivery.Load{}
	for _, t := range towns {
		for _, area := range t.posted[year] {
			area.claim.Border = nil
			load.Claims = append(load.Claims, area.claim)
		}
	}
	for _, period := range periods {
		if period.borders == year {
			load.Columns = append(load.Columns, exposureColumns(towns, period.year, year)...)
		}
	}
	return arrival("demo-omgeving", "Verzonnen geluid en lucht, berekend van de verzonnen wegen en het spoor.", year, load)
}

// exposureColumns has a column for each indicator, with a reading for each
// postcode area.
func exposureColumns(towns []*town, period, borders int) []delivery.Column {
	columns := make([]delivery.Column, len(exposureIndicators))
	for at, id := range exposureIndicators {
		columns[at] = delivery.Column{Indicator: id, Period: period}
	}
	for _, t := range towns {
		exposures := append(t.expose(period), exposure{}) // the last is that of the post boxes
		for _, area := range t.posted[borders] {
			for at, figure := range exposures[area.post].figures() {
				if hole := holeIn(exposureIndicators[at], period, area); hole != indicator.None {
					figure = indicator.Reading{Hole: hole}
				}
				columns[at].Readings = append(columns[at].Readings, figure)
			}
		}
	}
	return columns
}

func arrival(table, note string, year int, load delivery.Load) Arrival {
	return Arrival{Load: load, Delivery: delivery.Delivery{
		Source: source, Table: table, BoundaryYear: year, Note: note,
		File: fmt.Sprintf("%s-%d", table, year), Checksum: checksum(load),
	}}
}

// checksum stands in for that of a file: it changes when anything in the load
// does.
func checksum(load delivery.Load) string {
	hash := sha256.New()
	for _, claim := range load.Claims {
		_, _ = fmt.Fprintf(hash, "%v %s %s %g %v\n", claim.Key, claim.Name, claim.Parent, claim.StatedArea, claim.Border)
	}
	for _, column := range load.Columns {
		_, _ = fmt.Fprintf(hash, "%s %d %v\n", column.Indicator, column.Period, column.Assumed)
		for _, reading := range column.Readings {
			_, _ = fmt.Fprintf(hash, "%x %d ", math.Float64bits(reading.Value), reading.Hole)
		}
	}
	for _, feature := range load.Features {
		_, _ = fmt.Fprintf(hash, "%s %s %v\n", feature.Kind, feature.Name, feature.Geometry)
	}
	return hex.EncodeToString(hash.Sum(nil))
}
