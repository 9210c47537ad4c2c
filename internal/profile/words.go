package profile

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Plain is the language of residents: Dutch in plain words.
const Plain = "plain"

// Sentence is one sentence with the rule that made it and the figures it rests
// on.
type Sentence struct {
	Rule, Text string
	Cites      []Key
}

// Teller says a profile in a language: "nl", "en" or Plain.
type Teller struct {
	Rules    *Rules
	Language string
	Format   *i18n.Format
	// Unit writes a unit by its key.
	Unit func(key string) string
}

// Told is a finding in words.
type Told struct {
	Headline Sentence
	// Figure says how much it is and how that compares; Sure how sure that is;
	// Change what became of it.
	Figure, Sure, Change []Sentence
}

// Lead says in a few sentences what a place is like.
func (t Teller) Lead(p *Profile) []Sentence {
	fill := map[string]string{"place": p.Subject.Here.Name, "count": t.Format.Int(int(math.Round(p.Residents)))}
	if p.Subject.Municipality != nil {
		fill["municipality"] = p.Subject.Municipality.Name
	}
	rule := "lead-residents"
	switch {
	case p.Residents == 0:
		rule = "lead-unknown"
	case p.Residents < t.Rules.FewResidents:
		rule = "lead-few"
	}
	list := []Sentence{t.sentence(rule, fill, Key{Indicator: indicator.Residents})}
	if p.Subject.Municipality == nil {
		return list
	}
	list = append(list, t.ages(p, fill)...)
	if fact := p.fact("cbs-one-person-households"); fact != nil && fact.notable() {
		list = append(list, t.sentence("lead-alone-"+string(fact.Comparisons[0].Standing), fill, fact.Key))
	}
	if len(p.Standout) == 0 {
		return append(list, t.sentence("lead-nothing", fill))
	}
	first := p.Standout[0]
	fill["headline"] = lowered(t.headline(&first).Text)
	return append(list, t.sentence("lead-standout", fill, first.Key))
}

// ages tells whether many children or many older people live here.
func (t Teller) ages(p *Profile, fill map[string]string) []Sentence {
	young, old := p.fact("cbs-share-0-15"), p.fact("cbs-share-65-plus")
	isYoung, isOld := young != nil && young.notable(), old != nil && old.notable()
	if isYoung && isOld && young.Comparisons[0].Standing == old.Comparisons[0].Standing {
		return []Sentence{t.sentence("lead-both-"+string(young.Comparisons[0].Standing), fill, young.Key, old.Key)}
	}
	var list []Sentence
	if isYoung {
		list = append(list, t.sentence("lead-young-"+string(young.Comparisons[0].Standing), fill, young.Key))
	}
	if isOld {
		list = append(list, t.sentence("lead-old-"+string(old.Comparisons[0].Standing), fill, old.Key))
	}
	return list
}

// notableWeight is from how many standard deviations on the lead speaks of a
// number about who lives here.
const notableWeight = 0.5

// notable tells whether a number differs enough from the municipality.
func (f *Fact) notable() bool { return f.Weight >= notableWeight }

func (p *Profile) fact(name string) *Fact {
	for at := range p.Facts {
		if p.Facts[at].Indicator.ID == name {
			return &p.Facts[at]
		}
	}
	return nil
}

// Tell says a finding.
func (t Teller) Tell(p *Profile, f *Finding) Told {
	told := Told{Headline: t.headline(f)}
	told.Figure = append([]Sentence{t.amount(f)}, t.comparisons(f)...)
	told.Sure = t.sureness(p, f)
	if f.Change != nil {
		told.Change = t.change(f)
	}
	return told
}

func (t Teller) headline(f *Finding) Sentence {
	what := f.Phrase.what(t.Language)
	if len(f.Comparisons) == 0 {
		return Sentence{Rule: "headline-name", Text: f.Indicator.Name.In(t.words()), Cites: []Key{f.Key}}
	}
	return t.sentence("headline-"+string(f.Phrase.Kind())+"-"+string(f.Comparisons[0].Standing), map[string]string{"what": what}, f.Key)
}

func (t Teller) amount(f *Finding) Sentence {
	fill := map[string]string{"value": t.value(f, f.Point.Value), "what": f.Phrase.what(t.Language)}
	kind := f.Phrase.Kind()
	if kind == People || kind == Things {
		fill["share"] = t.share(f.Point.Value, f.Phrase.Of)
	}
	return t.sentence("amount-"+string(kind), fill, f.Key)
}

// share gives a percentage in words.
func (t Teller) share(value float64, of indicator.Text) string {
	for _, one := range t.Rules.Shares {
		if value < one.Below {
			return strings.ReplaceAll(one.In(t.words()), "{of}", of.In(t.words()))
		}
	}
	return ""
}

// comparisons says how a figure compares: in one sentence where the
// municipality and the country come out alike.
func (t Teller) comparisons(f *Finding) []Sentence {
	list := f.Comparisons
	if len(list) == 2 && list[0].Standing == list[1].Standing {
		rule := "others"
		if list[0].Standing == Alike && f.Phrase.Kind() != Distance {
			rule = "others-alike"
		}
		both := t.fill(rule, map[string]string{"first": t.other(f, list[0]), "second": t.other(f, list[1])})
		return []Sentence{t.than(f, list[0].Standing, both)}
	}
	var told []Sentence
	for _, one := range list {
		told = append(told, t.than(f, one.Standing, t.other(f, one)))
	}
	return told
}

func (t Teller) other(f *Finding, c Comparison) string {
	return t.fill("other", map[string]string{"name": t.Name(c.Name, c.Level), "value": t.value(f, c.Value)})
}

func (t Teller) than(f *Finding, standing Standing, others string) Sentence {
	return t.sentence("than-"+string(f.Phrase.Kind())+"-"+string(standing), map[string]string{"others": others}, f.Key)
}

// sureness says how sure a figure is.
func (t Teller) sureness(p *Profile, f *Finding) []Sentence {
	var list []Sentence
	add := func(rule string, fill map[string]string) { list = append(list, t.sentence(rule, fill, f.Key)) }
	switch {
	case f.Indicator.Sort == indicator.Modelled:
		add("sure-modelled", nil)
	case f.Point.Respondents > 0:
		add("sure-respondents", map[string]string{"count": t.Format.Int(f.Point.Respondents)})
	case f.Indicator.Sort == indicator.Reported:
		add("sure-reported", nil)
	}
	if f.Margin.Stated {
		add("sure-margins", map[string]string{"low": t.value(f, f.Margin.Low), "high": t.value(f, f.Margin.High)})
	}
	if p.Residents > 0 && p.Residents < t.Rules.FewResidents && p.Subject.Here.Level != place.Country {
		add("sure-few", nil)
	}
	if f.Old {
		add("sure-old", map[string]string{"period": strconv.Itoa(f.Point.Period), "years": t.Format.Int(p.Subject.Now.Year() - f.Point.Period)})
	}
	return list
}

func (t Teller) change(f *Finding) []Sentence {
	list := []Sentence{t.sentence("change-"+string(f.Change.Standing), map[string]string{
		"from": strconv.Itoa(f.Change.From.Period), "was": t.value(f, f.Change.From.Value), "value": t.value(f, f.Change.To.Value),
	}, f.Key)}
	if f.Indicator.Sort == indicator.Modelled {
		list = append(list, t.sentence("change-modelled", nil, f.Key))
	}
	return list
}

// Name is what an area is called: a country that came without a name is called
// as the rules say.
func (t Teller) Name(name string, level place.Level) string {
	if known, coded := place.LevelOf(name); level == place.Country && coded && known == place.Country {
		return t.Rules.Country.In(t.words())
	}
	return name
}

// value writes a value with its unit.
func (t Teller) value(f *Finding, value float64) string {
	return t.Format.WithUnit(value, f.Indicator.Decimals, t.Unit(f.Indicator.Unit))
}

// words is the language of names and units.
func (t Teller) words() string {
	if t.Language == Plain {
		return "nl"
	}
	return t.Language
}

func (t Teller) sentence(rule string, fill map[string]string, cites ...Key) Sentence {
	return Sentence{Rule: rule, Text: i18n.Raised(t.fill(rule, fill)), Cites: cites}
}

// fill writes a sentence of the rules.
func (t Teller) fill(rule string, fill map[string]string) string {
	texts := t.Rules.Sentences[rule]
	text := texts[t.Language]
	if text == "" {
		text = texts.In(t.words())
	}
	pairs := make([]string, 0, 2*len(fill))
	for name, value := range fill {
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func lowered(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(first)) + text[size:]
}
