package web

import (
	"net/http"
	"strings"

	"github.com/koppelkans/koppelkans/internal/search"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// recordsFound is how many records a search shows, of all kinds together.
const recordsFound = 60

// findRecords looks for records that the reader may see and groups what was
// found by kind, the best first within each. Own areas and deliveries are
// records; places are found by find.
func (s *site) findRecords(r *http.Request, p view.Page, page *view.Search) error {
	words := strings.TrimSpace(page.Words)
	if s.Records == nil || words == "" {
		return nil
	}
	result, err := s.Records.Store.Search(r.Context(), search.Ask{Actor: s.actor(r), Words: words, Limit: recordsFound})
	if err != nil {
		return err
	}
	page.Meant = strings.Join(result.Meant, ", ")
	for _, kind := range s.Records.Kinds.All() {
		group := view.SearchGroup{Heading: p.T(kind.ManyKey())}
		for _, found := range result.Found {
			if found.Kind == kind.One {
				group.Rows = append(group.Rows, view.RecordValue{Text: found.Title, URL: recordURL(kind, found.ID)})
			}
		}
		if len(group.Rows) > 0 {
			page.Groups = append(page.Groups, group)
		}
	}
	page.More = result.More
	return nil
}
