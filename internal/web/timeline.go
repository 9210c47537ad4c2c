package web

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/compass"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// timelinePage answers what happened in a partnership, as a picture and a
// table for each year.
func (s *site) timelinePage(rp *recordPage, seen record.Seen) error {
	rp.p.Title = rp.p.T("learning.timeline")
	events, err := s.Learning.Timeline(rp.r.Context(), rp.actor, &seen)
	if err != nil {
		return err
	}
	shown, told := view.Timeline{}, []string(nil)
	for _, event := range events {
		line := view.TimelineEvent{Day: rp.p.Day(event.Day), Sort: rp.p.T("learning.event-" + event.Sort), Title: event.Title, Mark: string(event.Mark)}
		if event.Words != "" {
			line.Title = rp.p.T(event.Words + event.Title)
		}
		if event.Kind != nil {
			line.URL = recordURL(event.Kind, event.ID)
		}
		year := event.Day[:4]
		if n := len(shown.Years); n == 0 || shown.Years[n-1].Year != year {
			shown.Years = append(shown.Years, view.TimelineYear{Year: year})
		}
		told = append(told, line.Day+": "+line.Sort+", "+line.Title)
		last := &shown.Years[len(shown.Years)-1]
		last.Events = append(last.Events, line)
	}
	drawTimeline(rp.p, events, told, &shown)
	if mayJudge(rp.actor, seen.ID) {
		shown.AddURL = addTo(rp.actor, learning.Moments().Kind(), seen, nil)
	}
	return s.show(rp.w, rp.r, view.TimelinePage(rp.p, shown))
}

// dotWide is how much room a dot takes.
const dotWide = 16

// timelineWide is the width of the picture of a timeline, in its own units.
const timelineWide = 1000

// dotAt gives where a day stands on the line.
func dotAt(first, last, day time.Time) int {
	whole := last.Sub(first)
	if whole <= 0 {
		return 20
	}
	return 20 + int(float64(timelineWide-40)*float64(day.Sub(first))/float64(whole))
}

// drawTimeline places the events on a line, those of about the same day above
// each other.
func drawTimeline(p view.Page, events []learning.Event, told []string, shown *view.Timeline) {
	if len(events) < 2 {
		return
	}
	day := func(text string) time.Time { at, _ := time.Parse(time.DateOnly, text); return at }
	first, last := day(events[0].Day), day(events[len(events)-1].Day)
	shown.From, shown.Until = p.Day(events[0].Day), p.Day(events[len(events)-1].Day)
	taken, highest := map[int]int{}, 0
	for at, event := range events {
		class := string(event.Mark)
		if class == "" {
			class = "other"
			if event.Words != "" || event.Sort == "began" {
				class = "phase"
			}
		}
		x := dotAt(first, last, day(event.Day))
		row := taken[x/dotWide]
		taken[x/dotWide]++
		highest = max(highest, row)
		shown.Dots = append(shown.Dots, view.TimelineDot{X: x, Y: -row * dotWide, Class: class, Title: told[at]})
	}
	shown.Line = highest*dotWide + dotWide
	for at := range shown.Dots {
		shown.Dots[at].Y += shown.Line
	}
	for year := first.Year() + 1; year <= last.Year(); year++ {
		at := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		shown.Ticks = append(shown.Ticks, view.TimelineTick{X: dotAt(first, last, at), Text: fmt.Sprint(year)})
	}
}

// compassBack is how far back the compass looks when nobody asks for a day.
const compassBack = 6

// compassPage answers the compass of a partnership, now beside an earlier day.
func (s *site) compassPage(rp *recordPage, seen record.Seen) error {
	rp.p.Title = rp.p.T("compass.title")
	then, err := time.Parse(time.DateOnly, rp.r.URL.Query().Get("toen"))
	if err != nil {
		then = rp.p.Now.AddDate(0, -compassBack, 0)
	}
	read, err := s.Compass.Of(rp.r.Context(), rp.actor, seen.ID, then.Add(12*time.Hour))
	if err != nil {
		return err
	}
	shown := view.Compass{Then: rp.p.Day(read.DayThen), Now: rp.p.Day(read.DayNow), ThenValue: read.DayThen}
	for _, name := range compass.Spokes {
		shown.Spokes = append(shown.Spokes, spokeOf(rp, seen, name, read))
	}
	placeSpokes(&shown, read)
	return s.show(rp.w, rp.r, view.CompassPage(rp.p, shown))
}

// mostAbout is how many things a signal names; the page of the next step has
// them all.
const mostAbout = 12

func spokeOf(rp *recordPage, seen record.Seen, name string, read compass.Compass) view.CompassSpoke {
	spoke := view.CompassSpoke{Name: rp.p.T("compass.spoke." + name)}
	open, was := 0, 0
	for at, now := range read.Now {
		if now.Spoke != name {
			continue
		}
		key := "compass.signal-" + now.ID
		signal := view.CompassSignal{Name: rp.p.T(key), Why: rp.p.T(key+"-why", "n", now.Days), Next: rp.p.T(key + "-next"), NextURL: nextStep(rp.url(seen.ID), seen, now.Path),
			About: aboutOf(rp.p, now), Was: aboutOf(rp.p, read.Then[at]), Open: now.Open(), WasOpen: read.Then[at].Open()}
		if signal.Open {
			open++
		}
		if signal.WasOpen {
			was++
		}
		spoke.Signals = append(spoke.Signals, signal)
	}
	spoke.Summary = rp.p.T("compass.summary", "now", open, "then", was)
	return spoke
}

// nextStep gives the address of the page where something can be done about a
// signal.
func nextStep(under string, seen record.Seen, path string) string {
	if strings.Contains(path, "{}") {
		return strings.ReplaceAll(path, "{}", seen.ID.String())
	}
	return under + path
}

// aboutOf says what a signal is about.
func aboutOf(p view.Page, reading compass.Reading) string {
	if !reading.Open() {
		return p.T("compass.quiet")
	}
	var names []string
	for _, about := range reading.About[:min(len(reading.About), mostAbout)] {
		if reading.Keys != "" {
			about = p.T(reading.Keys + about)
		} else if about == "" {
			about = p.T("compass.hidden")
		}
		names = append(names, about)
	}
	text := strings.Join(names, "; ")
	if more := len(reading.About) - mostAbout; more > 0 {
		text += p.T("compass.more", "n", more)
	}
	return text
}

// The picture of the compass, in its own units.
const (
	compassX, compassY = 300, 200
	compassRadius      = 150
)

// placeSpokes places the spokes around the middle. A corner of a shape stands
// the farther out the more of the signals of its spoke are quiet.
func placeSpokes(shown *view.Compass, read compass.Compass) {
	quiet := func(readings []compass.Reading, spoke string) float64 {
		all, still := 0, 0
		for _, reading := range readings {
			if reading.Spoke == spoke {
				all++
				if !reading.Open() {
					still++
				}
			}
		}
		return float64(still) / float64(max(all, 1))
	}
	var then, now []string
	for at := range shown.Spokes {
		angle := 2*math.Pi*float64(at)/float64(len(shown.Spokes)) - math.Pi/2
		point := func(share float64) (int, int) {
			return compassX + int(math.Round(compassRadius*share*math.Cos(angle))), compassY + int(math.Round(compassRadius*share*math.Sin(angle)))
		}
		spoke := &shown.Spokes[at]
		spoke.X, spoke.Y = point(1)
		spoke.LabelX, spoke.LabelY = point(1.12)
		spoke.Anchor = "middle"
		switch {
		case spoke.LabelX > compassX+20:
			spoke.Anchor = "start"
		case spoke.LabelX < compassX-20:
			spoke.Anchor = "end"
		}
		for _, shape := range []struct {
			readings []compass.Reading
			to       *[]string
			x, y     *int
		}{{read.Then, &then, &spoke.ThenX, &spoke.ThenY}, {read.Now, &now, &spoke.NowX, &spoke.NowY}} {
			x, y := point(quiet(shape.readings, compass.Spokes[at]))
			*shape.x, *shape.y = x, y
			*shape.to = append(*shape.to, fmt.Sprintf("%d,%d", x, y))
		}
	}
	shown.ShapeThen, shown.ShapeNow = strings.Join(then, " "), strings.Join(now, " ")
}
