package demo

// Shares of residents by age; they add up to one.
func (f *fact) ages(year int) (to15, to25, to45, to65, older float64) {
	older = min(0.45, max(0.05, 0.195+0.075*f.age-0.012*f.urban+0.012*f.quirk("age", year)+0.002*float64(year-2020)))
	to15 = min(0.28, max(0.06, 0.158-0.030*f.age-0.022*f.urban+0.008*f.quirk("children", year)))
	to25 = min(0.25, max(0.06, 0.118-0.012*f.age+0.022*f.urban+0.006*f.quirk("young", year)))
	to65 = min(0.33, max(0.15, 0.262+0.012*f.age-0.024*f.urban))
	return to15, to25, 1 - older - to15 - to25 - to65, to65, older
}

// alone is the share of households of one person.
func (f *fact) alone(year int) float64 {
	return min(0.72, max(0.12, 0.345+0.062*f.poverty+0.045*f.age+0.070*f.urban+0.012*f.quirk("alone", year)))
}

// householdSize follows from who live alone.
func (f *fact) householdSize(year int) float64 { return 1 + 1.82*(1-f.alone(year)) }

func (f *fact) households(year int) float64 { return f.residents[year] / f.householdSize(year) }

func (f *fact) homesNumber(year int) float64 { return f.households(year) * 1.03 }

// owned, flats and social are shares of homes.
func (f *fact) owned(year int) float64 {
	return min(0.92, max(0.10, 0.61-0.155*f.poverty-0.02*f.age-0.045*f.urban+0.02*f.quirk("owned", year)))
}

func (f *fact) flats(year int) float64 {
	return min(0.93, max(0.03, 0.30+0.08*f.poverty+0.05*f.age+0.20*f.urban+0.02*f.quirk("flats", year)))
}

// social is the part of the rented homes that a housing association owns.
func (f *fact) social(year int) float64 {
	return (1 - f.owned(year)) * min(0.9, max(0.3, 0.66+0.07*f.poverty))
}

// income is the yearly income per resident in thousand euro.
func (f *fact) income(year int) float64 {
	return max(18, 32.5-4.6*f.poverty+1.2*f.age+0.8*f.quirk("income", year)+0.9*float64(year-2020))
}

// poor is the share of households with a low income.
func (f *fact) poor(year int) float64 {
	return share(7.4+4.0*f.poverty-0.6*f.age+0.5*f.quirk("poor", year)-0.15*float64(year-2020)) / 100
}

func (f *fact) value(year int) float64 {
	return max(120, 330-62*f.poverty+14*f.age-18*f.urban+14*f.quirk("value", year)+17*float64(year-2020))
}

// recent is the share of homes built from 2000.
func (f *fact) recent(year int) float64 {
	if f.piece.since > 0 {
		return 0.98
	}
	base := map[kind]float64{centre: 0.22, inner: 0.12, garden: 0.09, outer: 0.48, rural: 0.15}[f.piece.kind]
	return min(0.9, max(0.02, base+0.03*f.quirk("recent", year)))
}

func (f *fact) cars(year int) float64 {
	return max(0.3, 1.02-0.16*f.poverty-0.24*f.urban+0.02*float64(year-2020))
}

// amount makes a measure of something that adds up.
func amount(id string, step float64, of func(f *fact, year int) float64) measure {
	return measure{id: id, step: step, of: of}
}

// ofResidents and ofHouseholds make measures of a share, published as a
// percentage.
func ofResidents(id string, step float64, of func(f *fact, year int) float64) measure {
	return measure{id: id, step: step, weigh: byResidents, of: func(f *fact, year int) float64 { return 100 * of(f, year) }}
}

func ofHouseholds(id string, step float64, of func(f *fact, year int) float64) measure {
	return measure{id: id, step: step, weigh: byHouseholds, of: func(f *fact, year int) float64 { return 100 * of(f, year) }}
}

// mean makes a measure of something that is no share.
func mean(id string, step float64, weigh, of func(f *fact, year int) float64) measure {
	return measure{id: id, step: step, weigh: weigh, of: of}
}

// keyFigures are the figures of the table of key figures.
func keyFigures() []measure {
	var all []measure
	for _, group := range [][]measure{peopleFigures(), householdFigures(), moneyFigures(), homeFigures(), placeFigures()} {
		all = append(all, group...)
	}
	return all
}

func peopleFigures() []measure {
	age := func(pick int) func(f *fact, year int) float64 {
		return func(f *fact, year int) float64 {
			to15, to25, to45, to65, older := f.ages(year)
			return []float64{to15, to25, to45, to65, older}[pick]
		}
	}
	people := func(id string, part func(f *fact, year int) float64) measure {
		return amount(id, 5, func(f *fact, year int) float64 { return f.residents[year] * part(f, year) })
	}
	births := func(f *fact, year int) float64 { return max(4, 9.6-1.6*f.age+0.3*f.quirk("births", year)) / 1000 }
	deaths := func(f *fact, year int) float64 { return max(2, 9.2+4.2*f.age+0.9*f.poverty) / 1000 }
	return []measure{
		amount("cbs-residents", 5, byResidents),
		mean("cbs-residents-per-km2", 1, byLand, func(f *fact, year int) float64 { return f.residents[year] / f.land }),
		people("cbs-men", func(f *fact, _ int) float64 { return 0.497 - 0.006*f.age }),
		people("cbs-women", func(f *fact, _ int) float64 { return 0.503 + 0.006*f.age }),
		people("cbs-residents-0-15", age(0)),
		people("cbs-residents-65-plus", age(4)),
		ofResidents("cbs-share-0-15", 1, age(0)),
		ofResidents("cbs-share-15-25", 1, age(1)),
		ofResidents("cbs-share-25-45", 1, age(2)),
		ofResidents("cbs-share-45-65", 1, age(3)),
		ofResidents("cbs-share-65-plus", 1, age(4)),
		people("cbs-births", births),
		mean("cbs-births-per-1000", 1, byResidents, func(f *fact, year int) float64 { return 1000 * births(f, year) }),
		people("cbs-deaths", deaths),
		mean("cbs-deaths-per-1000", 1, byResidents, func(f *fact, year int) float64 { return 1000 * deaths(f, year) }),
	}
}

func householdFigures() []measure {
	withChildren := func(f *fact, year int) float64 { return (1 - f.alone(year)) * max(0.25, 0.53-0.09*f.age) }
	return []measure{
		amount("cbs-households", 5, byHouseholds),
		mean("cbs-household-size", 0.1, byHouseholds, (*fact).householdSize),
		ofHouseholds("cbs-one-person-households", 1, (*fact).alone),
		ofHouseholds("cbs-households-with-children", 1, withChildren),
		ofHouseholds("cbs-households-without-children", 1, func(f *fact, year int) float64 {
			return 1 - f.alone(year) - withChildren(f, year)
		}),
	}
}

func moneyFigures() []measure {
	people := func(id string, per1000 func(f *fact, year int) float64) measure {
		return amount(id, 5, func(f *fact, year int) float64 { return f.residents[year] * max(1, per1000(f, year)) / 1000 })
	}
	return []measure{
		mean("cbs-income-per-resident", 0.1, byResidents, (*fact).income),
		mean("cbs-income-per-household", 0.1, byHouseholds, func(f *fact, year int) float64 { return f.income(year) * 1.08 }),
		ofHouseholds("cbs-households-low-income", 0.1, (*fact).poor),
		ofHouseholds("cbs-households-110-minimum", 0.1, func(f *fact, year int) float64 { return f.poor(year) * 1.45 }),
		people("cbs-disability-benefits", func(f *fact, year int) float64 { return 43 + 14*f.poverty + 6*f.age }),
		people("cbs-unemployment-benefits", func(f *fact, year int) float64 { return 15 + 4*f.poverty - 1.4*float64(year-2020) }),
		people("cbs-social-assistance", func(f *fact, year int) float64 { return 20 + 17*f.poverty - 0.6*float64(year-2020) }),
		people("cbs-state-pensions", func(f *fact, year int) float64 { return 196 + 72*f.age }),
		amount("police-crimes", 1, func(f *fact, year int) float64 { return f.crimes(year) }),
		mean("police-crimes-per-1000", 0.1, byResidents, func(f *fact, year int) float64 { return 1000 * f.crimes(year) / f.residents[year] }),
	}
}

// crimes is the number of registered crimes in a year; quays have some too.
func (f *fact) crimes(year int) float64 {
	if f.piece.kind == business {
		return 24 + 4*f.quirk("crimes", year)
	}
	return f.residents[year] * max(9, 38+17*f.poverty-4*f.age+11*f.urban+3*f.quirk("crimes", year)-0.8*float64(year-2020)) / 1000
}

func homeFigures() []measure {
	return []measure{
		amount("cbs-dwellings", 5, (*fact).homesNumber),
		mean("cbs-house-value", 1, byHouseholds, (*fact).value),
		ofHouseholds("cbs-owner-occupied", 1, (*fact).owned),
		ofHouseholds("cbs-rented", 1, func(f *fact, year int) float64 { return 1 - f.owned(year) }),
		ofHouseholds("cbs-housing-association", 1, (*fact).social),
		ofHouseholds("cbs-other-landlords", 1, func(f *fact, year int) float64 { return 1 - f.owned(year) - f.social(year) }),
		ofHouseholds("cbs-multi-family-homes", 1, (*fact).flats),
		ofHouseholds("cbs-single-family-homes", 1, func(f *fact, year int) float64 { return 1 - f.flats(year) }),
		ofHouseholds("cbs-vacant-homes", 1, func(f *fact, year int) float64 { return 0.03 + 0.01*max(-1, f.urban) }),
		ofHouseholds("cbs-built-from-2000", 1, (*fact).recent),
		ofHouseholds("cbs-built-before-2000", 1, func(f *fact, year int) float64 { return 1 - f.recent(year) }),
	}
}

func placeFigures() []measure {
	return []measure{
		amount("cbs-total-area", 1, func(f *fact, _ int) float64 { return 100 * (f.land + f.water) }),
		amount("cbs-land-area", 1, func(f *fact, _ int) float64 { return 100 * f.land }),
		amount("cbs-water-area", 1, func(f *fact, _ int) float64 { return 100 * f.water }),
		mean("cbs-address-density", 1, byLand, func(f *fact, year int) float64 { return 150 + 0.9*f.homesNumber(year)/f.land*0.62 }),
		amount("cbs-cars", 5, func(f *fact, year int) float64 { return f.households(year) * f.cars(year) }),
		mean("cbs-cars-per-household", 0.1, byHouseholds, (*fact).cars),
		mean("cbs-cars-per-km2", 1, byLand, func(f *fact, year int) float64 { return f.households(year) * f.cars(year) / f.land }),
		amount("cbs-businesses", 5, func(f *fact, year int) float64 {
			if f.piece.kind == business {
				return 190
			}
			return f.residents[year] * max(30, 92+22*f.urban-10*f.poverty) / 1000
		}),
	}
}
