package record

import (
	"context"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
)

// How somebody picks a record by typing: by its name, and where names are not
// unique by what tells it apart ("Noor Helmgras, GGD Zeekust").

// mostNamesakes is how many records of one name are held apart.
const mostNamesakes = 20

// Suggest gives records whose name begins like what was typed, or has its words,
// told apart.
func (s *Service) Suggest(ctx context.Context, actor access.Actor, kind *Kind, typed string, limit int) ([]Named, error) {
	found, err := s.Alike(ctx, actor, kind, typed, limit)
	if err != nil || len(found) > 0 || kind.Apart == "" {
		return found, err
	}
	// What tells apart is no word of the record itself.
	for _, cut := range cuts(typed) {
		if found, err = s.Alike(ctx, actor, kind, cut.name, limit); err != nil {
			return nil, err
		}
		begins := SortKey(cut.apart)
		found = slices.DeleteFunc(found, func(n Named) bool { return !strings.HasPrefix(SortKey(n.Apart), begins) })
		if len(found) > 0 {
			break
		}
	}
	return found, nil
}

// FindLabelled gives the records that somebody means by a name, with what tells
// it apart or without.
func (s *Service) FindLabelled(ctx context.Context, actor access.Actor, kind *Kind, text string) ([]Named, error) {
	found, err := s.titled(ctx, actor, kind, text)
	if err != nil || len(found) > 0 || kind.Apart == "" {
		return found, err
	}
	for _, cut := range cuts(text) {
		if found, err = s.titled(ctx, actor, kind, cut.name); err != nil {
			return nil, err
		}
		key := SortKey(cut.apart)
		found = slices.DeleteFunc(found, func(n Named) bool { return SortKey(n.Apart) != key })
		if len(found) > 0 {
			break
		}
	}
	return found, nil
}

// titled gives records by their whole name, told apart.
func (s *Service) titled(ctx context.Context, actor access.Actor, kind *Kind, title string) ([]Named, error) {
	found, err := s.FindTitled(ctx, actor, kind, title, mostNamesakes)
	if err != nil || kind.Apart == "" {
		return found, err
	}
	ids := make([]id.ID, len(found))
	for at := range found {
		ids[at] = found[at].ID
	}
	return s.NamedOf(ctx, actor, kind, ids)
}

// labelCut is a label taken apart.
type labelCut struct{ name, apart string }

// cuts gives the ways to take a label apart: names have commas too.
func cuts(label string) []labelCut {
	var list []labelCut
	for at, char := range label {
		if char == ',' && len(list) < 3 {
			list = append(list, labelCut{strings.TrimSpace(label[:at]), strings.TrimSpace(label[at+1:])})
		}
	}
	return list
}

// Labels gives for each record a text that means only it among these: its label,
// with its id where that is not enough.
func Labels(list []Named) []string {
	times := map[string]int{}
	for _, one := range list {
		if times[one.Label()]++; one.Apart != "" {
			times[one.Title]++ // a namesake of whom nothing more is known is not alone
		}
	}
	labels := make([]string, len(list))
	for at, one := range list {
		if labels[at] = one.Label(); times[labels[at]] > 1 {
			labels[at] += " (" + one.ID.String() + ")"
		}
	}
	return labels
}

// NamedOf gives the names of records that the actor may see, told apart, in
// the order of their ids.
func (s *Service) NamedOf(ctx context.Context, actor access.Actor, kind *Kind, ids []id.ID) ([]Named, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := s.Store.FindRows(ctx, kind, ids)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(row Row) bool {
		return row.Deleted() || !access.Can(actor, access.See, kind.Class, row.Facts())
	})
	slices.SortFunc(rows, func(a, b Row) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	list := make([]Named, len(rows))
	for at := range rows {
		list[at] = Named{ID: rows[at].ID, Title: kind.Title(&rows[at]), Facts: rows[at].Facts()}
	}
	return list, s.tellApart(ctx, actor, kind, rows, list)
}

// tellApart fills in what stands behind the names of records.
func (s *Service) tellApart(ctx context.Context, actor access.Actor, kind *Kind, rows []Row, list []Named) error {
	field, known := kind.Field(kind.Apart)
	if !known {
		return nil
	}
	values := make([]any, len(rows))
	for at := range rows {
		values[at] = rows[at].Get(field)
	}
	titles, err := s.TitlesOf(ctx, actor, field, values...)
	for at := range list {
		list[at].Apart = titles[values[at].(id.ID)]
	}
	return err
}
