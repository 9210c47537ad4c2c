package record

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// mostMoved is how many references to a double are turned in one merge.
const mostMoved = 10_000

// MergePlan is two records of one kind that are one and the same.
type MergePlan struct {
	Kind   *Kind
	Keep   Row
	Double Row
	// Differ are the fields of which both have a value, and not the same.
	Differ []*Field
	// Filled are the fields that only the double has a value for.
	Filled []*Field
	// Moved is how many references will point to the record that stays.
	Moved int
}

// PlanMerge tells what merging a double into a record will do.
func (s *Service) PlanMerge(ctx context.Context, actor access.Actor, kind *Kind, keep, double id.ID) (MergePlan, error) {
	plan := MergePlan{Kind: kind}
	var err error
	if keep == double {
		return plan, fault.New(fault.Invalid, "record.merge-same", nil)
	}
	if plan.Keep, err = s.findFor(ctx, actor, access.Merge, kind, keep); err != nil {
		return plan, err
	}
	if plan.Double, err = s.findFor(ctx, actor, access.Merge, kind, double); err != nil {
		return plan, err
	}
	if plan.Keep.Deleted() || plan.Double.Deleted() || kind.Derived {
		return plan, fault.New(fault.Conflict, "record.merge-gone", nil)
	}
	for at := range kind.Own() {
		field := &kind.Fields[at]
		kept, other := plan.Keep.Get(field), plan.Double.Get(field)
		if field.Fixed || field.Blank(other) || field.Equal(kept, other) {
			continue
		}
		if field.Blank(kept) {
			plan.Filled = append(plan.Filled, field)
		} else {
			plan.Differ = append(plan.Differ, field)
		}
	}
	links, err := s.Store.PointersTo(ctx, kind, double, mostMoved+1)
	plan.Moved = len(links)
	return plan, err
}

// Merge makes a double part of a record: the record takes the fields that it
// has not and those named in take; all that pointed to the double points to
// it; the double is deleted. All of it is undone as one.
func (s *Service) Merge(ctx context.Context, actor access.Actor, kind *Kind, keep, double id.ID, take map[string]bool) (Row, error) {
	for range mostTries {
		row, err := s.mergeOnce(ctx, actor, kind, keep, double, take)
		if !errors.Is(err, ErrOvertaken) {
			return row, err
		}
	}
	return Row{}, fault.New(fault.Conflict, "record.busy", nil)
}

func (s *Service) mergeOnce(ctx context.Context, actor access.Actor, kind *Kind, keep, double id.ID, take map[string]bool) (Row, error) {
	plan, err := s.PlanMerge(ctx, actor, kind, keep, double)
	if err != nil {
		return Row{}, err
	}
	if plan.Moved > mostMoved {
		return Row{}, fault.New(fault.Limit, "record.merge-many", fault.Args{"Most": mostMoved})
	}
	batch := s.IDs.Next()
	gone := plan.Double.clone()
	gone.DeletedAt, gone.MergedInto = s.Now().UTC().Truncate(time.Microsecond), keep
	removed, err := s.guarded(ctx, actor, Removed, kind, &plan.Double, gone, batch)
	if err != nil {
		return Row{}, err
	}
	whole := plan.Keep.clone()
	for _, field := range plan.Filled {
		whole.Set(field, plan.Double.Get(field))
	}
	for _, field := range plan.Differ {
		if take[field.Name] {
			whole.Set(field, plan.Double.Get(field))
		}
	}
	merged, err := s.guarded(ctx, actor, Merged, kind, &plan.Keep, whole, batch)
	if err != nil {
		return Row{}, err
	}
	writes, err := s.turnLinks(ctx, actor, kind, keep, double, batch)
	if err != nil {
		return Row{}, err
	}
	// The double goes first, so that the record can take its unique values.
	return merged.Row, s.Store.Write(ctx, append([]Write{removed, merged}, writes...))
}

// turnLinks makes the writes that turn what pointed to the double.
func (s *Service) turnLinks(ctx context.Context, actor access.Actor, kind *Kind, keep, double, batch id.ID) ([]Write, error) {
	links, err := s.Store.PointersTo(ctx, kind, double, mostMoved)
	if err != nil {
		return nil, err
	}
	fields := map[string]map[id.ID][]string{}
	for _, link := range links {
		if link.ID == keep && link.Kind == kind.One || link.ID == double {
			continue // a record that stays does not point to itself
		}
		if fields[link.Kind] == nil {
			fields[link.Kind] = map[id.ID][]string{}
		}
		fields[link.Kind][link.ID] = append(fields[link.Kind][link.ID], link.Field)
	}
	var writes []Write
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		byRecord := fields[name]
		from, known := s.Kinds.ByName(name)
		if !known {
			continue
		}
		rows, err := s.Store.FindRows(ctx, from, slices.Sorted(maps.Keys(byRecord)))
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			after := row.clone()
			for _, name := range byRecord[row.ID] {
				if field, known := from.Field(name); known {
					after.Set(field, keep)
				}
			}
			write, err := s.guardedAs(ctx, Planned{Actor: actor, Deed: Changed, Kind: from, Before: &row, Turned: true}, after, batch)
			if err != nil {
				return nil, err
			}
			writes = append(writes, write)
		}
	}
	return writes, nil
}
