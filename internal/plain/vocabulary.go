package plain

import (
	"embed"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed data/*.txt
var data embed.FS

// vocabulary holds the common words in all their forms.
type vocabulary struct {
	forms       map[string]bool // every word that is common
	parts       map[string]bool // what a compound may be made of
	nouns       map[string]bool // nouns as words.txt lists them
	infinitives map[string]bool
	difficult   map[string][]phrase // by their first word
	written     map[string]string   // abbreviations and how they are written out
	terms       map[string]bool     // words of Koppelkans
}

// phrase is a difficult word or row of words with a plainer alternative.
type phrase struct {
	words  []string
	better string
}

// common reads the lists once. They are part of the program: a mistake in them
// is found by the tests, so that nothing can fail here.
var common = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{
		forms: map[string]bool{}, parts: map[string]bool{}, nouns: map[string]bool{}, infinitives: map[string]bool{},
		difficult: map[string][]phrase{}, written: map[string]string{}, terms: map[string]bool{},
	}
	section := ""
	for _, line := range lines("words.txt") {
		if strings.HasPrefix(line, "[") {
			section = strings.Trim(line, "[]")
			continue
		}
		v.addLine(section, strings.Fields(line))
	}
	for _, line := range lines("better.txt") {
		forms, better, _ := strings.Cut(line, ": ")
		for _, form := range strings.Split(forms, "|") {
			words := strings.Fields(form)
			v.difficult[words[0]] = append(v.difficult[words[0]], phrase{words, better})
		}
	}
	for _, line := range lines("abbreviations.txt") {
		forms, full, _ := strings.Cut(line, ": ")
		for _, form := range strings.Split(forms, "|") {
			v.written[form] = full
		}
	}
	for _, line := range lines("terms.txt") {
		for _, word := range strings.Fields(line) {
			v.terms[word] = true
		}
	}
	return v
})

// lines gives the lines of a list without comments and empty ones.
func lines(name string) []string {
	text, err := data.ReadFile("data/" + name)
	if err != nil {
		return nil
	}
	var found []string
	for _, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			found = append(found, line)
		}
	}
	return found
}

func (v *vocabulary) addLine(section string, words []string) {
	switch section {
	case "strong":
		v.infinitives[words[0]] = true
		v.add(true, present(words[0])...)
		v.add(true, words...)
		v.add(true, words[len(words)-1]+"e")
	case "verbs":
		for _, word := range words {
			v.infinitives[word] = true
			v.add(true, present(word)...)
			v.add(true, past(word)...)
		}
	case "nouns":
		for _, word := range words {
			v.nouns[word] = true
			v.add(true, noun(word)...)
		}
	case "adjectives":
		for _, word := range words {
			v.add(true, adjective(word)...)
		}
	default: // words without other forms; they are no parts of compounds
		v.add(false, words...)
	}
}

func (v *vocabulary) add(part bool, words ...string) {
	for _, word := range words {
		v.forms[word] = true
		if part && len(word) >= 3 {
			v.parts[word] = true
		}
	}
}

const consonants = "bcdfghjklmnpqrstvwxz"

// bent gives the forms in which a word can stand before -e or -en: boom →
// bom(en), man → mann(en), huis → huiz(en), brief → briev(en). It gives what
// might be, also what is not: a form that does not exist does no harm.
func bent(stem string) []string {
	all := []string{stem}
	n := len(stem)
	if n < 2 || !strings.ContainsRune(consonants, rune(stem[n-1])) {
		return all
	}
	if n > 3 && stem[n-2] == stem[n-3] && strings.ContainsRune("aeou", rune(stem[n-2])) {
		all = append(all, stem[:n-2]+stem[n-1:])
	} else if strings.ContainsRune("aeiou", rune(stem[n-2])) && (n == 2 || !strings.ContainsRune("aeiou", rune(stem[n-3]))) {
		all = append(all, stem+stem[n-1:])
	}
	for _, form := range all {
		switch last := form[:len(form)-1]; form[len(form)-1] {
		case 'f':
			all = append(all, last+"v")
		case 's':
			all = append(all, last+"z")
		}
	}
	return all
}

func noun(word string) []string {
	all := []string{word, word + "s", word + "'s"}
	for _, stem := range bent(word) {
		all = append(all, stem+"en", stem+"eren")
	}
	if stem, ok := strings.CutSuffix(word, "heid"); ok {
		all = append(all, stem+"heden")
	}
	if strings.HasSuffix(word, "ie") {
		all = append(all, word+"ën", strings.TrimSuffix(word, "e")+"ën")
	}
	if strings.HasSuffix(word, "e") {
		all = append(all, word+"n", word+"ën")
	}
	if stem, ok := strings.CutSuffix(word, "um"); ok {
		all = append(all, stem+"a")
	}
	return all
}

func adjective(word string) []string {
	all := []string{word, word + "s", word + "st", word + "ste", word + "der", word + "dere", word + "heid"}
	for _, stem := range bent(word) {
		all = append(all, stem+"e", stem+"er", stem+"ere", stem+"en")
	}
	return all
}

// stems gives the first person of a verb: maken → maak, zetten → zet, leven →
// leef, tekenen → teken. Where spelling leaves two, it gives both.
func stems(infinitive string) []string {
	body, ok := strings.CutSuffix(infinitive, "en")
	n := len(body)
	switch {
	case strings.HasSuffix(infinitive, "aan"):
		return []string{strings.TrimSuffix(infinitive, "an"), strings.TrimSuffix(infinitive, "n")}
	case !ok || strings.HasSuffix(infinitive, "ien") || strings.HasSuffix(infinitive, "oen") || n < 2:
		return []string{strings.TrimSuffix(infinitive, "n")}
	case strings.HasSuffix(body, "i") || strings.HasSuffix(body, "ë"):
		return []string{body, strings.TrimSuffix(body, "ë") + "e"}
	}
	all := []string{body}
	last, vowel := body[n-1], body[n-2]
	switch {
	case last == vowel:
		all = []string{body[:n-1]}
	case strings.ContainsRune("aeou", rune(vowel)) && (n == 2 || !strings.ContainsRune("aeiou", rune(body[n-3]))):
		all = append(all, body[:n-1]+string(vowel)+string(last))
	}
	for at, stem := range all {
		switch stem[len(stem)-1] {
		case 'v':
			all[at] = stem[:len(stem)-1] + "f"
		case 'z':
			all[at] = stem[:len(stem)-1] + "s"
		}
	}
	return all
}

func present(infinitive string) []string {
	all := []string{infinitive, infinitive + "d", infinitive + "de"}
	for _, stem := range stems(infinitive) {
		all = append(all, stem, stem+"t")
	}
	if body, ok := strings.CutSuffix(infinitive, "en"); ok {
		all = append(all, body+"ing", body+"ingen")
	}
	return all
}

func past(infinitive string) []string {
	var all []string
	for _, stem := range stems(infinitive) {
		all = append(all, stem+"te", stem+"ten", stem+"de", stem+"den")
		begin := "ge"
		switch {
		case inseparable(infinitive):
			begin = ""
		case strings.HasPrefix(stem, "e"):
			begin, stem = "geë", stem[1:]
		case strings.HasPrefix(stem, "i"):
			begin, stem = "geï", stem[1:]
		}
		all = append(all, begin+stem, begin+stem+"t", begin+stem+"d", begin+stem+"te", begin+stem+"de")
	}
	return all
}

// inseparable tells a verb whose participle has no ge-.
func inseparable(infinitive string) bool {
	for _, prefix := range []string{"be", "ver", "ont", "her", "er", "ge", "onder", "over"} {
		if strings.HasPrefix(infinitive, prefix) && len(infinitive) > len(prefix)+4 {
			return true
		}
	}
	return false
}

// particles begin separable verbs and compounds; some are too short to be a
// part by themselves.
var particles = strings.Fields("aan achter af bij binnen boven buiten door goed in klaar langs los mee mis na neer om onder op open over plaats rond samen stil tegen terug toe tussen uit vast vol voor voort vooruit weg weer schoon leeg vrij dicht")

// knows tells whether a word in small letters is common, in any of its forms
// or as a compound of common words.
func (v *vocabulary) knows(word string) bool {
	if v.forms[word] || v.terms[word] {
		return true
	}
	if strings.ContainsAny(word, "-") {
		for _, part := range strings.Split(word, "-") {
			if len(part) > 1 && !v.knows(part) {
				return false
			}
		}
		return true
	}
	return v.diminutive(word) || v.derived(word) || v.compound(word, maxParts)
}

// diminutive knows huisje, boompje, mannetje and their plural.
func (v *vocabulary) diminutive(word string) bool {
	word = strings.TrimSuffix(word, "s")
	for _, ending := range []string{"etje", "tje", "pje", "kje", "je"} {
		stem, ok := strings.CutSuffix(word, ending)
		if !ok || len(stem) < 2 {
			continue
		}
		if v.parts[stem] || v.parts[stem+"g"] && ending == "kje" {
			return true
		}
		if n := len(stem); ending == "etje" && n > 2 && stem[n-1] == stem[n-2] && v.parts[stem[:n-1]] {
			return true
		}
	}
	return false
}

// derived knows what is made of a common word in a way that readers see
// through: ongezond, gezelligheid, stoeploos, deelbaar.
func (v *vocabulary) derived(word string) bool {
	if rest, ok := strings.CutPrefix(word, "on"); ok && len(rest) > 3 && v.parts[rest] {
		return true
	}
	for _, ending := range []string{"heid", "loos", "loze", "baar", "bare", "ster", "sters"} {
		if rest, ok := strings.CutSuffix(word, ending); ok && len(rest) > 2 && v.parts[rest] {
			return true
		}
	}
	return false
}

// A compound is known up to maxLetters and maxParts: longer ones must be read
// twice, however common their parts are. The numbers are our judgement.
const (
	maxLetters = 20
	maxParts   = 3
)

// compound knows a word made of common ones, with or without s, e or en
// between them: buurtfeest, dorpshuis, boekenkast.
func (v *vocabulary) compound(word string, parts int) bool {
	if utf8.RuneCountInString(word) > maxLetters || parts < 2 {
		return false
	}
	for at := 2; at <= len(word)-3; at++ {
		head, tail := word[:at], word[at:]
		if !v.heads(head) {
			continue
		}
		if v.parts[tail] || v.diminutive(tail) || v.compound(tail, parts-1) {
			return true
		}
	}
	return false
}

// heads tells whether a compound can begin with this.
func (v *vocabulary) heads(word string) bool {
	if v.parts[word] {
		return true
	}
	for _, particle := range particles {
		if word == particle {
			return true
		}
	}
	if strings.HasSuffix(word, "e") && v.parts[word+"n"] { // zonne(n)paneel
		return true
	}
	for _, between := range []string{"s", "en"} {
		if stem, ok := strings.CutSuffix(word, between); ok && len(stem) > 2 && v.nouns[stem] {
			return true
		}
	}
	return false
}
