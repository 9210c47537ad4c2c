package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/api"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/web"
)

// mayFind tells who may find a text, by hand: what it says is about records in
// the municipality that another organisation owns, in a partnership that
// nobody here takes part in.
func mayFind(class access.Class, widest access.Audience) string {
	if class == access.Accounts {
		return "m"
	}
	if class == access.Judgements {
		return "" // for who has a role in the partnership
	}
	switch widest {
	case access.Public:
		return "prceaom"
	case access.Professionals:
		return "rceaom"
	case access.Partnership:
		if class == access.Figures {
			return "aom" // who watches over figures and over the place
		}
		return "om"
	}
	return ""
}

// marker is a word that stands in one place of the world.
type marker struct {
	where string
	for_  string // letters of who may find it
}

var markerPattern = regexp.MustCompile(`mk[a-z]{12}`)

type markers struct {
	*walk
	lock   sync.Mutex // of what was found
	apart  id.ID      // a partnership in which nobody of these has a part
	known  map[string]marker
	found  map[string]int
	told   map[rune]int    // markers that somebody found through the interface
	tokens map[rune]string // with which programs of each role come to the interface
	paths  []string        // to ask for as everybody
	words  []string        // the markers, in the order in which they were made
}

// Every text of every record holds a word of its own. Somebody of every role
// asks for every page, file, search and, with a token, every operation of the
// interface that reads, with every record, and finds no word that is not for
// them.
func TestNobodyFindsWhatIsNotForThem(t *testing.T) {
	t.Parallel() // beside other long ones
	m := &markers{walk: newWalk(t), known: map[string]marker{}, found: map[string]int{}, told: map[rune]int{}}
	m.apart, m.tokens = m.elsewhere(), m.makeTokens()
	operations := m.reading()
	for _, kind := range m.parts.records.Kinds.All() {
		for _, audience := range access.Audiences {
			m.mark(kind, audience, operations)
		}
	}
	m.addPaths(operations)
	var everybody sync.WaitGroup // each is held up by limits of their own
	for _, letter := range "prceaom" {
		everybody.Go(func() {
			for _, path := range m.paths {
				m.judge(letter, path, m.wordsOn(letter, http.MethodGet, path, ""))
			}
			m.searchAs(letter)
		})
	}
	everybody.Wait()
	for letter := range roleOf {
		if m.told[letter] <= m.told['p'] {
			t.Errorf("%c, with a token, finds %d words through the interface, and the public %d", letter, m.told[letter], m.told['p'])
		}
	}
	never := 0
	for word, known := range m.known {
		if known.for_ != "" && m.found[word] == 0 {
			t.Logf("nobody found %s, for %s", known.where, known.for_)
			never++
		}
	}
	t.Logf("%d addresses as 7 roles, %d markers, %d of them for somebody and never found", len(m.paths), len(m.known), never)
	if never > len(m.known)/20 {
		t.Errorf("%d of %d markers were found by nobody, so this test shows too little", never, len(m.known))
	}
}

// judge counts the words that somebody found, and tells of those that are not
// for them.
func (m *markers) judge(letter rune, path string, words map[string]bool) {
	m.t.Helper()
	m.lock.Lock()
	defer m.lock.Unlock()
	for word := range words {
		known, is := m.known[word]
		if !is {
			continue
		}
		m.found[word]++
		if strings.HasPrefix(path, api.Root) {
			m.told[letter]++
		}
		if !strings.ContainsRune(known.for_, letter) {
			m.t.Errorf("%c finds %s on %s", letter, known.where, path)
		}
	}
}

// makeTokens gives everybody who is signed in a token that reads.
func (m *markers) makeTokens() map[rune]string {
	m.t.Helper()
	tokens := map[rune]string{}
	for letter, role := range roleOf {
		who, err := m.parts.accounts.DemoSignIn(context.Background(), role)
		if err != nil {
			m.t.Fatal(err)
		}
		until := account.Today(time.Now().AddDate(0, 1, 0))
		if _, tokens[letter], err = m.parts.accounts.MakeToken(context.Background(), account.Token{Account: who.ID, Name: "markers", Until: until}); err != nil {
			m.t.Fatal(err)
		}
	}
	return tokens
}

// reading gives the path of every operation of the interface that is a GET,
// from its document.
func (m *markers) reading() []string {
	m.t.Helper()
	answer, err := m.client.Get(m.server.URL + api.Root + "/openapi.json")
	if err != nil {
		m.t.Fatal(err)
	}
	defer answer.Body.Close()
	var document struct {
		Paths map[string]map[string]any
	}
	if err := json.NewDecoder(answer.Body).Decode(&document); err != nil {
		m.t.Fatal(err)
	}
	var paths []string
	for path, methods := range document.Paths {
		if methods["get"] != nil {
			paths = append(paths, api.Root+path)
		}
	}
	if len(paths) < 3*len(m.parts.records.Kinds.All()) {
		m.t.Fatalf("the document has too few operations: %v", paths)
	}
	slices.Sort(paths)
	return paths
}

// searchAs searches through the interface for beginnings of words, each among
// the records of its kind.
func (m *markers) searchAs(letter rune) {
	for at := 0; at < len(m.words); at += 3 { // the same engine for all; some of them will do
		word := m.words[at]
		if kind, is := m.parts.records.Kinds.ByName(strings.Split(m.known[word].where, ".")[0]); is {
			path := api.Root + "/" + kind.Many + "/_search"
			m.judge(letter, path, m.wordsOn(letter, http.MethodPost, path, fmt.Sprintf(`{"words": %q}`, clipped(word))))
		}
	}
}

// clipped gives the beginning of a marker: an answer that repeats what was
// asked does not hold the marker.
func clipped(word string) string { return word[:len(word)-1] }

func (m *markers) word(where, for_ string) string {
	letters := make([]byte, 12)
	for at := range letters {
		letters[at] = byte('a' + rand.IntN(26))
	}
	word := "mk" + string(letters)
	m.known[word] = marker{where, for_}
	m.words = append(m.words, word)
	return word
}

// mark makes a record with a word in each text; another that was for the own
// organisation before; and one that was deleted.
func (m *markers) mark(kind *record.Kind, audience access.Audience, operations []string) {
	ctx, program := context.Background(), access.Actor{Program: true}
	if kind.Derived {
		one, _ := m.aRecord(kind)
		m.markDerived(kind, one, audience, operations)
		return
	}
	values := func(state string, widest access.Audience) record.Values {
		s := &surfaces{hall: m.hall, kind: kind, t: m.t}
		all := record.Values{}
		for name, texts := range s.sample() {
			field, _ := kind.Field(name)
			all[name], _ = field.Parse(texts...)
			seen := widest
			if field.Ceiling != 0 {
				seen = min(seen, field.Ceiling)
			}
			where := fmt.Sprintf("%s.%s of a %s record for %s", kind.One, name, state, widest)
			switch {
			case slices.Contains([]string{"items", "minimum", "maximum", "begins", "ends"}, name): // take no words
			case field.Sort == record.Email:
				all[name] = m.word(where, mayFind(kind.Class, seen)) + "@example.org"
			case field.Sort == record.Text || field.Sort == record.Prose:
				all[name] = m.word(where, mayFind(kind.Class, seen))
			}
		}
		if _, lies := all[record.PartnershipField]; lies {
			all[record.PartnershipField] = m.apart
		}
		all[record.AudienceField], all[record.PlaceField], all[record.OwnerField] = widest.String(), m.place, m.other
		return all
	}
	row, err := m.parts.records.Create(ctx, program, kind, values("standing", audience))
	if err != nil {
		m.t.Fatalf("%s: %v", kind, err)
	}
	m.addRecord(kind, row.ID, operations)

	private, err := m.parts.records.Create(ctx, program, kind, values("formerly private", access.OwnOrganisation))
	if err != nil {
		m.t.Fatal(err)
	}
	wider := values("widened", audience)
	delete(wider, "code") // stays for ever
	if _, err := m.parts.records.Change(ctx, program, kind, private.ID, 1, wider); err != nil {
		m.t.Fatalf("%s: %v", kind, err)
	}
	if code, has := kind.Field("code"); has && !code.Fixed { // the code is still there, now for more people
		word := private.Get(code).(string)
		m.known[word] = marker{m.known[word].where, mayFind(kind.Class, audience)}
	}
	m.addRecord(kind, private.ID, operations)

	gone, err := m.parts.records.Create(ctx, program, kind, values("deleted", audience))
	if err != nil {
		m.t.Fatal(err)
	}
	if _, err := m.parts.records.Delete(ctx, program, kind, gone.ID, 1); err != nil {
		m.t.Fatal(err)
	}
	m.addRecord(kind, gone.ID, operations)
}

// markDerived writes words into the texts that people fill in.
func (m *markers) markDerived(kind *record.Kind, one string, audience access.Audience, operations []string) {
	ctx, program := context.Background(), access.Actor{Program: true}
	which, err := id.Parse(one)
	if err != nil {
		m.t.Fatal(err)
	}
	row, err := m.parts.db.FindRow(ctx, kind, which)
	if err != nil {
		m.t.Fatal(err)
	}
	values := record.Values{record.AudienceField: audience.String()}
	for at := range kind.Own() {
		field := &kind.Fields[at]
		if field.Sort == record.Prose && !field.Fixed {
			values[field.Name] = m.word(kind.One+"."+field.Name+" of a derived record for "+audience.String(), mayFind(kind.Class, audience))
		}
	}
	if _, err := m.parts.records.Change(ctx, program, kind, which, row.Version, values); err != nil {
		m.t.Fatalf("%s: %v", kind, err)
	}
	m.addRecord(kind, which, operations)
}

// addRecord adds every address that has the record in it.
func (m *markers) addRecord(kind *record.Kind, one id.ID, operations []string) {
	for _, route := range web.Routes() {
		if route.Method == http.MethodGet && strings.HasPrefix(route.Pattern, "/"+kind.Path+"/{id}") {
			path := strings.Replace(route.Pattern, "{id}", one.String(), 1)
			m.paths = append(m.paths, path, path+"?lang=en")
			if strings.HasSuffix(path, "/samenvoegen") {
				m.paths = append(m.paths, path+"?met="+one.String())
			}
		}
	}
	for _, path := range operations {
		if strings.HasPrefix(path, api.Root+"/"+kind.Many+"/{id}") {
			m.paths = append(m.paths, strings.Replace(path, "{id}", one.String(), 1))
		}
	}
}

// addPaths adds lists, files, searches and what of the interface is about no
// one record.
func (m *markers) addPaths(operations []string) {
	for _, path := range operations {
		if !strings.Contains(path, "{id}") {
			m.paths = append(m.paths, strings.NewReplacer("{code}", demoPlace, "{level}", "municipality").Replace(path))
		}
	}
	for _, kind := range m.parts.records.Kinds.All() {
		path := "/" + kind.Path
		m.paths = append(m.paths, path, path+"?verwijderd=1", path+"?af=1",
			api.Root+"/"+kind.Many+"?limit=1000", api.Root+"/"+kind.Many+"?limit=1000&deleted=true")
		for at := range kind.Fields {
			if field := &kind.Fields[at]; field.Sorted {
				m.paths = append(m.paths, path+"?op="+field.Name, path+"?op="+field.Name+"&af=1", api.Root+"/"+kind.Many+"?orderBy="+field.Name)
			}
		}
		for _, format := range sheet.Formats {
			m.paths = append(m.paths, path+"/export."+string(format))
		}
	}
	for at, word := range m.words {
		q := url.QueryEscape(clipped(word))
		if at%2 == 0 { // the same engine for all; some of them will do
			m.paths = append(m.paths, "/zoek?q="+q)
		}
		if at%6 == 0 {
			kind := m.parts.records.Kinds.All()[at%len(m.parts.records.Kinds.All())]
			m.paths = append(m.paths, "/zoek.json?q="+q, "/kies.json?soort="+kind.One+"&q="+q, "/"+kind.Path+"?q="+q, "/zoek?q="+q[:5]+"x"+q[6:])
		}
	}
	m.paths = append(m.paths, "/", "/samenwerken", "/over", "/taken", "/account", "/beheer", "/beheer/logboek", "/beheer/logboek.csv", "/uitnodigen",
		"/kaart/"+demoPlace, "/leveringen", "/cijfers", "/gebieden")
}

// wordsOn gives the markers in an answer, its headers included. The interface
// is asked with a token, pages with a session.
func (m *markers) wordsOn(letter rune, method, path, body string) map[string]bool {
	request, err := http.NewRequest(method, m.server.URL+path, strings.NewReader(body))
	if err != nil {
		m.t.Error(err)
		return nil
	}
	if token := m.tokens[letter]; token != "" && strings.HasPrefix(path, api.Root) {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := m.clients[letter].Do(request)
	if err != nil {
		m.t.Error(err)
		return nil
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		m.t.Error(err)
		return nil
	}
	if answer.StatusCode == http.StatusTooManyRequests { // as often as anybody may
		time.Sleep(time.Second)
		return m.wordsOn(letter, method, path, body)
	}
	if answer.StatusCode >= http.StatusInternalServerError {
		m.t.Errorf("%s as %c: %s", path, letter, answer.Status)
	}
	if strings.HasSuffix(path, ".xlsx") && answer.StatusCode == http.StatusOK {
		table, err := sheet.Read(bytes.NewReader(text), sheet.UsualLimits())
		if err != nil {
			m.t.Errorf("%s: %v", path, err)
			return nil
		}
		text = fmt.Append(nil, table.Rows)
	}
	words := map[string]bool{}
	for _, word := range markerPattern.FindAllString(string(text)+fmt.Sprint(answer.Header), -1) {
		words[word] = true
	}
	return words
}
