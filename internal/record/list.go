package record

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// PageSize is how many records a page of a list has.
const PageSize = 50

// Ask asks for a page of a list.
type Ask struct {
	Filters map[string]string // by field name, as Field.Parse reads it
	IDs     []id.ID           // only these, when not nil
	Around  *Around           // only those, when not nil
	Deleted bool              // those that can be brought back
	Sort    string
	Down    bool
	After   id.ID
	Limit   int // at most 1,000; 0 is PageSize
}

// List is a page of records.
type List struct {
	Kind   *Kind
	Rows   []Seen
	Titles Titles
	Total  int  // of all pages
	More   bool // there is a page after this one
}

// List gives a page of the records that the actor may see. It takes a fixed
// number of questions to the store: the page, its total, and one for each kind
// that the records point to. The total is counted once for each state of the
// database and kept.
func (s *Service) List(ctx context.Context, actor access.Actor, kind *Kind, ask Ask) (List, error) {
	query, err := s.query(actor, kind, ask)
	if err != nil {
		return List{}, err
	}
	list := List{Kind: kind}
	limit := query.Limit
	counted := query.IDs == nil || len(query.IDs) > limit
	if counted {
		if list.Total, err = s.count(ctx, kind, query); err != nil || list.Total == 0 {
			return list, err
		}
	}
	query.Limit++
	rows, err := s.Store.ListRows(ctx, kind, query)
	if err != nil {
		return list, err
	}
	if list.More = len(rows) > limit; list.More {
		rows = rows[:limit]
	}
	if !counted {
		list.Total = len(rows) // all of so few fit on the page
	}
	list.Rows, list.Titles, err = s.mask(ctx, actor, kind, rows)
	return list, err
}

// Count tells how many records of a kind the actor may see.
func (s *Service) Count(ctx context.Context, actor access.Actor, kind *Kind) (int, error) {
	query, err := s.query(actor, kind, Ask{})
	if err != nil {
		return 0, err
	}
	return s.count(ctx, kind, query)
}

// Few gives all records of a kind that the actor may see, by title, when there
// are no more than most; false when there are more. It reads none of those.
func (s *Service) Few(ctx context.Context, actor access.Actor, kind *Kind, most int) ([]Named, bool, error) {
	query, err := s.query(actor, kind, Ask{Limit: most})
	if err != nil {
		return nil, false, err
	}
	total, err := s.count(ctx, kind, query)
	if err != nil || total > most || total == 0 {
		return nil, total == 0, err
	}
	rows, err := s.Store.ListRows(ctx, kind, query)
	list := make([]Named, len(rows))
	for at := range rows {
		list[at] = Named{ID: rows[at].ID, Title: kind.Title(&rows[at]), Facts: rows[at].Facts()}
	}
	if err == nil {
		err = s.tellApart(ctx, actor, kind, rows, list)
	}
	return list, true, err
}

// mostRows bounds a page, whoever asks.
const mostRows = 1_000

// query makes the question to the store; the filter of who may see is in it.
func (s *Service) query(actor access.Actor, kind *Kind, ask Ask) (Query, error) {
	action := access.See
	if ask.Deleted {
		action = access.Delete
	}
	query := Query{
		Where: access.For(actor, action, kind.Class, access.Public), IDs: ask.IDs, Around: ask.Around, Deleted: ask.Deleted,
		Sort: ask.Sort, Down: ask.Down, After: ask.After, Limit: ask.Limit,
	}
	if query.Limit == 0 {
		query.Limit = PageSize
	}
	if query.Limit < 0 || query.Limit > mostRows {
		return query, fault.New(fault.Invalid, "record.bad-limit", fault.Args{"Most": mostRows})
	}
	if field, known := kind.Field(ask.Sort); ask.Sort != "" && (!known || !field.Sorted) {
		return query, fault.New(fault.Invalid, "record.bad-sort", fault.Args{"Field": shorten(ask.Sort)})
	}
	var problems Problems
	for at := range kind.Fields {
		field := &kind.Fields[at]
		text, asked := ask.Filters[field.Name]
		if !asked || text == "" {
			continue
		}
		value, problem := field.Parse(text)
		if problem != nil {
			problems = append(problems, *problem)
			continue
		}
		filter := Filter{Field: field, Value: value}
		if field.Ceiling != 0 {
			may := access.For(actor, access.See, kind.Class, field.Ceiling)
			filter.Where = &may
		}
		query.Filters = append(query.Filters, filter)
	}
	for name := range ask.Filters {
		if field, known := kind.Field(name); !known || !field.Filtered && field.Sort != Ref && !field.Unique {
			problems = append(problems, Problem{Field: shorten(name), Key: "record.no-filter"})
		}
	}
	return query, problems.fault()
}

// count gives the total of a list, from what is kept when nothing changed.
func (s *Service) count(ctx context.Context, kind *Kind, query Query) (int, error) {
	if query.Where.Nothing() {
		return 0, nil
	}
	seq, err := s.Store.LastEvent(ctx)
	if err != nil {
		return 0, err
	}
	key := countKey(kind, query)
	if total, known := s.counts.get(seq, key); known {
		return total, nil
	}
	total, err := s.Store.CountRows(ctx, kind, query)
	if err == nil {
		s.counts.put(seq, key, total)
	}
	return total, err
}

func countKey(kind *Kind, query Query) string {
	var key strings.Builder
	fmt.Fprintf(&key, "%s %v %v %v", kind.One, query.Deleted, query.IDs, query.Where)
	if query.Around != nil {
		fmt.Fprintf(&key, " around %v", *query.Around)
	}
	for _, filter := range query.Filters {
		fmt.Fprintf(&key, " %s=%q", filter.Field.Name, filter.Field.Plain(filter.Value))
	}
	return key.String()
}

// mostCounts bounds how many totals are kept.
const mostCounts = 2_000

// counts keeps totals for one state of the database. Its zero value works.
type counts struct {
	mu    sync.Mutex
	seq   int64
	total map[string]int
}

func (c *counts) get(seq int64, key string) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	total, known := c.total[key]
	return total, known && c.seq == seq
}

func (c *counts) put(seq int64, key string, total int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.total == nil || c.seq != seq || len(c.total) >= mostCounts {
		c.seq, c.total = seq, map[string]int{}
	}
	c.total[key] = total
}
