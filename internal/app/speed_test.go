package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// The size that the figures of docs/measured.md are about.
const (
	manyOrganisations = 10_000
	manyPeople        = 50_000
	clients           = 16
)

// BenchmarkPages asks for pages with 16 clients in the same process as the
// server, so that they share its cores. An operation is one page; p95-ms is
// the time within which 95 of 100 were answered.
//
//	go test ./internal/app -run '^$' -bench Pages -benchtime 3s
func BenchmarkPages(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchmarkPages(b, store.Config{Folder: b.TempDir()}) })
	b.Run("postgres", func(b *testing.B) { benchmarkPages(b, store.Config{URL: storetest.Postgres(b)}) })
}

func benchmarkPages(b *testing.B, config store.Config) {
	h := newHall(b, config, manyOrganisations, manyPeople)
	word := func() string { return strings.Fields(h.names[rand.IntN(len(h.names))])[1] }
	for _, page := range []struct {
		name string
		path func() string
	}{
		{"list", func() string { return "/mensen?na=" + h.people[rand.IntN(len(h.people))].String() }},
		{"list-filtered", func() string {
			return "/mensen?domain=health&na=" + h.people[rand.IntN(len(h.people))].String()
		}},
		{"list-organisations", func() string { return "/organisaties" }},
		{"detail", func() string { return "/organisaties/" + h.organisations[rand.IntN(len(h.organisations))].String() }},
		{"search", func() string { return "/mensen?q=" + url.QueryEscape(word()) }},
		{"search-misspelt", func() string { return "/mensen?q=" + url.QueryEscape(misspelt(word())) }},
	} {
		b.Run(page.name, func(b *testing.B) { h.ask(b, page.path) })
	}
}

// misspelt leaves a letter out of a word.
func misspelt(word string) string {
	at := 1 + rand.IntN(len(word)-2)
	return word[:at] + word[at+1:]
}

// hall is a server with many records, and somebody who is signed in.
type hall struct {
	parts         *parts
	server        *httptest.Server
	client        *http.Client
	organisations []id.ID
	people        []id.ID
	names         []string
}

func newHall(tb testing.TB, config store.Config, organisations, people int) *hall {
	tb.Helper()
	h := openHall(tb, config)
	h.fill(tb, organisations, people)
	if err := h.parts.db.Settle(context.Background()); err != nil {
		tb.Fatal(err)
	}
	h.letEverybodyIn(tb)
	h.signIn(tb, "editor")
	return h
}

// letEverybodyIn makes an account of each role, and opens the door as in a demo.
func (h *hall) letEverybodyIn(tb testing.TB) {
	tb.Helper()
	ctx := context.Background()
	for _, one := range account.DemoRoles() {
		who := account.Account{Head: record.Head{Owner: h.organisations[0]}, Email: one.Email, Name: one.Name, State: account.Active}
		if _, err := h.parts.accounts.Create(ctx, who, []account.Grant{{Role: one.Role}}, 0); err != nil {
			tb.Fatal(err)
		}
	}
	if err := h.parts.accounts.OpenDemo(ctx); err != nil {
		tb.Fatal(err)
	}
}

// openHall serves a database as it is.
func openHall(tb testing.TB, config store.Config) *hall {
	tb.Helper()
	ctx := context.Background()
	words, err := i18n.Load()
	if err != nil {
		tb.Fatal(err)
	}
	if config.Folder == "" {
		config.Folder = tb.TempDir()
	}
	p, err := openParts(ctx, config, words)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := p.db.Close(); err != nil {
			tb.Error(err)
		}
	})
	h := &hall{parts: p}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	// Sixteen clients ask as one reader, so the limits of one are off.
	serving := &serveCommand{signing: signing{SessionIdle: time.Hour, SessionLifetime: time.Hour}}
	c := &console{out: io.Discard, errs: io.Discard, words: words, lang: "nl", kinds: jobKinds}
	if _, err := (&printing{Chromium: noChromium}).prepare(p, c, log, ""); err != nil {
		tb.Fatal(err)
	}
	handler, err := serving.handler(ctx, p, c, log)
	if err != nil {
		tb.Fatal(err)
	}
	h.server = httptest.NewServer(handler)
	tb.Cleanup(h.server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		tb.Fatal(err)
	}
	h.client = &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: clients, DisableCompression: true}}
	return h
}

// fill adds organisations and people in batches.
func (h *hall) fill(tb testing.TB, organisations, people int) {
	tb.Helper()
	random := rand.New(rand.NewPCG(7, 7))
	syllables := []string{"ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "zu", "wa", "ne"}
	name := func() string {
		var text strings.Builder
		for range 2 + random.IntN(3) {
			text.WriteString(syllables[random.IntN(len(syllables))])
		}
		return text.String() + "n"
	}
	sorts := []string{"municipality", "welfare", "school", "sports-club", "residents", "business"}
	domains := []string{"social", "physical", "health", "safety"}
	kind := func(name string) *record.Kind { k, _ := h.parts.records.Kinds.ByName(name); return k }
	add := func(kind *record.Kind, count int, values func(n int) record.Values) []id.ID {
		var ids []id.ID
		for len(ids) < count {
			var drafts []record.Draft
			for n := range min(2_000, count-len(ids)) {
				drafts = append(drafts, record.Draft{Kind: kind, Values: values(len(ids) + n)})
			}
			rows, err := h.parts.records.Together(context.Background(), access.Actor{Program: true}, drafts)
			if err != nil {
				tb.Fatal(err)
			}
			for _, row := range rows {
				ids = append(ids, row.ID)
			}
		}
		return ids
	}
	h.organisations = add(kind("organisation"), organisations, func(n int) record.Values {
		return record.Values{"name": fmt.Sprintf("%s %s", []string{"Stichting", "Vereniging", "School"}[n%3], name()), "sort": sorts[n%len(sorts)],
			"domains": []string{domains[n%4]}, "website": "https://example.org", "address": "Weg " + name(), "audience": "public"}
	})
	h.people = add(kind("person"), people, func(n int) record.Values {
		full := name() + " " + name()
		h.names = append(h.names, full)
		return record.Values{"name": full, "organisation": h.organisations[n%len(h.organisations)], "owner": h.organisations[n%len(h.organisations)],
			"job": []string{"Adviseur", "Buurtwerker", "Leraar"}[n%3], "domain": domains[n%4], "level": string(partnership.Operations), "email": fmt.Sprintf("p%d@example.org", n)}
	})
}

// ask asks for pages until b.N were answered, and reports how fast.
func (h *hall) ask(b *testing.B, path func() string) {
	var next atomic.Int64
	times := make([][]time.Duration, clients)
	b.ResetTimer()
	var all sync.WaitGroup
	for client := range clients {
		all.Go(func() {
			for next.Add(1) <= int64(b.N) {
				begun := time.Now()
				if err := h.get(path()); err != nil {
					b.Error(err)
					return
				}
				times[client] = append(times[client], time.Since(begun))
			}
		})
	}
	all.Wait()
	b.StopTimer()
	every := slices.Concat(times...)
	slices.Sort(every)
	if len(every) == 0 {
		return
	}
	b.ReportMetric(float64(len(every))/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(float64(every[len(every)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(every[len(every)/2].Microseconds())/1000, "p50-ms")
}

func (h *hall) get(path string) error {
	answer, err := h.client.Get(h.server.URL + path)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, answer.Status)
	}
	return nil
}
