package survey

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// columnNames are the names by which a column is known, in small letters
// without spaces and signs.
var columnNames = map[string][]string{
	"area":    {"gebied", "gebiedscode", "code", "buurt", "buurtcode", "wijk", "wijkcode", "gwbcode", "statcode", "area", "areacode", "neighbourhood", "district"},
	"asked":   {"n", "respondenten", "aantalrespondenten", "deelnemers", "respondents", "participants", "answered"},
	"percent": {"percentage", "procent", "percent", "pct", "%"},
	"yes":     {"aantal", "aantalja", "ja", "count", "number", "yes"},
	"period":  {"jaar", "periode", "ronde", "year", "period", "round"},
}

// mostFindings bounds what is told in full of one file.
const mostFindings = 200

// Finding is something that was not understood, or is worth knowing.
type Finding struct {
	Row    int    // as a person counts; 0 is the whole file
	Column string // as it is named in the file
	Value  string
	Key    string // of the sentence
	Args   fault.Args
	Notice bool // nothing needs to be mended for it
}

// Arguments gives all that the sentence of a finding can name.
func (f Finding) Arguments() fault.Args {
	args := fault.Args{"Row": f.Row, "Column": f.Column, "Value": f.Value}
	maps.Copy(args, f.Args)
	return args
}

// answers is what a file says: for each period the areas with their counts.
type answers struct {
	rounds   map[int]map[string]Count
	firstRow map[string]int // of each area
	column   string         // with the areas
	level    place.Level    // of the smallest areas in the file
	rows     int
	findings []Finding
	wrong    int // findings that must be mended, also those not kept
}

// reader reads a table of answers.
type reader struct {
	table   *sheet.Table
	columns map[string]int // by meaning; absent when the table has none
	period  int            // of rows that tell none
	answers
	wide map[place.Level]int // rows of larger areas, which are left out
}

// readAnswers reads a table of answers per area. period is that of rows when
// there is no column for it.
func readAnswers(table *sheet.Table, period int) answers {
	r := &reader{table: table, columns: map[string]int{}, period: period, wide: map[place.Level]int{}}
	r.rounds, r.firstRow = map[int]map[string]Count{}, map[string]int{}
	if r.bind(); r.wrong > 0 {
		return r.answers
	}
	r.column = r.name("area")
	r.findLevel()
	seen := map[string]int{}
	for at := range table.Rows {
		r.row(&table.Rows[at], seen)
	}
	if r.rows == 0 && r.wrong == 0 {
		r.problem(0, "", "", "survey.noRows", nil)
	}
	for _, level := range place.Levels {
		if r.wide[level] > 0 {
			r.tell(Finding{Column: r.name("area"), Key: "survey.sumsLeftOut", Args: fault.Args{"n": r.wide[level], "Level": string(level)}, Notice: true})
		}
	}
	return r.answers
}

func (a *answers) tell(f Finding) {
	if !f.Notice {
		a.wrong++
	}
	if runes := []rune(f.Value); len(runes) > 60 {
		f.Value = string(runes[:60]) + "…"
	}
	if len(a.findings) < mostFindings {
		a.findings = append(a.findings, f)
	}
}

func (a *answers) problem(row int, column, value, key string, args fault.Args) {
	a.tell(Finding{Row: row, Column: column, Value: value, Key: key, Args: args})
}

// bind finds the columns by their names.
func (r *reader) bind() {
	for meaning, names := range columnNames {
		for at, name := range r.table.Columns {
			if !slices.Contains(names, plainName(name)) {
				continue
			}
			if before, twice := r.columns[meaning]; twice {
				r.problem(0, name, "", "survey.columnTwice", fault.Args{"Other": r.table.Columns[before]})
				continue
			}
			r.columns[meaning] = at
		}
	}
	for _, meaning := range []string{"area", "asked"} {
		if _, found := r.columns[meaning]; !found {
			r.problem(0, "", "", "survey.noColumn", fault.Args{"Names": strings.Join(columnNames[meaning], ", "), "Columns": strings.Join(r.table.Columns, ", ")})
		}
	}
	if _, found := r.columns["period"]; !found && r.period == 0 {
		r.problem(0, "", "", "survey.noPeriod", nil)
	}
	_, percent := r.columns["percent"]
	if _, yes := r.columns["yes"]; yes && percent {
		delete(r.columns, "percent")
		r.tell(Finding{Key: "survey.countBefore", Notice: true})
	} else if !yes && !percent {
		r.problem(0, "", "", "survey.noColumn", fault.Args{"Names": strings.Join(slices.Concat(columnNames["percent"], columnNames["yes"]), ", "), "Columns": strings.Join(r.table.Columns, ", ")})
	}
}

// tellOtherAreas tells of areas that do not lie in a series.
func (a *answers) tellOtherAreas(series *Series) {
	parts := series.parts()
	for _, code := range slices.Sorted(maps.Keys(a.firstRow)) {
		if !parts[code] {
			a.problem(a.firstRow[code], a.column, code, "survey.otherArea", fault.Args{"Scope": series.Scope, "Year": series.BoundaryYear})
		}
	}
}

func plainName(name string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "").Replace(strings.ToLower(strings.TrimSpace(name)))
}

func (r *reader) name(meaning string) string {
	if at, found := r.columns[meaning]; found {
		return r.table.Columns[at]
	}
	return ""
}

func (r *reader) text(row *sheet.Row, meaning string) string {
	at, found := r.columns[meaning]
	if !found {
		return ""
	}
	text, _ := row.Cell(at)
	return strings.TrimSpace(text)
}

// findLevel finds the smallest level of the codes in the table.
func (r *reader) findLevel() {
	for at := range r.table.Rows {
		level, known := place.LevelOf(r.text(&r.table.Rows[at], "area"))
		if known && slices.Index(place.Levels, level) > slices.Index(place.Levels, r.level) {
			r.level = level
		}
	}
}

// row takes in one row, or tells what is wrong with it.
func (r *reader) row(row *sheet.Row, seen map[string]int) {
	code := r.text(row, "area")
	level, known := place.LevelOf(code)
	switch {
	case !known || level == place.Postcode4:
		r.problem(row.Number, r.name("area"), code, "survey.noCode", nil)
		return
	case level != r.level:
		r.wide[level]++
		return
	}
	period, fine := r.periodOf(row)
	count, counted := r.count(row)
	if !fine || !counted {
		return
	}
	key := code + " " + strconv.Itoa(period)
	if before, twice := seen[key]; twice {
		r.problem(row.Number, r.name("area"), code, "survey.twice", fault.Args{"First": before})
		return
	}
	seen[key] = row.Number
	if r.rounds[period] == nil {
		r.rounds[period] = map[string]Count{}
	}
	r.rounds[period][code] = count
	if r.firstRow[code] == 0 {
		r.firstRow[code] = row.Number
	}
	r.rows++
}

func (r *reader) periodOf(row *sheet.Row) (int, bool) {
	if _, found := r.columns["period"]; !found {
		return r.period, true
	}
	text := r.text(row, "period")
	year, err := strconv.Atoi(text)
	if err != nil || !goodYear(year) {
		r.problem(row.Number, r.name("period"), text, "survey.noYear", nil)
		return 0, false
	}
	return year, true
}

func goodYear(year int) bool { return year >= 1900 && year <= 2200 }

// mostAsked bounds the people in one area.
const mostAsked = 10_000_000

// count reads how many people took part, and how many gave the answer: as it
// stands, or by the percentage, to the nearest person.
func (r *reader) count(row *sheet.Row) (Count, bool) {
	n, fine := r.whole(row, "asked")
	if !fine {
		return Count{}, false
	}
	if _, counted := r.columns["yes"]; counted {
		yes, fine := r.whole(row, "yes")
		if fine && yes > n {
			r.problem(row.Number, r.name("yes"), r.text(row, "yes"), "survey.moreThanAll", fault.Args{"Asked": n})
			return Count{}, false
		}
		return Count{Asked: n, Yes: yes}, fine
	}
	text := r.text(row, "percent")
	if text == "" && n == 0 {
		return Count{}, true
	}
	percent, fine := number(strings.TrimSpace(strings.TrimSuffix(text, "%")))
	if !fine || percent < 0 || percent > 100 {
		r.problem(row.Number, r.name("percent"), text, "survey.noPercent", nil)
		return Count{}, false
	}
	return Count{Asked: n, Yes: int(math.Round(percent / 100 * float64(n)))}, true
}

// whole reads a number of people. Only digits: 1.000 may be one or a thousand.
func (r *reader) whole(row *sheet.Row, meaning string) (int, bool) {
	text := r.text(row, meaning)
	value, err := strconv.Atoi(text)
	if err != nil || strings.Trim(text, "0123456789") != "" || value > mostAsked {
		r.problem(row.Number, r.name(meaning), text, "survey.noPeople", nil)
		return 0, false
	}
	return value, true
}

// number reads a number with a decimal point or comma. A sign between
// thousands is not guessed at.
func number(text string) (float64, bool) {
	if strings.Trim(text, "0123456789.,") != "" || strings.Count(text, ".")+strings.Count(text, ",") > 1 {
		return 0, false
	}
	value, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	return value, err == nil
}
