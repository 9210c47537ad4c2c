package app

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/mail"
	"github.com/koppelkans/koppelkans/internal/mail/mailtest"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// office is the demo with a mail server, and a clock that stands on a Monday.
type office struct {
	*hall
	t    *testing.T
	post *mailtest.Server
	now  time.Time
}

func newOffice(t *testing.T, config store.Config) *office {
	t.Helper()
	fillDemo(t, config)
	o := &office{hall: openHall(t, config), t: t, post: mailtest.Start(t, mailtest.Options{}), now: time.Now()}
	o.now = time.Date(o.now.Year(), o.now.Month(), o.now.Day(), 12, 0, 0, 0, time.UTC) // no other day in the Netherlands
	for o.now.Weekday() != time.Monday {
		o.now = o.now.AddDate(0, 0, 1)
	}
	sender, err := mail.ParseServer("smtp+plain://"+o.post.Address, "", "Koppelkans <kans@example.org>")
	if err != nil {
		t.Fatal(err)
	}
	service := o.parts.letters
	service.Now, service.Demo = func() time.Time { return o.now }, func(context.Context) bool { return false }
	service.Post = &mail.Post{Sender: sender, Words: o.parts.words, Base: "http://kans.example.org"}
	agreements := o.parts.agreements
	agreements.Now, agreements.Demo, agreements.Post = service.Now, service.Demo, service.Post
	return o
}

// monday prepares the letters of a day and sends them; it gives them by address.
func (o *office) monday() map[string]mailtest.Letter {
	o.t.Helper()
	ctx := context.Background()
	if err := o.parts.letters.Weekly(ctx, nil); err != nil {
		o.t.Fatal(err)
	}
	o.work()
	letters := map[string]mailtest.Letter{}
	for {
		letter, is := o.post.Next()
		if !is {
			return letters
		}
		if _, twice := letters[letter.To]; twice {
			o.t.Errorf("%s gets two letters in a week", letter.To)
		}
		letters[letter.To] = letter
	}
}

// work does the jobs that wait.
func (o *office) work() {
	o.t.Helper()
	ctx := context.Background()
	worker := &job.Worker{Store: o.parts.db, Kinds: jobKinds(o.parts), Files: o.parts.files, IDs: o.parts.records.IDs, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Slots: 1, Name: "office"}
	for {
		worked, err := worker.One(ctx)
		if err != nil {
			o.t.Fatal(err)
		}
		if !worked {
			return
		}
	}
}

// One letter a week says what waits, and one click ends it without signing in.
func TestWeeklyLetters(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		o := newOffice(t, config)
		first := o.monday()
		letter, is := first["coordinator@example.org"]
		if !is {
			t.Fatalf("the coordinator gets no letter; %d others do", len(first))
		}
		for _, text := range []string{"Wie een idee inlevert, krijgt binnen drie weken antwoord", "Maak waar", "http://kans.example.org/mijn-werk"} {
			if !strings.Contains(letter.Text, text) {
				t.Errorf("the letter does not say %q:\n%s", text, letter.Text)
			}
		}
		// Each line leads to where it can be done, for who is signed in.
		o.signIn(t, "coordinator")
		lines := regexp.MustCompile(`(?m)^- .+\n  http://kans\.example\.org(/\S+)$`).FindAllStringSubmatch(letter.Text, -1)
		if len(lines) < 3 || strings.Count(letter.HTML, "<li") != len(lines) {
			t.Errorf("%d lines lead somewhere:\n%s", len(lines), letter.Text)
		}
		for _, line := range lines {
			if err := o.get(line[1]); err != nil {
				t.Errorf("a line of the letter leads to nothing: %v", err)
			}
		}
		if again := o.monday(); len(again) != 0 {
			t.Errorf("%d letters come twice in a week", len(again))
		}

		stop := regexp.MustCompile(`^<http://kans\.example\.org(/berichten/stop/[A-Z2-7]{26})>$`).FindStringSubmatch(letter.Head.Get("List-Unsubscribe"))
		if stop == nil || letter.Head.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
			t.Fatalf("no one-click stop: %v", letter.Head)
		}
		guest := newBrowser(t, o.server.URL)
		if page := guest.expect(t, http.StatusOK, stop[1], nil); !strings.Contains(page, "<form") {
			t.Error("opening the link stops letters; it should ask")
		}
		guest.expect(t, http.StatusOK, stop[1], url.Values{"List-Unsubscribe": {"One-Click"}})
		guest.expect(t, http.StatusNotFound, stop[1][:len(stop[1])-1]+"2", url.Values{"List-Unsubscribe": {"One-Click"}})
		o.now = o.now.AddDate(0, 0, 7)
		second := o.monday()
		if _, is := second["coordinator@example.org"]; is || len(second) == 0 {
			t.Errorf("after the stop %d letters come, one to who stopped: %v", len(second), is)
		}

		// Another day is kept to.
		o.signIn(t, "coordinator")
		s := &surfaces{hall: o.hall, t: t}
		if _, status := s.post("/account/berichten", url.Values{"dag": {"3"}}); status != http.StatusOK {
			t.Fatalf("choosing a day: %d", status)
		}
		o.now = o.now.AddDate(0, 0, 9) // the Wednesday after
		if third := o.monday(); len(third) != 1 {
			t.Errorf("on a Wednesday %d letters come, want 1", len(third))
		}
	})
}

const bounced = "From: MAILER-DAEMON@example.org\r\nTo: kans@example.org\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/report; report-type=delivery-status; boundary=\"grens\"\r\n\r\n--grens\r\nContent-Type: text/plain\r\n\r\nHet kwam niet aan.\r\n" +
	"--grens\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example.org\r\n\r\nFinal-Recipient: rfc822; Coordinator@example.org\r\nAction: failed\r\nStatus: STATUS\r\n\r\n--grens--\r\n"

// Letters that come back twice in a row end; one that comes back later does not.
func TestLettersThatComeBack(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		o := newOffice(t, config)
		report := func(status string) {
			must(t, config, "mail", "bounced", write(t, "report.eml", strings.Replace(bounced, "STATUS", status, 1)))
		}
		gets := func() bool {
			_, is := o.monday()["coordinator@example.org"]
			o.now = o.now.AddDate(0, 0, 7)
			return is
		}
		weeks := []struct {
			status string
			want   bool
		}{{"4.2.2", true}, {"5.1.1", true}, {"", true}, {"5.1.1", true}, {"5.1.1", true}, {"", false}}
		for at, week := range weeks {
			if got := gets(); got != week.want {
				t.Errorf("week %d: a letter %v, want %v", at, got, week.want)
			}
			if week.status != "" {
				report(week.status)
			}
		}
		o.signIn(t, "coordinator")
		s := &surfaces{hall: o.hall, t: t}
		s.mustGet("/account/berichten", "kwamen terug")
		if _, errs, code := command(t, config, "mail", "bounced", write(t, "other.eml", "From: a@example.org\r\nContent-Type: text/plain\r\n\r\nHallo")); code != exitRefused || errs == "" {
			t.Errorf("a letter that is no report: exit code %d, %q", code, errs)
		}
	})
}

// Another library reads the calendar: what waits with its day, and meetings by
// their rhythm. Its address can be ended, and shows no more than its owner sees.
func TestCalendarFeed(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		o := newOffice(t, config)
		o.signIn(t, "coordinator")
		s := &surfaces{hall: o.hall, t: t}
		address := func(of string) string {
			t.Helper()
			page, status := s.post("/account/agenda", url.Values{"van": {of}})
			found := regexp.MustCompile(`/agenda/[A-Z2-7]{26}\.ics`).FindString(page)
			if status != http.StatusOK || found == "" {
				t.Fatalf("no address for a calendar: %d", status)
			}
			return found
		}
		guest := newBrowser(t, o.server.URL)
		read := func(path string) (summaries []string, rules int) {
			t.Helper()
			text := guest.expect(t, http.StatusOK, path, nil)
			for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
				if len(line) > 75 {
					t.Errorf("a line of %d bytes is not folded", len(line))
				}
			}
			calendar, err := ical.NewDecoder(strings.NewReader(text)).Decode()
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			for _, event := range calendar.Events() {
				summary, err := event.Props.Text(ical.PropSummary)
				if err != nil {
					t.Fatal(err)
				}
				start, err := event.DateTimeStart(time.UTC)
				end, wrong := event.DateTimeEnd(time.UTC)
				if lasts := end.Sub(start); err != nil || wrong != nil || lasts != 24*time.Hour && event.Props.Get(ical.PropDateTimeStart).Params.Get(ical.ParamTimezoneID) == "" {
					t.Errorf("%s lasts from %v to %v: %v", summary, start, end, err)
				}
				if rule, err := event.Props.RecurrenceRule(); err != nil {
					t.Error(err)
				} else if rule != nil {
					rules++
				}
				summaries = append(summaries, summary)
			}
			return summaries, rules
		}
		has := func(list []string, text string) bool { return strings.Contains(strings.Join(list, "\n"), text) }

		if _, err := o.parts.records.Create(context.Background(), commandLineActor(), o.kind("action"), record.Values{
			"what": "Bel, met komma; en \\ streep", "due": "2030-01-01", record.PartnershipField: o.samen(), record.AudienceField: "public"}); err != nil {
			t.Fatal(err)
		}
		if _, err := o.parts.records.Create(context.Background(), commandLineActor(), o.kind("standingMeeting"), record.Values{
			"name": "Zomertijd", "rhythm": "monthly", "next": "2030-03-05", "begins": "9.30", "ends": "11 uur", record.PartnershipField: o.samen(), record.AudienceField: "public"}); err != nil {
			t.Fatal(err)
		}
		own := address("0")
		list, rules := read(own)
		checkHours(t, guest.expect(t, http.StatusOK, own, nil))
		if !has(list, "Wie een idee inlevert") || !has(list, "Keukentafel Lage Meent") || rules != 2 {
			t.Errorf("own calendar: %v, %d rules", list, rules)
		}
		of := address(o.samen().String())
		if list, _ := read(of); !has(list, "Bel, met komma; en \\ streep") || !has(list, "Keukentafel Lage Meent") || has(list, "Vraag drie leveranciers") {
			t.Errorf("calendar of the partnership: %v", list)
		}
		again := address("0")
		guest.expect(t, http.StatusNotFound, own, nil)
		if list, _ := read(again); len(list) == 0 {
			t.Error("the new address shows nothing")
		}
		if _, status := s.post("/account/agenda", url.Values{"van": {"0"}, "stop": {"ja"}}); status != http.StatusOK {
			t.Errorf("ending an address: %d", status)
		}
		guest.expect(t, http.StatusNotFound, again, nil)
	})
}

// A meeting has its hours, summer and winter, and one of every month stays on
// its weekday.
func checkHours(t *testing.T, text string) {
	t.Helper()
	calendar, err := ical.NewDecoder(strings.NewReader(text)).Decode()
	if err != nil {
		t.Fatal(err)
	}
	for _, event := range calendar.Events() {
		if summary, _ := event.Props.Text(ical.PropSummary); summary != "Zomertijd" {
			continue
		}
		set, err := event.RecurrenceSet(time.UTC)
		if err != nil || set == nil {
			t.Fatalf("no times: %v", err)
		}
		var got []string
		for _, at := range set.Between(time.Date(2030, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2030, 5, 30, 0, 0, 0, 0, time.UTC), true) {
			got = append(got, at.UTC().Format("Mon 2006-01-02 15:04"))
		}
		if want := []string{"Tue 2030-03-05 08:30", "Tue 2030-04-02 07:30", "Tue 2030-05-07 07:30"}; !slices.Equal(got, want) {
			t.Errorf("the meeting is held on %v, not on %v", got, want)
		}
		start, _ := event.DateTimeStart(time.UTC)
		if end, err := event.DateTimeEnd(time.UTC); err != nil || end.Sub(start) != 90*time.Minute {
			t.Errorf("it lasts %v: %v", end.Sub(start), err)
		}
		return
	}
	t.Error("the calendar lacks a meeting")
}

// samen gives the partnership that the demo is about.
func (h *hall) samen() id.ID {
	kind := h.kind("partnership")
	rows, err := h.parts.db.FindEqual(context.Background(), kind, []string{"name"}, []any{"Samen gezond in Waterhoven"}, 1)
	if err != nil || len(rows) == 0 {
		return 0
	}
	return rows[0].ID
}
