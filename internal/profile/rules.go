package profile

import (
	"bytes"
	"embed"
	"fmt"
	"math"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

//go:embed data/*.yaml
var data embed.FS

// Rules are by what a profile is decided and told.
type Rules struct {
	Margins      []MarginRule              `yaml:"margins"`
	FewResidents float64                   `yaml:"fewResidents"`
	OldAfter     int                       `yaml:"oldAfter"` // years
	Standout     StandoutRule              `yaml:"standout"`
	Facts        []FactRule                `yaml:"facts"`
	Country      indicator.Text            `yaml:"country"`
	Columns      []string                  `yaml:"columns"` // of a table of areas, until others are chosen
	Traits       []string                  `yaml:"traits"`  // by which places are held alike, until others are chosen
	AgeBands     []FactRule                `yaml:"ages"`    // young to old
	Phrases      map[string]Phrase         `yaml:"-"`       // by indicator
	Order        []string                  `yaml:"-"`       // of phrases, as they stand in the file
	Shares       []ShareWords              `yaml:"-"`
	Sentences    map[string]indicator.Text `yaml:"-"` // by rule; language "plain" is plain Dutch
}

// MarginRule says how far figures may be off where their publisher gives no
// margins: the first rule that fits holds.
type MarginRule struct {
	Sort   indicator.Sort `yaml:"sort"`   // "" is any
	Unit   string         `yaml:"unit"`   // "" is any
	Levels []place.Level  `yaml:"levels"` // none is all
	Points float64        `yaml:"points"` // plus or minus, in the unit
	Share  float64        `yaml:"share"`  // plus or minus, of the value
	// Rounding is to how many people the publisher rounds counts, of which a
	// percentage was made.
	Rounding float64 `yaml:"rounding"`
	Shown    bool    `yaml:"shown"`   // half of the last decimal that is shown
	Example  bool    `yaml:"example"` // the number is ours
}

// StandoutRule says what stands out.
type StandoutRule struct {
	Most     int     `yaml:"most"`
	PerTheme int     `yaml:"perTheme"`
	Least    float64 `yaml:"least"` // standard deviations
	Areas    int     `yaml:"areas"`
	// Without are indicators that tell what kind of place it is, and no news.
	Without []string `yaml:"without"`
}

// FactRule is a number about who lives here.
type FactRule struct {
	Indicator string         `yaml:"indicator"`
	Of        string         `yaml:"of"` // a count from which the share follows where it is not published
	Label     indicator.Text `yaml:"label"`
}

// Kind is how a phrase is told.
type Kind string

const (
	People   Kind = "people"   // a share of people who do or have something
	Things   Kind = "things"   // a share of things that are something
	Distance Kind = "distance" // how far something is
	Level    Kind = "level"    // how high something is
	Named    Kind = "named"    // by its name alone: own indicators, that have no phrase
)

// Phrase is how an indicator is told. One of its first four is there.
type Phrase struct {
	People   indicator.Text `yaml:"people"`
	Things   indicator.Text `yaml:"things"`
	Distance indicator.Text `yaml:"distance"`
	Level    indicator.Text `yaml:"level"`
	Of       indicator.Text `yaml:"of"`
	Plain    indicator.Text `yaml:"plain"`
	Named    indicator.Text `yaml:"-"` // the name of an indicator without phrase
}

// Kind tells how the phrase is told.
func (p Phrase) Kind() Kind {
	switch {
	case p.People != nil:
		return People
	case p.Things != nil:
		return Things
	case p.Distance != nil:
		return Distance
	case p.Named != nil:
		return Named
	}
	return Level
}

// what gives the words of the phrase in a language; "plain" is plain Dutch.
func (p Phrase) what(language string) string {
	words := map[Kind]indicator.Text{People: p.People, Things: p.Things, Distance: p.Distance, Level: p.Level, Named: p.Named}[p.Kind()]
	if language == Plain {
		if text := p.Plain["nl"]; text != "" {
			return text
		}
		language = "nl"
	}
	return words.In(language)
}

// ShareWords is a share in words, when it is below a percentage.
type ShareWords struct {
	Below          float64 `yaml:"below"`
	indicator.Text `yaml:",inline"`
}

// LoadRules reads the rules that are embedded in the program.
func LoadRules() (*Rules, error) {
	r := &Rules{}
	if err := decode("rules.yaml", r); err != nil {
		return nil, err
	}
	var phrases struct {
		Phrases yaml.Node `yaml:"phrases"`
	}
	if err := decode("phrases.yaml", &phrases); err != nil {
		return nil, err
	}
	if err := phrases.Phrases.Decode(&r.Phrases); err != nil {
		return nil, wrong("phrases.yaml", err)
	}
	for at := 0; at < len(phrases.Phrases.Content); at += 2 {
		r.Order = append(r.Order, phrases.Phrases.Content[at].Value)
	}
	var words struct {
		Shares    []ShareWords              `yaml:"shares"`
		Sentences map[string]indicator.Text `yaml:"sentences"`
	}
	if err := decode("words.yaml", &words); err != nil {
		return nil, err
	}
	r.Shares, r.Sentences = words.Shares, words.Sentences
	return r, r.check()
}

func decode(file string, into any) error {
	text, err := data.ReadFile("data/" + file)
	if err != nil {
		return wrong(file, err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return wrong(file, err)
	}
	return nil
}

func wrong(file string, err error) error {
	return fault.Wrap(fmt.Errorf("%s: %w", file, err), fault.Broken, "profile.badRules", fault.Args{"File": file})
}

// check tells what in the rules cannot be.
func (r *Rules) check() error {
	if len(r.Margins) == 0 || r.FewResidents <= 0 || r.OldAfter <= 0 || r.Standout.Most <= 0 || r.Standout.PerTheme <= 0 || len(r.Facts) == 0 {
		return wrong("rules.yaml", fmt.Errorf("a rule is missing"))
	}
	if last := r.Margins[len(r.Margins)-1]; last.Sort != "" || last.Unit != "" || len(last.Levels) > 0 {
		return wrong("rules.yaml", fmt.Errorf("the last rule on margins must fit every figure"))
	}
	for _, name := range r.Order {
		if err := r.Phrases[name].check(); err != nil {
			return wrong("phrases.yaml", fmt.Errorf("%s: %w", name, err))
		}
	}
	if !slices.IsSortedFunc(r.Shares, func(a, b ShareWords) int { return int(math.Copysign(1, a.Below-b.Below)) }) || len(r.Shares) == 0 || r.Shares[len(r.Shares)-1].Below <= 100 {
		return wrong("words.yaml", fmt.Errorf("shares must rise to beyond 100"))
	}
	for rule, text := range r.Sentences {
		if text["nl"] == "" || text["en"] == "" {
			return wrong("words.yaml", fmt.Errorf("%s: both languages are needed", rule))
		}
		for language, sentence := range text {
			if !slices.Equal(braces(sentence), braces(text["nl"])) {
				return wrong("words.yaml", fmt.Errorf("%s: %s has other places to fill in than nl", rule, language))
			}
		}
	}
	return nil
}

func (p Phrase) check() error {
	count := 0
	for _, text := range []indicator.Text{p.People, p.Things, p.Distance, p.Level} {
		if text == nil {
			continue
		}
		count++
		if text["nl"] == "" || text["en"] == "" {
			return fmt.Errorf("both languages are needed")
		}
	}
	if count != 1 {
		return fmt.Errorf("one of people, things, distance and level is needed")
	}
	if share := p.Kind() == People || p.Kind() == Things; share != (p.Of["nl"] != "" && p.Of["en"] != "") {
		return fmt.Errorf("of belongs to people and things, in both languages")
	}
	return nil
}

var brace = regexp.MustCompile(`\{[a-z]+\}`)

// braces gives what a sentence wants filled in, in order of the alphabet.
func braces(sentence string) []string {
	list := brace.FindAllString(sentence, -1)
	slices.Sort(list)
	return slices.Compact(list)
}
