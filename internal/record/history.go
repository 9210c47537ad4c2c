package record

import (
	"context"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
)

// HistoryPage is how many changes a page of a history has.
const HistoryPage = 50

// History gives the changes of a record, newest first, from below a version; 0
// begins with the newest. Values of fields that the actor may not see are left
// out, and so are those of a time when they might not see the record.
func (s *Service) History(ctx context.Context, actor access.Actor, kind *Kind, one id.ID, below int64) ([]Change, Titles, error) {
	row, err := s.findFor(ctx, actor, access.History, kind, one)
	if err != nil {
		return nil, nil, err
	}
	changes, err := s.Store.ChangesOf(ctx, kind, one, below, HistoryPage)
	if err != nil {
		return nil, nil, err
	}
	for at := range changes {
		changes[at].Fields = s.visible(actor, kind, row.Facts(), changes[at])
	}
	names, err := s.namesIn(ctx, actor, kind, changes)
	return changes, names, err
}

// visible leaves out of a change what the actor may not see.
func (s *Service) visible(actor access.Actor, kind *Kind, now access.Facts, change Change) []FieldChange {
	if !access.Can(actor, access.See, kind.Class, change.Facts) {
		return nil
	}
	former := kind.factsBefore(change)
	var list []FieldChange
	for _, step := range change.Fields {
		field, known := kind.Field(step.Field)
		if !known {
			continue
		}
		ceiling := field.Ceiling
		if ceiling == 0 {
			ceiling = access.Public
		}
		if !access.CanSeeField(actor, kind.Class, now, ceiling) || !access.CanSeeField(actor, kind.Class, change.Facts, ceiling) {
			continue
		}
		// What it was before, the change may have shown to more people.
		if !access.CanSeeField(actor, kind.Class, former, ceiling) {
			step.Before = ""
		}
		list = append(list, step)
	}
	slices.SortStableFunc(list, func(a, b FieldChange) int { return kind.place(a.Field) - kind.place(b.Field) })
	return list
}

// factsBefore gives the facts of the record before a change, from what the
// change did to them.
func (k *Kind) factsBefore(change Change) access.Facts {
	row := Row{Head: Head{ID: change.Record, Owner: change.Facts.Owner, Place: change.Facts.Place, Partnership: change.Facts.Partnership, Audience: change.Facts.Audience}}
	for _, step := range change.Fields {
		if field, known := k.Field(step.Field); known && field.head != nil {
			if value, problem := field.Parse(step.Before); problem == nil {
				field.head.set(&row.Head, value)
			}
		}
	}
	facts := row.Facts()
	facts.CreatedBy = change.Facts.CreatedBy
	return facts
}

// namesIn looks up what the values of changes point to; a reference to what
// the actor may not see is left out of the change.
func (s *Service) namesIn(ctx context.Context, actor access.Actor, kind *Kind, changes []Change) (Titles, error) {
	wanted := map[string]map[id.ID]bool{}
	for _, change := range changes {
		for _, step := range change.Fields {
			field, _ := kind.Field(step.Field)
			if field.Sort != Ref && field.Sort != PlaceRef {
				continue
			}
			if wanted[field.Of] == nil {
				wanted[field.Of] = map[id.ID]bool{}
			}
			for _, text := range []string{step.Before, step.After} {
				if one, err := id.Parse(text); err == nil {
					wanted[field.Of][one] = true
				}
			}
		}
	}
	names := Titles{}
	for of, ids := range wanted {
		if err := s.addNames(ctx, actor, of, keys(ids), names); err != nil {
			return nil, err
		}
	}
	for at := range changes {
		for step := range changes[at].Fields {
			hideUnnamed(kind, &changes[at].Fields[step], names)
		}
	}
	return names, nil
}

func hideUnnamed(kind *Kind, step *FieldChange, names Titles) {
	if field, _ := kind.Field(step.Field); field.Sort != Ref {
		return
	}
	for _, text := range []*string{&step.Before, &step.After} {
		one, err := id.Parse(*text)
		if _, known := names[one]; err == nil && !known {
			*text = ""
		}
	}
}

// Dependents gives the records that point to one, as far as the actor may see
// them; at most mostRows are looked at.
func (s *Service) Dependents(ctx context.Context, actor access.Actor, kind *Kind, of *Seen) ([]Dependent, error) {
	pointers, err := s.Store.PointersTo(ctx, kind, of.ID, mostRows)
	if err != nil {
		return nil, err
	}
	byKind := map[string]map[id.ID]bool{}
	for _, pointer := range pointers {
		if byKind[pointer.Kind] == nil {
			byKind[pointer.Kind] = map[id.ID]bool{}
		}
		byKind[pointer.Kind][pointer.ID] = true
	}
	var list []Dependent
	for _, from := range s.Kinds.All() {
		if len(byKind[from.One]) == 0 {
			continue
		}
		found, err := s.Store.Named(ctx, from, keys(byKind[from.One]))
		if err != nil {
			return nil, err
		}
		may := access.For(actor, access.See, from.Class, access.Public)
		dependent := Dependent{Kind: from}
		for _, named := range found {
			if may.Holds(named.Facts) && !named.Deleted {
				dependent.Records = append(dependent.Records, named)
			}
		}
		if len(dependent.Records) > 0 {
			list = append(list, dependent)
		}
	}
	return list, nil
}

// Dependent are records of a kind that point to a record.
type Dependent struct {
	Kind    *Kind
	Records []Named
}
