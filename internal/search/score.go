package search

import "github.com/koppelkans/koppelkans/internal/access"

// Best is the score that one word can have at most.
const Best = sameWord * mostWeight

// Score tells how well a record answers a reading: the sum over its words of
// the best match, which counts its closeness times its weight; false when a
// word is not matched. Only terms count that a reader finds who sees what
// reaches from audience on. meant gets the words that typing errors were read
// as.
func (r Reading) Score(packed string, from access.Audience) (score int, meant []string, ok bool) {
	best := make([]int, len(r))
	by := make([]Arm, len(r))
	Unpack(packed, func(one Posting) {
		if one.Audience < from {
			return
		}
		for at := range r {
			for _, arm := range r[at].Arms {
				if points := arm.Closeness * one.Weight; points > best[at] && arm.matches(one.Term) {
					best[at], by[at] = points, arm
				}
			}
		}
	})
	for at := range r {
		if best[at] == 0 {
			return 0, nil, false
		}
		score += best[at]
		if by[at].Meant {
			meant = append(meant, by[at].Term)
		}
	}
	return score, meant, true
}

// Sight is from which audience on a reader sees a record with these facts: 0
// sees all of it, and false nothing.
func Sight(where access.Where, facts access.Facts) (access.Audience, bool) {
	for from := access.Audience(0); from <= facts.Audience; from++ {
		facts := facts
		facts.Audience = from
		if where.Holds(facts) {
			return from, true
		}
	}
	return 0, false
}
