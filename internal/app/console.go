package app

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/job"
)

// console talks to whoever typed the command, in their language.
type console struct {
	out, errs io.Writer
	words     *i18n.Catalogue
	lang      string
	kinds     func(*parts) job.Kinds // sorts of work that this program can do
}

// languageOf reads the language of a terminal: Dutch when its settings say
// so, else English. KOPPELKANS_LANG goes before the terminal's own.
func languageOf(env func(string) string) string {
	for _, name := range []string{"KOPPELKANS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := env(name); value != "" {
			if strings.HasPrefix(strings.ToLower(value), "nl") {
				return "nl"
			}
			return "en"
		}
	}
	return "en"
}

// say gives a sentence of the catalogue.
func (c *console) say(key string, args fault.Args) string {
	return c.words.T(c.lang, key, i18n.Args(args))
}

// print writes a sentence of the catalogue as a line.
func (c *console) print(key string, args fault.Args) {
	fmt.Fprintln(c.out, c.say(key, args))
}

// bar shows how far long work is: on a terminal a line that is written over,
// elsewhere a line for each quarter.
type bar struct {
	console *console
	label   string
	live    bool
	started time.Time
	shown   time.Time
	quarter int
	done    int64
	open    bool // a line on the terminal is not ended yet
}

// newBar makes a bar for one piece of work.
func (c *console) newBar(label string) *bar {
	file, is := c.errs.(*os.File)
	live := false
	if is {
		info, err := file.Stat()
		live = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return &bar{console: c, label: label, live: live, started: time.Now()}
}

const barWidth = 24

// show tells how far the work is; unit is a word for what is counted.
func (b *bar) show(unit string, done, total int64) {
	b.draw(done, total, b.console.words.Format(b.console.lang).Int(int(done))+" "+unit)
}

// part tells how far the work is when what is counted means nothing.
func (b *bar) part(done, total int64) { b.draw(done, total, "") }

// draw writes the line; total may be 0 when it is not known.
func (b *bar) draw(done, total int64, count string) {
	if total <= 0 {
		return
	}
	now, part := time.Now(), float64(done)/float64(total)
	if b.live {
		if now.Sub(b.shown) < 100*time.Millisecond && done < total {
			return
		}
		b.shown, b.open = now, true
		filled := max(0, min(int(part*barWidth), barWidth))
		fmt.Fprintf(b.console.errs, "\r%-34s [%s%s] %3.0f%%  %s%s\x1b[K", shorten(b.label, 34), strings.Repeat("█", filled),
			strings.Repeat("·", barWidth-filled), 100*part, count, b.left(now, part))
		return
	}
	if done < b.done { // something else is counted now
		b.quarter = 0
	}
	b.done = done
	if quarter := int(part * 4); quarter > b.quarter {
		b.quarter = quarter
		fmt.Fprintf(b.console.errs, "%s: %.0f%% %s\n", b.label, 100*part, count)
	}
}

// left gives the time left, once there is something to go by.
func (b *bar) left(now time.Time, part float64) string {
	passed := now.Sub(b.started)
	if passed < 2*time.Second || part <= 0 || part >= 1 {
		return ""
	}
	seconds := int(passed.Seconds()*(1-part)/part + 0.5)
	return ", " + b.console.say("app.time-left", fault.Args{"Seconds": seconds})
}

// next begins a new stage of the same work.
func (b *bar) next(label string) {
	b.end()
	b.label, b.started, b.quarter = label, time.Now(), 0
}

// end ends the line on the terminal.
func (b *bar) end() {
	if b.open {
		fmt.Fprint(b.console.errs, "\r\x1b[K")
		b.open = false
	}
}

// shorten cuts a text to a number of characters.
func shorten(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
