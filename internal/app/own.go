package app

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/koppelkans/koppelkans/internal/exchange"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/survey"
)

type ownGroup struct {
	Load ownLoad `cmd:"" help:"Load a file with answers per neighbourhood: columns for area, n, and percentage or count."`
}

type ownLoad struct {
	Where
	File         string `arg:"" help:"CSV or XLSX." type:"existingfile"`
	Place        string `required:"" help:"Code of the municipality or GGD region."`
	Survey       string `required:"" help:"Name of the survey; the same in each round."`
	BoundaryYear int    `required:"" help:"Boundary year that the codes belong to."`
	Period       int    `help:"Year of the round; not needed when the file has a column for it."`
	Indicator    string `help:"Id of an own indicator; without it --name makes a new one."`
	Name         string `help:"Name of a new indicator: what people answered."`
	Short        string `help:"Its short name, at most 24 characters."`
	Description  string `help:"The question as it was asked."`
	Theme        string `help:"Its theme."`
	Domain       string `help:"social or physical." enum:"social,physical," default:""`
	Perspective  string `help:"protect, promote or facilitate." enum:"protect,promote,facilitate," default:""`
	Direction    string `help:"higher-is-better, lower-is-better or neutral." enum:"higher-is-better,lower-is-better,neutral," default:""`
	Unlisted     string `help:"What it means that an area is not in the file: nobody-answered or not-asked (and everybody knows so)." enum:"nobody-answered,not-asked" default:"nobody-answered"`
	Rounding     int    `help:"Round counts to 5 or 10, for a new indicator or survey; 0 does not." default:"0"`
	DryRun       bool   `help:"Only tell what would happen; keep nothing."`
}

func (cmd *ownLoad) form() survey.Form {
	return survey.Form{
		Indicator: cmd.Indicator, Survey: cmd.Survey, Period: cmd.Period, BoundaryYear: cmd.BoundaryYear, Scope: cmd.Place,
		Unlisted: survey.Unlisted(cmd.Unlisted), Rounding: cmd.Rounding,
		New: survey.NewIndicator{
			Name: cmd.Name, Short: cmd.Short, Description: cmd.Description, Theme: cmd.Theme, Domain: indicator.Domain(cmd.Domain),
			Perspective: indicator.Perspective(cmd.Perspective), Direction: indicator.Direction(cmd.Direction),
		},
	}
}

// Run loads the file, or only tells what would happen.
func (cmd *ownLoad) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		table, err := readSheet(cmd.File)
		if err != nil {
			return err
		}
		seen, made, err := p.surveys.Load(ctx, commandLineActor(), cmd.form(), filepath.Base(cmd.File), table, cmd.DryRun)
		for _, found := range seen.Findings {
			c.tellSurvey(seen.FileName, found)
		}
		if err != nil {
			return err
		}
		if seen.Wrong > 0 {
			return fault.New(fault.Invalid, "import.faulty", fault.Args{"File": seen.FileName, "Errors": seen.Wrong})
		}
		o := seen.Outcome
		c.print("survey.outcome", fault.Args{"Shown": o.Shown, "Hidden": o.Hidden(), "Small": o.Hidden() - o.With, "With": o.With, "K": seen.Smallest})
		if !cmd.DryRun {
			c.print("app.delivered", fault.Args{"Delivery": made.ID.String(), "What": made.Source + " " + made.Table, "Areas": made.Areas, "Figures": made.Figures, "Holes": made.Holes})
		}
		return nil
	})
}

// tellSurvey prints what was found in a file of answers.
func (c *console) tellSurvey(file string, found survey.Finding) {
	finding := exchange.Finding{Severity: exchange.Error, File: file, Row: found.Row, Column: found.Column, Value: found.Value, Key: found.Key, Args: found.Args}
	if found.Notice {
		finding.Severity = exchange.Notice
	}
	fmt.Fprintf(c.errs, "%s  %s\n", c.say("app.severity."+finding.Severity.String(), nil), finding.Text(c.say))
}
