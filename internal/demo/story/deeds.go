package story

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// Values that stand for something that is known only while the story is told.
type (
	the   string // the id of a record, by what the story calls it
	dayOf int    // the date of a day of the story
	spot  struct{}
)

// here is the municipality.
var here = spot{}

// resolve puts what is known now in the place of what stood for it.
func (s *scene) resolve(values record.Values) (record.Values, error) {
	resolved := record.Values{}
	for name, value := range values {
		switch v := value.(type) {
		case the:
			one, err := s.find(string(v))
			if err != nil {
				return nil, err
			}
			resolved[name] = one
		case dayOf:
			resolved[name] = s.start.AddDate(0, 0, int(v)).Format(time.DateOnly)
		case spot:
			resolved[name] = s.place
		default:
			resolved[name] = v
		}
	}
	return resolved, nil
}

// find gives the id of a record that the story told of.
func (s *scene) find(name string) (id.ID, error) {
	one, known := s.made[name]
	if !known {
		return 0, fmt.Errorf("nothing is called %q yet", name)
	}
	return one, nil
}

func (s *scene) kind(name string) (*record.Kind, error) {
	kind, known := s.Records.Kinds.ByName(name)
	if !known {
		return nil, fmt.Errorf("there is no kind %q", name)
	}
	return kind, nil
}

// row gives a record as it is now.
func (s *scene) row(ctx context.Context, kind, name string) (*record.Kind, record.Row, error) {
	described, err := s.kind(kind)
	if err != nil {
		return nil, record.Row{}, err
	}
	one, err := s.find(name)
	if err != nil {
		return nil, record.Row{}, err
	}
	row, err := s.Records.Store.FindRow(ctx, described, one)
	return described, row, err
}

// adds adds a record, which the story calls by a name from then on. It lies in
// the municipality, unless the values say otherwise.
func adds(kind, name string, values record.Values) Deed {
	return func(ctx context.Context, s *scene) error {
		described, err := s.kind(kind)
		if err != nil {
			return err
		}
		resolved, err := s.resolve(values)
		if err != nil {
			return err
		}
		if _, said := resolved[record.PlaceField]; !said {
			resolved[record.PlaceField] = s.place
		}
		row, err := s.Records.Create(ctx, s.actor, described, resolved)
		s.made[name] = row.ID
		return err
	}
}

// changes changes fields of a record.
func changes(kind, name string, values record.Values) Deed {
	return writes(kind, name, values, (*record.Service).Change)
}

// reports tells how something ended, as who was to do it.
func reports(kind, name string, values record.Values) Deed {
	return writes(kind, name, values, (*record.Service).Report)
}

// write is a method of the service that changes the values of a record.
type write func(s *record.Service, ctx context.Context, actor access.Actor, kind *record.Kind, one id.ID, version int64, values record.Values) (record.Row, error)

func writes(kind, name string, values record.Values, how write) Deed {
	return func(ctx context.Context, s *scene) error {
		described, row, err := s.row(ctx, kind, name)
		if err != nil {
			return err
		}
		resolved, err := s.resolve(values)
		if err != nil {
			return err
		}
		_, err = how(s.Records, ctx, s.actor, described, row.ID, row.Version, resolved)
		return err
	}
}

// takesAway deletes a record; bringsBack is the way back.
func takesAway(kind, name string) Deed {
	return func(ctx context.Context, s *scene) error {
		described, row, err := s.row(ctx, kind, name)
		if err != nil {
			return err
		}
		_, err = s.Records.Delete(ctx, s.actor, described, row.ID, row.Version)
		return err
	}
}

func bringsBack(kind, name string) Deed {
	return func(ctx context.Context, s *scene) error {
		described, row, err := s.row(ctx, kind, name)
		if err != nil {
			return err
		}
		_, err = s.Records.Return(ctx, s.actor, described, row.ID)
		return err
	}
}

// merges makes a double part of the record that stays.
func merges(kind, keep, double string) Deed {
	return func(ctx context.Context, s *scene) error {
		described, row, err := s.row(ctx, kind, keep)
		if err != nil {
			return err
		}
		other, err := s.find(double)
		if err != nil {
			return err
		}
		_, err = s.Records.Merge(ctx, s.actor, described, row.ID, other, nil)
		return err
	}
}

// takesBack undoes the last change of a record.
func takesBack(kind, name string) Deed {
	return func(ctx context.Context, s *scene) error {
		described, row, err := s.row(ctx, kind, name)
		if err != nil {
			return err
		}
		last, err := s.Records.Store.ChangesOf(ctx, described, row.ID, 0, 1)
		if err != nil {
			return err
		}
		if len(last) == 0 {
			return fmt.Errorf("nothing of %q can be taken back", name)
		}
		_, err = s.Records.Undo(ctx, s.actor, last[0].Batch)
		return err
	}
}

// erases removes a person, from history too.
func erases(name string) Deed {
	return func(ctx context.Context, s *scene) error {
		described, row, err := s.row(ctx, "person", name)
		if err != nil {
			return err
		}
		return s.Records.Erase(ctx, s.actor, described, row.ID)
	}
}

// imports reads a file with records.
func imports(kind, csv string) Deed {
	return func(ctx context.Context, s *scene) error {
		described, err := s.kind(kind)
		if err != nil {
			return err
		}
		table, err := sheet.Read(strings.NewReader(csv), sheet.UsualLimits())
		if err != nil {
			return err
		}
		plan, err := s.Records.Import(ctx, s.actor, described, table, nil, nil)
		if plan != nil && len(plan.Faults) > 0 {
			return fmt.Errorf("row %d, %s: %s", plan.Faults[0].Row, plan.Faults[0].Column, plan.Faults[0].Key)
		}
		return err
	}
}

// knows finds a record that the program brought, by the value of a field, and
// calls it by a name from then on.
func knows(kind, name string, values record.Values) Deed {
	return func(ctx context.Context, s *scene) error {
		described, err := s.kind(kind)
		if err != nil {
			return err
		}
		resolved, err := s.resolve(values)
		if err != nil {
			return err
		}
		var fields []string
		var equal []any
		for field, value := range resolved {
			fields, equal = append(fields, field), append(equal, value)
		}
		rows, err := s.Records.Store.FindEqual(ctx, described, fields, equal, 1)
		if err != nil || len(rows) == 0 {
			return fmt.Errorf("no %s is like %v: %w", kind, values, err)
		}
		s.made[name] = rows[0].ID
		return nil
	}
}

// both does one thing after the other, at one moment.
func both(deeds ...Deed) Deed {
	return func(ctx context.Context, s *scene) error {
		for _, deed := range deeds {
			if err := deed(ctx, s); err != nil {
				return err
			}
		}
		return nil
	}
}
