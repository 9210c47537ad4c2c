package demo

// distanceOf names the indicators of distances, by kind of amenity.
var distanceOf = []struct {
	id   string
	kind AmenityKind
}{
	{"distance-gp", GP}, {"distance-supermarket", Supermarket}, {"distance-school", School},
	{"distance-pharmacy", Pharmacy}, {"distance-childcare", Childcare}, {"distance-secondary-school", Secondary},
	{"distance-cafe", Cafe}, {"distance-restaurant", Restaurant}, {"distance-library", Library},
	{"distance-swimming-pool", Pool}, {"distance-train-station", TrainStation}, {"distance-hospital", Hospital},
}

// withinOf names the indicators of what lies within reach.
var withinOf = []struct {
	id   string
	kind AmenityKind
	km   int
}{
	{"schools-within-3km", School, 3}, {"gps-within-3km", GP, 3}, {"supermarkets-within-1km", Supermarket, 1},
	{"supermarkets-within-3km", Supermarket, 3}, {"childcare-within-3km", Childcare, 3},
	{"secondary-schools-within-5km", Secondary, 5},
}

// nearbyMeasures are measured from the homes to the amenities that were
// placed. The town of today stands for all years: nothing closed or opened.
func nearbyMeasures() []measure {
	var all []measure
	for _, d := range distanceOf {
		all = append(all, mean(d.id, 0.1, byResidents, func(f *fact, _ int) float64 { return max(0.1, f.distance[d.kind]) }))
	}
	for _, w := range withinOf {
		all = append(all, mean(w.id, 0.1, byResidents, func(f *fact, _ int) float64 { return f.within[w.kind][w.km] }))
	}
	return all
}

// greenMeasures has the distance to green, which Koppelkans calculates itself.
func greenMeasures() []measure {
	return []measure{mean("distance-green", 10, byResidents, func(f *fact, _ int) float64 { return f.toGreen })}
}
