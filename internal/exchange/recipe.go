package exchange

import (
	"bytes"
	"errors"
	"io"

	"go.yaml.in/yaml/v3"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

// Recipe says how a table becomes figures of indicators. It is written in
// YAML; docs/recipes.md explains every field with an example.
type Recipe struct {
	ID    string         `yaml:"id"`
	Name  indicator.Text `yaml:"name"`
	About string         `yaml:"about"` // what the file is and which traps are in it

	// Confirmed says on what the columns rest: a file that was read, or
	// which documentation.
	Confirmed string `yaml:"confirmed"`

	Source       string         `yaml:"source"`        // id of the source that published the table
	Table        string         `yaml:"table"`         // the source's own edition of it, such as 50090NED
	BoundaryYear int            `yaml:"boundary_year"` // of the borders that its codes belong to
	Note         indicator.Text `yaml:"note"`          // what a reader of the figures must know

	File File `yaml:"file"`

	// Level is a level of areas, or "by-code" when the form of each row's
	// code tells it.
	Level string   `yaml:"level"`
	Code  CodeRule `yaml:"code"`
	// Title is the name of the area; Parent the code of the area around it,
	// by default taken from the code itself where its form allows it.
	Title  *Cell       `yaml:"title"`
	Parent *Cell       `yaml:"parent"`
	Stated *StatedArea `yaml:"stated_area"`
	Areas  *AreaRule   `yaml:"areas"` // when the table brings borders

	// Where keeps the rows that meet every condition; Skip leaves out the
	// rows that meet any.
	Where []Condition `yaml:"where"`
	Skip  []Condition `yaml:"skip"`

	Period *Period `yaml:"period"`
	// Holes gives the reason behind every text that stands for a missing
	// value; Blank does so for empty cells.
	Holes map[string]string `yaml:"holes"`
	Blank *Blank            `yaml:"blank"`

	// StripSuffix lets "Eenzaam" stand for "Eenzaam_28": only for StatLine,
	// whose columns are numbered anew in every table.
	StripSuffix bool         `yaml:"strip_suffix"`
	Figures     []FigureRule `yaml:"figures"`

	ready *prepared // regular expressions and reasons, made by ParseRecipe
}

// File says how the text is written.
type File struct {
	Delimiter string `yaml:"delimiter"` // auto (default), ";", "," or "tab"
	Decimal   string `yaml:"decimal"`   // point (default) or comma
	Thousands string `yaml:"thousands"` // none (default), point, comma or space
	Encoding  string `yaml:"encoding"`  // utf-8 (default) or windows-1252
	Layer     string `yaml:"layer"`     // of a GeoPackage or zip
}

// Cell takes a text out of a row.
type Cell struct {
	Column string `yaml:"column"`
	// Pattern is a regular expression; its first group, or else all that it
	// matches, is taken. A text that it does not fit makes the row faulty.
	Pattern string `yaml:"pattern"`
}

// CodeRule gives the official code of a row: from a column, from a template
// or by looking up a name.
type CodeRule struct {
	Cell `yaml:",inline"`
	// Template is a text in which {name} stands for a part and {name:4} for
	// that part filled up with zeros to four characters.
	Template string            `yaml:"template"`
	Parts    map[string]Cell   `yaml:"parts"`
	Lookup   *LookupRule       `yaml:"lookup"`
	Rename   map[string]string `yaml:"rename"` // such as NL01: NL00
}

// LookupRule finds the code behind a name that is unique within one area.
type LookupRule struct {
	Cell   `yaml:",inline"`
	Within string `yaml:"within"` // official code of the area around it
	Year   int    `yaml:"year"`   // boundary year; by default the recipe's
}

// StatedArea is the surface that the table itself gives.
type StatedArea struct {
	Column  string `yaml:"column"`
	Unit    string `yaml:"unit"`    // m2, ha or km2
	Decimal string `yaml:"decimal"` // point or comma, when it differs from the rest of the table
}

// AreaRule says where the border of a row stands.
type AreaRule struct {
	Column string `yaml:"column"` // with GeoJSON; empty for a map's own geometry
	CRS    string `yaml:"crs"`    // rd or wgs84; empty: what the file says
	Faulty string `yaml:"faulty"` // what to do with a border that cannot be mended: refuse (default) or without-border
}

// Condition compares a cell, trimmed. Exactly one of the others is set.
type Condition struct {
	Column  string   `yaml:"column"`
	Is      []string `yaml:"is"`
	Not     []string `yaml:"not"`
	Matches string   `yaml:"matches"` // a regular expression
}

// Period tells to which year figures belong. Without one, each figure's
// Columns must hold a group (?P<period>…).
type Period struct {
	Fixed   int    `yaml:"fixed"`
	Assumed int    `yaml:"assumed"` // the source states none; shown as an assumption
	Column  string `yaml:"column"`
	Pattern string `yaml:"pattern"` // what of the column is the year
}

// Blank gives the reasons for empty cells; a cell without one is an error.
type Blank struct {
	Column string `yaml:"column"` // when it is empty in all rows of the period
	Level  string `yaml:"level"`  // when it is empty in all rows of the level
	Cell   string `yaml:"cell"`   // else
}

// FigureRule makes one indicator, or several when Columns matches several.
// Exactly one of Column, Columns, Sum, Difference and Ratio is set.
type FigureRule struct {
	Indicator string `yaml:"indicator"` // {class} is what Columns found

	Column     string   `yaml:"column"`
	Columns    string   `yaml:"columns"`    // a regular expression on names, with groups period and class
	Sum        []string `yaml:"sum"`        // of two columns or more
	Difference []string `yaml:"difference"` // the first less the second
	Ratio      []string `yaml:"ratio"`      // the first divided by the second

	// How exact the figure is, as the publisher states it: columns with the 95 %
	// margins, in the unit of the figure before Scale, and with the number of
	// people who answered. Not with Columns.
	Low         string `yaml:"low"`
	High        string `yaml:"high"`
	Respondents string `yaml:"respondents"`

	Classes  map[string]string `yaml:"classes"`  // class in the name → {class}
	Scale    float64           `yaml:"scale"`    // the value is multiplied by it
	Optional bool              `yaml:"optional"` // a missing column is a notice

	// What differs from the rest of the table.
	Source    string            `yaml:"source"`
	Table     string            `yaml:"table"`
	Period    *Period           `yaml:"period"`
	Decimal   string            `yaml:"decimal"`
	Thousands string            `yaml:"thousands"`
	Holes     map[string]string `yaml:"holes"` // added to the recipe's
	Blank     *Blank            `yaml:"blank"`
	Zero      string            `yaml:"zero"` // the reason, when 0 means that there is no value
}

// ByCode is the Level of recipes whose codes tell the level row by row.
const ByCode = "by-code"

// mostRecipe is how large a recipe may be, in bytes.
const mostRecipe = 256 << 10

// ParseRecipe reads and checks a recipe. Fields that do not exist are
// refused; every fault names the recipe and what is wrong in it.
func ParseRecipe(data []byte) (*Recipe, error) {
	if len(data) > mostRecipe {
		return nil, fault.New(fault.Limit, "import.recipe-too-large", fault.Args{"Most": mostRecipe >> 10})
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	recipe := &Recipe{}
	if err := decoder.Decode(recipe); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "import.recipe-yaml", fault.Args{"What": err.Error()})
	}
	if err := decoder.Decode(&struct{}{}); !errors.Is(err, io.EOF) {
		return nil, fault.New(fault.Invalid, "import.recipe-yaml", fault.Args{"What": "more than one document"})
	}
	ready, err := prepare(recipe)
	if err != nil {
		return nil, err
	}
	recipe.ready = ready
	return recipe, nil
}

// wrong is the fault of a recipe that cannot be used.
func (r *Recipe) wrong(field, what string) error {
	return fault.New(fault.Invalid, "import.recipe", fault.Args{"Recipe": r.ID, "Field": field, "What": what})
}

// edition says of which source and table a figure is. What comes from another
// source than the recipe's has no table but its own.
func (r *Recipe) edition(f *FigureRule) (source, table string) {
	switch {
	case f.Source != "":
		return f.Source, f.Table
	case f.Table != "":
		return r.Source, f.Table
	}
	return r.Source, r.Table
}
