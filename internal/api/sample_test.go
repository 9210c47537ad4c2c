package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/app"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
)

// fillDemo fills an empty database as the command does.
func fillDemo(t testing.TB, config store.Config) {
	t.Helper()
	arguments := []string{"demo", "--data", t.TempDir(), "--database", config.URL}
	if config.URL == "" {
		arguments = []string{"demo", "--data", config.Folder}
	}
	var out bytes.Buffer
	if code := app.Main(arguments, &out, &out); code != 0 {
		t.Fatalf("demo: %s", out.String())
	}
}

// sample gives the values of a new record like one that is there.
func (h *house) sample(kind *record.Kind) record.Values {
	h.t.Helper()
	list, err := h.records.List(context.Background(), program, kind, record.Ask{Limit: 50})
	must(h.t, err)
	// Of those who left only the name stays away; a new record cannot point there.
	list.Rows = slices.DeleteFunc(list.Rows, func(seen record.Seen) bool { return h.pointsNowhere(kind, &seen) })
	if len(list.Rows) == 0 {
		h.t.Fatalf("the demo has no %s to look like", kind.One)
	}
	values, fresh := record.Values{}, id.NewMaker(nil).Next().String()
	for at := range kind.Fields {
		field := &kind.Fields[at]
		value := list.Rows[0].Get(field)
		if text, is := value.(string); is && field.Unique {
			value = text + "-" + fresh
			if field.Sort == record.Email {
				value = fresh + "@example.org"
			}
		}
		values[field.Name] = value
	}
	return values
}

// pointsNowhere tells whether a record points to one that was deleted.
func (h *house) pointsNowhere(kind *record.Kind, seen *record.Seen) bool {
	for at := range kind.Own() {
		field := &kind.Fields[at]
		one, is := seen.Get(field).(id.ID)
		of, known := h.records.Kinds.ByName(field.Of)
		if !is || one == 0 || !known {
			continue
		}
		named, err := h.records.Store.Named(context.Background(), of, []id.ID{one})
		must(h.t, err)
		if len(named) == 0 || named[0].Deleted {
			return true
		}
	}
	return false
}

// example adds a record of a kind. Of what people cannot add it gives one that
// is there.
func (h *house) example(kind *record.Kind) record.Row {
	h.t.Helper()
	if kind.Derived {
		list, err := h.records.List(context.Background(), program, kind, record.Ask{Limit: 1})
		must(h.t, err)
		return list.Rows[0].Row
	}
	return h.make(kind.One, h.sample(kind))
}

// sent gives values as a caller sends them.
func sent(kind *record.Kind, values record.Values) map[string]any {
	object := map[string]any{}
	for name, value := range values {
		if field, known := kind.Field(name); known && !field.Fixed {
			object[name] = field.JSON(value)
			if text, is := value.(string); is && field.Sort == record.Border {
				object[name] = json.RawMessage(text)
			}
		}
	}
	return object
}

// other gives a field that can be changed, and another value for it.
func other(kind *record.Kind) (name string, value any) {
	for at := range kind.Own() {
		field := &kind.Fields[at]
		if field.Fixed || field.Unique || len(field.Options) > 0 {
			continue
		}
		switch field.Sort {
		case record.Text, record.Prose:
			if field.Name != "minimum" && field.Name != "maximum" {
				return field.Name, "Anders " + id.NewMaker(nil).Next().String()
			}
		case record.Day:
			return field.Name, time.Date(2030, 1, 1+rand.IntN(9_000), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		}
	}
	return "", nil
}

// asks gives a good request of an operation, as somebody who may.
func (h *house) asks(op described, secret string) call {
	h.t.Helper()
	parts := strings.Split(strings.TrimPrefix(op.path, "/"), "/")
	kind, isKind := h.records.Kinds.ByMany(parts[0])
	c := call{method: op.method, secret: secret, header: map[string]string{}}
	if !isKind {
		c.path = "/api/v1" + strings.NewReplacer("{level}", "municipality", "{code}", h.mapped(), "{id}", h.delivery()).Replace(op.path)
		return c
	}
	c.path = "/api/v1/" + kind.Many
	if len(parts) > 1 {
		row := h.example(kind)
		c.path = "/api/v1" + strings.ReplaceAll(op.path, "{id}", row.ID.String())
		c.header["If-Match"] = `"` + "1" + `"`
		if row.Version != 1 {
			c.header["If-Match"] = "*"
		}
		if strings.HasSuffix(op.path, "/_restore") {
			_, err := h.records.Delete(context.Background(), program, kind, row.ID, row.Version)
			must(h.t, err)
		}
	}
	switch op.method {
	case http.MethodPost:
		switch {
		case len(parts) == 1:
			c.body = sent(kind, h.sample(kind))
		case parts[1] == "_search":
			c.body = map[string]any{"words": "waterhoven"}
		}
	case http.MethodPatch:
		name, value := other(kind)
		c.body = map[string]any{name: value}
	}
	if op.method == http.MethodGet || op.method == http.MethodPost {
		delete(c.header, "If-Match")
	}
	return c
}

// mapped gives the code of a municipality with a map.
func (h *house) mapped() string {
	h.t.Helper()
	places, err := h.db.MappedMunicipalities(context.Background())
	must(h.t, err)
	return places[0].Code
}

// delivery gives the id of a delivery.
func (h *house) delivery() string {
	h.t.Helper()
	list, _, err := h.db.Deliveries(context.Background(), access.Actor{Program: true}, 0, 1)
	must(h.t, err)
	return list[0].ID.String()
}
