package record

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Seen is a record as one actor may see it: what they may not see is empty,
// and named in Hidden.
type Seen struct {
	Row
	Kind   *Kind
	Hidden map[string]bool
}

// May tells whether the actor may do something with the record.
func (s *Seen) May(actor access.Actor, action access.Action) bool {
	return access.Can(actor, action, s.Kind.Class, s.Facts())
}

// Shows tells whether a field may be seen.
func (s *Seen) Shows(field *Field) bool { return !s.Hidden[field.Name] }

// Titles are the names of the records and places that some records point to.
// What the reader may not see has none.
type Titles map[id.ID]string

// Get gives one record as the actor may see it, with the names of what it
// points to.
func (s *Service) Get(ctx context.Context, actor access.Actor, kind *Kind, one id.ID) (Seen, Titles, error) {
	row, err := s.find(ctx, actor, kind, one)
	if err != nil {
		return Seen{}, nil, err
	}
	seen, names, err := s.mask(ctx, actor, kind, []Row{row})
	if err != nil {
		return Seen{}, nil, err
	}
	return seen[0], names, nil
}

// mask empties what the actor may not see: fields with a lower ceiling, and
// references to records that they may not see. It asks the store once for each
// kind that is pointed to, however many rows there are.
func (s *Service) mask(ctx context.Context, actor access.Actor, kind *Kind, rows []Row) ([]Seen, Titles, error) {
	seen := make([]Seen, len(rows))
	for at := range rows {
		seen[at] = Seen{Row: rows[at].clone(), Kind: kind, Hidden: map[string]bool{}}
	}
	for at := range kind.Fields {
		field := &kind.Fields[at]
		if field.Ceiling == 0 {
			continue
		}
		may := access.For(actor, access.See, kind.Class, field.Ceiling)
		for row := range seen {
			if !may.Holds(rows[row].Facts()) {
				seen[row].hide(field)
			}
		}
	}
	names, err := s.names(ctx, actor, kind, seen)
	if err != nil {
		return nil, nil, err
	}
	for at := range kind.Fields {
		field := &kind.Fields[at]
		if field.Sort != Ref {
			continue
		}
		for row := range seen {
			one := seen[row].Get(field).(id.ID)
			if _, known := names[one]; one != 0 && !known {
				seen[row].hide(field)
			}
		}
	}
	return seen, names, nil
}

func (s *Seen) hide(field *Field) {
	s.Hidden[field.Name] = true
	if field.head == nil { // the head stays whole, for the rules look at it
		s.Set(field, field.zero())
	}
}

// names looks up what the rows point to.
func (s *Service) names(ctx context.Context, actor access.Actor, kind *Kind, rows []Seen) (Titles, error) {
	wanted := map[string]map[id.ID]bool{}
	for at := range kind.Fields {
		field := &kind.Fields[at]
		if field.Sort != Ref && field.Sort != PlaceRef {
			continue
		}
		if wanted[field.Of] == nil {
			wanted[field.Of] = map[id.ID]bool{}
		}
		for row := range rows {
			if one := rows[row].Get(field).(id.ID); one != 0 {
				wanted[field.Of][one] = true
			}
		}
	}
	names := Titles{}
	for of, ids := range wanted {
		if len(ids) == 0 {
			continue
		}
		if err := s.addNames(ctx, actor, of, keys(ids), names); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// addNames adds the names of some records of a kind, or of places when the
// kind is "".
func (s *Service) addNames(ctx context.Context, actor access.Actor, of string, ids []id.ID, names Titles) error {
	if of == "" {
		places, err := s.Store.PlaceNames(ctx, ids)
		for one, name := range places {
			names[one] = name
		}
		return err
	}
	kind, _ := s.Kinds.ByName(of)
	found, err := s.Store.Named(ctx, kind, ids)
	may := access.For(actor, access.See, kind.Class, access.Public)
	for _, named := range found {
		if may.Holds(named.Facts) || of == "organisation" && named.ID == actor.Organisation {
			names[named.ID] = named.Title
		}
	}
	return err
}

func keys(set map[id.ID]bool) []id.ID {
	list := make([]id.ID, 0, len(set))
	for one := range set {
		list = append(list, one)
	}
	return list
}
