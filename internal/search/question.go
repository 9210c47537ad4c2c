package search

import (
	"slices"
	"strings"
)

// How close a match is, in hundredths of a match with the word itself.
const (
	sameWord      = 100
	sameStem      = 90
	sameBeginning = 80
	oneError      = 60
	twoErrors     = 45
)

const mostAsked = 8 // words of a question

// Arm is one way in which a word of a question can be matched.
type Arm struct {
	Term string
	// Begins means that the term is the beginning of the words looked for.
	Begins    bool
	Closeness int
	// Meant is the word that a typing error is read as.
	Meant bool
}

// Word is a word of a question, with all that matches it.
type Word struct {
	Text string
	Last bool // the last that was typed: it may be unfinished
	Arms []Arm
}

// Reading is one way to read a question. Every word must match.
type Reading []Word

// Read takes a question apart. A question with hyphens has two readings: its
// parts joined, and apart.
func Read(question string) []Reading {
	list := tokens(question)
	var joined, apart Reading
	for _, one := range list {
		joined = joined.with(one.joined)
		for _, part := range orWhole(one) {
			apart = apart.with(part)
		}
	}
	var readings []Reading
	for _, reading := range []Reading{joined, apart} {
		if len(reading) == 0 || len(readings) > 0 && slices.EqualFunc(readings[0], reading, func(a, b Word) bool { return a.Text == b.Text }) {
			continue
		}
		readings = append(readings, reading.withArms())
	}
	return readings
}

func orWhole(one token) []string {
	if one.parts != nil {
		return one.parts
	}
	return []string{one.joined}
}

// with adds a word, unless it is there already or the question is long enough.
func (r Reading) with(word string) Reading {
	at := slices.IndexFunc(r, func(other Word) bool { return other.Text == word })
	if at >= 0 { // what was typed last stays last
		return append(slices.Delete(r, at, at+1), Word{Text: word})
	}
	if len(r) >= mostAsked {
		return r
	}
	return append(r, Word{Text: word})
}

func (r Reading) withArms() Reading {
	for at := range r {
		word := &r[at]
		word.Last = at == len(r)-1
		word.Arms = []Arm{{Term: word.Text, Closeness: sameWord}, {Term: stemMark + Stem(word.Text), Closeness: sameStem}}
		if !word.Last {
			continue
		}
		if runes(word.Text) <= longestBeginning {
			word.Arms = append(word.Arms, Arm{Term: beginningMark + word.Text, Closeness: sameBeginning})
		} else {
			word.Arms = append(word.Arms, Arm{Term: word.Text, Begins: true, Closeness: sameBeginning})
		}
	}
	return r
}

// Forgiving gives the reading with the words that each of its words may have
// been meant to be; known holds those that share a key with it.
func (r Reading) Forgiving(known []string) Reading {
	forgiving := slices.Clone(r)
	for at, word := range forgiving {
		arms := slices.Clone(word.Arms)
		for _, candidate := range known {
			if errors, near := Near(word.Text, candidate); near {
				closeness := oneError
				if errors > 1 {
					closeness = twoErrors
				}
				arms = append(arms, Arm{Term: candidate, Closeness: closeness, Meant: true})
			}
		}
		forgiving[at].Arms = arms
	}
	return forgiving
}

// Keys gives the keys by which words are found that its words may have been
// meant to be.
func (r Reading) Keys() []int64 {
	var keys []int64
	for _, word := range r {
		keys = append(keys, NearKeys(word.Text)...)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Best is the score that a match by this arm can have at most.
func (a Arm) Best() int { return a.Closeness * mostWeight }

// Levels is how many levels of closeness there are.
const Levels = 3

// Level tells how close a match by this arm is: 0 is the word itself or its
// stem, 1 a word that begins so or one typing error, 2 two errors.
func (a Arm) Level() int {
	switch {
	case a.Closeness >= sameStem:
		return 0
	case a.Closeness >= oneError:
		return 1
	}
	return 2
}

// matches tells whether a term of a record is one that the arm looks for.
func (a Arm) matches(term string) bool {
	if a.Begins {
		return strings.HasPrefix(term, a.Term)
	}
	return term == a.Term
}
