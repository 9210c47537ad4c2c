package demo

import "github.com/paulmach/orb"

// waterhoven is the first municipality: a town on both banks of the Meente.
// Where things lie was taken from the drawing that set the look of the map.
func waterhoven() plan {
	return plan{
		code: "9999", name: "Waterhoven",
		districts: []district{{"Noordoever", "01"}, {"Oostoever", "02"}, {"Zuidoever", "03"}, {"Zuidrand", "04"}},
		pieces:    waterhovenPieces(),
		posts: []orb.Point{
			{-0.30, 0.72}, {0.30, 0.52}, {0.78, 0.05}, {-0.62, 0.08},
			{0.02, -0.14}, {-0.48, -0.66}, {0.30, -0.72}, {-0.02, -0.45},
		},
		river: []orb.Point{
			{-1.70, 0.86}, {-1.18, 0.64}, {-0.80, 0.60}, {-0.60, 0.44}, {-0.44, 0.22}, {-0.24, 0.15},
			{0, 0.12}, {0.18, 0.08}, {0.34, -0.10}, {0.46, -0.30}, {0.66, -0.44}, {0.98, -0.47}, {1.65, -0.62},
		},
		riverName: "de Meente",
		harbour:   []orb.Point{{-0.10, 0.14}, {-0.07, 0.26}, {-0.10, 0.38}},
		lakes:     []spot{{"Veenplas", orb.Point{-0.50, -0.64}, 0.15, 0.09}},
		parks:     waterhovenParks(),
		station:   orb.Point{0.08, -0.13},
		rails: [][]orb.Point{{
			{-1.60, 0.26}, {-1.00, 0.22}, {-0.62, 0.16}, {-0.40, 0}, {-0.16, -0.12}, {0.08, -0.13},
			{0.24, -0.05}, {0.46, 0.20}, {0.70, 0.46}, {1.05, 0.72}, {1.55, 0.98},
		}},
		ring: []orb.Point{
			{-0.76, 0.30}, {-0.66, -0.10}, {-0.44, -0.44}, {-0.10, -0.60}, {0.22, -0.62}, {0.44, -0.52},
			{0.58, -0.20}, {0.62, 0.10}, {0.48, 0.42}, {0.20, 0.60}, {-0.20, 0.60}, {-0.56, 0.62},
		},
		roads: [][]orb.Point{
			{{-0.08, 1.60}, {0.02, 1.00}, {0.06, 0.62}, {0.03, 0.20}, {0.05, -0.14}, {-0.02, -0.44}, {0, -0.82}, {-0.06, -1.60}},
			{{-1.60, -0.22}, {-1.00, -0.10}, {-0.66, -0.10}, {-0.30, -0.16}, {0.05, -0.14}, {0.36, -0.06}, {0.62, 0.10}, {1.02, 0.18}, {1.60, 0.34}},
			{{-0.76, 0.30}, {-0.74, 0.62}, {-0.62, 0.96}, {-0.80, 1.55}},
			{{0.44, -0.52}, {0.66, -0.72}, {0.84, -1.04}, {0.92, -1.60}},
		},
	}
}

func waterhovenPieces() []piece {
	return []piece{
		{name: "Hoogerveld", code: "0101", at: orb.Point{-0.06, 0.84}, size: 0.05, kind: outer, poverty: -0.35,
			streets: []string{"Hoogerweg", "Korenlaan", "Gerststraat"}},
		{name: "Oude Haven", code: "0102", at: orb.Point{-0.12, 0.36}, size: -0.05, kind: inner, poverty: 0.2, age: -0.2,
			streets: []string{"Havenkade", "Ankerstraat", "Touwbaan"}},
		{name: "Molenakker", code: "0103", at: orb.Point{-0.50, 0.74}, size: 0.05, kind: garden, poverty: 0.15, age: 0.5},
		{name: "Kloosterhof", code: "0104", formerName: "Hoogerveld", formerCode: "0101", at: orb.Point{0.28, 0.74}, kind: outer,
			poverty: -0.3, age: -1.2, since: 2015, streets: []string{"Kloosterlaan", "Abdijhof"}},
		{name: "Zonneveld", code: "0201", at: orb.Point{0.52, 0.46}, size: 0.05, kind: garden, poverty: 0.45, age: 0.4},
		{name: "Kanaaldorp", code: "0202", at: orb.Point{0.76, -0.18}, size: 0.02, kind: garden, poverty: 0.75, age: 0.1,
			streets: []string{"Kanaalstraat", "Sluisweg", "Brugplein"}},
		{name: "De Bongerd", code: "0203", at: orb.Point{0.90, 0.26}, size: 0.03, kind: outer, poverty: 0, age: 0.2},
		{name: "Sluishaven", code: "0204", at: orb.Point{0.36, 0.13}, size: -0.10, kind: business,
			streets: []string{"Sluisdok", "Kraanweg"}},
		{name: "Stationskwartier", code: "0301", at: orb.Point{0.10, -0.10}, size: 0.01, kind: centre, poverty: 0.75, age: -0.4,
			streets: []string{"Stationsplein", "Perronstraat", "Marktstraat", "Spoorlaan"}},
		{name: "De Werven", code: "0302", at: orb.Point{-0.22, -0.06}, kind: inner, poverty: 0.6, age: -0.3,
			streets: []string{"Werfstraat", "Hellingpad", "Klinkstraat"}, primary: "Basisschool De Brug"},
		{name: "De Werven", code: "0302", formerName: "De Werven-West", formerCode: "0307", at: orb.Point{-0.46, 0.02}, size: -0.05, kind: inner, poverty: 0.6,
			streets: []string{"Scheepmakersstraat", "Teerplein"}},
		{name: "Rietlanden", code: "0303", at: orb.Point{-0.80, -0.40}, size: 0.02, kind: garden, poverty: 0.2, age: 0.1,
			streets: []string{"Rietstraat", "Waterlelie", "Plasweg"}},
		{name: "Lage Meent", code: "0304", at: orb.Point{0.06, -0.40}, size: 0.02, kind: inner, poverty: 0.6, age: 0.9,
			streets: []string{"Kuiperstraat", "Turfsteeg", "Turfblok", "Meentplein"}, surgery: "Praktijk Meentplein", primary: "Basisschool De Vlonder"},
		{name: "Weversbuurt", code: "0305", at: orb.Point{-0.26, -0.36}, kind: inner, poverty: 0.25, age: -0.1,
			streets: []string{"Weversstraat", "Spoelerpad", "Getouwlaan"}},
		{name: "Veenpark", code: "0306", at: orb.Point{-0.82, 0.22}, size: 0.04, kind: garden, poverty: 0.75, age: 0.6,
			streets: []string{"Veenlaan", "Parkzoom"}},
		{name: "Buitenplaats", code: "0401", at: orb.Point{0.34, -0.72}, size: 0.02, kind: outer, poverty: -0.5, age: 0.6,
			streets: []string{"Landgoedlaan", "Oprijlaan"}},
		{name: "Polderzoom", code: "0402", at: orb.Point{-0.10, -0.82}, size: 0.05, kind: outer, poverty: 0.35, age: -0.1},
		{name: "Meentpolder", code: "0403", at: orb.Point{0.74, -0.72}, size: 0.09, kind: rural, age: 0.3,
			streets: []string{"Polderdijk", "Achterweg"}},
		{name: "Veenoord", code: "0404", formerCode: "0308", at: orb.Point{-0.52, -0.84}, size: 0.05, kind: garden, poverty: -0.2, age: 0.8,
			streets: []string{"Veenderij", "Baggerlaan"}},
	}
}

func waterhovenParks() []spot {
	return []spot{
		{"Meentpark", orb.Point{-0.12, -0.50}, 0.08, 0.05},
		{"Veenpark", orb.Point{-0.88, 0.10}, 0.12, 0.08},
		{"Kasteelbos", orb.Point{0.52, -0.80}, 0.13, 0.09},
		{"Zonneweide", orb.Point{0.66, 0.60}, 0.11, 0.07},
		{"Hoge Bos", orb.Point{-0.14, 1.00}, 0.16, 0.08},
		{"Kloostertuin", orb.Point{0.14, 0.66}, 0.06, 0.05},
		{"Havenpark", orb.Point{-0.30, 0.36}, 0.05, 0.04},
		{"Boomgaard", orb.Point{0.98, 0.10}, 0.09, 0.07},
		{"Molenpark", orb.Point{-0.42, 0.62}, 0.06, 0.05},
		{"Kanaalbos", orb.Point{0.94, -0.30}, 0.09, 0.06},
		{"Rietzoom", orb.Point{-0.72, -0.62}, 0.09, 0.07},
		{"Plasbos", orb.Point{-0.34, -0.76}, 0.07, 0.06},
		{"Polderbos", orb.Point{0.06, -0.94}, 0.11, 0.06},
		{"Weverstuin", orb.Point{-0.52, -0.26}, 0.05, 0.05},
		{"Landgoed Buitenplaats", orb.Point{0.26, -0.92}, 0.09, 0.06},
	}
}
