package catalogue

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

// Live is the catalogue as it is now: what is shipped, with what was changed
// and added in this installation.
type Live struct {
	shipped *Catalogue
	now     atomic.Pointer[Catalogue]

	mu   sync.Mutex
	mark string
}

// NewLive begins with what is shipped.
func NewLive(shipped *Catalogue) *Live {
	live := &Live{shipped: shipped}
	live.now.Store(shipped)
	return live
}

// Shipped is the catalogue as it is embedded in the program.
func (l *Live) Shipped() *Catalogue { return l.shipped }

// Now gives the catalogue; it does not change under the hands of who has it.
func (l *Live) Now() *Catalogue { return l.now.Load() }

// ByID finds an indicator.
func (l *Live) ByID(id string) (indicator.Indicator, bool) { return l.Now().ByID(id) }

// Source finds a source.
func (l *Live) Source(id string) (delivery.Source, bool) { return l.Now().Source(id) }

// Rows gives the indicators of this installation.
type Rows interface {
	// IndicatorMark changes whenever an indicator does; it is cheap to ask.
	IndicatorMark(ctx context.Context) (string, error)
	IndicatorRecords(ctx context.Context) ([]Record, error)
}

// Refresh brings the catalogue up to date when an indicator was changed, here
// or by another process.
func (l *Live) Refresh(ctx context.Context, rows Rows) error {
	mark, err := rows.IndicatorMark(ctx)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if mark == l.mark {
		return nil
	}
	records, err := rows.IndicatorRecords(ctx)
	if err != nil {
		return err
	}
	l.now.Store(l.shipped.with(records))
	l.mark = mark
	return nil
}

// with gives the catalogue with indicators replaced, added and, when they were
// deleted, taken away.
func (c *Catalogue) with(records []Record) *Catalogue {
	next := &Catalogue{Sources: c.Sources, Themes: c.Themes, sources: c.sources, themes: c.themes, indicators: map[string]int{}, hidden: map[string]access.Facts{}}
	changed := map[string]Record{}
	for _, r := range records {
		if changed[r.Code] = r; r.Audience != access.Public && !r.Deleted() {
			next.hidden[r.Code] = r.Facts()
		}
	}
	add := func(i indicator.Indicator) {
		next.indicators[i.ID] = len(next.Indicators)
		next.Indicators = append(next.Indicators, i)
	}
	for _, known := range c.Indicators {
		r, is := changed[known.ID]
		delete(changed, known.ID)
		switch {
		case !is:
			add(known)
		case !r.Deleted():
			add(r.Indicator())
		}
	}
	for _, r := range records {
		if _, own := changed[r.Code]; own && !r.Deleted() {
			add(r.Indicator())
		}
	}
	return next
}
