// Package check tells whether the data hold together. A check looks at one
// thing that must hold; parts of the program add theirs to the list.
package check

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// Finding is one thing that does not hold.
type Finding struct {
	Key  string // of the language catalogue
	Args fault.Args
	// Notice is worth knowing and is no fault.
	Notice bool
}

// Check is one thing that must hold. Name is a word of lower case letters and
// dashes: the catalogue has its sentence under check.name.NAME.
type Check interface {
	Name() string
	Run(ctx context.Context, tell func(Finding)) error
}

// MostFindings is how many findings of one check are kept; all are counted.
const MostFindings = 10

// Result is what came of one check.
type Result struct {
	Name     string
	Findings []Finding // the first of them
	Faults   int       // all of them
	Notices  int
	Err      error // the check could not be made
}

// Good tells that nothing is wrong.
func (r Result) Good() bool { return r.Faults == 0 && r.Err == nil }

// All makes every check and gives what came of each; begin is told which one
// begins. It only ends early with ctx: a check that fails says something too.
func All(ctx context.Context, checks []Check, begin func(at int, name string)) ([]Result, error) {
	var results []Result
	for at, c := range checks {
		if err := ctx.Err(); err != nil {
			return results, err
		}
		begin(at, c.Name())
		result := Result{Name: c.Name()}
		result.Err = c.Run(ctx, func(f Finding) {
			if f.Notice {
				result.Notices++
			} else {
				result.Faults++
			}
			if len(result.Findings) < MostFindings {
				result.Findings = append(result.Findings, f)
			}
		})
		results = append(results, result)
	}
	return results, ctx.Err()
}
