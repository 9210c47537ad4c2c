package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// Every kind gets all surfaces from its description: list, form, page, change,
// history, undo, search, files, interface, delete and return. Kinds that the
// program makes have those that are left. docs/adding-a-record.md rests on
// this test: a kind that was added as it says passes it.
func TestEveryKindHasAllSurfaces(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h := newHall(t, config, 3, 3)
		h.signIn(t, "administrator")
		h.joinsOne(t)
		for _, kind := range h.parts.records.Kinds.All() {
			t.Run(kind.One, func(t *testing.T) {
				s := &surfaces{hall: h, kind: kind, t: t}
				if kind.Derived {
					s.tryDerived()
					return
				}
				s.try()
			})
		}
	})
}

type surfaces struct {
	*hall
	kind *record.Kind
	t    *testing.T
}

const searched = "zonnebloemveld"

// sample gives values for every field that people fill in. Kinds whose guards
// ask for more say so here.
func (s *surfaces) sample() url.Values {
	values := url.Values{record.AudienceField: {access.Professionals.String()}}
	for at := range s.kind.Own() {
		field := &s.kind.Fields[at]
		if !field.Fixed {
			values[field.Name] = s.sampleOf(field)
		}
	}
	switch s.kind.One {
	case "agreement": // what is tried is no slip
		values.Set("correction", "false")
	case "indicator":
		for name, value := range map[string]string{"code": "own-indicator", "shortNl": "Eigen", "shortEn": "Own", "minimum": "0", "maximum": "100"} {
			values.Set(name, value)
		}
	case "standingMeeting":
		values.Set("begins", "09:30")
		values.Set("ends", "11:00")
	case "relation": // between two, in a partnership
		values.Set("toOrganisation", s.another("organisation"))
		values.Set("round", "")
		values[record.PartnershipField] = s.sampleOf(&record.Field{Sort: record.Ref, Of: "partnership"})
	case "networkRound", "position", "moment", "support", "reflection", "checklistRound", "coordination":
		values[record.PartnershipField] = s.sampleOf(&record.Field{Sort: record.Ref, Of: "partnership"})
	case "mapSet":
		values.Set("code", "own-set")
		values.Set("items", `[{id: a, name: {nl: A, en: A}, short: {nl: A, en: A}, domain: social, combine: single, parts: [{indicator: rivm-lonely}],
			cut: {side: from, threshold: 1, step: 1, source: {nl: wij, en: us}}}]`)
	}
	return values
}

func (s *surfaces) sampleOf(field *record.Field) []string {
	switch field.Sort {
	case record.Email:
		return []string{searched + "@example.org"}
	case record.Phone:
		return []string{"000 - 12345"}
	case record.Link:
		return []string{"https://example.org/" + field.Name}
	case record.Page:
		return []string{"/kaart/GM9999?jaar=2024"}
	case record.Areas:
		return []string{"BU99990001"}
	case record.Whole, record.Decimal:
		return []string{fmt.Sprint(leastOf(field))}
	case record.Truth:
		return []string{"true"}
	case record.Day:
		return []string{"2026-03-03"}
	case record.Moment:
		return []string{"2026-03-03T19:30:00Z"}
	case record.Choice, record.Choices:
		return field.Options[:1]
	case record.Ref:
		of, _ := s.parts.records.Kinds.ByName(field.Of)
		rows, err := s.parts.db.ListRows(context.Background(), of, record.Query{Where: access.For(access.Actor{Program: true}, access.See, of.Class, access.Public), Limit: 1})
		if err != nil {
			s.t.Fatal(err)
		}
		if len(rows) == 0 {
			return nil
		}
		return []string{rows[0].ID.String()}
	case record.Border:
		return []string{square}
	case record.Text, record.Prose:
		text := searched
		if field.Most > 0 && len(text) > field.Most {
			text = text[:field.Most]
		}
		return []string{text}
	}
	return nil
}

// another gives a second record of a kind.
func (s *surfaces) another(kind string) string {
	of, _ := s.parts.records.Kinds.ByName(kind)
	rows, err := s.parts.db.ListRows(context.Background(), of, record.Query{Where: access.For(access.Actor{Program: true}, access.See, of.Class, access.Public), Limit: 2})
	if err != nil || len(rows) < 2 {
		s.t.Fatalf("%d records of %s, %v", len(rows), kind, err)
	}
	return rows[1].ID.String()
}

// joinsOne makes a partnership in which the administrator has a role: what a
// partnership keeps to itself is for who has one in it.
func (h *hall) joinsOne(t *testing.T) {
	t.Helper()
	ctx, program := context.Background(), access.Actor{Program: true}
	kind := func(name string) *record.Kind { found, _ := h.parts.records.Kinds.ByName(name); return found }
	who, err := h.parts.accounts.DemoSignIn(ctx, access.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	one, err := h.parts.records.Create(ctx, program, kind("partnership"), record.Values{"name": "Aan de oever"}) // the first by name
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.parts.records.Create(ctx, program, kind("accessGrant"), record.Values{"account": who.ID, "role": string(access.Administrator), record.PartnershipField: one.ID}); err != nil {
		t.Fatal(err)
	}
}

func leastOf(field *record.Field) float64 {
	if field.Least != nil && *field.Least > 1 {
		return *field.Least
	}
	return 1
}

// changed gives a field that a form can change and its new value.
func (s *surfaces) changed() (*record.Field, string) {
	for at := range s.kind.Own() {
		field := &s.kind.Fields[at]
		if (field.Sort == record.Text || field.Sort == record.Prose) && !field.Fixed && field.Name != "code" && field.Name != "minimum" && field.Name != "maximum" {
			return field, "Anders"
		}
	}
	if field, has := s.kind.Field("until"); has {
		return field, "2027-01-01"
	}
	s.t.Fatal("no field to change")
	return nil, ""
}

func (s *surfaces) try() {
	path := "/" + s.kind.Path
	s.mustGet(path, "")
	s.mustGet(path+"/toevoegen", "<form")
	if body, status := s.post(path+"/toevoegen", url.Values{}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "form-problem") {
		s.t.Errorf("an empty form: %d", status)
	}
	before := s.count()
	if body, status := s.post(path+"/toevoegen", s.sample()); status != http.StatusOK {
		s.t.Fatalf("adding: %d %s", status, problemsIn(body))
	}
	if after := s.count(); after != before+1 {
		s.t.Fatalf("%d records, %d before one was added", after, before)
	}
	one := s.newest()
	s.mustGet(path+"/"+one.String(), "<h1")
	s.tryChange(path, one)
	s.tryFiles(path)
	s.tryInterface(one)
	if s.kind.TitleField().Sort != record.Ref {
		s.mustGet("/zoek?q="+searched[:len(searched)-2], path+"/"+one.String())
	}
	row := s.row(one)
	s.mustGet(path+"/"+one.String()+"/verwijderen", "<form")
	if _, status := s.post(path+"/"+one.String()+"/verwijderen", url.Values{"_versie": {fmt.Sprint(row.Version)}}); status != http.StatusOK || !s.row(one).Deleted() {
		s.t.Errorf("deleting: %d", status)
	}
	s.mustGet(path+"?verwijderd=1", path+"/"+one.String())
	if _, status := s.post(path+"/"+one.String()+"/terugzetten", nil); status != http.StatusOK || s.row(one).Deleted() {
		s.t.Errorf("bringing back: %d", status)
	}
}

// tryChange changes a field by the form, sees it in the history, and takes it
// back.
func (s *surfaces) tryChange(path string, one id.ID) {
	field, text := s.changed()
	was := s.value(one, field)
	s.mustGet(path+"/"+one.String()+"/wijzigen", "<form")
	if body, status := s.post(path+"/"+one.String()+"/wijzigen", url.Values{"_versie": {"1"}, field.Name: {text}}); status != http.StatusOK {
		s.t.Fatalf("changing %s: %d %s", field.Name, status, problemsIn(body))
	}
	if got := s.value(one, field); got != text {
		s.t.Errorf("%s is %q after the change", field.Name, got)
	}
	s.mustGet(path+"/"+one.String()+"/geschiedenis", "<table")
	changes, err := s.parts.db.ChangesOf(context.Background(), s.kind, one, 0, 1)
	if err != nil || len(changes) != 1 {
		s.t.Fatalf("%v, %v", changes, err)
	}
	if _, status := s.post(path+"/"+one.String()+"/geschiedenis/"+changes[0].Batch.String(), nil); status != http.StatusOK {
		s.t.Errorf("taking back: %d", status)
	}
	if got := s.value(one, field); got != was {
		s.t.Errorf("%s is %q after it was taken back, %q before", field.Name, got, was)
	}
}

// tryFiles writes all records to each sort of file; reading it again changes
// nothing.
func (s *surfaces) tryFiles(path string) {
	ctx, program := context.Background(), access.Actor{Program: true}
	for _, format := range sheet.Formats {
		s.mustGet(path+"/export."+string(format), "")
		for _, words := range []string{"", "nl", "en"} {
			var file bytes.Buffer
			if _, err := s.parts.records.WriteFile(ctx, program, s.kind, record.Ask{}, record.Layout{Format: format, Words: words}, &file, nil); err != nil {
				s.t.Fatal(err)
			}
			table, err := sheet.Read(&file, sheet.UsualLimits())
			if err != nil {
				s.t.Fatal(err)
			}
			plan, err := s.parts.records.PlanImport(ctx, program, s.kind, table, nil)
			if err != nil || plan.New != 0 || plan.Changed != 0 || plan.FaultsTotal != 0 || plan.Same == 0 {
				s.t.Errorf("%s in the words %q: reading what was written: %+v, %v", format, words, plan, err)
			}
		}
	}
	s.mustGet(path+"/export.csv?woorden=nl", "Kenmerk")
	s.mustGet(path+"/import", "<form")
}

// tryInterface reads the record as programs do.
func (s *surfaces) tryInterface(one id.ID) {
	body := s.mustGet("/api/v1/openapi.json", "")
	if !strings.Contains(body, `"/`+s.kind.Many+`"`) {
		s.t.Errorf("the document of the interface has no /%s", s.kind.Many)
	}
	var answer map[string]any
	if err := json.Unmarshal([]byte(s.mustGet("/api/v1/"+s.kind.Many+"?limit=1", "")), &answer); err != nil {
		s.t.Error(err)
	}
}

func (s *surfaces) tryDerived() {
	path := "/" + s.kind.Path
	s.mustGet(path, "")
	rows, err := s.parts.db.ListRows(context.Background(), s.kind, record.Query{Where: access.For(access.Actor{Program: true}, access.See, s.kind.Class, access.Public), Limit: 1})
	if err != nil {
		s.t.Fatal(err)
	}
	s.tryInterface(0)
	if len(rows) == 0 {
		return
	}
	s.mustGet(path+"/"+rows[0].ID.String(), "<h1")
	s.mustGet(path+"/"+rows[0].ID.String()+"/wijzigen", "<form")
}

func (s *surfaces) row(one id.ID) *record.Row {
	row, err := s.parts.db.FindRow(context.Background(), s.kind, one)
	if err != nil {
		s.t.Fatal(err)
	}
	return &row
}

func (s *surfaces) value(one id.ID, field *record.Field) string {
	return field.Plain(s.row(one).Get(field))
}

func (s *surfaces) count() int {
	list, err := s.parts.records.List(context.Background(), access.Actor{Program: true}, s.kind, record.Ask{Limit: 1})
	if err != nil {
		s.t.Fatal(err)
	}
	return list.Total
}

// newest gives the record that was added last: ids sort by time.
func (s *surfaces) newest() id.ID {
	list, err := s.parts.records.List(context.Background(), access.Actor{Program: true}, s.kind, record.Ask{Limit: 1000})
	if err != nil {
		s.t.Fatal(err)
	}
	var newest id.ID
	for _, row := range list.Rows {
		newest = max(newest, row.ID)
	}
	return newest
}

// mustGet gets a page that must be there and hold a text.
func (s *surfaces) mustGet(path, holds string) string {
	s.t.Helper()
	answer, err := s.client.Get(s.server.URL + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(body), holds) {
		s.t.Errorf("%s: %s, holds %q: %v, %v", path, answer.Status, holds, strings.Contains(string(body), holds), err)
	}
	return string(body)
}

func (s *surfaces) post(path string, values url.Values) (string, int) {
	s.t.Helper()
	answer, err := s.client.PostForm(s.server.URL+path, values)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(body), answer.StatusCode
}

// problemsIn gives what a page says is wrong.
func problemsIn(page string) string {
	var list []string
	for part := range strings.SplitSeq(page, `class="form-problem"`) {
		if end := strings.Index(part, "</p>"); end > 0 && end < 400 {
			list = append(list, part[strings.IndexByte(part, '>')+1:end])
		}
	}
	return strings.Join(list, " | ")
}

// signIn signs the hall's client in as another role of the demo.
func (h *hall) signIn(tb testing.TB, role string) {
	tb.Helper()
	answer, err := h.client.PostForm(h.server.URL+"/demo", url.Values{"rol": {role}})
	if err != nil || answer.StatusCode >= 400 {
		tb.Fatalf("signing in as %s: %v, %v", role, answer, err)
	}
	answer.Body.Close()
	if err := h.get("/account"); err != nil {
		tb.Fatalf("nobody is signed in: %v", err)
	}
}
