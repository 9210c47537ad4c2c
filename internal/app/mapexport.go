package app

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/report"
)

type mapGroup struct {
	Export mapExport `cmd:"" help:"Write the scored cells of a municipality to a file."`
}

type mapExport struct {
	Where
	Place  string `required:"" help:"Code of the municipality, such as GM0772."`
	Set    string `help:"Id of the map set; default: the first."`
	Year   int    `help:"Year; default: the newest with figures."`
	Format string `help:"csv, geojson or gpkg." enum:"csv,geojson,gpkg" default:"csv"`
	Clip   string `help:"Which cells: touch, centre or inhabited." enum:"touch,centre,inhabited" default:"touch"`
	Out    string `required:"" help:"File to write; - is the standard output (not for gpkg)." type:"path"`
}

// Run writes the file; a file of that name is replaced only when the new one
// is whole.
func (cmd *mapExport) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		scored, err := p.maps.Score(ctx, healthmap.Ask{
			Actor: commandLineActor(), Code: cmd.Place, Set: cmd.Set, Year: cmd.Year, Lang: c.lang, Level: healthmap.CellLevel, Clip: healthmap.Clip(cmd.Clip),
		})
		if err != nil {
			return err
		}
		p.accounts.Note(ctx, account.Entry{Event: account.EventExport, Kind: "map", Detail: cmd.Place})
		file := report.MapFile{Scored: scored}
		switch {
		case cmd.Out == "-" && cmd.Format == "gpkg":
			return fault.New(fault.Invalid, "app.gpkg-needs-file", nil)
		case cmd.Out == "-":
			return writeMap(file, cmd.Format, c.out)
		case cmd.Format == "gpkg":
			err = file.WriteGeoPackage(ctx, cmd.Out)
		default:
			err = replaceFile(cmd.Out, func(to io.Writer) error { return writeMap(file, cmd.Format, to) })
		}
		if err == nil {
			c.print("app.map-written", fault.Args{"File": cmd.Out, "N": len(scored.Grid.Cells), "Year": scored.Values.Year})
		}
		return err
	})
}

func writeMap(file report.MapFile, format string, to io.Writer) error {
	if format == "geojson" {
		return file.WriteGeoJSON(to)
	}
	return file.WriteCSV(to)
}

// replaceFile writes to a file beside the one meant and puts it in its place
// when all is written.
func replaceFile(path string, write func(io.Writer) error) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "app.cannot-write", fault.Args{"File": path})
	}
	err = errors.Join(write(temporary), temporary.Chmod(0o644), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		return errors.Join(fault.Wrap(err, fault.Broken, "app.cannot-write", fault.Args{"File": path}), os.Remove(temporary.Name()))
	}
	return nil
}
