package view

import "strconv"

// Glossary finds in a text the words of which the meaning is known.
type Glossary interface {
	// Mark cuts a text into pieces. A word is marked where it first stands.
	Mark(text string) []Marked
}

// Marked is a piece of a text; with a Word it is one that was explained.
type Marked struct {
	Text string
	Word *Word
}

// Word is what a word means, in short.
type Word struct {
	Word, Meaning, Note, URL string
	Open                     bool // not agreed on
	Seq                      int  // tells those of one page apart
}

// ID is the id of the explanation in the page.
func (w *Word) ID() string { return "woord-" + strconv.Itoa(w.Seq) }

// marked gives the pieces of a text for this page.
func (p Page) marked(text string) []Marked {
	if p.Glossary == nil {
		return []Marked{{Text: text}}
	}
	return p.Glossary.Mark(text)
}

// Dictionary is the words of the region, or of a partnership.
type Dictionary struct {
	Lead, AddURL, FilesURL string
	Of                     string // the partnership; "" is the region
	RegionURL              string
	Open, Agreed, Without  []DictionaryWord
	Region                 []DictionaryWord // that the partnership could take over
	TakeURL                string           // "" for who may not
	Proposals              []ProposedWord
}

// DictionaryWord is a word in a list.
type DictionaryWord struct {
	ID, Word, URL, Text, Note string
	Differs                   bool // from the region's
}

// ProposedWord is a word that several fields use and nobody explained.
type ProposedWord struct{ Word, Note, AddURL string }

// TermPage is the page of a word.
type TermPage struct {
	Record
	Agreed, AgreedNote, Example string
	Difference, Forms           string
	Region                      *DictionaryWord // where it was taken from
	RegionText                  string          // what it means there, when it differs
	Meanings                    []TermMeaning
	AddURL                      string // another meaning
}

// TermMeaning is what a word means to somebody.
type TermMeaning struct{ Whose, Means, Example, URL string }
