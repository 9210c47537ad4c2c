package healthmap

import (
	"math"

	"github.com/paulmach/orb"
	"gonum.org/v1/gonum/mat"

	"github.com/koppelkans/koppelkans/internal/geo/rd"
)

// projectionScale brings metres to the numbers near 1 that the polynomial of
// Projection works with.
const projectionScale = 10_000

// terms are those of Projection, in its order.
func terms(u, v float64) [10]float64 {
	return [10]float64{1, u, v, u * u, u * v, v * v, u * u * u, u * u * v, u * v * v, v * v * v}
}

// fitProjection fits a polynomial to the exact transformation within a bound,
// so that the browser can place hexagons without knowing geodesy. For a bound
// of 30 km the error stays below a millimetre.
func fitProjection(bound orb.Bound) (Projection, error) {
	const side = 9 // samples along each side
	centre := bound.Center()
	p := Projection{X0: math.Round(centre[0]), Y0: math.Round(centre[1])}
	design := mat.NewDense(side*side, 10, nil)
	target := mat.NewDense(side*side, 2, nil)
	sample := func(at int) (x, y float64) {
		x = bound.Min[0] + (bound.Max[0]-bound.Min[0])*float64(at%side)/(side-1)
		y = bound.Min[1] + (bound.Max[1]-bound.Min[1])*float64(at/side)/(side-1)
		return x, y
	}
	for at := range side * side {
		x, y := sample(at)
		lon, lat := rd.ToWGS84(x, y)
		row := terms((x-p.X0)/projectionScale, (y-p.Y0)/projectionScale)
		design.SetRow(at, row[:])
		target.SetRow(at, []float64{lon, lat})
	}
	var solution mat.Dense
	if err := solution.Solve(design, target); err != nil {
		return p, err
	}
	for term := range 10 {
		p.Lon[term], p.Lat[term] = solution.At(term, 0), solution.At(term, 1)
	}
	for at := range side * side {
		x, y := sample(at)
		lon, lat := p.LonLat(x, y)
		backX, backY := rd.FromWGS84(lon, lat)
		p.Error = max(p.Error, math.Hypot(backX-x, backY-y))
	}
	return p, nil
}

// LonLat brings RD metres to degrees.
func (p Projection) LonLat(x, y float64) (lon, lat float64) {
	for at, term := range terms((x-p.X0)/projectionScale, (y-p.Y0)/projectionScale) {
		lon += p.Lon[at] * term
		lat += p.Lat[at] * term
	}
	return lon, lat
}
