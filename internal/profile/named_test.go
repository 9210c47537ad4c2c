package profile

import (
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// withOwn knows an indicator that people added.
type withOwn struct{ Indicators }

func (k withOwn) ByID(name string) (indicator.Indicator, bool) {
	if name == "own-safe" {
		return indicator.Indicator{ID: name, Name: indicator.Text{"nl": "Voelt zich veilig", "en": "Feels safe"}, Theme: "safety", Unit: percent, Sort: indicator.Reported}, true
	}
	return k.Indicators.ByID(name)
}

// An own indicator is told by its name, with how many people took part; it may
// stand out, and where it is hidden nothing but that is said.
func TestAddedIndicatorsAreTold(t *testing.T) {
	rules, known, words := loaded(t)
	key := Key{"own-safe", "own-survey", "Monitor"}
	area := func(name string, level place.Level, reading indicator.Reading, n int) Area {
		return Area{Name: name, Level: level, Code: name, Series: map[Key]Series{key: {{Period: 2026, Reading: reading, Sureness: indicator.Sureness{Respondents: n}}}}}
	}
	s := Subject{Now: now}
	for at, value := range []float64{20, 48, 50, 52, 51, 49, 50, 53, 47} {
		s.Peers = append(s.Peers, area("Buurt "+string(rune('A'+at)), place.Neighbourhood, indicator.Reading{Value: value}, 200))
	}
	whole := area("Stad", place.Municipality, indicator.Reading{Value: 49}, 1800)
	s.Here, s.Municipality = s.Peers[0], &whole
	p := rules.Build(withOwn{known}, s)
	if len(p.Findings) != 1 || len(p.Standout) != 1 || len(p.Missing) != 0 {
		t.Fatalf("%d findings, %d stand out, %d missing", len(p.Findings), len(p.Standout), len(p.Missing))
	}
	for language, want := range map[string][]string{
		"nl": {"Lager cijfer voor “Voelt zich veilig”", "Voelt zich veilig: 20 %.", "Dat is lager dan in Stad (49 %).", "Er deden 200 mensen mee."},
		"en": {"A lower figure for “Feels safe”", "Feels safe: 20 %.", "That is lower than in Stad (49%).", "200 people took part."},
	} {
		told := teller(rules, words, language).Tell(&p, &p.Findings[0])
		text := told.Headline.Text
		for _, sentence := range append(told.Figure, told.Sure...) {
			text += " " + sentence.Text
		}
		plainSpaces := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace
		for _, part := range want {
			if !strings.Contains(strings.ReplaceAll(plainSpaces(text), " %", "%"), strings.ReplaceAll(part, " %", "%")) {
				t.Errorf("%s: %q is not in %q", language, part, text)
			}
		}
	}
	s.Here = area("Buurt A", place.Neighbourhood, indicator.Reading{Hole: indicator.Suppressed}, 0)
	if p = rules.Build(withOwn{known}, s); len(p.Findings) != 0 || len(p.Missing) != 1 || p.Missing[0].Hole != indicator.Suppressed {
		t.Errorf("a hidden figure: %+v, %+v", p.Findings, p.Missing)
	}
	if p = rules.Build(known, s); len(p.Findings)+len(p.Missing) != 0 {
		t.Error("an indicator that the reader may not see is told")
	}
}
