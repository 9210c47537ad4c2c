package demo

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/koppelkans/koppelkans/internal/place"
)

// area is an area that a publisher has figures of.
type area struct {
	claim  place.Claim
	pieces []*fact
	post   int // of a postcode area; outside for others
}

// outline makes the areas of both boundary years.
func (t *town) outline() {
	t.areas, t.posted = map[int][]area{}, map[int][]area{}
	for _, year := range []int{formerYear, currentYear} {
		t.areas[year], t.posted[year] = t.areasIn(year), t.postAreasIn(year)
	}
}

// areasIn gives the municipality, its districts and its neighbourhoods in a
// boundary year, large before small.
func (t *town) areasIn(year int) []area {
	list := []area{t.area(place.Municipality, "GM"+t.code, t.name, "", year, func(int) bool { return true })}
	for _, district := range t.districts {
		code := "WK" + t.code + district.code
		list = append(list, t.area(place.District, code, district.name, "GM"+t.code, year, func(piece int) bool {
			_, own := t.nameIn(piece, year)
			return own[:2] == district.code
		}))
	}
	seen := map[string]bool{}
	for piece := range t.pieces {
		name, code := t.nameIn(piece, year)
		if seen[code] {
			continue
		}
		seen[code] = true
		list = append(list, t.area(place.Neighbourhood, "BU"+t.code+code, name, "WK"+t.code+code[:2], year, func(other int) bool {
			_, same := t.nameIn(other, year)
			return same == code
		}))
	}
	return list
}

// nameIn gives the neighbourhood that a piece belongs to in a boundary year.
func (t *town) nameIn(piece, year int) (name, code string) {
	if year == formerYear {
		return t.pieces[piece].former()
	}
	return t.pieces[piece].name, t.pieces[piece].code
}

func (t *town) area(level place.Level, code, name, parent string, year int, has func(piece int) bool) area {
	border := t.borders.area(func(face int) bool { return has(pieceOf(face)) })
	a := area{post: outside, claim: place.Claim{
		Key: key(level, code, year), Name: name, Parent: parent, Border: border, StatedArea: stated(border),
	}}
	for number, f := range t.facts {
		if has(number) {
			a.pieces = append(a.pieces, f)
		}
	}
	return a
}

// stated is the surface as a table of figures gives it, in whole hectares.
func stated(border orb.MultiPolygon) float64 {
	const hectare = 10_000
	return known(planar.Area(border), hectare).Value
}

// postcodesInTown is how many codes a town takes: its areas and one more for
// post boxes, which has figures asked of it but no area.
func (t *town) postcodesInTown() int { return len(t.posts) + 1 }

// postAreasIn gives the postcode areas in a boundary year; they never change.
// The last one is that of post boxes: it has a code but no border.
func (t *town) postAreasIn(year int) []area {
	var list []area
	for post := range t.postcodesInTown() {
		code := postcode(t.number*t.postcodesInTown() + post)
		a := area{post: post, claim: place.Claim{
			Key: key(place.Postcode4, code, year), Name: code + " " + t.name, Parent: "GM" + t.code,
		}}
		if post < len(t.posts) {
			a.claim.Border = t.borders.area(func(face int) bool { return postOf(face) == post })
			a.claim.StatedArea = stated(a.claim.Border)
		} else {
			a.claim.Name = fmt.Sprintf("%s %s, postbussen", code, t.name)
		}
		list = append(list, a)
	}
	return list
}
