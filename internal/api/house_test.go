package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/api"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// house is the interface on a database, with an account for every role.
type house struct {
	t        testing.TB
	db       *store.DB
	records  *record.Service
	accounts *account.Service
	handler  http.Handler
	server   *httptest.Server
	checker  *checker
	log      *bytes.Buffer
	// secrets are the tokens by role, with the right to write.
	secrets map[access.Role]string
	// own is the organisation of all these accounts.
	own id.ID
	// seen are the answers that came, as "operation status".
	seen map[string]bool
}

var program = access.Actor{Program: true}

// newHouse makes a house; change may change its options.
func newHouse(t testing.TB, config store.Config, change func(*api.Options)) *house {
	t.Helper()
	return newHouseOn(t, storetest.Open(t, config), change)
}

// newHouseOn makes a house on a database that is open.
func newHouseOn(t testing.TB, db *store.DB, change func(*api.Options)) *house {
	t.Helper()
	all, err := kinds.All()
	must(t, err)
	words, err := i18n.Load()
	must(t, err)
	h := &house{t: t, db: db, log: &bytes.Buffer{}, secrets: map[access.Role]string{}, seen: map[string]bool{}}
	log := slog.New(slog.NewTextHandler(h.log, nil))
	h.records = &record.Service{Kinds: all, Store: db, IDs: id.NewMaker(nil), Now: time.Now}
	h.accounts = account.New(db, h.records, log)
	indicators, err := catalogue.Load()
	must(t, err)
	maps := &healthmap.Service{Store: db, Catalogue: indicators, Words: func(lang, key string) string { return words.T(lang, key, nil) }}
	options := api.Options{
		Records: h.records, Accounts: h.accounts, Places: db, Maps: maps, Deliveries: db, Figures: db, Indicators: catalogue.NewLive(indicators), Catalogue: words, Log: log,
		Limits: &api.Limits{},
	}
	if change != nil {
		change(&options)
	}
	h.handler, err = api.New(options)
	must(t, err)
	h.server = httptest.NewServer(h.handler)
	t.Cleanup(h.server.Close)
	document := h.do(call{method: "GET", path: "/api/v1/openapi.json"}).wants(t, http.StatusOK)
	h.checker = checkerOf(t, document.text)
	h.own = h.make("organisation", record.Values{"name": "Gemeente Waterhoven", "sort": "municipality", "audience": "public"}).ID
	for _, role := range access.Roles {
		h.secrets[role] = h.token(role, account.Token{Writes: true})
	}
	return h
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (h *house) kind(name string) *record.Kind {
	h.t.Helper()
	kind, known := h.records.Kinds.ByName(name)
	if !known {
		h.t.Fatalf("no kind %s", name)
	}
	return kind
}

// make adds a record as the program.
func (h *house) make(kind string, values record.Values) record.Row {
	h.t.Helper()
	row, err := h.records.Create(context.Background(), program, h.kind(kind), values)
	must(h.t, err)
	return row
}

// token makes an account with a role everywhere and in each partnership, and a
// token of it.
func (h *house) token(role access.Role, as account.Token) string {
	h.t.Helper()
	grants := []account.Grant{{Role: role}}
	partnerships, err := h.records.List(context.Background(), program, h.kind("partnership"), record.Ask{})
	must(h.t, err)
	for at := range partnerships.Rows {
		grants = append(grants, account.Grant{Role: role, Head: record.Head{Partnership: partnerships.Rows[at].ID}})
	}
	made, err := h.accounts.Create(context.Background(), account.Account{
		Head: record.Head{Owner: h.own}, Email: strings.ToLower(string(role) + id.NewMaker(nil).Next().String() + "@example.org"), Name: string(role), State: account.Active,
	}, grants, 0)
	must(h.t, err)
	as.Account, as.Name = made.ID, "test"
	if as.Until == "" {
		as.Until = account.TokenLast(time.Now())
	}
	_, secret, err := h.accounts.MakeToken(context.Background(), as)
	must(h.t, err)
	return secret
}

// call is a request to the interface.
type call struct {
	method, path string
	secret       string
	body         any // a string goes as it is
	header       map[string]string
}

// reply is what came back.
type reply struct {
	*http.Response
	text []byte
}

// plain follows no redirect: the interface gives none.
var plain = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// do asks something of the interface, and holds the answer against the
// document and the rules for headers.
func (h *house) do(c call) reply {
	h.t.Helper()
	request := h.request(c)
	response, err := plain.Do(request)
	must(h.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	must(h.t, err)
	checkHeaders(h.t, response)
	if h.checker != nil {
		var body []byte
		if request.GetBody != nil {
			again, err := request.GetBody()
			must(h.t, err)
			body, err = io.ReadAll(again)
			must(h.t, err)
		}
		h.checker.check(h.t, request, body, response, text)
		h.seen[h.checker.operation(request)+" "+strconv.Itoa(response.StatusCode)] = true
	}
	return reply{response, text}
}

func (h *house) request(c call) *http.Request {
	h.t.Helper()
	var body io.Reader
	kind := ""
	switch content := c.body.(type) {
	case nil:
	case string:
		body, kind = strings.NewReader(content), "application/json"
	default:
		text, err := json.Marshal(content)
		must(h.t, err)
		body, kind = bytes.NewReader(text), "application/json"
		if c.method == http.MethodPatch {
			kind = "application/merge-patch+json"
		}
	}
	request, err := http.NewRequest(c.method, h.server.URL+c.path, body)
	must(h.t, err)
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	if c.secret != "" {
		request.Header.Set("Authorization", "Bearer "+c.secret)
	}
	for name, value := range c.header {
		request.Header.Set(name, value)
	}
	return request
}

// object gives what was answered as an object of JSON.
func (r reply) object(t testing.TB) map[string]any {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal(r.text, &object); err != nil {
		t.Fatalf("%s: %v: %s", r.Status, err, r.text)
	}
	return object
}

// wants fails the test when another status came back.
func (r reply) wants(t testing.TB, status int) reply {
	t.Helper()
	if r.StatusCode != status {
		t.Fatalf("%s %s gave %s, want %d: %s", r.Request.Method, r.Request.URL.Path, r.Status, status, r.text)
	}
	return r
}
