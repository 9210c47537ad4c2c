package exchange

import (
	"fmt"
	"sort"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// Severity tells what a Finding means for the import.
type Severity uint8

const (
	// Error stops the import: nothing of the file is taken.
	Error Severity = iota + 1
	// Repaired was wrong and has been mended; the import goes on.
	Repaired
	// Notice is worth knowing; nothing was changed for it.
	Notice
)

var severityNames = map[Severity]string{Error: "error", Repaired: "repaired", Notice: "notice"}

// String gives "error", "repaired" or "notice".
func (s Severity) String() string { return severityNames[s] }

// Finding is one thing that was found in a file, with its place in that file.
type Finding struct {
	Severity Severity
	File     string // the file's name, without folder
	Layer    string // layer of a GeoPackage, file in a zip; "" when there is one
	// Row is the line as a text editor numbers it, the header being line 1,
	// for tables; the number of the feature, from 1, for maps; 0 when the
	// finding is about the whole file.
	Row    int
	Map    bool // Row counts features instead of lines
	Column string
	Value  string     // what stands there, shortened
	Key    string     // of the language catalogue, such as "import.row-width"
	Args   fault.Args // fill the sentence, with Column and Value
}

// Say gives the sentence behind a key of the language catalogue.
type Say func(key string, args fault.Args) string

// Arguments gives all that the sentence of a Finding can name.
func (f Finding) Arguments() fault.Args {
	args := fault.Args{"File": f.File, "Layer": f.Layer, "Row": f.Row, "Column": f.Column, "Value": f.Value}
	for name, value := range f.Args {
		args[name] = value
	}
	return args
}

// Text gives the finding as one line: file, row, column, and why.
func (f Finding) Text(say Say) string {
	args := f.Arguments()
	where := []string{f.File}
	if f.Layer != "" {
		where = append(where, say("import.at.layer", args))
	}
	if f.Row > 0 {
		key := "import.at.row"
		if f.Map {
			key = "import.at.feature"
		}
		where = append(where, say(key, args))
	}
	if f.Column != "" {
		where = append(where, say("import.at.column", args))
	}
	return strings.Join(where, ", ") + ": " + say(f.Key, args)
}

// fullFindings is how many findings a Report keeps in full. More help nobody,
// and a file with a million faulty rows must not fill the memory.
const fullFindings = 1000

// Report is what reading a file brought to light.
type Report struct {
	File     string // the file's name, without folder
	Checksum string // SHA-256 of the file as it lies on disk, hex
	Rows     int    // rows or features read, without the header
	Skipped  int    // of these, left out because the recipe or a filter says so

	size   int64 // of the unpacked file, in bytes
	errors []Finding
	others []Finding
	counts map[string]*Count
}

// Count is how often one sort of finding was made.
type Count struct {
	Key      string
	Severity Severity
	Number   int
}

// Add counts a finding and keeps it when there is room; errors go before
// notices.
func (r *Report) Add(f Finding) {
	if f.File == "" {
		f.File = r.File
	}
	f.Value = shorten(f.Value)
	if r.counts == nil {
		r.counts = map[string]*Count{}
	}
	name := fmt.Sprint(f.Severity, f.Key)
	if r.counts[name] == nil {
		r.counts[name] = &Count{Key: f.Key, Severity: f.Severity}
	}
	r.counts[name].Number++
	switch {
	case f.Severity == Error && len(r.errors) < fullFindings:
		r.errors = append(r.errors, f)
	case f.Severity != Error && len(r.others) < fullFindings:
		r.others = append(r.others, f)
	}
}

// Findings gives at most 1,000 findings in full, errors first, each sort in
// the order of the file.
func (r *Report) Findings() []Finding {
	all := append(append([]Finding{}, r.errors...), r.others...)
	if len(all) > fullFindings {
		all = all[:fullFindings]
	}
	return all
}

// Counts tells how often each sort of finding was made, errors first.
func (r *Report) Counts() []Count {
	counts := make([]Count, 0, len(r.counts))
	for _, count := range r.counts {
		counts = append(counts, *count)
	}
	sort.Slice(counts, func(i, j int) bool {
		if counts[i].Severity != counts[j].Severity {
			return counts[i].Severity < counts[j].Severity
		}
		return counts[i].Key < counts[j].Key
	})
	return counts
}

// Errors counts the findings that stop the import.
func (r *Report) Errors() int { return r.number(Error) }

// Repairs counts what was mended.
func (r *Report) Repairs() int { return r.number(Repaired) }

func (r *Report) number(severity Severity) int {
	total := 0
	for _, count := range r.counts {
		if count.Severity == severity {
			total += count.Number
		}
	}
	return total
}

// verdict is the error that goes with a report: an import is all or nothing.
func (r *Report) verdict() error {
	if errors := r.Errors(); errors > 0 {
		return fault.New(fault.Invalid, "import.faulty", fault.Args{"File": r.File, "Errors": errors})
	}
	return nil
}

// shorten keeps a value readable in a message.
func shorten(value string) string {
	const most = 60
	runes := []rune(value)
	if len(runes) <= most {
		return value
	}
	return string(runes[:most]) + "…"
}
