package app

import (
	"context"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/factsheets"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/paper"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/web"
)

// printing are the settings of a process that makes PDFs.
type printing struct {
	Chromium          string `help:"Path of Chromium, which makes PDFs; by default it is looked for, and 'none' makes no PDFs." env:"KOPPELKANS_CHROMIUM" placeholder:"PATH"`
	ChromiumNoSandbox bool   `help:"Start Chromium without its own sandbox, where that cannot work: as root, in a container." env:"KOPPELKANS_CHROMIUM_NO_SANDBOX"`
}

// noChromium says that there shall be no PDFs.
const noChromium = "none"

// printer gives what makes PDFs; nil when there is no Chromium, or it could not
// start.
func (cmd *printing) printer(log *slog.Logger) (*paper.Printer, error) {
	path := cmd.Chromium
	switch path {
	case noChromium:
		return nil, nil
	case "":
		if path = paper.Find(); path == "" {
			return nil, nil
		}
	default:
		if _, err := exec.LookPath(path); err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "paper.no-chromium", fault.Args{"Path": path})
		}
	}
	if os.Geteuid() == 0 && !cmd.ChromiumNoSandbox {
		log.Warn("no PDFs: Chromium keeps pages apart in a sandbox that it cannot make as root; run as another user, or set --chromium-no-sandbox", "path", path)
		return nil, nil
	}
	return &paper.Printer{Path: path, NoSandbox: cmd.ChromiumNoSandbox, Log: log}, nil
}

// prepare makes ready to make factsheets; stop ends the browser.
func (cmd *printing) prepare(p *parts, c *console, log *slog.Logger, publicURL string) (stop func(), err error) {
	printer, err := cmd.printer(log)
	if err != nil {
		return nil, err
	}
	options := web.Options{
		Maps: p.maps, Places: p.db, Figures: p.db, Indicators: p.catalogue, Profiles: p.profiles,
		PublicURL: publicURL, Catalogue: c.words, Log: log, Version: Version,
	}
	atOnce, stop := 1, func() {}
	if printer != nil {
		p.printer = printer
		options.Printer, atOnce, stop = printer, printer.Slots(), printer.Close
	}
	maker, err := web.NewSheets(options, atOnce)
	if err != nil {
		return nil, err
	}
	p.bundles = &factsheets.Service{
		Places: p.db, Maker: maker, Jobs: p.jobs, Now: time.Now,
		Words: func(lang, key string) string { return c.words.T(lang, key, nil) },
		ActorOf: func(ctx context.Context, account id.ID) (access.Actor, error) {
			who, err := p.accounts.ActorOf(ctx, account)
			return who.Actor, err
		},
	}
	return stop, nil
}

// factsheetsCommand makes all factsheets of a municipality.
type factsheetsCommand struct {
	Where
	printing
	Municipality string `arg:"" help:"Code of the municipality, such as GM0772."`
	Level        string `help:"Which areas: neighbourhood or district." enum:"neighbourhood,district" default:"neighbourhood"`
	Format       string `help:"pdf or docx." enum:"pdf,docx" default:"pdf"`
	Wording      string `help:"Dutch words: vak (professional) or gewoon (plain)." enum:"vak,gewoon" default:"vak"`
	PublicURL    string `help:"Address by which readers reach the pages; factsheets name it." env:"KOPPELKANS_PUBLIC_URL" placeholder:"URL"`
	Out          string `required:"" help:"Zip file to write." type:"path"`
}

// Run writes the file; a file of that name is replaced only when the new one is
// whole.
func (cmd *factsheetsCommand) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		base, err := (&mailing{PublicURL: cmd.PublicURL}).base()
		if err != nil {
			return err
		}
		stop, err := cmd.prepare(p, c, logger(c.errs, slog.LevelWarn), base)
		if err != nil {
			return err
		}
		defer stop()
		began, made := time.Now(), 0
		var failed error // of what is written, not of the file
		bar := c.newBar(c.say("job.kind."+factsheets.JobBundle, nil))
		order := factsheets.Order{Municipality: cmd.Municipality, Level: place.Level(cmd.Level), Format: factsheets.Format(cmd.Format), Lang: c.lang, Wording: cmd.Wording}
		err = replaceFile(cmd.Out, func(to io.Writer) error {
			made, failed = p.bundles.Write(ctx, commandLineActor(), order, to, func(done, total int) { bar.show(c.say("factsheets.areas", nil), int64(done), int64(total)) })
			return failed
		})
		bar.end()
		if failed != nil {
			return failed
		}
		if err != nil {
			return err
		}
		p.accounts.Note(ctx, account.Entry{Event: account.EventExport, Kind: "factsheets", Detail: cmd.Municipality})
		c.print("factsheets.written", fault.Args{"File": filepath.Base(cmd.Out), "N": made, "Seconds": int(time.Since(began).Seconds() + 0.5)})
		return nil
	})
}
