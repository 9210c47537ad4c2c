package demo

// healthTraits are the health figures. Bases and slopes were chosen by hand so
// that values stay within what Dutch neighbourhoods have.
var healthTraits = []trait{
	{id: "rivm-good-health", base: 78.5, poverty: -4.3, age: -2.8, urban: 0.6, spread: 1.1, yearly: -0.10},
	{id: "rivm-meets-exercise-guideline", base: 50, poverty: -3.2, age: -2.5, urban: 1.2, spread: 1.2, yearly: -0.1},
	{id: "rivm-weekly-sports", base: 51, poverty: -6.5, age: -3.5, urban: 2, spread: 1.5, yearly: 0.1},
	{id: "rivm-underweight", base: 2.0, poverty: 0.25, age: -0.15, urban: 0.3, spread: 0.15, yearly: 0.02},
	{id: "rivm-overweight", base: 48.5, poverty: 2.8, age: 2.6, urban: -2.8, spread: 1.2, yearly: 0.35},
	{id: "rivm-obesity", base: 14.0, poverty: 2.4, age: 0.5, urban: -0.8, spread: 0.7, yearly: 0.3},
	{id: "rivm-smoker", base: 16.2, poverty: 3.6, age: -1.3, urban: 1.2, spread: 0.9, yearly: -0.7},
	{id: "rivm-meets-alcohol-guideline", base: 42, poverty: 4.2, age: -0.8, urban: -0.5, spread: 1.4, yearly: 0.8},
	{id: "rivm-drinker", base: 80.5, poverty: -5, age: -1, urban: 0.8, spread: 1.2, yearly: -0.4},
	{id: "rivm-heavy-drinker", base: 8.4, poverty: 0.3, age: -1.1, urban: 0.9, spread: 0.6, yearly: -0.15},
	{id: "rivm-excessive-drinker", base: 6.5, poverty: -0.3, age: 0.3, urban: 0.5, spread: 0.4, yearly: -0.2},
	{id: "rivm-long-term-condition", base: 31.5, poverty: 2.0, age: 3.4, urban: -0.8, spread: 1.0, yearly: 0.1},
	{id: "rivm-limited-by-health", base: 30, poverty: 3.2, age: 2.9, urban: -0.6, spread: 0.9, yearly: 0.1},
	{id: "rivm-severely-limited-by-health", base: 4.7, poverty: 1.3, age: 0.7, urban: -0.1, spread: 0.3, yearly: 0.03},
	{id: "rivm-long-term-ill-and-limited", base: 27, poverty: 2.9, age: 2.8, urban: -0.5, spread: 0.8, yearly: 0.1},
	{id: "rivm-physical-limitation", base: 13.3, poverty: 2.7, age: 3.2, urban: -0.5, spread: 0.6, yearly: 0.05},
	{id: "rivm-hearing-limitation", base: 4.3, poverty: 0.6, age: 1.2, urban: -0.3, spread: 0.25, yearly: 0},
	{id: "rivm-seeing-limitation", base: 4.9, poverty: 1.1, age: 0.5, urban: 0.1, spread: 0.25, yearly: 0.02},
	{id: "rivm-moving-limitation", base: 7.9, poverty: 1.9, age: 2.1, urban: -0.3, spread: 0.5, yearly: 0.03},
	{id: "rivm-anxiety-depression-risk", base: 44.5, poverty: 3.8, age: -2.8, urban: 1.8, spread: 1.1, yearly: 0.5},
	{id: "rivm-high-anxiety-depression-risk", base: 6.0, poverty: 1.9, age: -0.7, urban: 0.6, spread: 0.4, yearly: 0.2},
	{id: "rivm-high-stress", base: 17.3, poverty: 2.4, age: -1.8, urban: 1.1, spread: 1.1, yearly: 0.25},
	{id: "rivm-control-over-life", base: 90.8, poverty: -2.3, age: -0.4, urban: -0.3, spread: 0.5, yearly: -0.05},
	{id: "rivm-lonely", base: 47.3, poverty: 4.0, age: 0.9, urban: 1.4, spread: 1.1, yearly: 0.4},
	{id: "rivm-severely-lonely", base: 10.2, poverty: 2.3, age: 0.2, urban: 0.7, spread: 0.5, yearly: 0.25},
	{id: "rivm-emotionally-lonely", base: 26.5, poverty: 3.2, age: -0.2, urban: 1.4, spread: 0.8, yearly: 0.6},
	{id: "rivm-socially-lonely", base: 28.4, poverty: 2.5, age: 1.1, urban: 0.2, spread: 0.8, yearly: 0.05},
	{id: "rivm-informal-carer", base: 14.2, poverty: -0.5, age: 1.4, urban: -1.0, spread: 0.6, yearly: 0.05},
	{id: "rivm-volunteer", base: 26.5, poverty: -3.0, age: 1.4, urban: -2.6, spread: 1.2, yearly: -0.5},
	{id: "rivm-walk-to-work", base: 8.0, poverty: 0.8, age: -0.6, urban: 1.6, spread: 0.6, yearly: 0.05},
	{id: "rivm-cycle-to-work", base: 33.0, poverty: -2.2, age: -2.6, urban: 2.1, spread: 1.3, yearly: 0.1},
	{id: "rivm-walk-or-cycle-to-work", base: 39.0, poverty: -1.6, age: -3.0, urban: 3.4, spread: 1.2, yearly: 0.15},
	{id: "rivm-neighbour-noise", base: 6.3, poverty: 1.5, age: -0.5, urban: 1.3, spread: 0.5, yearly: 0.1},
	{id: "rivm-hard-to-make-ends-meet", base: 13.0, poverty: 5.2, age: -1.2, urban: 0.9, spread: 0.9, yearly: -0.7},
}

// healthMeasures are the figures of the table of health.
func healthMeasures() []measure {
	measures := percentages(healthTraits, 0.1)
	overweight := trait{}
	underweight := trait{}
	for _, t := range healthTraits {
		switch t.id {
		case "rivm-overweight":
			overweight = t
		case "rivm-underweight":
			underweight = t
		}
	}
	return append(measures, measure{id: "rivm-normal-weight", weigh: byResidents, step: 0.1, of: func(f *fact, year int) float64 {
		return 100 - share(overweight.of(f, year)) - share(underweight.of(f, year))
	}})
}

// sesMeasures are the figures of the table of SES-WOA.
func sesMeasures() []measure {
	score := trait{id: "ses-woa", base: 0.06, poverty: -0.27, age: -0.01, urban: 0.02, spread: 0.04, yearly: 0.004}
	spread := trait{id: "ses-woa-spread", base: 0.86, poverty: 0.09, age: -0.02, urban: 0.05, spread: 0.03, yearly: 0.002}
	low := trait{id: "ses-woa-education-low", base: 27, poverty: 6.2, age: 3.4, urban: -2, spread: 1.5, yearly: -0.4}
	high := trait{id: "ses-woa-education-high", base: 32, poverty: -6.5, age: -3.2, urban: 5, spread: 1.8, yearly: 0.6}
	lowOf := func(f *fact, year int) float64 { return min(60, max(6, low.of(f, year))) }
	highOf := func(f *fact, year int) float64 { return min(70, max(8, high.of(f, year)), 92-lowOf(f, year)) }
	return []measure{
		{id: score.id, weigh: byHouseholds, step: 0.001, of: score.of},
		{id: spread.id, weigh: byHouseholds, step: 0.001, of: spread.of},
		{id: "ses-woa-households", step: 100, of: byHouseholds},
		{id: low.id, weigh: byResidents, step: 0.1, of: lowOf},
		{id: high.id, weigh: byResidents, step: 0.1, of: highOf},
		{id: "ses-woa-education-middle", weigh: byResidents, step: 0.1, of: func(f *fact, year int) float64 {
			return 100 - lowOf(f, year) - highOf(f, year)
		}},
	}
}
