package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

type recordsGroup struct {
	List   recordsList   `cmd:"" help:"List the kinds of records, with how many there are."`
	Export recordsExport `cmd:"" help:"Write all records of a kind to a file that can be imported again."`
	Import recordsImport `cmd:"" help:"Read records from a file: all of them, or none when one is wrong."`
}

// commandLineActor is who the command line acts as: whoever runs it can reach the
// database anyway.
func commandLineActor() access.Actor { return access.Actor{Program: true} }

type recordsList struct{ Where }

// Run lists the kinds.
func (cmd *recordsList) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		for _, kind := range p.records.Kinds.All() {
			list, err := p.records.List(ctx, commandLineActor(), kind, record.Ask{Limit: 1})
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%-16s %8d  %s\n", kind.One, list.Total, c.say(kind.ManyKey(), nil))
		}
		return nil
	})
}

// kindNamed finds a kind by any of its names.
func (p *parts) kindNamed(name string) (*record.Kind, error) {
	for _, find := range []func(string) (*record.Kind, bool){p.records.Kinds.ByName, p.records.Kinds.ByMany, p.records.Kinds.ByPath} {
		if kind, known := find(name); known {
			return kind, nil
		}
	}
	var known []string
	for _, kind := range p.records.Kinds.All() {
		known = append(known, kind.One)
	}
	return nil, fault.New(fault.Invalid, "files.kind", fault.Args{"Kind": name, "Known": strings.Join(known, ", ")})
}

type recordsExport struct {
	Where
	Kind   string `arg:"" help:"Kind of records, as listed."`
	Format string `help:"csv, xlsx or json; default: by the name of the file." enum:"csv,xlsx,json," default:""`
	Words  string `help:"nl or en: headings and options in the words of that language; default: the names and codes of the program." enum:"nl,en," default:""`
	Out    string `required:"" help:"File to write; - is the standard output." type:"path"`
}

// Run writes the file; a file of that name is replaced only when the new one
// is whole.
func (cmd *recordsExport) Run(ctx context.Context, c *console) error {
	format, known := sheet.ParseFormat(cmd.Format)
	if cmd.Format == "" {
		format, known = sheet.ParseFormat(strings.TrimPrefix(filepath.Ext(cmd.Out), "."))
	}
	if !known {
		return fault.New(fault.Invalid, "files.format", fault.Args{"Format": strings.TrimPrefix(filepath.Ext(cmd.Out), "."), "Known": "csv, xlsx, json"})
	}
	return cmd.with(ctx, c, func(p *parts) error {
		kind, err := p.kindNamed(cmd.Kind)
		if err != nil {
			return err
		}
		p.accounts.Note(ctx, account.Entry{Event: account.EventExport, Kind: kind.One})
		bar := c.newBar(c.say("files.exporting", fault.Args{"Kind": c.say(kind.ManyKey(), nil)}))
		defer bar.end()
		rows := 0
		write := func(to io.Writer) error {
			rows, err = p.records.WriteFile(ctx, commandLineActor(), kind, record.Ask{}, record.Layout{Format: format, Words: cmd.Words}, to, func(done, total int) {
				bar.show(c.say("files.rows", nil), int64(done), int64(total))
			})
			return err
		}
		if cmd.Out == "-" {
			return write(c.out)
		}
		if err := replaceFile(cmd.Out, write); err != nil {
			return err
		}
		bar.end()
		c.print("files.exported", fault.Args{"File": filepath.Base(cmd.Out), "n": rows})
		return nil
	})
}

type recordsImport struct {
	Where
	Kind   string `arg:"" help:"Kind of records, as listed."`
	File   string `arg:"" help:"CSV, XLSX or JSON, in the layout of an export." type:"existingfile"`
	DryRun bool   `help:"Only tell what would happen; write nothing."`
}

// Run reads the file, tells what is wrong with it, and imports it when nothing
// is.
func (cmd *recordsImport) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		kind, err := p.kindNamed(cmd.Kind)
		if err != nil {
			return err
		}
		table, err := readSheet(cmd.File)
		if err != nil {
			return err
		}
		bar := c.newBar(c.say("files.checking", fault.Args{"Kind": c.say(kind.ManyKey(), nil)}))
		progress := func(step string, done, total int) { bar.show(c.say(step, nil), int64(done), int64(total)) }
		var plan *record.Plan
		if cmd.DryRun {
			if plan, err = p.records.PlanImport(ctx, commandLineActor(), kind, table, progress); err == nil {
				err = plan.Fault()
			}
		} else {
			plan, err = p.records.Import(ctx, commandLineActor(), kind, table, nil, progress)
		}
		bar.end()
		if plan != nil {
			c.tellFaults(plan)
		}
		if err != nil {
			return err
		}
		counts := fault.Args{"Made": plan.New, "Changed": plan.Changed, "Same": plan.Same}
		if cmd.DryRun {
			c.print("files.would", counts)
			return nil
		}
		c.print("record.importDone", fault.Args{"made": plan.New, "changed": plan.Changed, "same": plan.Same})
		if plan.New+plan.Changed > 0 {
			c.print("files.undo", fault.Args{"Batch": plan.Batch.String()})
		}
		return nil
	})
}

func readSheet(path string) (table *sheet.Table, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return sheet.Read(file, sheet.UsualLimits())
}

// tellFaults prints what is wrong with the rows of a file, and what is worth a
// look.
func (c *console) tellFaults(plan *record.Plan) {
	for _, notice := range plan.Notices {
		c.complain("files.notice", fault.Args{"Row": notice.Row, "Column": notice.Column, "Why": c.say(notice.Key, notice.Args)})
	}
	for _, wrong := range plan.Faults {
		args := fault.Args{"Row": wrong.Row, "Column": wrong.Column, "Why": c.say(wrong.Key, plan.Kind.Told(wrong.Key, wrong.Args, func(key string) string { return c.say(key, nil) }))}
		switch {
		case wrong.Row == 0:
			c.complain("files.faultOfFile", args)
		case wrong.Column == "":
			c.complain("files.faultOfRow", args)
		default:
			c.complain("files.fault", args)
		}
	}
	if more := plan.FaultsTotal - len(plan.Faults); more > 0 {
		c.complain("files.more", fault.Args{"n": more})
	}
}

// complain prints a sentence about what is wrong.
func (c *console) complain(key string, args fault.Args) { fmt.Fprintln(c.errs, c.say(key, args)) }
