package app

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/mywork"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// circle is a partnership of the demo with some of its people.
type circle struct {
	*hall
	*surfaces
	t         *testing.T
	in        id.ID
	mees, cor id.ID
	place     id.ID
}

func newCircle(t *testing.T, config store.Config) *circle {
	t.Helper()
	fillDemo(t, config)
	return joinCircle(t, config)
}

// joinCircle is a circle in a demo that was filled before.
func joinCircle(t *testing.T, config store.Config) *circle {
	t.Helper()
	h := openHall(t, config)
	c := &circle{hall: h, surfaces: &surfaces{hall: h, t: t}, t: t}
	person := func(name string) id.ID { return c.one("person", "name", name).ID }
	c.mees, c.cor = person("Mees Meedoener"), person("Cor Coördinator")
	row := c.one("partnership", "name", "Samen gezond in Waterhoven")
	c.in, c.place = row.ID, row.Place
	return c
}

func (c *circle) one(kind, field string, value any) record.Row {
	c.t.Helper()
	rows, err := c.hall.parts.db.FindEqual(context.Background(), c.hall.kind(kind), []string{field}, []any{value}, 1)
	if err != nil || len(rows) == 0 {
		c.t.Fatalf("no %s with %s %v: %v", kind, field, value, err)
	}
	return rows[0]
}

func as(person id.ID) access.Actor { return access.Actor{Program: true, Person: person} }

// What somebody answered is seen by nobody else, on no page, in no list, file,
// search or interface, until the answers are opened together.
func TestAnswersStayClosed(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newCircle(t, config)
		ctx, service := context.Background(), c.hall.parts.learning
		round := c.answered() // without agreeing that it is opened
		path := "/reflecties/" + round.String()
		for _, role := range []string{"coordinator", "administrator", "editor", "reader"} {
			c.hall.signIn(t, role)
			c.hidden(role, round)
		}
		c.hall.signIn(t, "contributor") // wrote it
		if !strings.Contains(c.body(path), secret) {
			t.Error("who wrote an answer does not see it")
		}
		if err := service.OpenTogether(ctx, as(c.cor), round); err == nil {
			t.Error("answers are opened though somebody does not agree")
		}
		c.surfaces.post(path+"/antwoord", url.Values{"went": {secret}, "agrees": {"ja"}})
		if err := service.OpenTogether(ctx, as(c.cor), round); err != nil {
			t.Fatal(err)
		}
		c.hall.signIn(t, "coordinator")
		if !strings.Contains(c.body(path), secret) {
			t.Error("who is in the partnership does not see an answer that was opened")
		}
		c.hall.signIn(t, "reader") // is not in it
		c.hidden("reader", round)
		if err := service.Reflect(ctx, as(c.cor), round, learning.Answer{Went: "Later", Agrees: true}); err == nil {
			t.Error("somebody answers after the answers were opened")
		}
		if err := c.hall.parts.db.KeepReflection(ctx, learning.Answer{Reflection: round, Person: c.cor, Went: "Later", Agrees: true}); err == nil {
			t.Error("an answer that was on its way while they were opened is kept")
		}
	})
}

func (c *circle) body(path string) string {
	c.t.Helper()
	answer, err := c.hall.client.Get(c.hall.server.URL + path)
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	var text strings.Builder
	buffer := make([]byte, 32<<10)
	for {
		n, err := answer.Body.Read(buffer)
		text.Write(buffer[:n])
		if err != nil {
			return text.String()
		}
	}
}

// A checklist shows nothing while it is open or of fewer than five, and never
// who gave what.
func TestAChecklistHasNoNames(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newCircle(t, config)
		ctx, service := context.Background(), c.hall.parts.learning
		now := time.Now()
		service.Now = func() time.Time { return now }
		today := service.Today(now)
		round, err := c.hall.parts.records.Create(ctx, commandLineActor(), c.hall.kind("checklistRound"), record.Values{
			"name": "Proef", "opens": today, "closes": today, record.PartnershipField: c.in, record.PlaceField: c.place})
		if err != nil {
			t.Fatal(err)
		}
		scores := learning.Scores{service.Checklist.Items()[0].ID: 5, service.Checklist.Items()[1].ID: 1}
		members, err := c.hall.parts.db.FindEqual(ctx, partnership.Members().Kind(), []string{record.PartnershipField}, []any{c.in}, 100)
		if err != nil {
			t.Fatal(err)
		}
		filled := map[id.ID]bool{}
		outcome := func() learning.Outcome {
			t.Helper()
			list, err := service.Outcomes(ctx, as(c.cor), c.in)
			if err != nil {
				t.Fatal(err)
			}
			return list[0]
		}
		for _, row := range members {
			member := partnership.Members().Of(row)
			if member.Until != "" || member.Person == 0 || filled[member.Person] || len(filled) == 5 {
				continue
			}
			if len(filled) == 4 {
				now = now.AddDate(0, 0, 1) // closed with four
				if got := outcome(); got.Results != nil || got.Answered != 4 {
					t.Errorf("of four answers %d results show", len(got.Results))
				}
				now = now.AddDate(0, 0, -1)
			}
			if err := service.Fill(ctx, as(member.Person), round.ID, scores); err != nil {
				t.Fatal(err)
			}
			if err := service.Fill(ctx, as(member.Person), round.ID, scores); err == nil {
				t.Error("somebody answers twice")
			}
			filled[member.Person] = true
		}
		if got := outcome(); got.Results != nil {
			t.Error("results show while the round is open")
		}
		now = now.AddDate(0, 0, 1)
		got := outcome()
		if len(got.Results) == 0 || got.Results[0].N != 5 || got.Results[0].Mean != 5 || got.Results[1].Mean != 1 {
			t.Fatalf("results: %+v", got.Results)
		}
		if got.Results[2].N != 0 {
			t.Error("a question that nobody answered has a result")
		}
		if err := service.Fill(ctx, as(c.cor), round.ID, scores); err == nil {
			t.Error("a closed round takes an answer")
		}
	})
}

// A reflection begins by the rhythm of a partnership, once.
func TestReflectionsBeginByRhythm(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newCircle(t, config)
		ctx, service := context.Background(), c.hall.parts.learning
		count := func() int {
			rows, err := c.hall.parts.db.FindEqual(ctx, learning.Reflections().Kind(), []string{record.PartnershipField}, []any{c.in}, 100)
			if err != nil {
				t.Fatal(err)
			}
			return len(rows)
		}
		before := count()
		for _, months := range []int{0, 4, 4} {
			service.Now = func() time.Time { return time.Now().AddDate(0, months, 0) }
			c.hall.parts.records.Now = service.Now
			if err := service.Begin(ctx, nil); err != nil {
				t.Fatal(err)
			}
			if got, want := count()-before, min(months, 1); got != want {
				t.Errorf("after %d months %d reflections began, want %d", months, got, want)
			}
		}
		rows, err := c.hall.parts.db.FindEqual(ctx, learning.Reflections().Kind(), []string{"begins"}, []any{service.Today(service.Now())}, 1)
		if err != nil || len(rows) != 1 || !strings.Contains(learning.Reflections().Of(rows[0]).Occasion, " ") {
			t.Fatalf("it began as %v, %v", rows, err)
		}
		items, err := service.Waiting(ctx, c.coordinatorOf(c.in), service.Now())
		if err != nil || !slices.ContainsFunc(items, func(item mywork.Item) bool { return item.ID == rows[0].ID }) {
			t.Errorf("it waits for nobody: %v, %v", items, err)
		}
		if _, err := c.hall.parts.records.Delete(ctx, commandLineActor(), learning.Reflections().Kind(), rows[0].ID, rows[0].Version); err != nil {
			t.Fatal(err)
		}
		if err := service.Begin(ctx, nil); err != nil {
			t.Fatal(err)
		}
		if got := count(); got != before {
			t.Error("a reflection that was taken away begins again")
		}
	})
}

// The timeline tells of the steps of a partnership, back ones too, and of what
// people added, and says as much to everybody as they may see.
func TestTheTimelineTells(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newCircle(t, config)
		ctx := context.Background()
		tell := func(actor access.Actor) map[string]int {
			t.Helper()
			seen, _, err := c.hall.parts.records.Get(ctx, actor, c.hall.kind("partnership"), c.in)
			if err != nil {
				t.Fatal(err)
			}
			events, err := c.hall.parts.learning.Timeline(ctx, actor, &seen)
			if err != nil {
				t.Fatal(err)
			}
			sorts, last := map[string]int{}, ""
			for _, event := range events {
				if sorts[event.Sort]++; event.Day < last {
					t.Errorf("%s %s comes after %s", event.Day, event.Title, last)
				}
				last = event.Day
			}
			return sorts
		}
		inIt := tell(c.coordinatorOf(c.in))
		for _, sort := range []string{"began", "phase", "stage", "meeting", "joined", "left", "decision", "agreed", "promised", "advised", "success", "reflected", "lesson", "high", "low", "learning"} {
			if inIt[sort] == 0 {
				t.Errorf("the timeline of the demo tells of no %s", sort)
			}
		}
		outside := tell(access.Actor{Account: 1, Scopes: map[access.Role]access.Scope{access.Reader: {Everywhere: true}}})
		for _, sort := range []string{"reflected", "high", "low", "learning"} {
			if outside[sort] != 0 {
				t.Errorf("who is not in the partnership is told of %d %s", outside[sort], sort)
			}
		}
	})
}

// The compass says the same of an earlier day as it did on that day.
func TestTheCompassKnowsThePast(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newCircle(t, config)
		ctx, service := context.Background(), c.hall.parts.compass
		read := func() map[string]int {
			t.Helper()
			got, err := service.Of(ctx, as(c.cor), c.in, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			counts := map[string]int{}
			for _, reading := range got.Now {
				counts[reading.ID] = len(reading.About)
			}
			return counts
		}
		before, moment := read(), time.Now()
		if before["term-open"] != 2 || before["promise-late"] != 1 {
			t.Errorf("the demo has %d open terms and %d late promises", before["term-open"], before["promise-late"])
		}
		term := c.one("term", "word", "wijk")
		if _, err := c.hall.parts.records.Change(ctx, commandLineActor(), c.hall.kind("term"), term.ID, term.Version, record.Values{"difference": ""}); err != nil {
			t.Fatal(err)
		}
		late := c.one("promise", "what", "Wie een idee inlevert, krijgt binnen drie weken antwoord")
		if _, err := c.hall.parts.records.Delete(ctx, commandLineActor(), c.hall.kind("promise"), late.ID, late.Version); err != nil {
			t.Fatal(err)
		}
		got, err := service.Of(ctx, as(c.cor), c.in, moment)
		if err != nil {
			t.Fatal(err)
		}
		for at, then := range got.Then {
			if len(then.About) != before[then.ID] {
				t.Errorf("%s was about %d, and is said to have been about %d", then.ID, before[then.ID], len(then.About))
			}
			if now := len(got.Now[at].About); (then.ID == "term-open" || then.ID == "promise-late") && now != before[then.ID]-1 {
				t.Errorf("%s is about %d now", then.ID, now)
			}
		}
		c.hall.signIn(t, "reader")
		if _, status := c.surfaces.post("/samenwerkingen/"+c.in.String()+"/verwachtingen", url.Values{"needs": {"x"}}); status != http.StatusForbidden {
			t.Errorf("who is not in a partnership says what they need there: %d", status)
		}
		if body := c.body("/samenwerkingen/" + c.in.String() + "/kompas"); strings.Contains(body, "<polygon") {
			t.Error("who is not in a partnership sees its compass")
		}
	})
}
