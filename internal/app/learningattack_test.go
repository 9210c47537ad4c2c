package app

import (
	"context"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// secret is a word that stands nowhere else.
const secret = "kwikstaartveer"

// answered has Mees give a closed answer with their own account, and gives the
// reflection.
func (c *circle) answered() id.ID {
	c.t.Helper()
	round := c.one("reflection", "occasion", "Plannen voor de winter").ID
	c.hall.signIn(c.t, "contributor")
	path := "/reflecties/" + round.String()
	if page, status := c.surfaces.post(path+"/antwoord", url.Values{"went": {secret}}); status != 200 || !strings.Contains(page, secret) {
		c.t.Fatalf("an answer is not kept: %d", status)
	}
	return round
}

// hidden fails when a page that somebody may open has the secret.
func (c *circle) hidden(who string, round id.ID) {
	c.t.Helper()
	in, one := "/samenwerkingen/"+c.in.String(), "/reflecties/"+round.String()
	paths := []string{"/reflecties", one, one + "/geschiedenis", one + "/wijzigen", one + "/verwijderen", one + "/samenvoegen", "/verhaal" + one, "/reflecties?verwijderd=1",
		in, in + "/reflectie", in + "/tijdlijn", in + "/kompas", in + "/verwachtingen", in + "/checklist", in + "/geschiedenis", in + "/agenda.ics",
		"/zoek?q=" + secret[:8], "/zoek.json?q=" + secret[:8], "/mijn-werk", "/beheer/logboek", "/taken",
		"/api/v1/reflections", "/api/v1/reflections/" + round.String(), "/api/v1/reflections/" + round.String() + "/changes"}
	for _, format := range sheet.Formats {
		paths = append(paths, "/reflecties/export."+string(format), "/verwachtingen/export."+string(format))
	}
	for _, path := range paths {
		if strings.Contains(c.body(path), secret) {
			c.t.Errorf("%s finds a closed answer on %s", who, path)
		}
	}
}

// sql gives the first column of a question to the database itself.
func (c *circle) sql(config store.Config, query string) (list []string, err error) {
	db := open(c.t, config)
	defer db.Close()
	rows, err := db.QueryContext(c.t.Context(), query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, rows.Err()
}

// number writes an id as the database keeps it.
func number(one id.ID) string { return strconv.FormatInt(int64(one), 10) }

// coordinatorOf gives Cor as a coordinator of partnerships, with nothing else.
func (c *circle) coordinatorOf(in ...id.ID) access.Actor {
	account := c.one("account", "person", c.cor)
	return access.Actor{Account: account.ID, Person: c.cor, Organisation: account.Owner, Scopes: map[access.Role]access.Scope{access.Coordinator: {Partnerships: in}}}
}

// A closed answer is opened by no deed on the reflection that holds it: nobody
// sets the day of opening, carries the reflection to people who agree to more,
// makes it one with an open one, or undoes their way to it.
func TestAClosedAnswerIsOpenedByNoDeed(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newCircle(t, config)
		ctx, records, kind := context.Background(), c.hall.parts.records, c.hall.kind("reflection")
		round := c.answered()
		other := c.one("partnership", "name", "Groen en koel in de zomer").ID
		cor := c.coordinatorOf(c.in, other)
		version := func() int64 {
			row, err := c.hall.parts.db.FindRow(ctx, kind, round)
			if err != nil {
				t.Fatal(err)
			}
			return row.Version
		}
		deeds := map[string]func() error{
			"sets the day of opening": func() error {
				_, err := records.Change(ctx, cor, kind, round, version(), record.Values{"opened": "2026-01-01"})
				return err
			},
			"makes one that is open": func() error {
				_, err := records.Create(ctx, cor, kind, record.Values{"occasion": "x", "begins": "2026-01-01", "opened": "2026-01-01", record.PartnershipField: c.in})
				return err
			},
			"carries it to another partnership": func() error {
				_, err := records.Change(ctx, cor, kind, round, version(), record.Values{record.PartnershipField: other})
				return err
			},
			"opens it together": func() error { return c.hall.parts.learning.OpenTogether(ctx, cor, round) },
		}
		for name, deed := range deeds {
			if deed() == nil {
				t.Errorf("a coordinator %s", name)
			}
		}
		open := c.one("reflection", "occasion", "Na de zomer").ID
		if merged, err := records.Merge(ctx, cor, kind, round, open, map[string]bool{"occasion": true, "opened": true}); err == nil {
			if learning.Reflections().Of(merged).Opened != "" {
				t.Error("a closed reflection is opened by making it one with an open one")
			}
			changes, err := c.hall.parts.db.ChangesSince(ctx, kind, round, merged.Version-1)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := records.Undo(ctx, cor, changes[0].Batch); err != nil {
				t.Fatal(err)
			}
		}
		for _, who := range []string{"coordinator", "administrator", "reader"} {
			c.hall.signIn(t, who)
			c.hidden(who, round)
		}
		// Opened, undone, answered otherwise, and done again?
		c.hall.signIn(t, "contributor")
		c.surfaces.post("/reflecties/"+round.String()+"/antwoord", url.Values{"went": {"niets bijzonders"}, "agrees": {"ja"}})
		if err := c.hall.parts.learning.OpenTogether(ctx, cor, round); err != nil {
			t.Fatal(err)
		}
		changes, err := c.hall.parts.db.ChangesSince(ctx, kind, round, version()-1)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := records.Undo(ctx, cor, changes[0].Batch); err == nil {
			t.Error("what was opened can be closed and opened again")
		}
		// An answer that came while it was being opened does not agree.
		if _, err := c.sql(config, `UPDATE reflection_answer SET agrees = 0, went = '`+secret+`' WHERE person = `+number(c.mees)); err != nil {
			t.Fatal(err)
		}
		c.hall.signIn(t, "coordinator")
		c.hidden("coordinator", round)
	})
}

// Being made somebody does not give what they wrote.
func TestAClosedAnswerIsOfAnAccount(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newCircle(t, config)
		ctx, round := context.Background(), c.answered()
		posing := c.coordinatorOf(c.in)
		posing.Person = c.mees
		session, err := c.hall.parts.learning.Session(ctx, posing, round)
		if err != nil || session.Mine != nil || len(session.Answers) > 0 {
			t.Errorf("who is made somebody else's person reads their answer: %+v, %v", session.Mine, err)
		}
		if err := c.hall.parts.learning.Reflect(ctx, posing, round, learning.Answer{Went: "Alles goed", Agrees: true}); err == nil {
			t.Error("who is made somebody else's person answers in their place")
		}
	})
}

// A backup that is put back opens nothing, and a person who is erased takes
// their answers along.
func TestClosedAnswersAfterRestoringAndErasing(t *testing.T) {
	folder := store.Config{Folder: t.TempDir()}
	fillDemo(t, folder)
	kept := filepath.Join(t.TempDir(), "kept")
	joinCircle(t, folder).answered()
	mustWhole(t, folder, "backup", kept)
	restored := store.Config{Folder: t.TempDir()}
	mustWhole(t, restored, "restore", kept)
	c := joinCircle(t, restored)
	round := c.one("reflection", "occasion", "Plannen voor de winter").ID
	c.hall.signIn(t, "contributor")
	if !strings.Contains(c.body("/reflecties/"+round.String()), secret) {
		t.Error("who wrote an answer lost it in a backup")
	}
	for _, who := range []string{"coordinator", "administrator", "reader"} {
		c.hall.signIn(t, who)
		c.hidden(who, round)
	}
	kind := c.hall.kind("person")
	if err := c.hall.parts.records.Erase(t.Context(), commandLineActor(), kind, c.mees); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"reflection_answer", "checklist_done"} {
		if n := count(t, restored, `SELECT count(*) FROM `+table+` WHERE person = `+number(c.mees)); n != 0 {
			t.Errorf("%s still has somebody who was erased", table)
		}
	}
}

// What somebody needs and fears stays with the people it was said to, and
// nobody else changes it.
func TestStancesStayWithinThePartnership(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newCircle(t, config)
		ctx, records := context.Background(), c.hall.parts.records
		other := c.one("partnership", "name", "Groen en koel in de zomer").ID
		cor := c.coordinatorOf(c.in, other)
		for _, name := range []string{"stance", "support", "moment", "coordination", "checklistRound"} {
			kind := c.hall.kind(name)
			row := c.one(name, record.PartnershipField, c.in)
			if _, err := records.Change(ctx, cor, kind, row.ID, row.Version, record.Values{record.PartnershipField: other}); err == nil {
				t.Errorf("a %s is carried to another partnership", name)
			}
			elsewhere := access.Actor{Account: 1, Person: 1, Scopes: map[access.Role]access.Scope{access.Administrator: {Everywhere: true}}}
			if _, _, err := records.Get(ctx, elsewhere, kind, row.ID); err == nil {
				t.Errorf("who is not in a partnership sees a %s of it", name)
			}
		}
		kind := c.hall.kind("stance")
		row := c.one("stance", "person", c.mees)
		if _, err := records.Change(ctx, cor, kind, row.ID, row.Version, record.Values{"fears": "Niets"}); err == nil {
			t.Error("somebody changes what somebody else fears")
		}
		c.hall.signIn(t, "contributor")
		path := "/samenwerkingen/" + c.in.String() + "/verwachtingen"
		if page, status := c.surfaces.post(path, url.Values{"voice": {"organisation"}, "needs": {"Zekerheid"}, "fears": {learning.Stances().Of(row).Fears}}); status != 200 || !strings.Contains(page, "voor mijn organisatie, ") {
			t.Errorf("somebody does not speak for their organisation: %d", status)
		}
		c.hall.signIn(t, "administrator")
		fear := learning.Stances().Of(row).Fears
		for _, path := range []string{"/verwachtingen", "/verwachtingen/" + row.ID.String(), "/verwachtingen/export.csv", "/api/v1/stances", "/samenwerkingen/" + c.in.String() + "/verwachtingen", "/zoek?q=" + url.QueryEscape(fear[:12])} {
			if strings.Contains(c.body(path), fear) {
				t.Errorf("an administrator who is not in a partnership reads what somebody fears on %s", path)
			}
		}
	})
}

// Nothing that the database keeps tells whose a filled-in checklist is: not its
// number, its place in the file, or the transaction that wrote it.
func TestAChecklistTiesNobodyToAnAnswer(t *testing.T) {
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
		members, err := c.hall.parts.db.FindEqual(ctx, partnership.Members().Kind(), []string{record.PartnershipField}, []any{c.in}, 100)
		if err != nil {
			t.Fatal(err)
		}
		numbers := []int64{50, 10, 40, 20, 30}
		var filled []id.ID
		for _, row := range members {
			person := partnership.Members().Of(row).Person
			if partnership.Members().Of(row).Until != "" || person == 0 || slices.Contains(filled, person) || len(filled) == len(numbers) {
				continue
			}
			service.Number = func() int64 { return numbers[len(filled)] }
			if err := service.Fill(ctx, as(person), round.ID, learning.Scores{service.Checklist.Items()[0].ID: len(filled) + 1}); err != nil {
				t.Fatal(err)
			}
			filled = append(filled, person)
		}
		order := `SELECT id FROM checklist_answer WHERE round = ` + number(round.ID)
		if config.URL != "" {
			order += ` ORDER BY ctid`
			if n := count(t, config, `SELECT count(DISTINCT xmin::text) FROM checklist_answer WHERE round = `+number(round.ID)); n != 1 {
				t.Errorf("the answers were written by %d transactions, which tell who gave them", n)
			}
		} else if _, err := c.sql(config, `SELECT rowid FROM checklist_answer`); err == nil {
			t.Error("answers have a number in the order in which they came")
		}
		got, err := c.sql(config, order)
		if err != nil {
			t.Fatal(err)
		}
		if want := []string{"10", "20", "30", "40", "50"}; !slices.Equal(got, want) {
			t.Errorf("answers lie in the order %v, not in that of their numbers", got)
		}
	})
}

// A file that is brought in opens nothing either, and carries nothing on.
func TestAFileOpensNothing(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newCircle(t, config)
		round, kind := c.answered(), c.hall.kind("reflection")
		other := c.one("partnership", "name", "Groen en koel in de zomer").ID
		cor := c.coordinatorOf(c.in, other)
		for _, text := range []string{
			"id;opened\n" + round.String() + ";2026-01-01\n",
			"id;partnership\n" + round.String() + ";" + other.String() + "\n",
		} {
			table, err := sheet.Read(strings.NewReader(text), sheet.UsualLimits())
			if err != nil {
				t.Fatal(err)
			}
			plan, err := c.hall.parts.records.Import(t.Context(), cor, kind, table, nil, nil)
			row, found := c.hall.parts.db.FindRow(t.Context(), kind, round)
			if found != nil {
				t.Fatal(found)
			}
			if learning.Reflections().Of(row).Opened != "" || row.Partnership != c.in {
				t.Errorf("%q changed it: %+v, %v", text, plan, err)
			}
		}
		c.hall.signIn(t, "coordinator")
		c.hidden("coordinator", round)
	})
}
