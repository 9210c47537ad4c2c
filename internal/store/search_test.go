package store_test

import (
	"context"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/search"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// entry makes an entry of an organisation.
func entry(n id.ID, title string, audience access.Audience, texts ...search.Text) search.Entry {
	return search.Entry{Kind: "organisation", Class: access.Working, Title: title, Texts: texts,
		Facts: access.Facts{ID: n, Owner: 900, Place: 800, Audience: audience}}
}

func titles(result search.Result) string {
	var list []string
	for _, one := range result.Found {
		list = append(list, one.Title)
	}
	return strings.Join(list, " | ")
}

func TestSearchFinds(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, ctx := storetest.Open(t, config), context.Background()
		err := db.IndexEntries(ctx,
			entry(1, "Stichting Buurtzorg Waterhoven", access.Public),
			entry(2, "Gezondheidscentrum De Bomen", access.Public, search.Text{Words: "fysiotherapie en huisartsen", Weight: 1, Ceiling: access.Public}),
			entry(3, "Café 't Hoekje", access.Public),
			entry(4, "Woningcorporatie Noord-Holland", access.Public),
			entry(5, "Buurthuis", access.Public, search.Text{Words: "geheim plan", Weight: 1, Ceiling: access.OwnOrganisation}),
			entry(6, "Buurthuis Verborgen", access.OwnOrganisation),
		)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ words, want string }{
			{"buurtzorg", "Stichting Buurtzorg Waterhoven"},
			{"waterhoven stichting", "Stichting Buurtzorg Waterhoven"},
			{"boom", "Gezondheidscentrum De Bomen"},
			{"CAFE", "Café 't Hoekje"},
			{"thoekje", "Café 't Hoekje"},
			{"noordholland", "Woningcorporatie Noord-Holland"},
			{"noord-holland", "Woningcorporatie Noord-Holland"},
			{"holland noord", "Woningcorporatie Noord-Holland"},
			{"gez", "Gezondheidscentrum De Bomen"},
			{"gezond", "Gezondheidscentrum De Bomen"},
			{"gezonheidscentrum", "Gezondheidscentrum De Bomen"},
			{"huisarts", "Gezondheidscentrum De Bomen"},
			{"b", "Buurthuis | Gezondheidscentrum De Bomen | Stichting Buurtzorg Waterhoven"},
			{"buurthuis", "Buurthuis"},
			{"verborgen", ""},
			{"geheim", ""},
			{"buurthuis geheim", ""},
			{"", ""},
			{"?!", ""},
		} {
			got, err := db.Search(ctx, search.Ask{Words: c.words})
			if err != nil || titles(got) != c.want {
				t.Errorf("%q found %q, %v; want %q", c.words, titles(got), err, c.want)
			}
		}
		colleague := access.Actor{Account: 700, Organisation: 900, Scopes: map[access.Role]access.Scope{access.Reader: {Everywhere: true}}}
		got, err := db.Search(ctx, search.Ask{Actor: colleague, Words: "gehiem"})
		if err != nil || titles(got) != "Buurthuis" || strings.Join(got.Meant, " ") != "geheim" {
			t.Errorf("a colleague found %q, meant %q, %v", titles(got), got.Meant, err)
		}
	})
}
