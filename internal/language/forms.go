package language

import "strings"

// forms gives the forms in which a Dutch word may stand in a text, folded. It
// gives too many rather than too few: what no Dutch text has does no harm.
func forms(word string, sort WordSort) []string {
	switch sort {
	case Verb:
		return verbForms(word)
	case Noun:
		return nounForms(word)
	}
	return append(withE(word), word)
}

const vowels = "aeiou"

func isVowel(letter byte) bool { return strings.IndexByte(vowels, letter) >= 0 }

// closed gives the stem of a word before an ending that begins with a vowel:
// boom → bom(en), plan → plann(en), huis → huiz(en), brief → briev(en).
func closed(word string) string {
	n := len(word)
	if n < 2 || isVowel(word[n-1]) {
		return word
	}
	last := word[n-1]
	long := n >= 3 && isVowel(word[n-2]) && isVowel(word[n-3])
	double := long && word[n-2] == word[n-3] && word[n-2] != 'i'
	stem := word[:n-1]
	switch {
	case double:
		stem = word[:n-2]
	case !long && isVowel(word[n-2]) && (n < 3 || !isVowel(word[n-3])) && last != 'w' && last != 'x':
		return word + string(last)
	}
	switch last {
	case 'f':
		return stem + "v"
	case 's':
		if long {
			return stem + "z"
		}
	}
	return stem + string(last)
}

// odd are plurals that follow no rule, by the end of the word.
var odd = [][2]string{{"stad", "steden"}, {"lid", "leden"}, {"schip", "schepen"}, {"heid", "heden"}, {"kind", "kinderen"}, {"weg", "wegen"}, {"dag", "dagen"}, {"pad", "paden"}, {"bad", "baden"}, {"dak", "daken"}, {"gat", "gaten"}, {"dal", "dalen"}, {"um", "a"}, {"us", "i"}, {"ei", "eieren"}}

func nounForms(word string) []string {
	list := []string{word, word + "s", word + "'s", word + "n", word + "en", closed(word) + "en"}
	for _, pair := range odd {
		if stem, is := strings.CutSuffix(word, pair[0]); is {
			list = append(list, stem+pair[1])
		}
	}
	if strings.HasSuffix(word, "e") || strings.HasSuffix(word, "ie") {
		list = append(list, word+"en") // ideeen, folded from ideeën
	}
	for _, small := range diminutives(word) {
		list = append(list, small, small+"s")
	}
	return list
}

func diminutives(word string) []string {
	list := []string{word + "je", word + "tje"}
	if doubled := closed(word); len(doubled) > len(word) {
		list = append(list, doubled+"etje")
	}
	if strings.HasSuffix(word, "m") {
		list = append(list, word+"pje")
	}
	if stem, is := strings.CutSuffix(word, "ng"); is {
		list = append(list, stem+"nkje", word+"etje")
	}
	return list
}

func withE(word string) []string { return []string{closed(word) + "e", word + "e"} }

// apart are beginnings of verbs that can stand on their own: aanvragen, vraagt
// … aan. Together they are 30 of the commonest.
var apart = []string{"achter", "samen", "tegen", "terug", "tussen", "onder", "voor", "vast", "door", "over", "mede", "naar", "neer", "open", "weer", "vrij", "deel", "thuis", "bij", "aan", "uit", "mee", "toe", "weg", "los", "rond", "af", "in", "na", "om", "op", "heen"}

// fixed are beginnings that never stand on their own, and take no ge-.
var fixed = []string{"be", "ge", "her", "ont", "ver", "er"}

// parted gives the two parts of a verb that can stand in two parts.
func parted(verb string) (part, base string, is bool) {
	for _, part := range apart {
		if base, has := strings.CutPrefix(verb, part); has && len(base) >= 4 && strings.HasSuffix(base, "n") {
			return part, base, true
		}
	}
	return "", verb, false
}

// stemOf gives the first person of a verb: vragen → vraag, plannen → plan,
// leven → leef, verhuizen → verhuis.
func stemOf(verb string) string {
	stem, is := strings.CutSuffix(verb, "en")
	if !is {
		return strings.TrimSuffix(verb, "n") // doen, gaan, zien
	}
	n := len(stem)
	if n < 2 {
		return stem
	}
	last := stem[n-1]
	switch {
	case n >= 2 && last == stem[n-2] && !isVowel(last):
		stem = stem[:n-1]
	case !isVowel(last) && isVowel(stem[n-2]) && (n < 3 || !isVowel(stem[n-3])) && !unstressed(stem):
		stem = stem[:n-1] + string(stem[n-2]) + string(last)
	}
	switch last {
	case 'v':
		stem = stem[:len(stem)-1] + "f"
	case 'z':
		stem = stem[:len(stem)-1] + "s"
	}
	return stem
}

// unstressed tells of a stem whose last syllable has no stress, and so keeps
// its vowel single: luister, wandel, teken, activeer has it double in writing.
func unstressed(stem string) bool {
	for _, end := range []string{"el", "er", "en", "em", "ig"} {
		if strings.HasSuffix(stem, end) && strings.ContainsAny(stem[:len(stem)-2], vowels) && !strings.HasSuffix(stem, "iser") && !strings.HasSuffix(stem, "er"+"er") {
			return true
		}
	}
	return false
}

// finite gives the forms of a verb that can stand apart from its first part.
func finite(verb string) []string {
	stem := stemOf(verb)
	list := []string{verb, stem, stem + "t", stem + "de", stem + "den", stem + "te", stem + "ten"}
	// The vowel may stay single: activeren is both unstressed and not.
	if bare, is := strings.CutSuffix(verb, "en"); is {
		list = append(list, bare, bare+"t", bare+"de", bare+"den")
		if n := len(bare); n >= 2 && !isVowel(bare[n-1]) && isVowel(bare[n-2]) {
			long := bare[:n-1] + string(bare[n-2]) + string(bare[n-1])
			list = append(list, long, long+"t", long+"de", long+"den")
		}
	}
	return append(list, strongForms(verb)...)
}

// strongForms gives the forms of a verb that follow no rule. A verb with a
// beginning follows the one without: verbinden as binden.
func strongForms(verb string) []string {
	if forms, is := strong[verb]; is {
		return forms
	}
	for _, begin := range fixed {
		if base, has := strings.CutPrefix(verb, begin); has {
			var list []string
			for _, form := range strong[base] {
				list = append(list, begin+strings.TrimPrefix(form, "ge"))
			}
			return list
		}
	}
	return nil
}

// strong are forms of common verbs that follow no rule.
var strong = map[string][]string{
	"vragen": {"vroeg", "vroegen", "gevraagd"}, "nemen": {"nam", "namen", "genomen", "neemt"}, "geven": {"gaf", "gaven", "gegeven"}, "spreken": {"sprak", "spraken", "gesproken"},
	"komen": {"komt", "kom", "kwam", "kwamen", "gekomen"}, "gaan": {"ga", "gaat", "ging", "gingen", "gegaan"}, "doen": {"doe", "doet", "deed", "deden", "gedaan"},
	"zien": {"zie", "ziet", "zag", "zagen", "gezien"}, "houden": {"houd", "hou", "houdt", "hield", "hielden", "gehouden"}, "brengen": {"bracht", "brachten", "gebracht"},
	"denken": {"dacht", "dachten", "gedacht"}, "sluiten": {"sloot", "sloten", "gesloten"}, "wijzen": {"wees", "wezen", "gewezen"}, "schrijven": {"schreef", "schreven", "geschreven"},
	"kijken": {"keek", "keken", "gekeken"}, "blijven": {"bleef", "bleven", "gebleven"}, "stellen": {"gesteld"}, "zetten": {"zet", "zette", "zetten", "gezet"}, "leggen": {"legt", "legde", "gelegd"},
	"werken": {"gewerkt"}, "schalen": {"geschaald"}, "delen": {"gedeeld"}, "dragen": {"droeg", "droegen", "gedragen"}, "wegen": {"woog", "wogen", "gewogen"}, "binden": {"bond", "bonden", "gebonden"}, "vinden": {"vond", "vonden", "gevonden"}, "bieden": {"bood", "boden", "geboden"}, "kiezen": {"koos", "kozen", "gekozen"}, "liggen": {"lag", "lagen", "gelegen"},
	"staan": {"sta", "staat", "stond", "stonden", "gestaan"}, "trekken": {"trok", "trokken", "getrokken"}, "winnen": {"won", "wonnen", "gewonnen"}, "beginnen": {"begon", "begonnen"}, "helpen": {"hielp", "hielpen", "geholpen"},
}

func verbForms(verb string) []string {
	part, base, two := parted(verb)
	list := []string{verb}
	for _, form := range finite(base) {
		list = append(list, part+form)
	}
	for _, made := range participles(base) {
		list = append(list, part+made, part+made+"e")
	}
	if two {
		list = append(list, part+"te"+base)
	}
	return append(list, verb+"d", verb+"de")
}

// participles gives the forms of the past participle.
func participles(base string) []string {
	stem, prefix := stemOf(base), "ge"
	for _, begin := range fixed {
		if strings.HasPrefix(base, begin) && len(base) > len(begin)+3 {
			prefix = ""
		}
	}
	list := []string{prefix + stem + "d", prefix + stem + "t"}
	if strings.HasSuffix(stem, "d") || strings.HasSuffix(stem, "t") {
		list = append(list, prefix+stem)
	}
	if bare, is := strings.CutSuffix(base, "en"); is {
		list = append(list, prefix+bare+"d", prefix+bare+"t")
		if n := len(bare); n >= 2 && !isVowel(bare[n-1]) && isVowel(bare[n-2]) {
			list = append(list, prefix+bare[:n-1]+string(bare[n-2])+string(bare[n-1])+"d")
		}
	}
	for _, form := range strongForms(base) {
		if strings.HasPrefix(form, "ge") || prefix == "" {
			list = append(list, form, form+"e")
		}
	}
	return list
}
