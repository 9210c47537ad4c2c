package app

import (
	"strings"
	"sync"
	"testing"

	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// mostAsked bounds the statements for one page, the reader's session and
// account among them.
const mostAsked = 12

// A page asks the database the same few things whether it shows a handful of
// records or a full page of them, out of few or many.
func TestAPageAsksNoMoreOfMoreRecords(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		heard := &statements{}
		config.Heard = heard.add
		h := newHall(t, config, 5, 5)
		paths := map[string]string{
			"hub":               "/samenwerken",
			"organisations":     "/organisaties",
			"people":            "/mensen",
			"people by job":     "/mensen?op=job",
			"people filtered":   "/mensen?domain=health",
			"people found":      "/mensen?q=" + strings.Fields(h.names[0])[1],
			"an organisation":   "/organisaties/" + h.organisations[1].String(),
			"a person":          "/mensen/" + h.people[0].String(),
			"history":           "/mensen/" + h.people[0].String() + "/geschiedenis",
			"form":              "/mensen/" + h.people[0].String() + "/wijzigen",
			"search everything": "/zoek?q=" + strings.Fields(h.names[0])[1],
			"interface list":    "/api/v1/organisations",
		}
		before := map[string][]string{}
		for name, path := range paths {
			before[name] = h.asks(t, heard, path)
		}
		h.fill(t, 200, 600)
		for name, path := range paths {
			after := h.asks(t, heard, path)
			t.Logf("%s: %d statements", name, len(after))
			if len(after) > mostAsked {
				t.Errorf("%s asks %d statements, more than %d:\n%s", name, len(after), mostAsked, strings.Join(after, "\n"))
			}
			if len(after) > len(before[name])+titleKinds {
				t.Errorf("%s asks %d statements of few records and %d of many:\n%s\n---\n%s", name, len(before[name]), len(after),
					strings.Join(before[name], "\n"), strings.Join(after, "\n"))
			}
		}
	})
}

// titleKinds is how many more kinds of records a page may point to when there
// are more records: one statement asks for the names of each kind.
const titleKinds = 1

// asks gives the statements of the second time that a page is asked for; the
// first counts totals, which are kept.
func (h *hall) asks(t *testing.T, heard *statements, path string) []string {
	t.Helper()
	for range 2 {
		heard.take()
		if err := h.get(path); err != nil {
			t.Fatal(err)
		}
	}
	return heard.take()
}

// statements collects what the database is asked.
type statements struct {
	mu   sync.Mutex
	list []string
}

func (s *statements) add(statement string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, statement)
}

func (s *statements) take() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.list
	s.list = nil
	return list
}
