package profile

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/plain"
)

var now = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

func loaded(t testing.TB) (*Rules, *catalogue.Catalogue, *i18n.Catalogue) {
	t.Helper()
	rules, err := LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	known, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return rules, known, words
}

func teller(rules *Rules, words *i18n.Catalogue, language string) Teller {
	screen := language
	if language == Plain {
		screen = "nl"
	}
	return Teller{Rules: rules, Language: language, Format: words.Format(screen), Unit: func(key string) string { return words.T(screen, "unit."+key, nil) }}
}

// The rules speak of indicators that exist, in every language.
func TestRulesSpeakOfWhatIsKnown(t *testing.T) {
	rules, known, _ := loaded(t)
	for _, name := range rules.Indicators() {
		if _, ok := known.ByID(name); !ok {
			t.Errorf("there is no indicator %s", name)
		}
	}
	for _, name := range rules.Order {
		one, _ := known.ByID(name)
		if kind := rules.Phrases[name].Kind(); (kind == People || kind == Things) != (one.Unit == percent) && kind != Level {
			t.Errorf("%s is told as %s, and its unit is %s", name, kind, one.Unit)
		}
		if rules.Phrases[name].Kind() == Distance && one.Unit != "km" && one.Unit != "metre" {
			t.Errorf("%s is told as a distance, and its unit is %s", name, one.Unit)
		}
	}
}

// A share in words is true of each percentage that is told so: a fraction lies
// near, "ruim" is above it and "bijna" below.
func TestSharesInWordsAreTrue(t *testing.T) {
	rules, _, words := loaded(t)
	tell := teller(rules, words, "nl")
	fractions := map[string]float64{
		"1 op de 20": 5, "1 op de 10": 10, "1 op de 7": 100. / 7, "1 op de 5": 20, "kwart": 25, "een derde": 100. / 3, "4 op de 10": 40, "helft": 50,
		"6 op de 10": 60, "twee derde": 200. / 3, "7 op de 10": 70, "driekwart": 75, "8 op de 10": 80, "9 op de 10": 90, "bijna alle": 100, "bijna geen": 0,
	}
	for value := 0.0; value <= 100; value += 0.1 {
		text := tell.share(value, indicator.Text{"nl": "mensen"})
		fraction, found := 0.0, false
		for word, of := range fractions {
			if strings.Contains(text, word) && !(word == "kwart" && strings.Contains(text, "driekwart")) {
				fraction, found = of, true
			}
		}
		switch {
		case !found:
			t.Errorf("%.1f: no fraction in %q", value, text)
		case math.Abs(value-fraction) > 5.01:
			t.Errorf("%.1f is told as %q", value, text)
		case strings.HasPrefix(text, "ruim") && value < fraction, strings.HasPrefix(text, "bijna") && value > fraction && fraction > 0:
			t.Errorf("%.1f is not %q", value, text)
		}
	}
}

// world is a random place with figures around it.
func world(t *rapid.T, rules *Rules, known *catalogue.Catalogue) Subject {
	s := Subject{Now: now}
	area := func(name string, level place.Level, spread float64) Area {
		a := Area{Name: name, Level: level, Code: name, Series: map[Key]Series{}}
		for _, name := range rules.Indicators() {
			one, _ := known.ByID(name)
			for _, table := range []string{"oud", "nieuw"}[rapid.IntRange(0, 1).Draw(t, "editions"):] {
				var series Series
				for _, period := range []int{2012, 2016, 2020, 2024}[rapid.IntRange(0, 3).Draw(t, "periods"):] {
					point := Point{Period: period, Delivery: id.ID(period)}
					if rapid.IntRange(0, 9).Draw(t, "hole") == 0 {
						point.Hole = indicator.Secret
					} else {
						point.Value = value(t, one, spread)
						if rapid.IntRange(0, 3).Draw(t, "stated") == 0 {
							half := rapid.Float64Range(0.1, 5).Draw(t, "half")
							point.Low, point.High = point.Value-half, point.Value+half
						}
					}
					series = append(series, point)
				}
				a.Series[Key{name, "bron", table}] = series
			}
		}
		return a
	}
	for at := range rapid.IntRange(1, 9).Draw(t, "peers") {
		s.Peers = append(s.Peers, area(fmt.Sprintf("Buurt %c", 'A'+at), place.Neighbourhood, 20))
	}
	s.Here = s.Peers[0]
	if rapid.Bool().Draw(t, "municipality") {
		one := area("Stadhuizen", place.Municipality, 10)
		s.Municipality = &one
	}
	if rapid.Bool().Draw(t, "country") {
		one := area("Nederland", place.Country, 5)
		s.Country = &one
	}
	return s
}

func value(t *rapid.T, one indicator.Indicator, spread float64) float64 {
	middle := 40.0
	if one.ID == indicator.Residents {
		return float64(rapid.IntRange(0, 4000).Draw(t, "residents"))
	}
	return math.Round(10*math.Max(0, middle+rapid.Float64Range(-spread, spread).Draw(t, "value"))) / 10
}

// No sentence says what its numbers do not: the direction of each comparison
// and change follows from the numbers that the sentence itself shows, and what
// is called a difference is greater than both figures may be off.
func TestSentencesAreTrue(t *testing.T) {
	rules, known, words := loaded(t)
	rapid.Check(t, func(t *rapid.T) {
		s := world(t, rules, known)
		p := rules.Build(known, s)
		tell := teller(rules, words, "nl")
		for at := range p.Findings {
			f := &p.Findings[at]
			told := tell.Tell(&p, f)
			for _, c := range f.Comparisons {
				if difference := f.Point.Value - c.Value; c.Standing == Above && difference <= 0 || c.Standing == Below && difference >= 0 {
					t.Fatalf("%s: %v against %v is %s", f.Indicator.ID, f.Point.Value, c.Value, c.Standing)
				}
				if c.Standing != Alike && math.Abs(f.Point.Value-c.Value) <= f.Margin.half(f.Point.Value) {
					t.Fatalf("%s: a difference of %v is called so with a margin of %v", f.Indicator.ID, f.Point.Value-c.Value, f.Margin)
				}
			}
			for _, sentence := range append(append([]Sentence{told.Headline}, told.Figure...), append(told.Sure, told.Change...)...) {
				if strings.ContainsAny(sentence.Text, "{}") {
					t.Fatalf("%s: %q is not filled in", sentence.Rule, sentence.Text)
				}
				if len(sentence.Cites) == 0 {
					t.Fatalf("%s: %q rests on no figure", sentence.Rule, sentence.Text)
				}
				if _, ok := rules.Sentences[sentence.Rule]; !ok && sentence.Rule != "headline-name" {
					t.Fatalf("%q has no rule %s", sentence.Text, sentence.Rule)
				}
			}
			for _, sentence := range told.Figure[1:] {
				holdToNumbers(t, f.Point.Value, sentence)
			}
			if f.Change != nil {
				from, to := f.Change.From.Value, f.Change.To.Value
				if f.Change.Standing == Above && to <= from || f.Change.Standing == Below && to >= from {
					t.Fatalf("%s: from %v to %v is %s", f.Indicator.ID, from, to, f.Change.Standing)
				}
			}
		}
		tellLead(t, tell, &p)
	})
}

var bracketed = regexp.MustCompile(`\((€\x{a0})?(−?[0-9.]+(?:,[0-9]+)?)`)

// holdToNumbers reads a comparison as a reader does: the word, and the numbers
// behind the names.
func holdToNumbers(t *rapid.T, here float64, sentence Sentence) {
	more := strings.Contains(sentence.Text, " meer dan") || strings.Contains(sentence.Text, " hoger dan") || strings.Contains(sentence.Text, " verder dan")
	less := strings.Contains(sentence.Text, " minder dan") || strings.Contains(sentence.Text, " lager dan") || strings.Contains(sentence.Text, " minder ver dan")
	found := bracketed.FindAllStringSubmatch(sentence.Text, -1)
	if len(found) == 0 {
		t.Fatalf("%s: no number in %q", sentence.Rule, sentence.Text)
	}
	for _, one := range found {
		other, err := strconv.ParseFloat(strings.NewReplacer(".", "", ",", ".", "−", "-").Replace(one[2]), 64)
		if err != nil {
			t.Fatal(err)
		}
		if one[1] != "" {
			other /= 1000 // a sum in euros, of a figure in thousands
		}
		if more && here <= other-0.51 || less && here >= other+0.51 {
			t.Fatalf("%s: %v against %q", sentence.Rule, here, sentence.Text)
		}
	}
}

func tellLead(t *rapid.T, tell Teller, p *Profile) {
	for _, sentence := range tell.Lead(p) {
		if strings.ContainsAny(sentence.Text, "{}") {
			t.Fatalf("%s: %q is not filled in", sentence.Rule, sentence.Text)
		}
	}
}

// A comparison, a trend and what is usual come from one edition of one source.
func TestEditionsAreNeverMixed(t *testing.T) {
	rules, known, _ := loaded(t)
	rapid.Check(t, func(t *rapid.T) {
		s := world(t, rules, known)
		for _, f := range rules.Build(known, s).Findings {
			want := s.Here.Series[f.Key]
			if len(f.Series) != len(want) {
				t.Fatalf("%v has another series", f.Key)
			}
			if c := f.Against(place.Municipality); c.Standing != Unknown && s.Municipality.Series[f.Key].At(f.Point.Period).Value != c.Value {
				t.Fatalf("%v is held against another edition or period", f.Key)
			}
		}
	})
}

// What is missing is told with its reason, and never as a number.
func TestAHoleIsAHole(t *testing.T) {
	rules, known, _ := loaded(t)
	rapid.Check(t, func(t *rapid.T) {
		s := world(t, rules, known)
		p := rules.Build(known, s)
		told := map[string]bool{}
		for _, f := range p.Findings {
			told[f.Indicator.ID] = true
			if !f.Point.Known() {
				t.Fatalf("%s is told from a hole", f.Indicator.ID)
			}
		}
		for _, m := range p.Missing {
			if told[m.Indicator.ID] || m.Hole == indicator.None {
				t.Fatalf("%s is both told and missing, or missing without reason", m.Indicator.ID)
			}
			told[m.Indicator.ID] = true
		}
		for _, name := range rules.Order {
			if _, has := newest(s.Here.Series, name); has && !told[name] {
				t.Fatalf("%s is neither told nor missing", name)
			}
		}
	})
}

// No sentence claims a cause, and no estimate of a model is used as proof.
func TestNoCauseIsClaimed(t *testing.T) {
	rules, _, _ := loaded(t)
	causes := map[string]*regexp.Regexp{
		"nl": regexp.MustCompile(`(?i)\b(doordat|omdat|dankzij|door|wegens|vanwege|oorzaak|veroorzaak\w*|leidt tot|effect|gevolg)\b`),
		"en": regexp.MustCompile(`(?i)\b(because|due to|thanks to|caused?|causes|leads? to|effect|result of)\b`),
	}
	causes[Plain] = causes["nl"]
	for rule, texts := range rules.Sentences {
		for language, text := range texts {
			if found := causes[language].FindString(text); found != "" {
				t.Errorf("%s (%s) claims a cause: %q", rule, language, found)
			}
		}
	}
	for name, phrase := range rules.Phrases {
		for _, language := range []string{"nl", "en", Plain} {
			if found := causes[language].FindString(phrase.what(language)); found != "" && name != "rivm-limited-by-health" {
				t.Errorf("%s (%s) claims a cause: %q", name, language, found)
			}
		}
	}
}

// The interval of Wilson, held against values of his formula worked out by
// hand for 8 of 10 and 0 of 20.
func TestWilson(t *testing.T) {
	for _, one := range []struct {
		percent   float64
		n         int
		low, high float64
	}{{80, 10, 49.02, 94.33}, {0, 20, 0, 16.11}, {50, 100, 40.38, 59.62}} {
		low, high := wilson(one.percent, one.n)
		if math.Abs(low-one.low) > 0.01 || math.Abs(high-one.high) > 0.01 {
			t.Errorf("%v%% of %d: %.2f to %.2f, want %.2f to %.2f", one.percent, one.n, low, high, one.low, one.high)
		}
	}
}

// What residents read of a place is plain Dutch of level B1, as far as a
// program can tell: each part of a page, told from many random worlds.
func TestResidentsReadPlainDutch(t *testing.T) {
	rules, known, words := loaded(t)
	tell := teller(rules, words, Plain)
	said := map[string]string{} // one telling of each sequence of rules
	worlds := rapid.Custom(func(t *rapid.T) Subject { return world(t, rules, known) })
	for seed := range 400 { // the same worlds each time: words are to be found lacking at once, or never
		p := rules.Build(known, worlds.Example(seed))
		keep(said, tell.Lead(&p))
		for at := range p.Findings {
			told := tell.Tell(&p, &p.Findings[at])
			keep(said, append(append([]Sentence{told.Headline}, told.Figure...), append(told.Change, told.Sure...)...))
		}
	}
	names := []string{"Stadhuizen", "Nederland", "km", "µg", "volwassenen", "helft", "kwart", "beperkt", "vrijwilligerswerk", "welvaart", "huishoudens", "misdrijven", "stikstofdioxide", "fijnstof", "decibel", "angst", "depressie"}
	for _, name := range rules.Order {
		one, _ := known.ByID(name)
		names = append(names, strings.Fields(strings.ToLower(one.Name["nl"]))...) // names are as their publisher has them
	}
	for _, text := range said {
		if report := plain.Check(text, plain.Options{Known: names}); !report.OK() {
			t.Errorf("%q: %v", text, report.Findings)
		}
	}
	t.Logf("%d different texts", len(said))
}

// keep joins sentences to a text, as a reader sees them.
func keep(said map[string]string, sentences []Sentence) {
	var rules, texts []string
	for _, one := range sentences {
		text := one.Text
		if !strings.HasSuffix(text, ".") {
			text += "."
		}
		rules, texts = append(rules, one.Rule), append(texts, text)
	}
	said[strings.Join(rules, " ")+sentences[0].Text] = strings.Join(texts, " ")
}
