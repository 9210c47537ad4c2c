package rd

import "math"

// stereographic is the double projection: ellipsoid → conformal sphere →
// plane. Fields are those of the Guidance Note: n and c tie the sphere to the
// ellipsoid, chi0 is the origin's latitude on the sphere, r2 twice its radius
// times the scale.
type stereographic struct {
	e, n, c          float64
	sinChi0, cosChi0 float64
	r2               float64
}

func newStereographic() stereographic {
	sinPhi, cosPhi := math.Sincos(originLat)
	e := math.Sqrt(bessel.e2)
	w := 1 - bessel.e2*sinPhi*sinPhi
	meridian := bessel.a * (1 - bessel.e2) / math.Pow(w, 1.5)
	normal := bessel.a / math.Sqrt(w)

	s := stereographic{e: e, r2: 2 * math.Sqrt(meridian*normal) * scaleAtOrigin}
	s.n = math.Sqrt(1 + bessel.e2*math.Pow(cosPhi, 4)/(1-bessel.e2))

	// c is chosen so that the origin keeps its place: sin χ0 = sin φ0 / n.
	s.sinChi0 = sinPhi / s.n
	s.cosChi0 = math.Sqrt(1 - s.sinChi0*s.sinChi0)
	grown := (1 + s.sinChi0) / (1 - s.sinChi0)
	s.c = grown / math.Exp(2*s.n*isometric(sinPhi, e))
	return s
}

// isometric gives the isometric latitude on the ellipsoid from the sine of
// the latitude.
func isometric(sinPhi, e float64) float64 {
	return math.Atanh(sinPhi) - e*math.Atanh(e*sinPhi)
}

// project brings longitude and latitude on Bessel (radians) to RD metres.
func (s *stereographic) project(lambda, phi float64) (x, y float64) {
	w := s.c * math.Exp(2*s.n*isometric(math.Sin(phi), s.e))
	sinChi := (w - 1) / (w + 1)
	cosChi := 2 * math.Sqrt(w) / (w + 1)
	sinL, cosL := math.Sincos(s.n * (lambda - originLon))
	b := 1 + sinChi*s.sinChi0 + cosChi*s.cosChi0*cosL
	return falseEasting + s.r2*cosChi*sinL/b,
		falseNorthing + s.r2*(sinChi*s.cosChi0-cosChi*s.sinChi0*cosL)/b
}

// unproject brings RD metres to longitude and latitude on Bessel (radians).
func (s *stereographic) unproject(x, y float64) (lambda, phi float64) {
	// The plane to the sphere: the usual inverse of a stereographic
	// projection, in which rho is the tangent of half the angle from the
	// origin.
	dx, dy := (x-falseEasting)/s.r2, (y-falseNorthing)/s.r2
	rho2 := dx*dx + dy*dy
	cosAngle, sinPerRho := (1-rho2)/(1+rho2), 2/(1+rho2)
	sinChi := cosAngle*s.sinChi0 + dy*sinPerRho*s.cosChi0
	lambda = originLon + math.Atan2(dx*sinPerRho, s.cosChi0*cosAngle-dy*sinPerRho*s.sinChi0)/s.n

	// The sphere to the ellipsoid: the isometric latitude is known, the
	// latitude follows from psi + e·atanh(e·sin φ) = atanh(sin φ). Each step
	// gains more than two digits, because e² is 0.0067.
	psi := math.Log((1+sinChi)/((1-sinChi)*s.c)) / (2 * s.n)
	sinPhi := math.Tanh(psi)
	for range 8 {
		next := math.Tanh(psi + s.e*math.Atanh(s.e*sinPhi))
		if next == sinPhi {
			break
		}
		sinPhi = next
	}
	return lambda, math.Asin(sinPhi)
}
