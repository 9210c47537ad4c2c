package plain

import (
	"fmt"
	"strings"
)

var modals = set("kan kunt kunnen kon konden moet moeten moest moesten mag mogen mocht mochten zal zult zullen zou zouden wil wilt willen wilde wilden laat laten")

// braces finds parts of one verb, or an article and its noun, that stand far
// apart: the “tangconstructie” that guides warn of (VRU Schrijfwijzer, 4.1.3).
// Distance between words that belong together is also a feature of LiNT.
func braces(at int, clauses []clause, most int) []Finding {
	var all []Finding
	for _, c := range spans(clauses) {
		helper := -1
		for i, w := range c {
			switch {
			case modals[w.lower], have[w.lower], become[w.lower], be[w.lower] && w.lower != "zijn":
				if helper < 0 || i-helper > 1 {
					helper = i
				}
			case helper >= 0 && (participle(w.lower) || common().infinitives[w.lower]):
				if between := i - helper - 1; between > most {
					all = append(all, Finding{Brace, at, c[helper].text + " … " + w.text, fmt.Sprintf("%d words between two parts of one verb, at most %d", between, most), "zet ze bij elkaar"})
				}
				helper = -1
			}
			if opens(c, i) {
				all = append(all, Finding{Brace, at, w.text + " " + c[i+1].text + " …", "article and noun stand apart", "maak er een bijzin of een eigen zin van"})
			}
		}
	}
	return all
}

// spans joins clauses that no joining word divides: what stands between commas
// stretches a brace.
func spans(clauses []clause) []clause {
	var all []clause
	for _, c := range clauses {
		if len(all) == 0 || len(all[len(all)-1]) > maxClause || joins[c[0].lower] || c[0].lower == "en" || c[0].lower == "of" {
			all = append(all, nil)
		}
		last := len(all) - 1
		all[last] = append(all[last][:len(all[last]):len(all[last])], c...)
	}
	return all
}

// opens tells an article before a preposition: de door de raad gekozen …
func opens(c clause, at int) bool {
	if at+2 >= len(c) || c[at].after != "" {
		return false
	}
	next := c[at+1].lower
	switch c[at].lower {
	case "een":
		// “kies er een uit de lijst” has no article.
		return prepositions[next] && !pronoun[next] && (at == 0 || c[at-1].lower != "er")
	case "de":
		return prepositions[next] && next != "achter" && next != "na" && next != "te" && next != "buiten"
	case "het", "deze":
		return next == "door"
	}
	return false
}

var pronoun = set("uit van per tot")

var negative = set("niet geen nooit niemand niets niks nergens zonder evenmin")

// negations finds two negations in one clause: the reader must work out that
// they lift each other (gebruikercentraal.nl, "Schrijfwijzer": “niet
// ondenkbaar” is “mogelijk”).
func negations(at int, clauses []clause) []Finding {
	var all []Finding
	for _, c := range clauses {
		before := -1
		for i, w := range c {
			not := negative[w.lower]
			lifted := before == i-1 && before >= 0 && strings.HasPrefix(w.lower, "on") && len(w.lower) > 6 && common().knows(w.lower[2:]) && !common().nouns[w.lower]
			if (not || lifted) && before >= 0 && !listed(c, before, i) {
				all = append(all, Finding{DoubleNegation, at, c[before].text + " … " + w.text, "two negations", "zeg wat wel zo is"})
				break
			}
			if not {
				before = i
			}
		}
	}
	return all
}

// listed tells negations that stand beside each other in a row: niets of niemand.
func listed(c clause, a, b int) bool {
	for _, w := range c[a+1 : b] {
		if w.lower == "en" || w.lower == "of" {
			return true
		}
	}
	return false
}

// nominal gives the nouns of a sentence that are made of a verb and hide who
// does something: de plaatsing, het plaatsen van. A noun that words.txt lists
// has become a thing (woning, vergadering) and does not count.
func nominal(s sentence) []string {
	v := common()
	var all []string
	for i, w := range s.words {
		if w.kind != plainWord || w.first && w.text != w.lower && len(s.words) == 1 {
			continue
		}
		if i+2 < len(s.words) && w.lower == "het" && v.infinitives[s.words[i+1].lower] && s.words[i+2].lower == "van" {
			all = append(all, "het "+s.words[i+1].lower+" van")
		}
		if madeOfVerb(v, w.lower) {
			all = append(all, w.lower)
		}
	}
	return all
}

func madeOfVerb(v *vocabulary, w string) bool {
	for _, ending := range []string{"ing", "ingen", "atie", "aties"} {
		stem, ok := strings.CutSuffix(w, ending)
		if !ok || len(stem) < 4 {
			continue
		}
		one := stem + strings.TrimSuffix(strings.TrimSuffix(ending, "en"), "s")
		for at := 0; at < len(one)-4; at++ {
			if v.nouns[one[at:]] { // leefomgeving is an omgeving
				return false
			}
		}
		return true
	}
	return false
}
