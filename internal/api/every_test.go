package api_test

import (
	"context"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/api"
	"github.com/koppelkans/koppelkans/internal/limit"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// cannotCome are answers that an operation has in common with others but that
// its own kind never gives.
var cannotCome = map[string]string{
	"listAccessGrantChanges 403": "whoever sees a grant sees its history",
}

// Every operation gives every answer that the document says it can give, and
// each of them is as described.
func TestEveryAnswerOfEveryOperation(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		h := newHouse(t, config, nil)
		h.goodAnswers(t)
		h.faultsOfRequests(t)
		h.faultsOfState(t)
		for name := range limitedTo(t, config, h.checker.operations) {
			h.seen[name] = true
		}
		for name := range brokenOff(t, config) {
			h.seen[name] = true
		}
		for name := range overtakenBy(t, config) {
			h.seen[name] = true
		}
		for _, op := range h.checker.operations {
			for _, status := range op.statuses {
				name := op.id + " " + strconv.Itoa(status)
				if reason, never := cannotCome[name]; !h.seen[name] && !never {
					t.Errorf("%s never came", name)
				} else if h.seen[name] && never {
					t.Errorf("%s came, though %s", name, reason)
				}
			}
		}
	})
}

func (h *house) goodAnswers(t *testing.T) {
	for _, op := range h.checker.operations {
		c := h.asks(op, h.secrets[access.Administrator])
		answer := h.do(c)
		if answer.StatusCode >= 300 {
			t.Errorf("%s: %s %s", op.id, answer.Status, answer.text)
		}
		if tag := answer.Header.Get("ETag"); op.method == http.MethodGet && tag != "" {
			c.header["If-None-Match"] = tag
			h.do(c).wants(t, http.StatusNotModified)
		}
	}
	h.do(call{method: "GET", path: "/api/v1/maps/" + h.mapped() + "/cells", header: map[string]string{"Accept": "text/csv"}}).wants(t, http.StatusOK)
}

// faultsOfRequests makes of each good request one with each fault it can have.
func (h *house) faultsOfRequests(t *testing.T) {
	reads := h.token(access.Administrator, account.Token{})
	for _, op := range h.checker.operations {
		good := h.asks(op, h.secrets[access.Administrator])
		with := func(change func(*call)) reply {
			c := good
			c.header = maps.Clone(good.header)
			change(&c)
			return h.do(c)
		}
		with(func(c *call) { c.path += "?noSuch=1" }).wants(t, http.StatusBadRequest)
		with(func(c *call) { c.secret = "kk_nonsense" }).wants(t, http.StatusUnauthorized)
		with(func(c *call) { c.header["Authorization"] = "Basic eDp5"; c.secret = "" }).wants(t, http.StatusUnauthorized)
		if op.method != http.MethodGet && !strings.HasSuffix(op.path, "/_search") {
			with(func(c *call) { c.secret = reads }).wants(t, http.StatusForbidden)
			// What the public may not see is not there for them.
			if answer := with(func(c *call) { c.secret = "" }); answer.StatusCode != http.StatusUnauthorized && answer.StatusCode != http.StatusNotFound {
				t.Errorf("%s without token: %s", op.id, answer.Status)
			}
		}
		if strings.Contains(op.path, "{id}") {
			with(func(c *call) { c.path = "/api/v1" + strings.ReplaceAll(op.path, "{id}", "0000000000001") }).wants(t, http.StatusNotFound)
			with(func(c *call) { c.path = "/api/v1" + strings.ReplaceAll(op.path, "{id}", "none") }).wants(t, http.StatusNotFound)
		}
		if strings.Contains(op.path, "{code}") {
			with(func(c *call) { c.path = strings.ReplaceAll(c.path, h.mapped(), "GM0001") }).wants(t, http.StatusNotFound)
		}
		if good.header["If-Match"] != "" {
			with(func(c *call) { delete(c.header, "If-Match") }).wants(t, http.StatusPreconditionRequired)
			with(func(c *call) { c.header["If-Match"] = `1, 2` }).wants(t, http.StatusBadRequest)
			with(func(c *call) { c.header["If-Match"] = `"99"` }).wants(t, http.StatusPreconditionFailed)
		}
		if good.body != nil {
			with(func(c *call) { c.header["Content-Type"] = "text/plain" }).wants(t, http.StatusUnsupportedMediaType)
			with(func(c *call) { c.body = `{"name":"` + strings.Repeat("x", 1<<20) + `"}` }).wants(t, http.StatusRequestEntityTooLarge)
			with(func(c *call) { c.body = `[]` }).wants(t, http.StatusBadRequest)
			with(func(c *call) { c.body = `{"name":` }).wants(t, http.StatusBadRequest)
			with(func(c *call) { c.body = `{"noSuch": 1}` }).wants(t, http.StatusBadRequest)
		}
	}
}

// faultsOfState asks what does not fit how a record is.
func (h *house) faultsOfState(t *testing.T) {
	ctx := context.Background()
	for _, kind := range h.records.Kinds.All() {
		at := "/api/v1/" + kind.Many + "/"
		if !kind.Derived {
			keep, double := h.example(kind), h.example(kind)
			_, err := h.records.Merge(ctx, program, kind, keep.ID, double.ID, nil)
			must(t, err)
			h.do(call{method: "POST", path: at + double.ID.String() + "/_restore", secret: h.secrets[access.Administrator]}).wants(t, http.StatusConflict)
			merged := h.do(call{method: "GET", path: at + double.ID.String(), secret: h.secrets[access.Administrator]}).wants(t, http.StatusOK).object(t)
			if merged["mergedInto"] != keep.ID.String() {
				t.Errorf("%s: a double does not tell what it became part of: %v", kind.One, merged)
			}
		}
		h.do(call{method: "GET", path: at + h.seenByReader(kind) + "/changes", secret: h.secrets[access.Reader]})
	}
}

// seenByReader gives a record that the reader sees but may not know the history
// of.
func (h *house) seenByReader(kind *record.Kind) string {
	h.t.Helper()
	if kind.One == "account" {
		token, _, err := h.accounts.ByToken(context.Background(), h.secrets[access.Reader])
		must(h.t, err)
		return token.Account.String()
	}
	row := h.example(kind)
	changed, err := h.records.Change(context.Background(), program, kind, row.ID, row.Version, record.Values{"audience": "public"})
	must(h.t, err)
	return changed.ID.String()
}

// limitedTo asks every operation more often than somebody may.
func limitedTo(t *testing.T, config store.Config, operations []described) map[string]bool {
	h := newHouse(t, config, func(o *api.Options) { o.Limits = &api.Limits{Token: limit.Rate{Every: time.Hour, Burst: 1}} })
	secret := h.secrets[access.Administrator]
	h.do(call{method: "GET", path: "/api/v1/organisations", secret: secret}).wants(t, http.StatusOK)
	for _, op := range operations {
		answer := h.do(h.asks(op, secret)).wants(t, http.StatusTooManyRequests)
		if answer.Header.Get("Retry-After") == "" {
			t.Errorf("%s does not say how long to wait", op.id)
		}
	}
	return h.seen
}

// brokenOff asks every operation while the database is gone.
func brokenOff(t *testing.T, config store.Config) map[string]bool {
	db, err := store.Open(context.Background(), config)
	must(t, err)
	h := newHouseOn(t, db, nil)
	var calls []call
	for _, op := range h.checker.operations {
		calls = append(calls, h.asks(op, h.secrets[access.Administrator]))
	}
	must(t, db.Close())
	for _, c := range calls {
		answer := h.do(c).wants(t, http.StatusInternalServerError)
		if strings.Contains(string(answer.text), "closed") {
			t.Errorf("the cause is told to the caller: %s", answer.text)
		}
	}
	if !strings.Contains(h.log.String(), "closed") {
		t.Error("the cause is not in the log")
	}
	return h.seen
}

// hasty is a store in which somebody else is always just ahead.
type hasty struct {
	*store.DB
	ahead *record.Service
}

// Write lets somebody else change the record first.
func (s *hasty) Write(ctx context.Context, writes []record.Write) error {
	for _, write := range writes {
		if write.Before == nil {
			continue
		}
		row, err := s.FindRow(ctx, write.Kind, write.Row.ID)
		if err != nil {
			return err
		}
		wider := access.Public
		if row.Audience == wider {
			wider = access.Professionals
		}
		if _, err := s.ahead.Change(ctx, program, write.Kind, row.ID, row.Version, record.Values{"audience": wider.String()}); err != nil {
			return err
		}
	}
	return s.DB.Write(ctx, writes)
}

// overtakenBy changes and deletes records that somebody else changes all the
// time, in another field.
func overtakenBy(t *testing.T, config store.Config) map[string]bool {
	db := storetest.Open(t, config)
	h := newHouseOn(t, db, func(o *api.Options) {
		busy := &record.Service{Kinds: o.Records.Kinds, IDs: o.Records.IDs, Now: o.Records.Now, Store: &hasty{DB: db, ahead: o.Records}}
		o.Records = busy
	})
	for _, op := range h.checker.operations {
		if op.method == http.MethodPatch || op.method == http.MethodDelete {
			h.do(h.asks(op, h.secrets[access.Administrator])).wants(t, http.StatusConflict)
		}
	}
	return h.seen
}
