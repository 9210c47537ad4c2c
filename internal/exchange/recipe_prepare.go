package exchange

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// prepared is what a recipe's texts mean, worked out once.
type prepared struct {
	patterns map[string]*regexp.Regexp
	template []templatePart
}

// templatePart is a plain text, or a part with the width to fill up to.
type templatePart struct {
	text  string
	part  string
	width int
}

// preparer checks a recipe from top to bottom; the first fault stays.
type preparer struct {
	recipe *Recipe
	ready  *prepared
	err    error
}

func prepare(recipe *Recipe) (*prepared, error) {
	p := &preparer{recipe: recipe, ready: &prepared{patterns: map[string]*regexp.Regexp{}}}
	p.head()
	p.code()
	p.rows()
	for at := range recipe.Figures {
		p.figure(fmt.Sprintf("figures[%d]", at+1), &recipe.Figures[at])
	}
	if len(recipe.Figures) == 0 && recipe.Areas == nil {
		p.fail("figures", "none, and no areas either")
	}
	return p.ready, p.err
}

func (p *preparer) fail(field, what string) {
	if p.err == nil {
		p.err = p.recipe.wrong(field, what)
	}
}

// oneOf checks a word against those allowed.
func (p *preparer) oneOf(field, word string, allowed ...string) {
	for _, known := range allowed {
		if word == known {
			return
		}
	}
	p.fail(field, fmt.Sprintf("%q; allowed: %s", word, strings.Join(allowed, ", ")))
}

func (p *preparer) pattern(field, text string) {
	if text == "" {
		return
	}
	compiled, err := regexp.Compile(text)
	if err != nil {
		p.fail(field, err.Error())
	}
	p.ready.patterns[text] = compiled
}

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

func (p *preparer) head() {
	r := p.recipe
	if !idForm.MatchString(r.ID) {
		p.fail("id", "small letters, digits and hyphens only")
	}
	if r.Source == "" {
		p.fail("source", "missing")
	}
	if r.BoundaryYear < 1900 || r.BoundaryYear > 2200 {
		p.fail("boundary_year", "missing or no year")
	}
	if r.Level != ByCode && !place.Level(r.Level).Valid() {
		p.fail("level", fmt.Sprintf("%q is no level of areas, nor %s", r.Level, ByCode))
	}
	p.oneOf("file.delimiter", r.File.Delimiter, "", "auto", ";", ",", "tab")
	p.oneOf("file.encoding", r.File.Encoding, "", "utf-8", "windows-1252")
	p.number("file", r.File.Decimal, r.File.Thousands)
}

func (p *preparer) number(field, decimal, thousands string) {
	p.oneOf(field+".decimal", decimal, "", "point", "comma")
	p.oneOf(field+".thousands", thousands, "", "none", "point", "comma", "space")
	if thousands != "" && (thousands == decimal || thousands == "point" && decimal == "") {
		p.fail(field+".thousands", "the same as the decimal sign")
	}
}

func (p *preparer) cell(field string, cell *Cell) {
	if cell == nil {
		return
	}
	if cell.Column == "" {
		p.fail(field+".column", "missing")
	}
	p.pattern(field+".pattern", cell.Pattern)
}

func (p *preparer) code() {
	rule := &p.recipe.Code
	ways := 0
	for _, way := range []bool{rule.Column != "", rule.Template != "", rule.Lookup != nil} {
		if way {
			ways++
		}
	}
	if ways != 1 {
		p.fail("code", "give one of column, template and lookup")
	}
	p.pattern("code.pattern", rule.Pattern)
	if rule.Lookup != nil {
		p.cell("code.lookup", &rule.Lookup.Cell)
		if rule.Lookup.Within == "" {
			p.fail("code.lookup.within", "missing: a name alone tells no place")
		}
		if p.recipe.Level == ByCode {
			p.fail("code.lookup", "needs a level")
		}
	}
	for name, part := range rule.Parts {
		p.cell("code.parts."+name, &part)
	}
	p.template(rule.Template)
}

var placeholder = regexp.MustCompile(`\{([^{}:]+)(?::(\d{1,2}))?\}`)

// template takes "BU0772{wijk:2}" apart.
func (p *preparer) template(text string) {
	at := 0
	for _, found := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		part := templatePart{text: text[at:found[0]], part: text[found[2]:found[3]]}
		if found[4] >= 0 {
			part.width, _ = strconv.Atoi(text[found[4]:found[5]])
		}
		if _, known := p.recipe.Code.Parts[part.part]; !known {
			p.fail("code.template", fmt.Sprintf("no part %q", part.part))
		}
		p.ready.template = append(p.ready.template, part)
		at = found[1]
	}
	if at < len(text) {
		p.ready.template = append(p.ready.template, templatePart{text: text[at:]})
	}
}

// rows checks what holds for whole rows.
func (p *preparer) rows() {
	r := p.recipe
	p.cell("title", r.Title)
	p.cell("parent", r.Parent)
	p.conditions("where", r.Where)
	p.conditions("skip", r.Skip)
	p.period("period", r.Period)
	p.holes("holes", r.Holes)
	p.blank("blank", r.Blank)
	if r.Stated != nil {
		p.oneOf("stated_area.unit", r.Stated.Unit, "m2", "ha", "km2")
		p.oneOf("stated_area.decimal", r.Stated.Decimal, "", "point", "comma")
	}
	if r.Areas != nil {
		p.oneOf("areas.crs", r.Areas.CRS, "", "rd", "wgs84")
		p.oneOf("areas.faulty", r.Areas.Faulty, "", RefuseFaulty, WithoutBorder)
	}
}

func (p *preparer) conditions(field string, all []Condition) {
	for at, condition := range all {
		field := fmt.Sprintf("%s[%d]", field, at+1)
		ways := 0
		for _, way := range []bool{condition.Is != nil, condition.Not != nil, condition.Matches != ""} {
			if way {
				ways++
			}
		}
		if condition.Column == "" || ways != 1 {
			p.fail(field, "give a column and one of is, not and matches")
		}
		p.pattern(field+".matches", condition.Matches)
	}
}

func (p *preparer) period(field string, period *Period) {
	if period == nil {
		return
	}
	ways := 0
	for _, way := range []bool{period.Fixed != 0, period.Assumed != 0, period.Column != ""} {
		if way {
			ways++
		}
	}
	if ways != 1 {
		p.fail(field, "give one of fixed, assumed and column")
	}
	for _, year := range []int{period.Fixed, period.Assumed} {
		if year != 0 && !goodYear(year) {
			p.fail(field, fmt.Sprintf("%d is no year", year))
		}
	}
	p.pattern(field+".pattern", period.Pattern)
}

func goodYear(year int) bool { return year >= 1900 && year <= 2200 }

func (p *preparer) reason(field, name string) {
	if _, known := indicator.ParseHole(name); !known {
		p.fail(field, fmt.Sprintf("%q is no reason for a missing value", name))
	}
}

func (p *preparer) holes(field string, holes map[string]string) {
	for text, reason := range holes {
		if strings.TrimSpace(text) == "" {
			p.fail(field, "empty cells belong under blank")
		}
		p.reason(field+"."+text, reason)
	}
}

func (p *preparer) blank(field string, blank *Blank) {
	if blank == nil {
		return
	}
	for name, reason := range map[string]string{"column": blank.Column, "level": blank.Level, "cell": blank.Cell} {
		if reason != "" {
			p.reason(field+"."+name, reason)
		}
	}
}

func (p *preparer) figure(field string, f *FigureRule) {
	ways := 0
	for _, way := range []bool{f.Column != "", f.Columns != "", len(f.Sum) > 0, len(f.Difference) > 0, len(f.Ratio) > 0} {
		if way {
			ways++
		}
	}
	switch {
	case ways != 1:
		p.fail(field, "give one of column, columns, sum, difference and ratio")
	case len(f.Sum) == 1:
		p.fail(field+".sum", "needs two columns or more")
	case len(f.Difference) > 0 && len(f.Difference) != 2, len(f.Ratio) > 0 && len(f.Ratio) != 2:
		p.fail(field, "needs exactly two columns")
	case (f.Low == "") != (f.High == ""):
		p.fail(field, "give low and high, or neither")
	case f.Columns != "" && f.Low+f.Respondents != "":
		p.fail(field+".columns", "cannot be with low, high and respondents")
	case f.Indicator == "":
		p.fail(field+".indicator", "missing")
	case strings.Contains(f.Indicator, "{class}") && f.Columns == "":
		p.fail(field+".indicator", "{class} needs columns")
	}
	p.pattern(field+".columns", f.Columns)
	p.period(field+".period", f.Period)
	p.holes(field+".holes", f.Holes)
	p.blank(field+".blank", f.Blank)
	p.number(field, f.Decimal, f.Thousands)
	if f.Zero != "" {
		p.reason(field+".zero", f.Zero)
	}
	if p.err == nil {
		p.groups(field, f)
	}
}

// groups checks that a figure's year, and its class when it names one, can be
// told.
func (p *preparer) groups(field string, f *FigureRule) {
	period, class := false, false
	if f.Columns != "" {
		for _, group := range p.ready.patterns[f.Columns].SubexpNames() {
			period, class = period || group == "period", class || group == "class"
		}
	}
	if !period && f.Period == nil && p.recipe.Period == nil {
		p.fail(field+".period", "missing")
	}
	if strings.Contains(f.Indicator, "{class}") && !class {
		p.fail(field+".columns", "has no group (?P<class>…)")
	}
}
