package exchange

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Lookup is what a recipe may ask of what is known already.
type Lookup interface {
	// CodesByName gives the official codes behind each name of a level and
	// boundary year, within the area of a code.
	CodesByName(ctx context.Context, level place.Level, year int, within string) (map[string][]string, error)
	// Indicator gives a line of the catalogue; false when there is none.
	Indicator(id string) (indicator.Indicator, bool)
}

// CodeLookup is what a Lookup may do besides: give the codes that are known of
// a level and boundary year. When there are any, codes outside them are told.
type CodeLookup interface {
	Codes(ctx context.Context, level place.Level, year int) (map[string]bool, error)
}

// plan is a recipe bound to the columns of one file.
type plan struct {
	recipe  *Recipe
	report  *Report
	header  map[string][]int // columns by name, and by name without suffix
	names   []string
	used    []bool
	level   place.Level // "" when the code tells it
	code    cellReader  // or the name, when there is a lookup
	parts   map[string]cellReader
	byName  map[string][]string // nil without lookup
	title   *cellReader
	parent  *cellReader
	stated  *cellReader
	border  *cellReader
	where   []conditionPlan
	skip    []conditionPlan
	period  *periodReader
	figures []*figurePlan
}

// cellReader takes a text out of a row.
type cellReader struct {
	column  int
	name    string
	pattern *regexp.Regexp
}

// read gives the text; false when it does not fit the pattern.
func (c *cellReader) read(fields []string) (string, bool) {
	return fit(strings.TrimSpace(fields[c.column]), c.pattern)
}

// fit gives what a pattern takes of a text: its first group, or all of it.
func fit(text string, pattern *regexp.Regexp) (string, bool) {
	if pattern == nil {
		return text, true
	}
	found := pattern.FindStringSubmatch(text)
	if found == nil {
		return text, false
	}
	return found[min(1, len(found)-1)], true
}

type conditionPlan struct {
	column  int
	is, not []string
	matches *regexp.Regexp
}

func (c *conditionPlan) holds(fields []string) bool {
	text := strings.TrimSpace(fields[c.column])
	switch {
	case c.matches != nil:
		return c.matches.MatchString(text)
	case c.is != nil:
		return contains(c.is, text)
	}
	return !contains(c.not, text)
}

func contains(all []string, text string) bool {
	for _, known := range all {
		if known == text {
			return true
		}
	}
	return false
}

// periodReader gives the year of a row.
type periodReader struct {
	cell  cellReader
	known map[string]int // a column has few different years
}

func (p *periodReader) read(fields []string) (int, bool) {
	raw := fields[p.cell.column]
	if year, known := p.known[raw]; known {
		return year, year > 0
	}
	year := 0
	if text, fits := p.cell.read(fields); fits {
		if number, err := strconv.Atoi(text); err == nil && goodYear(number) {
			year = number
		}
	}
	if len(p.known) < 1000 {
		p.known[raw] = year
	}
	return year, year > 0
}

// bind finds the columns of a recipe in a file. What is missing goes to the
// report; figures that are optional and missing are left out.
func bind(ctx context.Context, recipe *Recipe, names []string, lookup Lookup, report *Report) (*plan, error) {
	p := &plan{recipe: recipe, report: report, names: names, used: make([]bool, len(names)), header: map[string][]int{}}
	for at, name := range names {
		p.header[name] = append(p.header[name], at)
	}
	if recipe.StripSuffix {
		p.stripSuffixes()
	}
	if recipe.Level != ByCode {
		p.level = place.Level(recipe.Level)
	}
	if err := p.bindCode(ctx, lookup); err != nil {
		return nil, err
	}
	p.title, p.parent = p.cell(recipe.Title), p.cell(recipe.Parent)
	if recipe.Stated != nil {
		p.stated = p.cell(&Cell{Column: recipe.Stated.Column})
	}
	if recipe.Areas != nil && recipe.Areas.Column != "" {
		p.border = p.cell(&Cell{Column: recipe.Areas.Column})
	}
	p.where, p.skip = p.conditions(recipe.Where), p.conditions(recipe.Skip)
	p.period = p.periodOf(recipe.Period)
	for at := range recipe.Figures {
		p.bindFigure(&recipe.Figures[at], lookup)
	}
	p.tellUnused()
	return p, report.verdict()
}

var suffix = regexp.MustCompile(`^(.+)_\d+$`)

// stripSuffixes lets a column also be found without its number.
func (p *plan) stripSuffixes() {
	for at, name := range p.names {
		if found := suffix.FindStringSubmatch(name); found != nil {
			p.header[found[1]] = append(p.header[found[1]], at)
		}
	}
}

// column finds a column by name; a name that fits several is refused.
func (p *plan) column(name string, optional bool) (int, bool) {
	found := p.header[strings.TrimSpace(name)]
	switch {
	case len(found) == 1:
		p.used[found[0]] = true
		return found[0], true
	case len(found) == 0 && optional:
		p.report.Add(Finding{Severity: Notice, Column: name, Key: "import.no-optional-column"})
	case len(found) == 0:
		p.report.Add(Finding{Severity: Error, Column: name, Key: "import.no-column", Args: fault.Args{"Columns": listNames(p.names)}})
	default:
		full := make([]string, len(found))
		for at, column := range found {
			full[at] = p.names[column]
		}
		p.report.Add(Finding{Severity: Error, Column: name, Key: "import.ambiguous-column", Args: fault.Args{"Columns": listNames(full)}})
	}
	return 0, false
}

// listNames names at most thirty columns.
func listNames(names []string) string {
	const most = 30
	shown := names[:min(len(names), most)]
	text := strings.Join(shown, ", ")
	if len(names) > most {
		text += fmt.Sprintf(", … (%d)", len(names))
	}
	return text
}

func (p *plan) cell(cell *Cell) *cellReader {
	if cell == nil {
		return nil
	}
	column, _ := p.column(cell.Column, false)
	return &cellReader{column: column, name: cell.Column, pattern: p.recipe.ready.patterns[cell.Pattern]}
}

func (p *plan) bindCode(ctx context.Context, lookup Lookup) error {
	rule := &p.recipe.Code
	switch {
	case rule.Lookup != nil:
		p.code = *p.cell(&rule.Lookup.Cell)
		if lookup == nil {
			return fault.New(fault.Broken, "import.no-lookup", fault.Args{"Recipe": p.recipe.ID})
		}
		year := rule.Lookup.Year
		if year == 0 {
			year = p.recipe.BoundaryYear
		}
		found, err := lookup.CodesByName(ctx, p.level, year, rule.Lookup.Within)
		if err != nil {
			return err
		}
		if p.byName = found; len(found) == 0 {
			p.report.Add(Finding{Severity: Error, Column: p.code.name, Key: "import.no-names",
				Args: fault.Args{"Level": string(p.level), "Year": year, "Within": rule.Lookup.Within}})
		}
	case rule.Template != "":
		p.parts = map[string]cellReader{}
		for name, part := range rule.Parts {
			p.parts[name] = *p.cell(&part)
		}
		p.code.name = rule.Template
	default:
		p.code = *p.cell(&rule.Cell)
	}
	return nil
}

func (p *plan) conditions(all []Condition) []conditionPlan {
	plans := make([]conditionPlan, 0, len(all))
	for _, c := range all {
		column, _ := p.column(c.Column, false)
		plans = append(plans, conditionPlan{column: column, is: c.Is, not: c.Not, matches: p.recipe.ready.patterns[c.Matches]})
	}
	return plans
}

func (p *plan) periodOf(rule *Period) *periodReader {
	if rule == nil || rule.Column == "" {
		return nil
	}
	return &periodReader{cell: *p.cell(&Cell{Column: rule.Column, Pattern: rule.Pattern}), known: map[string]int{}}
}

// tellUnused lists what of the file no figure came from, so that nobody
// thinks it was read.
func (p *plan) tellUnused() {
	var unused []string
	for at, used := range p.used {
		if !used {
			unused = append(unused, p.names[at])
		}
	}
	if len(unused) > 0 && p.report.Errors() == 0 {
		p.report.Add(Finding{Severity: Notice, Key: "import.unused-columns",
			Args: fault.Args{"Number": len(unused), "Columns": strings.Join(unused, ", ")}})
	}
}
