// Package plain judges whether a Dutch text has the form of plain Dutch, level
// B1, the level that most adult readers understand and that the Dutch
// government asks of texts for residents (communicatierijk.nl, "Taalniveau
// B1": common words, short, simple and active sentences). It sees form, not
// meaning: it does not replace reading by people. docs/plain-dutch.md tells how
// it works and what it misses.
package plain

import (
	"fmt"
	"math"
	"strings"
)

// MaxText is how much of a text Check judges, in bytes. What follows is left
// out, and Report.Cut tells so.
const MaxText = 200_000

// Rule names a mark by which a text is judged.
type Rule string

// The rules. Each is explained where it is computed.
const (
	MeanLength     Rule = "mean-length"
	LongSentence   Rule = "long-sentence"
	DifficultWord  Rule = "difficult-word"
	UncommonWords  Rule = "uncommon-words"
	Passive        Rule = "passive"
	Brace          Rule = "brace"
	DoubleNegation Rule = "double-negation"
	Nominal        Rule = "nominal"
	Abbreviation   Rule = "abbreviation"
)

// Options bound what a text may have. A field that is zero takes its value of
// Defaults; a negative one switches the rule off.
type Options struct {
	// Known are words that the caller vouches for: names of places, people and
	// indicators. Words with a capital inside a sentence, numbers, addresses
	// and words in braces or backticks are never uncommon.
	Known []string

	MaxMean     float64 // words per sentence, on average
	MaxWords    int     // words in the longest sentence
	MaxUncommon float64 // share of all words that may be outside the common ones, 0–1
	MaxPassive  float64 // share of sentences that may be passive, 0–1
	MaxBrace    int     // words between two parts of one verb
	MaxNominal  float64 // share of words that may be a noun made of a verb, 0–1
}

// Defaults are the bounds of B1.
//
//   - MaxMean 12: guides for B1 say 10 (hvds.nl, "Schrijven op B1-niveau") to 15
//     (juistetaal.nl gives 10–15 for B1, 15–20 for B2). The middle, as our
//     texts are read on phones.
//   - MaxWords 20: the municipality Dijk en Waard allows 15
//     (site.dijkenwaard.nl, "Prettig en helder schrijven"); Onze Taal finds
//     25 still understood when the sentence is built well, and fewer for
//     readers with less practice (onzetaal.nl, "Lengte van zinnen").
//   - MaxUncommon 6 %: word frequency is the first of the four features of LiNT
//     (Pander Maat, Kleijn and Frissen, Tijdschrift voor Taalbeheersing 45,
//     2023). The number is ours: about one such word in a short paragraph.
//   - MaxPassive 10 %: gebruikercentraal.nl, "Schrijfwijzer", asks for as little
//     "worden" as possible. The number is ours: a text of fewer than ten
//     sentences may have none.
//   - MaxBrace 8: dependency length is another feature of LiNT. The number is ours.
//   - MaxNominal 10 %: "naamwoordstijl" is what guides of municipalities warn
//     of (VRU Schrijfwijzer, 4.1.2). The number is ours.
func Defaults() Options {
	return Options{MaxMean: 12, MaxWords: 20, MaxUncommon: 0.06, MaxPassive: 0.10, MaxBrace: 8, MaxNominal: 0.10}
}

// withDefaults fills the fields that are zero.
func (o Options) withDefaults() Options {
	usual := Defaults()
	o.MaxMean = orElse(o.MaxMean, usual.MaxMean)
	o.MaxWords = orElse(o.MaxWords, usual.MaxWords)
	o.MaxUncommon = orElse(o.MaxUncommon, usual.MaxUncommon)
	o.MaxPassive = orElse(o.MaxPassive, usual.MaxPassive)
	o.MaxBrace = orElse(o.MaxBrace, usual.MaxBrace)
	o.MaxNominal = orElse(o.MaxNominal, usual.MaxNominal)
	return o
}

func orElse[N int | float64](value, usual N) N {
	if value == 0 || value != value { // also NaN
		return usual
	}
	return value
}

// Finding is one thing that keeps a text from being plain.
type Finding struct {
	Rule     Rule
	Sentence int    // the number of the sentence from 0; -1 when it is about the whole text
	Where    string // the words that it is about
	Why      string // in English, for who writes the text
	Better   string // a plainer way in Dutch, when one is known
}

func (f Finding) String() string {
	text := fmt.Sprintf("%s: “%s”: %s", f.Rule, f.Where, f.Why)
	if f.Better != "" {
		text += "; better: " + f.Better
	}
	return text
}

// Level is an estimate of a text's level in the Common European Framework.
type Level string

// The levels that a report tells apart.
const (
	B1 Level = "B1" // or easier
	B2 Level = "B2"
	C1 Level = "C1" // or harder
)

// Report is what Check found.
type Report struct {
	Sentences int
	Words     int
	Longest   int      // words in the longest sentence
	Uncommon  []string // every word outside the common ones, in order, once each
	Passives  int      // sentences in the passive
	Findings  []Finding
	Cut       bool // the text was longer than MaxText

	uncommonCount int
}

// Mean is the number of words per sentence, 0 for an empty text.
func (r Report) Mean() float64 { return share(r.Words, r.Sentences) }

// UncommonShare is the share of words that are not common, 0–1.
func (r Report) UncommonShare() float64 { return share(r.uncommonCount, r.Words) }

// OK tells whether nothing was found. A text that was cut is never OK.
func (r Report) OK() bool { return len(r.Findings) == 0 && !r.Cut }

// Level estimates: B1 is a text without findings. Whether another is B2 or C1
// follows from its mean sentence length (above 20 is C1: juistetaal.nl), or,
// for a text of short sentences, from having more than one finding for every
// two sentences. It is a rough word for a report, nothing to test against.
func (r Report) Level() Level {
	switch {
	case r.OK():
		return B1
	case r.Mean() > 20, len(r.Findings)*2 > r.Sentences && len(r.Findings) > 2:
		return C1
	}
	return B2
}

func (r Report) String() string {
	lines := []string{fmt.Sprintf("%s: %d words in %d sentences, %.1f on average, longest %d; uncommon %.0f %%; passive %d",
		r.Level(), r.Words, r.Sentences, r.Mean(), r.Longest, 100*r.UncommonShare(), r.Passives)}
	for _, finding := range r.Findings {
		lines = append(lines, finding.String())
	}
	return strings.Join(lines, "\n")
}

func share(part, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(part) / float64(of)
}

// Check judges a text of plain characters, not HTML. A new line ends a
// sentence, so that headings and lists can be given as they are. A name in
// braces, such as {place}, is one known word.
func Check(text string, options Options) Report {
	options = options.withDefaults()
	var r Report
	if len(text) > MaxText {
		text, r.Cut = strings.ToValidUTF8(text[:MaxText], ""), true
	}
	known := knownWords(options.Known)
	var nominals []string
	var passives []Finding
	for at, s := range split(text) {
		r.Sentences++
		r.Words += len(s.words)
		r.Longest = max(r.Longest, len(s.words))
		r.checkLength(at, s, options)
		r.checkWords(at, s, known)
		r.add(abbreviations(at, s)...)
		clauses := s.clauses()
		if where := passive(clauses); where != "" {
			r.Passives++
			passives = append(passives, Finding{Passive, at, where, "passive: it does not say who does it", "noem wie het doet"})
		}
		if options.MaxBrace >= 0 {
			r.add(braces(at, clauses, options.MaxBrace)...)
		}
		r.add(negations(at, clauses)...)
		nominals = append(nominals, nominal(s)...)
	}
	r.checkText(passives, nominals, options)
	return r
}

func (r *Report) add(findings ...Finding) { r.Findings = append(r.Findings, findings...) }

// checkLength finds a sentence with more words than options allow.
func (r *Report) checkLength(at int, s sentence, options Options) {
	if options.MaxWords >= 0 && len(s.words) > options.MaxWords {
		r.add(Finding{LongSentence, at, s.text, fmt.Sprintf("%d words, at most %d", len(s.words), options.MaxWords), "maak er twee zinnen van"})
	}
}

// checkText judges what only a whole text can have: its mean and its shares.
func (r *Report) checkText(passives []Finding, nominals []string, options Options) {
	if options.MaxMean >= 0 && r.Mean() > options.MaxMean {
		r.add(Finding{MeanLength, -1, "", fmt.Sprintf("%.1f words per sentence, at most %.1f", r.Mean(), options.MaxMean), "maak kortere zinnen"})
	}
	// One uncommon word is allowed however short the text is: a share of
	// three words says nothing.
	if allowed := max(1, allowance(options.MaxUncommon, r.Words)); options.MaxUncommon >= 0 && r.uncommonCount > allowed {
		r.add(Finding{UncommonWords, -1, strings.Join(r.Uncommon, ", "), fmt.Sprintf("%d words are not common, at most %d", r.uncommonCount, allowed), ""})
	}
	if options.MaxPassive >= 0 && len(passives) > allowance(options.MaxPassive, r.Sentences) {
		r.add(passives...)
	}
	if allowed := max(2, allowance(options.MaxNominal, r.Words)); options.MaxNominal >= 0 && len(nominals) > allowed {
		r.add(Finding{Nominal, -1, strings.Join(nominals, ", "), fmt.Sprintf("%d nouns made of verbs, at most %d", len(nominals), allowed), "gebruik het werkwoord"})
	}
}

// allowance is how many of n a share allows.
func allowance(part float64, n int) int {
	return int(math.Min(part*float64(n), float64(n)))
}
