package record

import (
	"context"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/search"
)

// Organisations and people are added by many, who do not look whether they are
// there already. So a name like one that is there is pointed out.

const (
	mostDoubles      = 5
	mostAskedDoubles = 20 // answers of the search that are held against a name
	mostKnownNames   = 5_000
	mostSearchedRows = 100 // of a file, where more names are known than that
)

// Doubles gives records that a new one of this name may be, as far as the actor
// may see them; none for a kind whose names are not held against each other.
func (s *Service) Doubles(ctx context.Context, actor access.Actor, kind *Kind, title string) ([]Named, error) {
	if !kind.AskAlike {
		return nil, nil
	}
	name := search.NameOf(title)
	found, err := s.searchName(ctx, actor, kind, name, mostAskedDoubles)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(n Named) bool { return !name.Like(search.NameOf(n.Title)) })
	return found[:min(len(found), mostDoubles)], nil
}

// Resembling gives records that some words may be another name for: those that
// answer the words, then those that share what only this one is called.
func (s *Service) Resembling(ctx context.Context, actor access.Actor, kind *Kind, words string, limit int) ([]Named, error) {
	found, err := s.Alike(ctx, actor, kind, words, limit)
	if err != nil || len(found) >= limit {
		return found, err
	}
	more, err := s.searchName(ctx, actor, kind, search.NameOf(words), limit)
	for _, one := range more {
		if len(found) < limit && !slices.ContainsFunc(found, func(n Named) bool { return n.ID == one.ID }) {
			found = append(found, one)
		}
	}
	return found, err
}

// searchName searches for the words of a name, so many answers for each.
func (s *Service) searchName(ctx context.Context, actor access.Actor, kind *Kind, name search.Name, limit int) ([]Named, error) {
	var ids []id.ID
	for _, question := range name.Questions() {
		more, _, err := s.Search(ctx, actor, kind, question, limit)
		if err != nil {
			return nil, err
		}
		for _, one := range more {
			if !slices.Contains(ids, one) {
				ids = append(ids, one)
			}
		}
	}
	return s.NamedOf(ctx, actor, kind, ids)
}

// doubleFinder finds the doubles of the new rows of a file.
type doubleFinder struct {
	names search.NameIndex
	list  []Named
	known bool // all names are in the index
	asked int  // how many rows were searched for
}

// newDoubleFinder reads the names that are there, when these are not too many.
func (s *Service) newDoubleFinder(ctx context.Context, actor access.Actor, kind *Kind) (*doubleFinder, error) {
	f := &doubleFinder{}
	total, err := s.Count(ctx, actor, kind)
	if err != nil || total > mostKnownNames {
		return f, err
	}
	query, err := s.query(actor, kind, Ask{Limit: mostRows})
	for f.known = true; err == nil; {
		var rows []Row
		if rows, err = s.Store.ListRows(ctx, kind, query); err != nil {
			break
		}
		for at := range rows {
			title := kind.Title(&rows[at])
			f.list = append(f.list, Named{ID: rows[at].ID, Title: title})
			f.names.Add(search.NameOf(title))
		}
		if len(rows) < mostRows {
			break
		}
		query.After = rows[len(rows)-1].ID
	}
	return f, err
}

// noteDoubles notes which new rows look like what is there.
func (i *importing) noteDoubles(ctx context.Context, drafts []*draft) error {
	if !i.kind.AskAlike {
		return nil
	}
	for _, d := range drafts {
		if d.lost || d.before != nil {
			continue
		}
		if i.doubles == nil {
			var err error
			if i.doubles, err = i.newDoubleFinder(ctx, i.actor, i.kind); err != nil {
				return err
			}
		}
		names, err := i.doublesOf(ctx, i.kind.Title(&d.after))
		if err != nil {
			return err
		}
		if len(names) > 0 {
			i.plan.note(d.row.Number, i.columnOf(i.kind.TitleField().Name), "record.importLooksLike", fault.Args{"Known": listed(names)})
		}
	}
	return nil
}

func (i *importing) doublesOf(ctx context.Context, title string) (names []string, err error) {
	if i.doubles.known {
		for _, at := range i.doubles.names.Like(search.NameOf(title), mostDoubles) {
			names = append(names, i.doubles.list[at].Title)
		}
		return names, nil
	}
	if i.doubles.asked++; i.doubles.asked > mostSearchedRows {
		return nil, nil
	}
	found, err := i.Doubles(ctx, i.actor, i.kind, title)
	for _, one := range found {
		names = append(names, one.Title)
	}
	return names, err
}
