package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/koppelkans/koppelkans/internal/check"
	"github.com/koppelkans/koppelkans/internal/fault"
)

type checkCommand struct{ Where }

// Run tells whether the data hold together.
func (cmd *checkCommand) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		var results []check.Result
		err := p.db.WithChecks(ctx, p.records.Kinds.All(), func(list []check.Check) (err error) {
			list = append(list, p.files.Check())
			bar := c.newBar(c.say("check.checking", nil))
			defer bar.end()
			begun := time.Now()
			results, err = check.All(ctx, list, func(at int, name string) {
				bar.label = c.say("check.name."+name, nil)
				bar.part(int64(at), int64(len(list)))
			})
			bar.end()
			if err == nil {
				c.print("check.done", fault.Args{"Checks": len(results), "Milliseconds": time.Since(begun).Milliseconds()})
			}
			return err
		})
		if err != nil {
			return err
		}
		return c.tellChecks(results)
	})
}

// tellChecks prints what came of each check; it gives an error when something
// is wrong.
func (c *console) tellChecks(results []check.Result) error {
	bad := 0
	var causes []error
	for _, result := range results {
		verdict := c.say("check.good", nil)
		switch {
		case result.Err != nil:
			verdict = c.say("check.failed", nil)
			causes = append(causes, fmt.Errorf("%s: %w", result.Name, result.Err))
		case result.Faults > 0:
			verdict = c.say("check.bad", fault.Args{"n": result.Faults})
		}
		if !result.Good() {
			bad++
		}
		fmt.Fprintf(c.out, "%-12s %s\n", verdict, c.say("check.name."+result.Name, nil))
		for _, finding := range result.Findings {
			mark := "✗"
			if finding.Notice {
				mark = "·"
			}
			fmt.Fprintf(c.out, "             %s %s\n", mark, c.say(finding.Key, finding.Args))
		}
		if more := result.Faults + result.Notices - len(result.Findings); more > 0 {
			fmt.Fprintf(c.out, "               %s\n", c.say("check.more", fault.Args{"N": more}))
		}
	}
	if bad > 0 {
		return fault.Wrap(errors.Join(causes...), fault.Broken, "check.wrong", fault.Args{"N": bad})
	}
	c.print("check.all-good", nil)
	return nil
}
