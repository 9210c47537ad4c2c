package demo

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// invent makes the plan of a town that nobody drew. It has as many pieces,
// districts and changes of border as the first.
func invent(seed uint64, number int) plan {
	random := stream(seed, "plan")
	p := plan{
		code:      fmt.Sprint(9999 - number),
		name:      townFirst[number%len(townFirst)] + townLast[(number*5+number/len(townFirst))%len(townLast)],
		station:   orb.Point{0.2*random.Float64() - 0.1, 0.2*random.Float64() - 0.1},
		riverName: "de " + []string{"Linge", "Wetering", "Vaart", "Stroom", "Beek"}[number%5] + "loop",
	}
	p.river = inventRiver(random)
	p.pieces = inventPieces(random, p)
	p.districts = divideDistricts(&p)
	changeBorders(&p)
	for range 8 {
		p.posts = append(p.posts, farthest(random, p.posts, 0.9))
	}
	p.lakes = []spot{{"Grote Plas", farthest(random, p.river, 0.7), 0.13, 0.09}}
	for n := range 14 {
		width := 0.05 + 0.08*random.Float64()
		p.parks = append(p.parks, spot{fmt.Sprintf("%spark %d", p.pieces[n].name, n+1), farthest(random, middles(p.parks), 1), width, width * 0.7})
	}
	p.rails = [][]orb.Point{through(random, p.station)}
	p.roads = [][]orb.Point{through(random, p.station), through(random, p.station)}
	for angle := 0.0; angle < 2*math.Pi; angle += math.Pi / 5 {
		far := 0.55 + 0.15*random.Float64()
		p.ring = append(p.ring, orb.Point{far * math.Cos(angle), far * math.Sin(angle)})
	}
	return p
}

func middles(spots []spot) []orb.Point {
	points := make([]orb.Point, len(spots))
	for at, s := range spots {
		points[at] = s.at
	}
	return points
}

// farthest draws points in a disc and takes the one farthest from others.
func farthest(random *rand.Rand, others []orb.Point, reach float64) orb.Point {
	var best orb.Point
	most := -1.0
	for range 12 {
		angle, far := random.Float64()*2*math.Pi, reach*math.Sqrt(random.Float64())
		p := orb.Point{far * math.Cos(angle), far * math.Sin(angle)}
		least := math.Inf(1)
		for _, other := range others {
			least = min(least, planar.Distance(other, p))
		}
		if least > most {
			best, most = p, least
		}
	}
	return best
}

// through gives a line that bends on its way through a point.
func through(random *rand.Rand, middle orb.Point) []orb.Point {
	angle := random.Float64() * math.Pi
	var line []orb.Point
	for far := -1.6; far <= 1.61; far += 0.4 {
		aside := 0.16 * (random.Float64() - 0.5) * min(1, math.Abs(far)*2)
		line = append(line, orb.Point{
			middle[0] + far*math.Cos(angle) - aside*math.Sin(angle),
			middle[1] + far*math.Sin(angle) + aside*math.Cos(angle),
		})
	}
	return line
}

// inventRiver lets a river wind past the middle.
func inventRiver(random *rand.Rand) []orb.Point {
	angle := random.Float64() * 2 * math.Pi
	wave, off := 0.16+0.1*random.Float64(), 0.15+0.15*random.Float64()
	phase := random.Float64() * 2 * math.Pi
	var river []orb.Point
	for far := -1.7; far <= 1.71; far += 0.2 {
		aside := off + wave*math.Sin(far*3.1+phase)
		river = append(river, orb.Point{far*math.Cos(angle) - aside*math.Sin(angle), far*math.Sin(angle) + aside*math.Cos(angle)})
	}
	return river
}

// inventPieces spreads pieces and gives them a kind by their distance to the
// station; the last but one becomes fields, and the one nearest to the river
// among the outer ones a harbour.
func inventPieces(random *rand.Rand, p plan) []piece {
	const count = 19
	middles := []orb.Point{p.station}
	for len(middles) < count {
		middles = append(middles, farthest(random, middles, 0.92))
	}
	slices.SortFunc(middles, func(a, b orb.Point) int {
		return cmp.Compare(planar.Distance(a, p.station), planar.Distance(b, p.station))
	})
	names := append(shuffled(random, coreNames), shuffled(random, pieceNames)...)
	pieces := make([]piece, count)
	for at := range pieces {
		pieces[at] = piece{
			name: names[at], at: middles[at], kind: kindOf(at),
			poverty: 0.35 * random.NormFloat64(), age: 0.4 * random.NormFloat64(),
		}
		if reach := planar.Distance(middles[at], p.station); reach < 0.3 {
			pieces[at].size = -0.02
		}
	}
	pieces[count-2].kind = rural
	quay := slices.MinFunc(intsBetween(7, count-2), func(a, b int) int {
		farA, _ := nearest(p.river, middles[a])
		farB, _ := nearest(p.river, middles[b])
		return cmp.Compare(farA, farB)
	})
	pieces[quay].kind = business
	pieces[count-1].since, pieces[count-1].age = 2015, -1
	return pieces
}

func intsBetween(from, to int) []int {
	all := make([]int, 0, to-from)
	for n := from; n < to; n++ {
		all = append(all, n)
	}
	return all
}

// kindOf gives the kind of the piece that is so many-th from the station.
func kindOf(order int) kind {
	switch {
	case order < 2:
		return centre
	case order < 7:
		return inner
	case order < 13:
		return garden
	}
	return outer
}

// divideDistricts makes two districts on each bank and gives pieces their
// codes.
func divideDistricts(p *plan) []district {
	river := orb.LineString(spline(p.river, 0.02))
	var banks [2][]int
	for at, piece := range p.pieces {
		bank := 0
		if _, side := nearest(river, piece.at); side > 0 {
			bank = 1
		}
		banks[bank] = append(banks[bank], at)
	}
	var districts []district
	for bank, members := range banks {
		slices.SortFunc(members, func(a, b int) int { return cmp.Compare(p.pieces[a].at[0], p.pieces[b].at[0]) })
		for half, part := range [][]int{members[:len(members)/2], members[len(members)/2:]} {
			code := fmt.Sprintf("%02d", len(districts)+1)
			districts = append(districts, district{districtNames[2*bank+half], code})
			for n, at := range part {
				p.pieces[at].code = fmt.Sprintf("%s%02d", code, n+1)
			}
		}
	}
	return districts
}

// changeBorders makes one neighbourhood that was split since the former
// boundary year, one that was merged and one that got another code.
func changeBorders(p *plan) {
	var order []int
	for at, piece := range p.pieces {
		if piece.kind == garden || piece.kind == outer {
			order = append(order, at)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p.pieces[a].code, p.pieces[b].code) })
	changed := map[int]bool{}
	if young, old, found := pair(p, order, changed); found {
		p.pieces[young].formerName, p.pieces[young].formerCode = p.pieces[old].name, p.pieces[old].code
	}
	if joined, kept, found := pair(p, order, changed); found {
		one := &p.pieces[joined]
		one.formerName, one.formerCode = one.name, one.code
		one.name, one.code = p.pieces[kept].name, p.pieces[kept].code
	}
	for _, at := range order {
		if !changed[at] {
			p.pieces[at].formerCode = p.pieces[at].code[:2] + "30"
			return
		}
	}
}

// pair finds two pieces of one district close together, and marks them.
func pair(p *plan, among []int, changed map[int]bool) (one, other int, found bool) {
	least := math.Inf(1)
	for _, a := range among {
		for _, b := range among {
			far := planar.Distance(p.pieces[a].at, p.pieces[b].at)
			if a != b && !changed[a] && !changed[b] && p.pieces[a].code[:2] == p.pieces[b].code[:2] && far < least {
				one, other, found, least = a, b, true, far
			}
		}
	}
	if found {
		changed[one], changed[other] = true, true
	}
	return one, other, found
}

var townFirst = []string{"Linde", "Meren", "Zilver", "Hoge", "Wilgen", "Duin", "Elzen", "Krane", "Biezen", "Rooi"}

var townLast = []string{"waard", "kamp", "horn", "laar", "voorde", "donk", "mark", "hage"}

var districtNames = []string{"Westkant", "Binnenstad", "Overstroom", "Oostkant"}

// coreNames go to the pieces around the station, pieceNames to all others.
var coreNames = []string{"Oude Kern", "Stationsbuurt", "Marktkwartier", "Molenwijk", "Plantage", "Kerkveld", "Schrijverswijk"}

var pieceNames = []string{
	"Bloemenbuurt", "Vogelbuurt", "De Weide", "De Akkers", "Boskant", "Waterkant", "De Kamp", "Hofland", "De Hoeven",
	"Broekland", "Het Veld", "De Dreef", "Nieuwland", "Sterrenbuurt", "De Gaarde", "Lindehof", "De Terp",
}

func shuffled(random *rand.Rand, names []string) []string {
	mixed := slices.Clone(names)
	random.Shuffle(len(mixed), func(a, b int) { mixed[a], mixed[b] = mixed[b], mixed[a] })
	return mixed
}
