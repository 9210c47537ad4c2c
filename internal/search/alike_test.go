package search_test

import (
	"testing"

	"github.com/koppelkans/koppelkans/internal/search"
)

func TestNamesAlike(t *testing.T) {
	for _, one := range []struct {
		a, b string
		want bool
	}{
		{"S.V. Zeester", "Sportvereniging Zeester", true},
		{"SV De Zeester", "Sportvereniging Zeester", true},
		{"Zeester", "Sportvereniging Zeester", true},
		{"Sportvereniging Zeester Waterhoven", "s.v. zeester", true},
		{"Basischool De Golfslag", "Basisschool De Golfslag", true},
		{"OBS De Golfslag", "Basisschool De Golfslag", true},
		{"De Golf-slag", "De Golfslag", true},
		{"Amira el Strand", "Amira El Strand", true},
		{"Amira el Stradn", "Amira El Strand", true},
		{"St. Waterkring", "Stichting Waterkring", true},
		{"Gem. Waterhoven", "gemeente waterhoven", true},
		{"GGD", "G.G.D.", true},
		{"Basisschool Zeester", "Sportvereniging Zeester", false},
		{"Amira El Strand", "Amira Zee", false},
		{"Amira", "Amira El Strand", false},
		{"Basisschool 1", "Basisschool 2", false},
		{"Wijkteam 2024", "Wijkteam 2025", false},
		{"Stichting", "Stichting Waterkring", false},
		{"Bewonersgroep Noord", "Bewonersgroep Zuid", false},
		{"", "Zeester", false},
	} {
		a, b := search.NameOf(one.a), search.NameOf(one.b)
		if a.Like(b) != one.want || b.Like(a) != one.want {
			t.Errorf("%q and %q are alike: %v and %v, want %v", one.a, one.b, a.Like(b), b.Like(a), one.want)
		}
		var x search.NameIndex
		x.Add(search.NameOf("Iets heel anders"))
		x.Add(b)
		if found := x.Like(a, 3); (len(found) == 1 && found[0] == 1) != one.want {
			t.Errorf("the index finds %v for %q among %q", found, one.a, one.b)
		}
	}
}
