package plain

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Texts that were written as plain Dutch pass; texts in the language of
// offices fail, by more than one mark.
func TestTexts(t *testing.T) {
	for _, c := range []struct {
		folder string
		ok     bool
	}{{"plain", true}, {"office", false}} {
		files, err := filepath.Glob("testdata/" + c.folder + "/*.txt")
		if err != nil || len(files) < 3 {
			t.Fatalf("%s: %d files, %v", c.folder, len(files), err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			report := Check(string(text), Options{})
			if report.OK() != c.ok {
				t.Errorf("%s: OK is %v:\n%s\nuncommon: %q", file, report.OK(), report, report.Uncommon)
			}
			if wrong := rules(report); !c.ok && len(wrong) < 3 {
				t.Errorf("%s fails by %v only", file, wrong)
			}
			if !c.ok && report.Level() != C1 {
				t.Errorf("%s: level %s, want C1", file, report.Level())
			}
		}
	}
}

// rules lists the rules of a report's findings, each once.
func rules(r Report) []Rule {
	var all []Rule
	for _, finding := range r.Findings {
		if !slices.Contains(all, finding.Rule) {
			all = append(all, finding.Rule)
		}
	}
	slices.Sort(all)
	return all
}

// Each mark fails alone: the text beside it is plain, and no other rule
// hides it.
func TestEachMarkAlone(t *testing.T) {
	const plain = " Het huis is groot. De tuin is klein. Wij wonen hier graag. De buren zijn aardig."
	for _, c := range []struct {
		rule Rule
		text string
	}{
		{LongSentence, "Wij gaan elke dag met de bus naar de stad en daar drinken we koffie met onze vrienden van het werk en de buren." + plain},
		{MeanLength, "Wij gaan elke dag met de bus naar de stad voor het werk. Daar drinken we in de middag koffie met onze vrienden van de club. In de avond gaan we dan met de trein weer terug naar huis."},
		{DifficultWord, "De winkel is thans dicht." + plain},
		{DifficultWord, "Wij schrijven u met betrekking tot het huis." + plain},
		{UncommonWords, "De obligatie is een hypothese. Het kwantum is diffuus." + plain},
		{Passive, "De weg wordt door de man gemaakt." + plain},
		{Brace, "Wij hebben in de zomer van vorig jaar met veel mensen een feest gevierd." + plain},
		{Brace, "De door de buurt gevraagde lamp is er." + plain},
		{DoubleNegation, "Het is niet onmogelijk om te komen." + plain},
		{DoubleNegation, "Niemand is hier nooit ziek." + plain},
		{Nominal, "De plaatsing is klaar. De zetting is goed. Het maken van soep is leuk. De sluiting is om vijf uur." + plain},
		{Abbreviation, "Neem iets mee, bijv. een boek." + plain},
		{Abbreviation, "Het is warm i.v.m. de zon." + plain},
		{Abbreviation, "Vraag het aan de OTM." + plain},
	} {
		if got := rules(Check(c.text, Options{})); !slices.Equal(got, []Rule{c.rule}) {
			t.Errorf("%q: %v, want %s alone\n%s", c.text, got, c.rule, Check(c.text, Options{}))
		}
	}
	if report := Check(plain, Options{}); !report.OK() {
		t.Errorf("the text beside them is not plain: %s", report)
	}
}

func TestSplit(t *testing.T) {
	for text, want := range map[string][]string{
		"Dit is een. Dit is twee! En drie?":                  {"Dit is een.", "Dit is twee!", "En drie?"},
		"Het kost € 1.250,50. Dat is veel.":                  {"Het kost € 1.250,50.", "Dat is veel."},
		"Neem bijv. een boek mee. Of twee.":                  {"Neem bijv. een boek mee.", "Of twee."},
		"Kijk op blz. 5 en nr. 12. Daar staat het.":          {"Kijk op blz. 5 en nr. 12.", "Daar staat het."},
		"Op 3 mrt. 2026 om 9.30 uur. Kom ook.":               {"Op 3 mrt. 2026 om 9.30 uur.", "Kom ook."},
		"Vraag het aan dhr. Jansen of J. de Vries.":          {"Vraag het aan dhr. Jansen of J. de Vries."},
		"Dat was in 2024. Nu is het 2026.":                   {"Dat was in 2024.", "Nu is het 2026."},
		"1. Kies een buurt. 2 dagen later weet je meer.":     {"1. Kies een buurt.", "2 dagen later weet je meer."},
		"Fruit, brood enz. Neem alles mee.":                  {"Fruit, brood enz.", "Neem alles mee."},
		"Er zijn o.a. Turkse winkels. Kom!":                  {"Er zijn o.a. Turkse winkels.", "Kom!"},
		"Kijk op www.voorbeeld.nl/a.html. Of mail x@b.nl.":   {"Kijk op www.voorbeeld.nl/a.html.", "Of mail x@b.nl."},
		"Hij zei: “Kom je?” Toen ging hij.":                  {"Hij zei: “Kom je?”", "Toen ging hij."},
		"Een kop\nEn een regel":                              {"Een kop", "En een regel"},
		"Wacht… nog even. 's Avonds kan het.":                {"Wacht… nog even.", "'s Avonds kan het."},
		"{name} heeft {n} vakjes. Klik op `een.knop` of 't.": {"{name} heeft {n} vakjes.", "Klik op `een.knop` of 't."},
		" … — ! ": nil,
	} {
		var got []string
		for _, s := range split(text) {
			got = append(got, s.text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestWordsAreCounted(t *testing.T) {
	for text, want := range map[string]int{
		"Het kost € 1.250,50 per m².":      5,
		"Op 1-1-2026 om 09:30 uur":         5,
		"foto's van zo'n fiets-pad":        4,
		"Ga naar https://voorbeeld.nl/a?b": 3,
		"{place} heeft `een lange naam`":   3,
	} {
		if got := Check(text, Options{}).Words; got != want {
			t.Errorf("%q: %d words, want %d", text, got, want)
		}
	}
}

// Inflected words and compounds of common words are common; others are not.
func TestKnows(t *testing.T) {
	for _, word := range strings.Fields(`huizen brieven bomen mannen kinderen dagen foto's groente groenten steden zekerheden ideeën
		grote groter grootste witte lieve liever gezonde gezonder rustige nieuws
		maakt maakte maakten gemaakt gemaakte leeft leefde zetten zet gezet tekent getekend wandelde reist reisde gebeurde geëindigd herhaald verhuisde werkende
		liep gelopen begrepen gekozen gekochte stond ging komt krijgt wordt
		huisje boompje mannetje woninkje straatjes koekjes
		buurthuis fietspad speeltuin schoolplein buurtfeest dorpshuis boekenkast stadspark zonnepanelen verkeerslawaai-nee opgehaald aangevraagd ingevuld terugkomen doorgaan
		ongezond onveilige gezelligheid werkloos bruikbaar-nee twintig tweede`) {
		if want := !strings.HasSuffix(word, "-nee"); want && !common().knows(word) {
			t.Errorf("%s is not known", word)
		}
	}
	for _, word := range strings.Fields(`obligatie hypothese systematiek representatief dichotomie socio geopolitiek bestemmingsplan
		perceptie substantieel kader afwegingskader honorering stedenbouwkundig gebiedsgerichtheidsopgave`) {
		if common().knows(word) {
			t.Errorf("%s is known", word)
		}
	}
}

// Names, numbers and what the caller vouches for are never uncommon.
func TestKnownByCaller(t *testing.T) {
	const text = "Kwijldorp heeft 3.240 zwerfkeien en Oeteldonk hypothese en quasar."
	if got := Check(text, Options{}).Uncommon; !slices.Equal(got, []string{"kwijldorp", "zwerfkeien", "hypothese", "quasar"}) {
		t.Errorf("uncommon: %q", got)
	}
	if got := Check(text, Options{Known: []string{"Kwijldorp", "zwerfkeien van hypothese", "Quasar"}}); len(got.Uncommon) > 0 || !got.OK() {
		t.Errorf("with names: %s %q", got, got.Uncommon)
	}
	if got := Check("Dit is thans een casus.", Options{Known: []string{"casus"}}); len(got.Findings) != 1 {
		t.Errorf("a caller's word is still difficult: %s", got)
	}
}

// A rule that is switched off finds nothing, and bounds are kept to.
func TestOptions(t *testing.T) {
	long := strings.Repeat("wij gaan naar huis ", 6) + "."
	if Check(long, Options{}).OK() || !Check(long, Options{MaxMean: -1, MaxWords: -1}).OK() || !Check(long, Options{MaxMean: 24, MaxWords: 24}).OK() {
		t.Error("the bounds of length are not kept to")
	}
	const passive = "De weg wordt gemaakt."
	if Check(passive, Options{}).OK() || !Check(passive, Options{MaxPassive: 1}).OK() || !Check(passive, Options{MaxPassive: -1}).OK() {
		t.Error("the bound of passives is not kept to")
	}
	if report := Check("", Options{}); !report.OK() || report.Mean() != 0 || report.Level() != B1 {
		t.Errorf("an empty text: %s", report)
	}
	if report := Check(strings.Repeat("Dit is goed. ", MaxText/10), Options{}); report.OK() || !report.Cut {
		t.Error("a text that is too long was not reported as cut")
	}
}

// The passive is measured on sentences that were labelled by hand. The bounds
// are those of docs/plain-dutch.md.
func TestPassive(t *testing.T) {
	file, err := os.Open("testdata/passive.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var right, missed, wrong, rest int
	for lines := bufio.NewScanner(file); lines.Scan(); {
		label, text, ok := strings.Cut(lines.Text(), " ")
		if !ok || label == "#" {
			continue
		}
		found := Check(text, Options{}).Passives > 0
		switch {
		case label == "P" && found:
			right++
		case label == "P":
			missed++
			t.Logf("missed: %s", text)
		case found:
			wrong++
			t.Logf("taken for a passive: %s", text)
		default:
			rest++
		}
	}
	precision, recall := share(right, right+wrong), share(right, right+missed)
	t.Logf("measured: passives on %d labelled sentences: precision %.3f, recall %.3f", right+missed+wrong+rest, precision, recall)
	if right+missed < 60 || wrong+rest < 60 {
		t.Errorf("%d passives and %d others are too few to measure", right+missed, wrong+rest)
	}
	if precision < 0.95 || recall < 0.95 {
		t.Errorf("precision %.3f and recall %.3f, want 0.95", precision, recall)
	}
}

// The lists hold no word twice, and nothing that cannot be meant.
func TestLists(t *testing.T) {
	section, seen, strongVerb := "", map[string]bool{}, map[string]bool{}
	for _, line := range lines("words.txt") {
		if strings.HasPrefix(line, "[") {
			section, seen = line, map[string]bool{}
			continue
		}
		words := strings.Fields(line)
		if section == "[strong]" {
			if len(words) != 4 {
				t.Errorf("strong verb with %d forms: %s", len(words), line)
			}
			if strongVerb[line] {
				t.Errorf("twice: %s", line)
			}
			strongVerb[line] = true
			continue
		}
		for _, word := range words {
			if seen[word] {
				t.Errorf("%s %s stands there twice", section, word)
			}
			seen[word] = true
			if word != strings.ToLower(word) {
				t.Errorf("%s has a capital", word)
			}
		}
	}
	for _, name := range []string{"better.txt", "abbreviations.txt"} {
		seen := map[string]bool{}
		for _, line := range lines(name) {
			forms, better, ok := strings.Cut(line, ": ")
			if !ok || better == "" {
				t.Errorf("%s: no alternative: %s", name, line)
			}
			for _, form := range strings.Split(forms, "|") {
				if seen[form] || form == "" {
					t.Errorf("%s: %q stands there twice or is empty", name, form)
				}
				seen[form] = true
			}
		}
	}
}

// An alternative may not be difficult itself.
func TestAlternativesArePlain(t *testing.T) {
	for _, name := range []string{"better.txt", "abbreviations.txt"} {
		for _, line := range lines(name) {
			_, better, _ := strings.Cut(line, ": ")
			report := Check(better, Options{MaxPassive: -1, MaxUncommon: -1})
			if !report.OK() || len(report.Uncommon) > 0 {
				t.Errorf("%s: %s %q", line, report, report.Uncommon)
			}
		}
	}
}

// A long text, and one that is made to be slow, take no time that anybody
// notices.
func TestTime(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("De gemeente heeft in mei een fietspad gemaakt. ", MaxText/47),
		strings.Repeat("a", MaxText), strings.Repeat("a.", MaxText/2), strings.Repeat("-", MaxText), strings.Repeat("wordt gemaakt ", MaxText/14),
		strings.Repeat("een huis boek ", MaxText/14), strings.Repeat("http://", MaxText/7), strings.Repeat("`{", MaxText/2), strings.Repeat("huisboek", MaxText/8),
	} {
		begun := time.Now()
		Check(text, Options{})
		if took := time.Since(begun); took > 10*time.Second {
			t.Errorf("%.20q…: %s", text, took)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"", "De weg wordt gemaakt.", "’s Avonds d.w.z. o.a. 1.2,3 {x} `y` …", "\xff\xfe", "ÀÉ-’’--", "het door de", "niet on"} {
		f.Add(seed, 0.0, 0)
	}
	f.Fuzz(func(t *testing.T, text string, bound float64, most int) {
		report := Check(text, Options{MaxMean: bound, MaxWords: most, MaxUncommon: bound, MaxPassive: bound, MaxBrace: most, MaxNominal: bound})
		if report.Words < report.Sentences || report.Longest > report.Words || report.Passives > report.Sentences || report.uncommonCount > report.Words {
			t.Errorf("%q: numbers do not fit: %+v", text, report)
		}
		for _, finding := range report.Findings {
			if finding.Sentence >= report.Sentences || finding.Why == "" {
				t.Errorf("%q: %+v", text, finding)
			}
		}
		_ = report.String()
	})
}
