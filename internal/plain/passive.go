package plain

import "strings"

var (
	become = set("word wordt worden werd werden")
	be     = set("ben bent is zijn was waren")
	have   = set("heb hebt heeft hebben had hadden")
)

// passive gives the two parts of the first passive in a sentence, or nothing.
// A passive is a form of worden, or of zijn with “geworden” left out, with a
// past participle in the same clause (taaladvies.net, "Lijdende vorm"). It
// leaves out who does something, which guides warn of (gebruikercentraal.nl,
// "Schrijfwijzer": make clear who does it).
//
// A participle belongs to the nearest auxiliary. With zijn, verbs that make
// their perfect with zijn (is gestegen) and participles that have become
// adjectives (is bekend) are no passive: participle.go lists them.
func passive(clauses []clause) string {
	for _, c := range clauses {
		for at, w := range c {
			if w.kind != plainWord || !participle(w.lower) || !closes(c, at) {
				continue
			}
			helper := c.helper(at)
			if helper < 0 {
				continue
			}
			with := c[helper].lower
			if become[with] && !neverPassive[w.lower] || be[with] && !neverPassive[w.lower] && !active(w.lower) {
				first, second := min(helper, at), max(helper, at)
				return c[first].text + " … " + c[second].text
			}
		}
	}
	return ""
}

// helper is the auxiliary nearest to a participle, or -1. “zijn” beside
// another auxiliary, or after a preposition, is the possessive: heeft zijn
// huis verkocht.
func (c clause) helper(of int) int {
	others := false
	for _, w := range c {
		others = others || have[w.lower] || become[w.lower]
	}
	best := -1
	for at, w := range c {
		if at == of || !become[w.lower] && !be[w.lower] && !have[w.lower] {
			continue
		}
		if w.lower == "zijn" && (others || at > 0 && prepositions[c[at-1].lower]) {
			continue
		}
		if best < 0 || distance(at, of) < distance(best, of) {
			best = at
		}
	}
	return best
}

func distance(a, b int) int { return max(a-b, b-a) }

var prepositions = set("aan achter af bij binnen boven buiten door in langs met na naast naar om onder op over per rond sinds te tegen tijdens tot tussen uit van vanaf vanuit vanwege via volgens voor voorbij wegens zonder")

// followers may stand after a participle that closes its clause. Before any
// other word a participle is an adjective: versleten fiets.
var followers = set("en of dan als dat te kan kunnen kon konden moet moeten moest moesten mag mogen mocht mochten zal zullen zou zouden wil willen gaat gaan geworden hoeft hoeven blijft blijven er daar daarvan ook weer niet vandaag gisteren morgen nu al nog hier")

// closes tells whether a participle stands where it can close a clause.
func closes(c clause, at int) bool {
	if at > 0 && (c[at-1].lower == "te" || articles[c[at-1].lower]) {
		return false
	}
	if at == len(c)-1 {
		return true
	}
	next := c[at+1].lower
	return followers[next] || prepositions[next] || become[next] || be[next] || have[next] || participle(next)
}

var articles = set("de het een mijn jouw je uw haar ons onze hun geen elk elke ieder iedere")

// participle tells by its form whether a word can be a past participle.
func participle(w string) bool {
	if noParticiple[w] || strings.HasSuffix(w, "heid") {
		return false
	}
	if bare(w) {
		return true
	}
	for _, particle := range particles {
		if rest, ok := strings.CutPrefix(w, particle); ok && len(rest) > 4 && !noParticiple[rest] && bare(rest) {
			return true
		}
	}
	return false
}

// bare tells a participle without particle: one with ge-, or one of a verb
// whose participle has none.
func bare(w string) bool {
	if strong[w] {
		return true
	}
	if len(w) < 5 {
		return false
	}
	last := w[len(w)-1]
	if strings.HasPrefix(w, "ge") {
		return last == 'd' || last == 't' || strings.HasSuffix(w, "en") || strings.HasSuffix(w, "aan") || strings.HasSuffix(w, "ien")
	}
	for _, prefix := range []string{"be", "ver", "ont", "her"} {
		if rest, ok := strings.CutPrefix(w, prefix); ok && len(rest) > 2 {
			return last == 'd' && !doing(rest) || last == 't' && sharp(rest)
		}
	}
	return false
}

// doing tells the end of a present participle, verrassend, from that of a past
// one, herkend.
func doing(rest string) bool {
	if n := len(rest) - 4; n < 0 || strings.ContainsRune("aeiou", rune(rest[n])) {
		return false // verleend, verdiend
	}
	return strings.HasSuffix(rest, "end") && (strings.HasSuffix(rest, "kkend") || !strings.HasSuffix(rest, "kend") && !strings.HasSuffix(rest, "wend"))
}

// sharp tells whether the t of a verb can be that of a participle: the rule of
// 't kofschip. After other sounds it is the third person, betekent or bepaalt.
func sharp(w string) bool {
	return len(w) > 1 && strings.ContainsRune("kfschpx", rune(w[len(w)-2])) || strings.HasSuffix(w, "tt")
}

// active tells a participle with which zijn is no passive.
func active(w string) bool {
	if withZijn[w] {
		return true
	}
	if transitive[w] {
		return false
	}
	for _, particle := range particles {
		if rest, ok := strings.CutPrefix(w, particle); ok && moving[rest] {
			return true
		}
	}
	return moving[w]
}
