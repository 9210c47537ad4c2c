package app

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// meeting is the demo with the partnership that its story is about.
type meeting struct {
	*hall
	t     *testing.T
	which id.ID
	path  string
}

func newMeeting(t *testing.T, config store.Config) *meeting {
	t.Helper()
	if config.URL == "" {
		config.Folder = t.TempDir()
	}
	fillDemo(t, config)
	m := &meeting{hall: openHall(t, config), t: t}
	rows, err := m.parts.db.FindEqual(context.Background(), m.kind("partnership"), []string{"name"}, []any{"Samen gezond in Waterhoven"}, 1)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%v, %v", rows, err)
	}
	m.which, m.path = rows[0].ID, "/samenwerkingen/"+rows[0].ID.String()
	return m
}

// reads gives a page as it comes, whatever its status.
func (m *meeting) reads(path string) (string, int) {
	m.t.Helper()
	answer, err := m.client.Get(m.server.URL + path)
	if err != nil {
		m.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		m.t.Fatal(err)
	}
	return string(text), answer.StatusCode
}

// sends gives the answer to a form, after where it leads.
func (m *meeting) sends(path string, values url.Values) (string, int) {
	answer, err := m.client.PostForm(m.server.URL+path, values)
	if err != nil {
		m.t.Error(err)
		return "", 0
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	return string(text), answer.StatusCode
}

// relations gives what an organisation said of another one in the open round.
func (m *meeting) relations(from, to string) []partnership.Relation {
	m.t.Helper()
	ctx := context.Background()
	rows, err := m.parts.db.FindEqual(ctx, m.kind("relation"), []string{"fromOrganisation", "toOrganisation"}, []any{m.organisation(from), m.organisation(to)}, 20)
	if err != nil {
		m.t.Fatal(err)
	}
	round := m.round()
	var list []partnership.Relation
	for _, row := range rows {
		if r := partnership.Relations().Of(row); r.Round == round {
			list = append(list, r)
		}
	}
	return list
}

// round is the one that is open.
func (m *meeting) round() id.ID {
	m.t.Helper()
	rows, err := m.parts.db.FindEqual(context.Background(), m.kind("networkRound"), []string{"name"}, []any{"Tweede ronde"}, 1)
	if err != nil || len(rows) != 1 {
		m.t.Fatalf("%v, %v", rows, err)
	}
	return rows[0].ID
}

func (m *meeting) organisation(name string) id.ID {
	m.t.Helper()
	rows, err := m.parts.db.FindEqual(context.Background(), m.kind("organisation"), []string{"name"}, []any{name}, 1)
	if err != nil || len(rows) != 1 {
		m.t.Fatalf("%s: %v, %v", name, rows, err)
	}
	return rows[0].ID
}

// The questions are answered once, however often they are sent, and can be
// answered otherwise while the round is open; what is wrong keeps what was typed.
func TestASurveyIsSavedOnce(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		m := newMeeting(t, config)
		m.signIn(t, "editor") // of the GGD, who takes part
		form := m.path + "/netwerk/vragenlijst"
		page, status := m.reads(form)
		if status != http.StatusOK || !strings.Contains(page, "Kinderopvang Het Schelpje") || strings.Contains(page, "sterk."+m.organisation("GGD Zeekust").String()) {
			t.Fatalf("%d: the questions are not about the others", status)
		}
		library := m.organisation("Bibliotheek Waterhoven").String()
		answers := url.Values{"sterk." + library: {"2"}, "soort." + library: {"informs"}}
		var wait sync.WaitGroup
		for range 4 { // tapped again and again
			wait.Go(func() {
				if _, status := m.sends(form, answers); status != http.StatusOK {
					t.Errorf("sending: %d", status)
				}
			})
		}
		wait.Wait()
		said := m.relations("GGD Zeekust", "Bibliotheek Waterhoven")
		if len(said) != 1 || said[0].Strength != 2 || said[0].Source != partnership.Asked || said[0].Said == 0 || said[0].Version != 1 {
			t.Fatalf("%+v", said)
		}
		if _, status := m.sends(form, url.Values{"sterk." + library: {"0"}}); status != http.StatusOK {
			t.Errorf("changing: %d", status)
		}
		said = m.relations("GGD Zeekust", "Bibliotheek Waterhoven")
		if len(said) != 1 || said[0].Strength != 0 || len(said[0].Sorts) != 0 || said[0].Version != 2 {
			t.Errorf("%+v", said)
		}
		// An organisation that was not asked about, and one that is not there.
		page, status = m.sends(form, url.Values{"ander_naam": {"Niemand"}, "sterk.ander": {"1"}, "sterk." + library: {"3"}})
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, `value="Niemand"`) || !strings.Contains(page, `name="sterk.`+library+`" value="3" checked`) {
			t.Errorf("%d: what was typed is gone", status)
		}
		if !strings.Contains(page, `/organisaties/toevoegen?name=Niemand&amp;terug=`) {
			t.Error("nothing leads to adding an organisation that is not known")
		}
		if said = m.relations("GGD Zeekust", "Bibliotheek Waterhoven"); len(said) != 1 || said[0].Strength != 3 {
			t.Errorf("with a name that is not known the rest is not saved: %+v", said)
		}
		if page, _ := m.reads(form + "?ander=" + library + "&sterk.ander=2"); !strings.Contains(page, `value="Bibliotheek Waterhoven"`) || !strings.Contains(page, `name="sterk.ander" value="2" checked`) {
			t.Error("who comes back from adding an organisation has to type it again")
		}
		if _, status := m.sends(form, url.Values{"sterk." + library: {""}}); status != http.StatusOK {
			t.Errorf("taking back: %d", status)
		}
		if said = m.relations("GGD Zeekust", "Bibliotheek Waterhoven"); len(said) != 0 {
			t.Errorf("what was taken back is still there: %+v", said)
		}
		m.closesRound()
		if _, status := m.sends(form, answers); status != http.StatusConflict {
			t.Errorf("after the last day: %d", status)
		}
		if page, status := m.reads(form); status != http.StatusOK || strings.Contains(page, "sterk.") {
			t.Errorf("after the last day the form is there: %d", status)
		}
		m.signIn(t, "reader") // who takes no part
		if _, status := m.sends(form, answers); status < 400 {
			t.Errorf("somebody who is no member: %d", status)
		}
	})
}

// How strong a relation is, is chosen and read in the words of the survey; files
// and programs have the number.
func TestStrengthIsChosenInWords(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		m := newMeeting(t, config)
		m.signIn(t, "coordinator")
		form, _ := m.reads("/relaties/toevoegen")
		for _, part := range []string{`<select class="field" id="veld-strength" name="strength"`, `<option value="0">niets</option>`, `<option value="1" selected>af en toe</option>`, `<option value="3">heel vaak</option>`} {
			if !strings.Contains(form, part) {
				t.Errorf("the form does not have %s", part)
			}
		}
		made, status := m.sends("/relaties/toevoegen", url.Values{"fromOrganisation": {m.organisation("Bibliotheek Waterhoven").String()}, "toOrganisation": {m.organisation("GGD Zeekust").String()},
			"strength": {"2"}, "partnership": {m.which.String()}, "owner": {m.organisation("Gemeente Waterhoven").String()}, "place": {""}, "audience": {"partnership"}})
		if status != http.StatusOK || !strings.Contains(made, "<dd>geregeld</dd>") {
			t.Errorf("%d: the page of a relation does not say how often", status)
		}
		if file, _ := m.reads("/relaties/export.csv?partnership=" + m.which.String()); !strings.Contains(file, ";2;") && !strings.Contains(file, ",2,") {
			t.Error("the file does not have the number")
		}
	})
}

// newRound opens a round today.
func (m *meeting) newRound(of id.ID) id.ID {
	m.t.Helper()
	made, err := m.parts.records.Create(context.Background(), access.Actor{Program: true}, m.kind("networkRound"), record.Values{
		"name": "Derde ronde", "opens": account.Today(time.Now()), "closes": account.Today(time.Now().AddDate(0, 0, 9)), record.PartnershipField: of})
	if err != nil {
		m.t.Fatal(err)
	}
	return made.ID
}

// A round that is open finds who can answer it, until their organisation did; its
// page leads to the questions, and tells members who answered.
func TestAnOpenRoundFindsWhoCanAnswer(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		m := newMeeting(t, config)
		round := "/netwerkrondes/" + m.newRound(m.which).String()
		form := m.path + "/netwerk/vragenlijst"
		waits := func() bool {
			page, _ := m.reads("/mijn-werk")
			return strings.Contains(page, "Derde ronde") && strings.Contains(page, `href="`+form+`"`)
		}
		m.signIn(t, "reader") // who takes no part
		if waits() {
			t.Error("it waits for somebody who takes no part")
		}
		if page, _ := m.reads(round); strings.Contains(page, "organisaties nog niet") || strings.Contains(page, "vertelde iets") {
			t.Error("somebody outside reads who answered")
		}
		m.signIn(t, "editor")
		if !waits() {
			t.Error("it waits for no member")
		}
		page, _ := m.reads(round)
		for _, part := range []string{`href="` + form + `"`, `href="` + m.path + `/netwerk?ronde=`, "0 organisaties vertelden iets"} {
			if !strings.Contains(page, part) {
				t.Errorf("the page of the round does not have %s", part)
			}
		}
		m.sends(form, url.Values{"sterk." + m.organisation("Bibliotheek Waterhoven").String(): {"1"}})
		if waits() {
			t.Error("it waits for who answered")
		}
		if page, _ := m.reads(round); !strings.Contains(page, "1 organisatie vertelde iets") || !strings.Contains(page, "<li>GGD Zeekust</li>") {
			t.Error("the page of the round does not say who answered")
		}
		m.signIn(t, "coordinator") // of another organisation
		if !waits() {
			t.Error("it waits for no other organisation")
		}
	})
}

// Where nobody else takes part there is nothing to tell yet, and a way on.
func TestASurveyWithoutOthersLeadsToAddingThem(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		m := newMeeting(t, config)
		ctx, program := context.Background(), access.Actor{Program: true}
		who, err := m.parts.accounts.DemoSignIn(ctx, access.Coordinator)
		if err != nil {
			t.Fatal(err)
		}
		alone, err := m.parts.records.Create(ctx, program, m.kind("partnership"), record.Values{"name": "Nog alleen"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.parts.records.Create(ctx, program, m.kind("member"), record.Values{"person": who.Person, record.PartnershipField: alone.ID}); err != nil {
			t.Fatal(err)
		}
		m.newRound(alone.ID)
		m.signIn(t, "coordinator")
		page, status := m.reads("/samenwerkingen/" + alone.ID.String() + "/netwerk/vragenlijst")
		if status != http.StatusOK || strings.Contains(page, "0 andere") || !strings.Contains(page, "nog niemand om over te vertellen") || !strings.Contains(page, `href="/deelnemers/toevoegen?`) {
			t.Errorf("%d: the survey asks about nobody", status)
		}
	})
}

func (m *meeting) closesRound() {
	m.t.Helper()
	ctx := context.Background()
	rows, err := m.parts.db.FindEqual(ctx, m.kind("networkRound"), []string{"name"}, []any{"Tweede ronde"}, 1)
	if err != nil {
		m.t.Fatal(err)
	}
	yesterday := account.Today(time.Now().AddDate(0, 0, -1))
	if _, err := m.parts.records.Change(ctx, access.Actor{Program: true}, m.kind("networkRound"), rows[0].ID, rows[0].Version, record.Values{"closes": yesterday}); err != nil {
		m.t.Fatal(err)
	}
}

// What a partnership thinks of others is read by nobody outside it: on no page,
// in no file, and not by a program; not even by who may do everything else.
func TestPositionsStayWithinThePartnership(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		m := newMeeting(t, config)
		ctx, program := context.Background(), access.Actor{Program: true}
		made, err := m.parts.records.Create(ctx, program, m.kind("position"), record.Values{
			"organisation": m.organisation("GGD Zeekust"), "influence": int64(2), "interest": int64(2), "why": "zwijgplicht", "day": "2026-01-01",
			record.PartnershipField: m.which, record.AudienceField: "public", record.OwnerField: m.organisation("GGD Zeekust")})
		if err != nil {
			t.Fatal(err)
		}
		if made.Audience != access.Partnership {
			t.Errorf("a position is for %s", made.Audience)
		}
		paths := []string{m.path, m.path + "/invloed", "/posities", "/posities/" + made.ID.String(), "/api/v1/positions?limit=1000", "/zoek?q=zwijgplich", m.path + "/geschiedenis"}
		for _, format := range sheet.Formats {
			paths = append(paths, "/posities/export."+string(format))
		}
		for _, role := range []string{"", "reader", "analyst", "administrator"} { // none of them has a role in it
			if role != "" {
				m.signIn(t, role)
			}
			for _, path := range paths {
				if text, status := m.reads(path); strings.Contains(text, "zwijgplicht") || status == http.StatusOK && strings.Contains(text, made.ID.String()) {
					t.Errorf("%q reads it on %s", role, path)
				}
			}
			if _, status := m.reads(m.path + "/invloed"); status < 400 {
				t.Errorf("%q: %d", role, status)
			}
		}
		m.signIn(t, "coordinator") // who has one
		if text, status := m.reads(m.path + "/invloed"); status != http.StatusOK || !strings.Contains(text, "Ringen van invloed") {
			t.Errorf("within the partnership: %d", status)
		}
		if text, _ := m.reads("/posities/toevoegen"); !strings.Contains(text, "Wet open overheid") {
			t.Error("nobody is warned beside the form")
		}
	})
}

// The phase of a position is that of the partnership on its day, also when it is
// written down later.
func TestAPositionKnowsItsPhase(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		m := newMeeting(t, config)
		ctx, program := context.Background(), access.Actor{Program: true}
		changes, err := m.parts.db.ChangesOf(ctx, m.kind("partnership"), m.which, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		tried := 0
		for _, change := range changes {
			for _, field := range change.Fields {
				if field.Field != "phase" || field.Before == "" {
					continue
				}
				for day, want := range map[string]string{change.At.UTC().Format(time.DateOnly): field.After, change.At.UTC().AddDate(0, 0, -1).Format(time.DateOnly): field.Before} {
					made, err := m.parts.records.Create(ctx, program, m.kind("position"), record.Values{
						"organisation": m.organisation("GGD Zeekust"), "influence": int64(1), "interest": int64(1), "day": day, record.PartnershipField: m.which})
					if err != nil {
						t.Fatal(err)
					}
					if got := partnership.Positions().Of(made).Phase; string(got) != want {
						t.Errorf("on %s the phase is %q, want %q", day, got, want)
					}
					tried++
				}
			}
		}
		if tried < 6 {
			t.Errorf("%d days were tried", tried)
		}
	})
}

// tiesDrawn counts the lines of the drawing on a page.
func tiesDrawn(page string) (count int) {
	for _, path := range regexp.MustCompile(`<path class="tie [^"]*" d="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		count += strings.Count(path[1], "L")
	}
	return count
}

// A network as most are is drawn with all its names, and can be enlarged without
// script.
func TestASmallNetworkIsDrawnWithItsNames(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		m := newMeeting(t, config)
		m.signIn(t, "coordinator")
		page, status := m.reads(m.path + "/netwerk")
		if status != http.StatusOK || strings.Contains(page, "is hier geen plek") || !strings.Contains(page, ">Bibliotheek</tspan>") || !strings.Contains(page, ">Waterhoven</tspan>") {
			t.Errorf("%d: not all names are drawn", status)
		}
		if drawn := tiesDrawn(page); drawn != 20 {
			t.Errorf("%d ties are drawn", drawn)
		}
		if !strings.Contains(page, "?groot=1#tekening") {
			t.Error("nothing leads to the true size")
		}
		if page, _ := m.reads(m.path + "/netwerk?groot=1"); strings.Contains(page, "network-fit") || !strings.Contains(page, "network-frame") || !strings.Contains(page, `/netwerk#tekening`) {
			t.Error("the true size does not scroll in its frame, or does not lead back")
		}
	})
}

// A line tells who said so and when, by name only to whom may know that; and the
// page can be about one sort of relation.
func TestALineTellsWhoSaidSo(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		m := newMeeting(t, config)
		people, err := m.parts.db.FindEqual(context.Background(), m.kind("person"), []string{"name"}, []any{"Willeke Zeegras"}, 1)
		if err != nil || len(people) != 1 {
			t.Fatalf("%v, %v", people, err)
		}
		_, err = m.parts.records.Create(context.Background(), access.Actor{Program: true}, m.kind("relation"), record.Values{
			"fromOrganisation": m.organisation("Bibliotheek Waterhoven"), "toOrganisation": m.organisation("GGD Zeekust"), "strength": int64(2), "sorts": []string{"finances"},
			"said": people[0].ID, "day": "2026-10-09", "source": "asked", "round": m.round(), record.PartnershipField: m.which, record.AudienceField: "professionals"})
		if err != nil {
			t.Fatal(err)
		}
		m.signIn(t, "coordinator")
		page, _ := m.reads(m.path + "/netwerk")
		if !strings.Contains(page, ">Bibliotheek Waterhoven, Willeke Zeegras, 9 okt 2026<") {
			t.Error("who said so, and when, does not stand there")
		}
		paid, _ := m.reads(m.path + "/netwerk?soort=finances")
		if drawn := tiesDrawn(paid); drawn != 2 || !strings.Contains(paid, `<option value="finances" selected>`) {
			t.Errorf("%d lines of money are drawn", drawn)
		}
		if _, status := m.reads(m.path + "/netwerk?soort=niets"); status != http.StatusNotFound {
			t.Errorf("a sort that is not there: %d", status)
		}
		m.signIn(t, "reader")
		page, _ = m.reads(m.path + "/netwerk")
		if !strings.Contains(page, ">Bibliotheek Waterhoven, 9 okt 2026<") || strings.Contains(page, "Willeke") {
			t.Error("somebody outside reads who said so, or not when")
		}
	})
}

// A round in which nobody told anything says so, whatever was known before.
func TestARoundOfNobodySaysSo(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		m := newMeeting(t, config)
		made := m.newRound(m.which)
		m.signIn(t, "coordinator")
		page, _ := m.reads(m.path + "/netwerk?ronde=" + made.String())
		if !strings.Contains(page, "In Derde ronde vertelde nog niemand iets") || strings.Contains(page, "0 organisaties vertelden") {
			t.Error("the page says that somebody told something")
		}
		if page, _ := m.reads(m.path + "/netwerk?ronde=" + m.round().String()); !strings.Contains(page, "In Tweede ronde vertelden") {
			t.Error("the page does not say how many told something")
		}
	})
}

// region is a hall with a network of some organisations, and its page.
func region(t *testing.T, config store.Config, organisations int) (h *hall, path string, relations int) {
	t.Helper()
	h = newHall(t, config, organisations, 3)
	h.joinsOne(t)
	ctx, program := context.Background(), access.Actor{Program: true}
	kind := func(name string) *record.Kind { found, _ := h.parts.records.Kinds.ByName(name); return found }
	rows, err := h.parts.db.FindEqual(ctx, kind("partnership"), []string{"name"}, []any{"Aan de oever"}, 1)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%v, %v", rows, err)
	}
	var drafts []record.Draft
	for at := range organisations - 1 {
		for _, step := range []int{1, 7, 31}[:1+at%3] {
			drafts = append(drafts, record.Draft{Kind: kind("relation"), Values: record.Values{
				"fromOrganisation": h.organisations[at], "toOrganisation": h.organisations[(at+step)%organisations], "strength": int64(1 + at%3), "sorts": []string{"contact"},
				"day": "2026-03-03", record.PartnershipField: rows[0].ID}})
		}
	}
	if _, err := h.parts.records.Together(ctx, program, drafts); err != nil {
		t.Fatal(err)
	}
	h.signIn(t, "administrator")
	return h, "/samenwerkingen/" + rows[0].ID.String() + "/netwerk", len(drafts)
}

// shows gives a page whole, and how long it took.
func (h *hall) shows(t *testing.T, path string) (string, time.Duration) {
	t.Helper()
	begun := time.Now()
	answer, err := h.client.Get(h.server.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", path, answer.StatusCode, err)
	}
	return string(text), time.Since(begun)
}

// The page asks the database the same few things of a large network, and draws
// it such that it fits.
func TestALargeNetworkIsShown(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		heard := &statements{}
		config.Heard = heard.add
		h, path, relations := region(t, config, 300)
		list := h.asks(t, heard, path)
		t.Logf("measured: a network of 300 organisations and %d relations is shown with %d statements", relations, len(list))
		if len(list) > 2*mostAsked {
			t.Errorf("%d statements:\n%s", len(list), strings.Join(list, "\n"))
		}
		page, took := h.shows(t, path)
		t.Logf("measured: it took %s and %d kB", took.Round(time.Millisecond), len(page)>>10)
		if drawn := tiesDrawn(page); drawn < relations-20 {
			t.Errorf("%d ties are drawn, of %d", drawn, relations)
		}
		fits := regexp.MustCompile(`class="network-picture network-fit network-many" role="img" aria-label="[^"]*" width="(\d+)"`).FindStringSubmatch(page)
		if fits == nil || len(fits[1]) > 3 {
			t.Errorf("the drawing does not fit beside a text: %v", fits)
		}
		if named := strings.Count(page, `<text class="name`); named < 12 {
			t.Errorf("%d names stand in the drawing", named)
		}
		if titles := strings.Count(page, "<title>"); titles < 300 {
			t.Errorf("%d signs tell whose they are", titles)
		}
	})
}

// A network as large as a region has is shown in parts: the page stays short, its
// tables go on on other pages, and a file has all of it.
func TestANetworkOfARegionIsShownInParts(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h, path, relations := region(t, config, 1_300)
		page, took := h.shows(t, path)
		t.Logf("measured: a network of 1,300 organisations and %d relations took %s and %d kB", relations, took.Round(time.Millisecond), len(page)>>10)
		if len(page) > 300<<10 {
			t.Errorf("the page has %d kB", len(page)>>10)
		}
		for _, words := range []string{"Dat is minder dan 1%", "Getekend zijn de 300 organisaties met de meeste lijnen, van de 1.300", "p=2#organisaties", "pl=2#lijnen"} {
			if !strings.Contains(page, words) {
				t.Errorf("the page does not have %q", words)
			}
		}
		if last, _ := h.shows(t, path+"?p=26"); !strings.Contains(last, "Bladzijde 26 van 26") || strings.Contains(last, "p=27") {
			t.Error("the table does not end on its last page")
		}
		file, _ := h.shows(t, path+"/organisaties.csv")
		if lines := strings.Count(file, "\n"); lines != 1_301 {
			t.Errorf("the file has %d lines", lines)
		}
	})
}
