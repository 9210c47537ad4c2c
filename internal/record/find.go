package record

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/search"
)

// Entry gives what can be found of a record; store keeps it in the index.
func (k *Kind) Entry(row *Row) search.Entry {
	entry := search.Entry{Kind: k.One, Class: k.Class, Facts: row.Facts(), Title: k.Title(row)}
	for at := range k.Own() {
		field := &k.Fields[at]
		text, is := row.Get(field).(string)
		if field.Weight == 0 || !is || text == "" || field == k.TitleField() && !field.Personal {
			continue
		}
		ceiling := field.Ceiling
		if ceiling == 0 {
			ceiling = access.Public
		}
		entry.Texts = append(entry.Texts, search.Text{Words: text, Weight: field.Weight, Ceiling: ceiling, Personal: field.Personal && field.Sort != Prose})
	}
	return entry
}

// Search gives the records of a kind that answer some words, best first.
func (s *Service) Search(ctx context.Context, actor access.Actor, kind *Kind, words string, limit int) ([]id.ID, bool, error) {
	result, err := s.Store.Search(ctx, search.Ask{Actor: actor, Words: words, Kinds: []string{kind.One}, Limit: limit})
	if err != nil {
		return nil, false, err
	}
	ids := make([]id.ID, len(result.Found))
	for at, found := range result.Found {
		ids[at] = found.ID
	}
	return ids, result.More, nil
}

// Alike gives records whose name or words look like some text: doubles,
// perhaps.
func (s *Service) Alike(ctx context.Context, actor access.Actor, kind *Kind, words string, limit int) ([]Named, error) {
	ids, _, err := s.Search(ctx, actor, kind, words, limit)
	if err != nil {
		return nil, err
	}
	return s.NamedOf(ctx, actor, kind, ids)
}

// FindTitled gives records of a kind that the actor may see, by their title;
// capitals and accents do not matter.
func (s *Service) FindTitled(ctx context.Context, actor access.Actor, kind *Kind, title string, limit int) ([]Named, error) {
	return s.Store.TitledLike(ctx, kind, SortKey(title), access.For(actor, access.See, kind.Class, access.Public), limit)
}

// TitlesOf gives the names of the records or places that values of a field
// point to, as far as the actor may see them.
func (s *Service) TitlesOf(ctx context.Context, actor access.Actor, field *Field, values ...any) (Titles, error) {
	titles := Titles{}
	var ids []id.ID
	for _, value := range values {
		if one, is := value.(id.ID); is && one != 0 {
			ids = append(ids, one)
		}
	}
	if len(ids) == 0 {
		return titles, nil
	}
	return titles, s.addNames(ctx, actor, field.Of, ids, titles)
}

// Makers gives the names of accounts, for professionals who see what others
// changed. An account that was erased has none.
func (s *Service) Makers(ctx context.Context, accounts []id.ID) (map[id.ID]string, error) {
	return s.Store.AccountNames(ctx, accounts)
}
