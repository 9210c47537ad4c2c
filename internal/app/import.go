package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/exchange"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/store"
)

// importCommands are the ways to bring a file in.
type importCommands struct {
	Areas   importAreas   `cmd:"" help:"Official areas: GeoJSON, GeoPackage, Shapefile or CSV with a GeoJSON column; .gz as is."`
	Figures importFigures `cmd:"" help:"A table with one indicator: a column of codes, a column of values."`
	Table   importTable   `cmd:"" help:"A table by a recipe (see: koppelkans recipes)."`
}

// importFlags are what every import has.
type importFlags struct {
	Where
	DryRun bool `help:"Only check the file; write nothing."`
}

type importAreas struct {
	importFlags
	File     string   `arg:"" help:"The file." type:"existingfile"`
	Level    string   `required:"" help:"country, province, ggd-region, municipality, district, neighbourhood, village, postcode4 or own."`
	Year     int      `required:"" help:"Boundary year."`
	Code     string   `required:"" help:"Column with the official code."`
	Name     string   `help:"Column with the name."`
	Parent   string   `help:"Column with the code of the area around it."`
	CRS      string   `name:"crs" help:"rd (EPSG:28992) or wgs84; default: what the file says." enum:"rd,wgs84," default:""`
	Source   string   `help:"Source of the borders, as in the catalogue; it decides which of two borders is drawn." default:"own-areas"`
	Layer    string   `help:"Layer of a GeoPackage, or file in a zip."`
	Geometry string   `help:"Column with GeoJSON, in a CSV."`
	Only     []string `name:"where" placeholder:"COLUMN=VALUE" help:"Keep only the features with this value, such as water=NEE; may be given more than once."`
	Encoding string   `help:"Of a CSV or .dbf." enum:"utf-8,windows-1252," default:""`
	Delim    string   `name:"delimiter" help:"Of a CSV: ; , or tab; default: found by itself."`
	Faulty   string   `help:"What to do when a border cannot be mended: refuse the file, or take that area without-border; each is named." enum:"refuse,without-border" default:"refuse"`
}

// Run reads areas and delivers them.
func (cmd *importAreas) Run(ctx context.Context, c *console) error {
	level := place.Level(cmd.Level)
	if !level.Valid() {
		return fault.New(fault.Invalid, "app.level", fault.Args{"Level": cmd.Level})
	}
	conditions, err := conditionsOf(cmd.Only)
	if err != nil {
		return err
	}
	return cmd.with(ctx, c, func(p *parts) error {
		work := c.newImport(p, cmd.importFlags, cmd.File)
		claims, report, err := exchange.ReadAreas(ctx, cmd.File, exchange.AreaOptions{
			Level: level, Year: cmd.Year, CodeColumn: cmd.Code, NameColumn: cmd.Name, ParentColumn: cmd.Parent,
			CRS: cmd.CRS, Layer: cmd.Layer, GeometryColumn: cmd.Geometry, Faulty: cmd.Faulty,
			Where: conditions, Encoding: cmd.Encoding, Delimiter: cmd.Delim,
		}, work.reading)
		if err := work.read(report, err); err != nil {
			return err
		}
		return work.deliver(ctx, []delivery.Arrival{{
			Delivery: delivery.Delivery{Source: cmd.Source, BoundaryYear: cmd.Year, Checksum: report.Checksum, Recipe: "areas:" + cmd.Level},
			Load:     delivery.Load{Claims: claims},
		}})
	})
}

// conditionsOf reads COLUMN=VALUE; the same column again allows another value.
func conditionsOf(texts []string) ([]exchange.Condition, error) {
	var list []exchange.Condition
	for _, text := range texts {
		column, value, found := strings.Cut(text, "=")
		if !found || column == "" {
			return nil, fault.New(fault.Invalid, "import.option", fault.Args{"Option": "where", "Value": text})
		}
		at := slices.IndexFunc(list, func(c exchange.Condition) bool { return c.Column == column })
		if at < 0 {
			at, list = len(list), append(list, exchange.Condition{Column: column})
		}
		list[at].Is = append(list[at].Is, value)
	}
	return list, nil
}

type importFigures struct {
	importFlags
	File         string            `arg:"" help:"The file." type:"existingfile"`
	Indicator    string            `required:"" help:"Indicator of the catalogue."`
	Period       int               `required:"" help:"Year of the figures."`
	BoundaryYear int               `required:"" help:"Boundary year that the codes belong to."`
	Code         string            `required:"" help:"Column with the official code."`
	Value        string            `required:"" help:"Column with the value."`
	Low          string            `help:"Column with the lower 95 % margin; with --high."`
	High         string            `help:"Column with the upper 95 % margin; with --low."`
	Respondents  string            `help:"Column with the number of people who answered."`
	Decimal      string            `help:"point or comma." enum:"point,comma" default:"point"`
	Source       string            `help:"Source of the figures; default: that of the indicator."`
	Table        string            `help:"The source's own edition of the table, such as 50090NED."`
	Level        string            `help:"Level of the codes; default: each code tells."`
	Assumed      bool              `help:"The source states no year: --period is an assumption, and is shown as one."`
	Thousands    string            `help:"none, point, comma or space." enum:"none,point,comma,space" default:"none"`
	Delimiter    string            `help:"; , or tab; default: found by itself."`
	Encoding     string            `help:"utf-8 or windows-1252." enum:"utf-8,windows-1252" default:"utf-8"`
	Layer        string            `help:"Layer of a GeoPackage, or file in a zip."`
	Holes        map[string]string `name:"hole" placeholder:"TEXT=REASON" help:"What a text for a missing value means: secret, not-asked, comes-later, discontinued, impossible, no-area, partly-unknown, suppressed or not-loaded."`
}

// Run reads figures and delivers them.
func (cmd *importFigures) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		known, found := p.catalogue.ByID(cmd.Indicator)
		if !found {
			return fault.New(fault.Invalid, "app.indicator", fault.Args{"Indicator": cmd.Indicator})
		}
		if cmd.Source == "" {
			cmd.Source = known.Source
		}
		work := c.newImport(p, cmd.importFlags, cmd.File)
		table, report, err := exchange.ReadFigures(ctx, cmd.File, exchange.FigureOptions{
			Indicator: cmd.Indicator, Period: cmd.Period, BoundaryYear: cmd.BoundaryYear, CodeColumn: cmd.Code,
			ValueColumn: cmd.Value, LowColumn: cmd.Low, HighColumn: cmd.High, RespondentsColumn: cmd.Respondents, Source: cmd.Source, Table: cmd.Table, Decimal: cmd.Decimal,
			Level: place.Level(cmd.Level), Assumed: cmd.Assumed, Thousands: cmd.Thousands, Delimiter: cmd.Delimiter,
			Encoding: cmd.Encoding, Layer: cmd.Layer, Holes: cmd.Holes,
		}, lookup{p.db, p.catalogue.Now()}, work.reading)
		if err := work.read(report, err); err != nil {
			return err
		}
		return work.deliver(ctx, arrivals(table, fmt.Sprintf("figures:%s:%d", cmd.Indicator, cmd.Period)))
	})
}

type importTable struct {
	importFlags
	Recipe string `arg:"" help:"Id of a shipped recipe, or a file with a recipe of your own."`
	File   string `arg:"" help:"The table." type:"existingfile"`
}

// Run reads a table by its recipe and delivers it.
func (cmd *importTable) Run(ctx context.Context, c *console) error {
	recipe, err := findRecipe(cmd.Recipe)
	if err != nil {
		return err
	}
	return cmd.with(ctx, c, func(p *parts) error {
		work := c.newImport(p, cmd.importFlags, cmd.File)
		table, report, err := exchange.ReadTable(ctx, recipe, cmd.File, lookup{p.db, p.catalogue.Now()}, work.reading)
		if err := work.read(report, err); err != nil {
			return err
		}
		return work.deliver(ctx, arrivals(table, recipe.ID))
	})
}

// findRecipe gives a shipped recipe by its id, or reads one from a file.
func findRecipe(name string) (*exchange.Recipe, error) {
	shipped, err := exchange.Recipes()
	if err != nil {
		return nil, err
	}
	if recipe, found := shipped[name]; found {
		return recipe, nil
	}
	text, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.New(fault.Invalid, "app.recipe", fault.Args{"Recipe": name})
	}
	if err != nil {
		return nil, err
	}
	return exchange.ParseRecipe(text)
}

// lookup is what recipes may ask of the database and the catalogue.
type lookup struct {
	*store.DB
	catalogue *catalogue.Catalogue
}

// Indicator gives a line of the catalogue.
func (l lookup) Indicator(name string) (indicator.Indicator, bool) { return l.catalogue.ByID(name) }

// arrivals makes one arrival for each source and edition in a table. Borders
// go with the first.
func arrivals(table *exchange.Table, recipe string) []delivery.Arrival {
	var list []delivery.Arrival
	for at, part := range table.Parts() {
		claims := table.Claims
		if at > 0 {
			claims = slices.Clone(claims)
			for row := range claims {
				claims[row].Border = nil
			}
		}
		load := delivery.Load{Claims: claims}
		for _, column := range part.Columns {
			load.Columns = append(load.Columns, delivery.Column{Indicator: column.Indicator, Period: column.Period, Assumed: column.Assumed, Readings: column.Readings, Sureness: column.Sureness})
		}
		list = append(list, delivery.Arrival{
			Delivery: delivery.Delivery{Source: part.Source, Table: part.Edition, BoundaryYear: table.BoundaryYear, Checksum: table.Checksum, Recipe: recipe, Note: table.Note},
			Load:     load,
		})
	}
	return list
}

// importWork is one import on its way, with what it tells.
type importWork struct {
	console *console
	parts   *parts
	flags   importFlags
	file    string
	bar     *bar
}

func (c *console) newImport(p *parts, flags importFlags, file string) *importWork {
	name := filepath.Base(file)
	return &importWork{console: c, parts: p, flags: flags, file: name, bar: c.newBar(c.say("app.reading", fault.Args{"File": name}))}
}

// reading shows how far the reading is; what is counted differs per format.
func (w *importWork) reading(done, total int64) { w.bar.part(done, total) }

// read tells what was found in the file.
func (w *importWork) read(report *exchange.Report, err error) error {
	w.bar.end()
	if report != nil {
		w.console.tell(report)
	}
	return err
}

// tell prints findings: every error and repair, and of each kind no more than
// a few, with their number.
func (c *console) tell(report *exchange.Report) {
	const fewOfEach = 20
	told := map[string]int{}
	for _, finding := range report.Findings() {
		if told[finding.Key]++; told[finding.Key] <= fewOfEach {
			fmt.Fprintf(c.errs, "%s  %s\n", c.say("app.severity."+finding.Severity.String(), nil), finding.Text(c.say))
		}
	}
	for _, count := range report.Counts() {
		if count.Number > fewOfEach {
			fmt.Fprintln(c.errs, c.say("app.more-findings", fault.Args{"N": count.Number - fewOfEach, "Key": count.Key}))
		}
	}
}

// deliver writes what was read and makes it current.
func (w *importWork) deliver(ctx context.Context, list []delivery.Arrival) error {
	for at := range list {
		list[at].Delivery.File = w.file
		source, listed := w.parts.catalogue.Source(list[at].Delivery.Source)
		if !listed {
			return fault.New(fault.Invalid, "app.source", fault.Args{"Source": list[at].Delivery.Source, "Known": strings.Join(sourceIDs(w.parts.catalogue.Now()), ", ")})
		}
		list[at].Source = source
	}
	if w.flags.DryRun {
		w.console.print("app.dry-run", counts(list))
		return nil
	}
	w.bar.next(w.console.say("app.writing", fault.Args{"File": w.file}))
	delivered, err := w.parts.deliveries.Deliver(ctx, list, func(unit string, done, total int) {
		w.bar.show(w.console.say(unit, nil), int64(done), int64(total))
	})
	w.bar.end()
	if err != nil {
		return err
	}
	for _, d := range delivered {
		w.console.print("app.delivered", fault.Args{"Delivery": d.ID.String(), "What": strings.TrimSpace(d.Source + " " + d.Table), "Areas": d.Areas, "Figures": d.Figures, "Holes": d.Holes})
	}
	return w.console.deriveSuccessions(ctx, w.parts)
}

func sourceIDs(known *catalogue.Catalogue) []string {
	var list []string
	for _, source := range known.Sources {
		list = append(list, source.ID)
	}
	return list
}

// counts sums up what arrivals bring, for a dry run.
func counts(list []delivery.Arrival) fault.Args {
	areas, figures, holes := 0, 0, 0
	for at, arrival := range list {
		if at == 0 {
			areas = len(arrival.Load.Claims)
		}
		for _, column := range arrival.Load.Columns {
			for _, reading := range column.Readings {
				switch {
				case reading.Known():
					figures++
				case reading.Hole != indicator.NotLoaded:
					holes++
				}
			}
		}
	}
	return fault.Args{"Areas": areas, "Figures": figures, "Holes": holes}
}
