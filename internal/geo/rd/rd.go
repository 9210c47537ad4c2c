// Package rd brings coordinates from longitude and latitude to RD New
// (EPSG:28992, the Dutch national grid, metres) and back.
//
// Method: the seven-parameter transformation "Amersfoort to ETRS89 (8)"
// (EPSG:9281, coordinate frame rotation) between GRS80 and the Bessel 1841
// ellipsoid, and the oblique (double) stereographic projection "RD New"
// (EPSG:19914, method EPSG:9809; formulas of IOGP Guidance Note 7-2). It is
// not the popular polynomial of Schreutelkamp and Strang van Hees, which is
// 0.2–0.4 m off.
//
// Accuracy: the correction grid of RDNAPTRANS is left out, which costs
// 0.02–0.17 m at its published validation points and at most 0.25 m according
// to EPSG. PROJ and GDAL do the same when the grid is not installed; the
// difference with them is below 1 mm.
//
// WGS84 is taken to be ETRS89, as every Dutch publisher does: files that say
// WGS84 hold ETRS89 coordinates.
package rd

import "math"

const (
	degree = math.Pi / 180

	// The projection RD New, EPSG:19914.
	falseEasting  = 155000.0
	falseNorthing = 463000.0
	originLat     = (52 + 9.0/60 + 22.178/3600) * degree
	originLon     = (5 + 23.0/60 + 15.5/3600) * degree
	scaleAtOrigin = 0.9999079

	// EPSG:9281, from Amersfoort to ETRS89: metres, radians, parts.
	shiftX = 565.7381
	shiftY = 50.4018
	shiftZ = 465.2904
	turnX  = 1.91514e-6
	turnY  = -1.60363e-6
	turnZ  = 9.09546e-6
	grow   = 1 + 4.07244e-6

	// Both surfaces are entered at the height of Dutch sea level: 0 m above
	// Bessel is about 43 m above GRS80. Entering both at 0 m would let a
	// round trip drift by a millimetre.
	seaLevelOnGRS80  = 43.0
	seaLevelOnBessel = 0.0
)

// ellipsoid is an ellipsoid of revolution; b and the eccentricities are kept
// because every point needs them.
type ellipsoid struct {
	a, b float64 // half axes, metres
	e2   float64 // first eccentricity squared
	ep2  float64 // second eccentricity squared
}

func newEllipsoid(a, inverseFlattening float64) ellipsoid {
	f := 1 / inverseFlattening
	b := a * (1 - f)
	e2 := f * (2 - f)
	return ellipsoid{a: a, b: b, e2: e2, ep2: e2 / (1 - e2)}
}

var (
	grs80  = newEllipsoid(6378137, 298.257222101)
	bessel = newEllipsoid(6377397.155, 299.1528128)
	rdNew  = newStereographic()
)

// FromWGS84 brings longitude and latitude in degrees to RD New in metres.
// It computes for any place, but means something only near the Netherlands
// (see InNetherlands); NaN gives NaN.
func FromWGS84(lon, lat float64) (x, y float64) {
	gx, gy, gz := grs80.toGeocentric(lon*degree, lat*degree, seaLevelOnGRS80)
	lambda, phi := bessel.fromGeocentric(toAmersfoort(gx, gy, gz))
	return rdNew.project(lambda, phi)
}

// ToWGS84 brings RD New in metres to longitude and latitude in degrees. It is
// the inverse of FromWGS84 within 0.2 mm.
func ToWGS84(x, y float64) (lon, lat float64) {
	lambda, phi := rdNew.unproject(x, y)
	gx, gy, gz := bessel.toGeocentric(lambda, phi, seaLevelOnBessel)
	lambda, phi = grs80.fromGeocentric(toETRS89(gx, gy, gz))
	return lambda / degree, phi / degree
}

// InNetherlands tells whether RD coordinates in metres lie in the box around
// the Netherlands, its part of the North Sea coast included. It is a check
// of plausibility for files, not of being on land.
func InNetherlands(x, y float64) bool {
	return x >= -7000 && x <= 300000 && y >= 289000 && y <= 629000
}

// InNetherlandsWGS84 is InNetherlands for longitude and latitude in degrees;
// it holds the whole box of InNetherlands and little more.
func InNetherlandsWGS84(lon, lat float64) bool {
	return lon >= 2.9 && lon <= 7.7 && lat >= 50.5 && lat <= 53.8
}

// toGeocentric gives the earth-centred coordinates (metres) of a point at
// height h above the ellipsoid; lambda and phi in radians.
func (e ellipsoid) toGeocentric(lambda, phi, h float64) (x, y, z float64) {
	sinPhi, cosPhi := math.Sincos(phi)
	sinLambda, cosLambda := math.Sincos(lambda)
	n := e.a / math.Sqrt(1-e.e2*sinPhi*sinPhi)
	r := (n + h) * cosPhi
	return r * cosLambda, r * sinLambda, (n*(1-e.e2) + h) * sinPhi
}

// fromGeocentric gives longitude and latitude in radians by Bowring's formula
// of 1976, whose error at the earth's surface is far below a micrometre.
func (e ellipsoid) fromGeocentric(x, y, z float64) (lambda, phi float64) {
	p := math.Sqrt(x*x + y*y)
	// tan of the parametric latitude, then its sine and cosine, without angles.
	t := z * e.a / (p * e.b)
	cosU := 1 / math.Sqrt(1+t*t)
	sinU := t * cosU
	phi = math.Atan2(z+e.ep2*e.b*sinU*sinU*sinU, p-e.e2*e.a*cosU*cosU*cosU)
	return math.Atan2(y, x), phi
}

// toETRS89 is EPSG:9281: a coordinate frame rotation with small angles, a
// scale and a shift.
func toETRS89(x, y, z float64) (float64, float64, float64) {
	return shiftX + grow*(x+turnZ*y-turnY*z),
		shiftY + grow*(y-turnZ*x+turnX*z),
		shiftZ + grow*(z+turnY*x-turnX*y)
}

// toAmersfoort is the exact inverse of toETRS89. The matrix of small angles
// is I − [t]×, of which the inverse is (I + [t]× + t·tᵀ)/(1+|t|²); its
// transpose alone would be half a millimetre off.
func toAmersfoort(x, y, z float64) (float64, float64, float64) {
	x, y, z = (x-shiftX)/grow, (y-shiftY)/grow, (z-shiftZ)/grow
	along := turnX*x + turnY*y + turnZ*z
	const size = 1 + turnX*turnX + turnY*turnY + turnZ*turnZ
	return (x - turnZ*y + turnY*z + turnX*along) / size,
		(y + turnZ*x - turnX*z + turnY*along) / size,
		(z - turnY*x + turnX*y + turnZ*along) / size
}
