package demo

import (
	"hash/fnv"
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"
)

// stream gives random numbers for one purpose. Each purpose has its own, so
// that one more street does not change a single figure.
func stream(seed uint64, purpose string) *rand.Rand {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(purpose)) // a hash never fails
	return rand.New(rand.NewPCG(seed, hash.Sum64()))
}

// field is smooth noise over the plane, between -1 and 1; wave is about the
// distance between two hills.
type field struct {
	seed uint64
	wave float64
}

func newField(seed uint64, purpose string, wave float64) field {
	return field{seed: stream(seed, purpose).Uint64(), wave: wave}
}

// at gives the value of a point.
func (f field) at(p orb.Point) float64 {
	x, y := p[0]/f.wave, p[1]/f.wave
	column, row := math.Floor(x), math.Floor(y)
	u, v := ease(x-column), ease(y-row)
	i, j := int64(column), int64(row)
	south := f.corner(i, j)*(1-u) + f.corner(i+1, j)*u
	north := f.corner(i, j+1)*(1-u) + f.corner(i+1, j+1)*u
	return south*(1-v) + north*v
}

// ease makes the slope 0 at both ends, so that no grid can be seen.
func ease(t float64) float64 { return t * t * t * (t*(t*6-15) + 10) }

// corner gives a grid point its value by mixing its bits (the finaliser of
// SplitMix64).
func (f field) corner(i, j int64) float64 {
	h := f.seed ^ uint64(i)*0x9e3779b97f4a7c15 ^ uint64(j)*0xc2b2ae3d27d4eb4f
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	h ^= h >> 31
	return float64(h>>11)/(1<<52) - 1
}

// warp moves points a little in a smooth way, which turns straight borders
// into ones that look grown.
type warp struct{ east, north field }

func newWarp(seed uint64, purpose string, wave float64) warp {
	return warp{newField(seed, purpose+" east", wave), newField(seed, purpose+" north", wave)}
}

func (w warp) move(p orb.Point, far float64) orb.Point {
	return orb.Point{p[0] + far*w.east.at(p), p[1] + far*w.north.at(p)}
}
