package plain

import (
	"strings"
	"unicode"
)

// knownWords is the set of the words that a caller vouches for. A name of more
// words is known word by word.
func knownWords(list []string) map[string]bool {
	known := map[string]bool{}
	for _, name := range list {
		for _, s := range split(name) {
			for _, w := range s.words {
				known[w.lower] = true
			}
		}
	}
	return known
}

// checkWords finds difficult words, each with its alternative, and notes the
// words that are not common. That a text needs words which its readers know is
// the first thing that every guide says, and frequency is how LiNT measures it
// (see Defaults). The list of common words is ours: docs/decisions/0021.
func (r *Report) checkWords(at int, s sentence, known map[string]bool) {
	v := common()
	skip := 0
	for i, w := range s.words {
		if skip > 0 {
			skip--
			continue
		}
		if found, ok := v.difficultAt(s.words[i:]); ok && !known[w.lower] {
			r.add(Finding{DifficultWord, at, strings.Join(found.words, " "), "a word of offices", found.better})
			skip = len(found.words) - 1
			r.uncommonCount++
			continue
		}
		if v.uncommon(w, known) {
			r.uncommonCount++
			r.note(w.lower)
		}
	}
}

// maxNoted is how many uncommon words a report names.
const maxNoted = 200

func (r *Report) note(word string) {
	if len(r.Uncommon) >= maxNoted {
		return
	}
	for _, before := range r.Uncommon {
		if before == word {
			return
		}
	}
	r.Uncommon = append(r.Uncommon, word)
}

// difficultAt gives the longest difficult phrase with which words begin.
func (v *vocabulary) difficultAt(words []word) (phrase, bool) {
	var best phrase
	for _, p := range v.difficult[words[0].lower] {
		if len(p.words) > len(words) || len(p.words) <= len(best.words) {
			continue
		}
		same := true
		for at, w := range p.words {
			same = same && words[at].lower == w
		}
		if same {
			best = p
		}
	}
	return best, len(best.words) > 0
}

// uncommon tells a word that many readers may not know. A capital inside a
// sentence is taken for a name; one at the beginning says nothing.
func (v *vocabulary) uncommon(w word, known map[string]bool) bool {
	if w.kind != plainWord || known[w.lower] || strings.HasSuffix(w.text, ".") {
		return false
	}
	if _, short := v.written[w.lower+"."]; short && strings.HasPrefix(w.after, ".") {
		return false // found as an abbreviation
	}
	capital := unicode.IsUpper([]rune(w.text)[0])
	if capital && !w.first || capitals(w.text) {
		return false
	}
	return !v.knows(w.lower)
}

// capitals tells a word of two capitals or more and nothing else.
func capitals(text string) bool {
	n := 0
	for _, r := range text {
		if !unicode.IsUpper(r) {
			return false
		}
		n++
	}
	return n > 1
}

// everyday are abbreviations in capitals that are words by now.
var everyday = set("tv wc sms pc cd dvd ok ov eu vs nl usb pdf bv nv gps wifi ns")

// abbreviations finds what is not written out. Guides of the government ask
// to write them in full (Dijk en Waard, "Een begrijpelijke schrijfstijl";
// Schrijfwijzer Rijkswaterstaat, 6.2). One in capitals may stand when it is a
// word by now, a word of Koppelkans, or stands beside brackets that explain it or
// between quotation marks, as something to type.
func abbreviations(at int, s sentence) []Finding {
	v := common()
	var all []Finding
	for i, w := range s.words {
		text := w.lower
		dot := strings.HasPrefix(w.after, ".")
		if _, ok := v.written[text+"."]; ok && dot && (i < len(s.words)-1 || !v.knows(text)) {
			text += "."
		}
		full, ok := v.written[text]
		switch {
		case ok:
			all = append(all, Finding{Abbreviation, at, w.text, "write it out", full})
		case w.kind == plainWord && strings.HasSuffix(text, "."):
			all = append(all, Finding{Abbreviation, at, w.text, "write it out", ""})
		case capitals(w.text) && !everyday[text] && !v.terms[text] && !explained(s.words, i):
			all = append(all, Finding{Abbreviation, at, w.text, "write it out, or explain it in brackets", ""})
		}
	}
	return all
}

func explained(words []word, at int) bool {
	return strings.Contains(words[at].after, "(") || at > 0 && strings.ContainsAny(words[at-1].after, "(‘“")
}
