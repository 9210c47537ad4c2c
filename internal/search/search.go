// Package search says how records are found by words: what is indexed of a
// record, how a question is read and how well a record answers it. It knows no
// database; store keeps the index and proposes candidates, and the score of
// each is calculated here, so that both databases give one answer.
//
// How it works is told in docs/decisions/0015-own-search.md.
package search

import (
	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Version is that of what is indexed. Raise it with every change of folding,
// stemming or the neighbourhood of typing errors: a server whose index was
// made by another version makes it again.
const Version = 1

// Entry is what can be found of one record.
type Entry struct {
	Kind  string
	Class access.Class
	Facts access.Facts
	Title string // shown to everybody who may see the record, and found with weight 3
	Texts []Text
}

// Text is some words of a record by which it can be found.
type Text struct {
	Words  string
	Weight int // 3 for a title, 2 for what is like a name, else 1
	// Ceiling is the widest audience that may find the record by this text;
	// access.Public is as the record, and 0 is no audience at all.
	Ceiling access.Audience
	// Personal words are names and the like: they have no Dutch stems.
	Personal bool
}

// Ask is a question.
type Ask struct {
	Actor  access.Actor
	Words  string
	Kinds  []string // nil is all
	Limit  int      // 0 is DefaultLimit; at most MostLimit
	Offset int      // at most MostOffset
}

// Bounds of a question. A page far behind costs as much as all before it.
const (
	DefaultLimit = 20
	MostLimit    = 100
	MostOffset   = 1000
)

// Bounded gives the question with limit and offset within their bounds.
func (a Ask) Bounded() Ask {
	if a.Limit <= 0 {
		a.Limit = DefaultLimit
	}
	a.Limit = min(a.Limit, MostLimit)
	a.Offset = min(max(a.Offset, 0), MostOffset)
	return a
}

// Found is a record that answers a question.
type Found struct {
	Kind  string
	ID    id.ID
	Title string
	Score float64 // 1 is every word exactly in the title
}

// Result is an answer: a page of what was found, best first.
type Result struct {
	Found []Found
	More  bool // there is more behind this page
	// Meant are the words that typing errors were read as, for what is on this
	// page.
	Meant []string
}

// Few is below how many answers typing errors are looked for.
const Few = 3
