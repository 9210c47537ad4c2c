package app

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/web"
)

// everyLetter are those who ask, in the order of testdata/routes.txt.
const everyLetter = "pnrceaom"

var roleOf = map[rune]access.Role{'r': access.Reader, 'c': access.Contributor, 'e': access.Editor, 'a': access.Analyst, 'o': access.Coordinator, 'm': access.Administrator}

// Every role asks for every route, with a record of every kind; what they get
// is what a person wrote down.
func TestRoutesAreForWhomTheFileSays(t *testing.T) {
	t.Parallel() // beside other long ones
	w := newWalk(t)
	expected := readRoutes(t)
	for _, route := range web.Routes() {
		key := w.key(route)
		allowed, known := expected[key]
		if !known {
			t.Errorf("testdata/routes.txt does not say who reaches %s (%s %s): add a line %q", route.Name, route.Method, route.Pattern, key)
			continue
		}
		for _, letter := range everyLetter {
			if route.Name == "leave-go" && letter != 'p' {
				continue // it would end the account; the tests of leaving try it
			}
			want := strings.ContainsRune(allowed, letter)
			status, refused := w.ask(route, letter)
			if refused && want && status == http.StatusNotFound && strings.HasSuffix(allowed, "?") {
				continue
			}
			if refused == want {
				t.Errorf("%s %s (%s) as %c: %d, and the file says %v", route.Method, route.Pattern, key, letter, status, want)
			}
			if status >= http.StatusInternalServerError {
				t.Errorf("%s %s as %c: %d", route.Method, route.Pattern, letter, status)
			}
		}
	}
}

// walk is a server with a record of every kind and somebody of every role.
type walk struct {
	*hall
	t       *testing.T
	clients map[rune]*http.Client
	place   id.ID
	other   id.ID // the organisation that owns the records
	turn    int
}

func newWalk(t *testing.T) *walk {
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	must(t, config, "settings", settingEmbed, "https://www.example.org")
	w := &walk{t: t, clients: map[rune]*http.Client{}}
	w.hall = openHall(t, config)
	ctx := context.Background()
	places, err := w.parts.db.ScopePlaces(ctx)
	if err != nil || len(places) == 0 {
		t.Fatal(err)
	}
	w.place = places[0].ID
	organisations, _ := w.parts.records.Kinds.ByName("organisation")
	owner, err := w.parts.records.Create(ctx, access.Actor{Program: true}, organisations, record.Values{"name": "Nergens Van", "sort": "school", "audience": "public"})
	if err != nil {
		t.Fatal(err)
	}
	w.other = owner.ID
	for _, letter := range everyLetter {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		w.clients[letter] = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	w.signInAll()
	return w
}

// signInAll signs in everybody; who signed out by asking for that comes back.
func (w *walk) signInAll() {
	for _, letter := range everyLetter {
		w.signInAs(letter)
	}
}

func (w *walk) signInAs(letter rune) {
	role, has := roleOf[letter]
	if letter == 'n' {
		role, has = access.Reader, true // whose only grant ended yesterday
	}
	if !has {
		return
	}
	answer, err := w.clients[letter].PostForm(w.server.URL+"/demo", url.Values{"rol": {string(role)}})
	if err != nil || answer.StatusCode >= 400 {
		w.t.Fatalf("signing in as %c: %v, %v", letter, answer, err)
	}
	answer.Body.Close()
}

// key is the line of the file that is about a route.
func (w *walk) key(route web.Route) string {
	for _, kind := range w.parts.records.Kinds.All() {
		name := "record-" + kind.One
		if route.Name == name {
			return string(kind.Class) + " show"
		}
		if rest, is := strings.CutPrefix(route.Name, name+"-"); is {
			return string(kind.Class) + " " + rest
		}
	}
	return route.Name
}

// ask asks for a route with records that are made for it, because asking may
// delete them.
func (w *walk) ask(route web.Route, letter rune) (status int, refused bool) {
	w.t.Helper()
	client := w.clients[letter]
	if letter == 'n' {
		w.endGrants(true)
		defer w.endGrants(false)
	}
	address := w.server.URL + w.address(route)
	var answer *http.Response
	var err error
	if route.Method == http.MethodGet {
		answer, err = client.Get(address)
	} else {
		answer, err = client.PostForm(address, url.Values{"_pad": {"/over"}})
	}
	if err != nil {
		w.t.Fatal(err)
	}
	answer.Body.Close()
	if strings.HasPrefix(route.Name, "sign-out") || strings.HasPrefix(route.Name, "leave") || strings.HasPrefix(route.Name, "sessions") || strings.HasPrefix(route.Name, "demo-sign") {
		w.signInAll()
	}
	refused = answer.StatusCode == http.StatusUnauthorized || answer.StatusCode == http.StatusForbidden || answer.StatusCode == http.StatusNotFound ||
		answer.StatusCode == http.StatusSeeOther && strings.HasPrefix(answer.Header.Get("Location"), "/inloggen") && !strings.HasPrefix(route.Name, "link-") && route.Name != "sign-out"
	return answer.StatusCode, refused
}

// endGrants lets the grant of the reader end yesterday, or hold again.
func (w *walk) endGrants(end bool) {
	ctx := context.Background()
	grants, _ := w.parts.records.Kinds.ByName("accessGrant")
	rows, err := w.parts.db.FindEqual(ctx, grants, []string{"role"}, []any{string(access.Reader)}, 1)
	if err != nil || len(rows) != 1 {
		w.t.Fatalf("%v, %v", rows, err)
	}
	until := ""
	if end {
		until = "2024-01-01"
	}
	if _, err := w.parts.records.Change(ctx, access.Actor{Program: true}, grants, rows[0].ID, rows[0].Version, record.Values{"until": until}); err != nil {
		w.t.Fatal(err)
	}
}

// address fills a pattern in.
func (w *walk) address(route web.Route) string {
	ctx := context.Background()
	path := strings.NewReplacer("{$}", "", "{code}", demoPlace, "{level}", "municipality").Replace(route.Pattern)
	switch {
	case strings.HasPrefix(path, "/assets/"):
		return "/assets/" + w.anAsset()
	case strings.HasPrefix(path, "/cijfers/{id}"):
		return strings.Replace(path, "{id}", "rivm-lonely", 1)
	case strings.HasPrefix(path, "/taken/{id}"):
		added, err := w.parts.jobs.Add(ctx, job.Job{Kind: kindSuccessions}, nil)
		if err != nil {
			w.t.Fatal(err)
		}
		path = strings.Replace(path, "{id}", added.String(), 1)
	case strings.HasPrefix(path, "/leveringen/{id}") && !strings.HasPrefix(route.Name, "record-"):
		path = strings.Replace(path, "{id}", w.aDelivery(), 1)
	}
	path = strings.Replace(path, "/verhaal/{path}/", "/successen/", 1) // takes the id of one
	for _, kind := range w.parts.records.Kinds.All() {
		if strings.HasPrefix(path, "/"+kind.Path+"/{id}") {
			one, batch := w.aRecord(kind)
			path = strings.NewReplacer("{id}", one, "{change}", batch).Replace(path)
		}
	}
	if strings.HasPrefix(route.Pattern, "/verhaal/") {
		path = "/verhaal" + path
	}
	if path == "/kies.json" {
		path += "?soort=organisation&q=gemeente"
	}
	return strings.NewReplacer("{name}", "geen", "{file}", "leeftijden.svg", "{provider}", "geen", "{token}", "geen").Replace(path)
}

// elsewhere gives a partnership in which nobody has a role.
func (w *walk) elsewhere() id.ID {
	w.t.Helper()
	kind, _ := w.parts.records.Kinds.ByName("partnership")
	row, err := w.parts.records.Create(context.Background(), access.Actor{Program: true}, kind, record.Values{"name": "Elders"})
	if err != nil {
		w.t.Fatal(err)
	}
	return row.ID
}

const demoPlace = "GM9999"

func (w *walk) anAsset() string {
	answer, err := http.Get(w.server.URL + "/over")
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if _, after, found := strings.Cut(lines.Text(), `href="/assets/`); found {
			return after[:strings.IndexByte(after, '"')]
		}
	}
	w.t.Fatal("no asset on the page")
	return ""
}

func (w *walk) aDelivery() string {
	list, _, err := w.parts.db.Deliveries(context.Background(), commandLineActor(), 0, 50)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, d := range list {
		if d.State == "current" && d.Source != "own-areas" {
			return d.ID.String()
		}
	}
	w.t.Fatal("no delivery")
	return ""
}

// aRecord makes a record of a kind for professionals, of another organisation
// in the municipality, and gives its id and that of its last change.
func (w *walk) aRecord(kind *record.Kind) (one, batch string) {
	ctx, program := context.Background(), access.Actor{Program: true}
	var row record.Row
	if kind.Derived {
		rows, err := w.parts.db.ListRows(ctx, kind, record.Query{Where: access.For(program, access.See, kind.Class, access.Public), Limit: 20})
		if err != nil || len(rows) == 0 {
			w.t.Fatalf("%s: %v", kind, err)
		}
		w.turn++ // another each time, as long as there are
		row = rows[w.turn%len(rows)]
		values := record.Values{record.AudienceField: "professionals", record.PlaceField: w.place, record.OwnerField: w.other}
		if kind.Class == access.Judgements { // of a partnership that nobody here is in
			values[record.PartnershipField] = w.elsewhere()
		}
		if row, err = w.parts.records.Change(ctx, program, kind, row.ID, row.Version, values); err != nil {
			w.t.Fatal(err)
		}
	} else {
		values := record.Values{}
		s := &surfaces{hall: w.hall, kind: kind, t: w.t}
		for name, texts := range s.sample() {
			field, _ := kind.Field(name)
			if value, problem := field.Parse(texts...); problem == nil {
				values[name] = value
			}
		}
		if kind.Class == access.Judgements { // of a partnership that nobody here is in
			values[record.PartnershipField] = w.elsewhere()
		}
		mark := w.parts.records.IDs.Next().String()
		for _, unique := range []string{"email", "code"} {
			if field, has := kind.Field(unique); has && !field.Fixed {
				values[unique] = strings.ToLower(mark) + map[string]string{"email": "@example.org", "code": ""}[unique]
			}
		}
		values[record.PlaceField], values[record.OwnerField] = w.place, w.other
		var err error
		if row, err = w.parts.records.Create(ctx, program, kind, values); err != nil {
			w.t.Fatalf("%s: %v", kind, err)
		}
	}
	changes, err := w.parts.db.ChangesOf(ctx, kind, row.ID, 0, 1)
	if err != nil {
		w.t.Fatal(err)
	}
	if len(changes) == 0 {
		return row.ID.String(), row.ID.String()
	}
	return row.ID.String(), changes[0].Batch.String()
}

func readRoutes(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/routes.txt")
	if err != nil {
		t.Fatal(err)
	}
	expected, class := map[string]string{}, ""
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0][0] == '#':
		case words[0] == "class":
			class = words[1] + " "
		case len(words) != 2 && words[2] != "#":
			t.Fatal(fmt.Errorf("a line of routes.txt is not whole: %q", line))
		case strings.HasPrefix(words[1], "all"):
			expected[class+words[0]] = everyLetter + strings.TrimPrefix(words[1], "all")
		default:
			expected[class+words[0]] = words[1]
		}
	}
	return expected
}
