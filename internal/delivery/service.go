package delivery

import (
	"context"
	"errors"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Column has the readings of one indicator and period, parallel to the claims
// of the Load it belongs to. A reading that is NotLoaded is not kept.
type Column struct {
	Indicator string
	Period    int
	Assumed   bool
	Readings  []indicator.Reading
	// Sureness is parallel to Readings where the publisher says how exact its
	// figures are; nil when it says nothing. A hole has none.
	Sureness []indicator.Sureness
}

// Load is all that a delivery brings, checked and complete.
type Load struct {
	Claims   []place.Claim
	Columns  []Column
	Features []place.Feature
}

// readings counts the readings of a load.
func (l Load) readings() int { return len(l.Claims) * len(l.Columns) }

// Progress is told how far a delivery is; unit is a catalogue key.
type Progress func(unit string, done, total int)

// Batch limits how much is written in one transaction, so that a running
// server is never kept waiting for long.
const Batch = 50_000

// leftoverAfter is how long a delivery may be silent while it is written
// before it is taken for the remains of a process that died.
const leftoverAfter = 2 * time.Minute

// Store keeps deliveries. Nothing of a delivery shows before MakeCurrent,
// which is one transaction.
type Store interface {
	BeginDelivery(ctx context.Context, d Delivery) error
	WriteClaims(ctx context.Context, d id.ID, rank int, claims []place.Claim) ([]id.ID, error)
	WriteFigures(ctx context.Context, d id.ID, columns []Column, editions []id.ID) error
	WriteFeatures(ctx context.Context, d id.ID, features []place.Feature) error
	MakeCurrent(ctx context.Context, deliveries []Delivery, contents []Content) error
	SetDeliveryState(ctx context.Context, d id.ID, from, to State, by id.ID) error
	RemoveLeftovers(ctx context.Context, silentSince time.Time) (int, error)
	RemoveDelivery(ctx context.Context, d id.ID) error
	FindDelivery(ctx context.Context, d id.ID) (Delivery, error)
	FindSame(ctx context.Context, same Delivery) (Delivery, bool, error)
}

// Service takes deliveries in and undoes them.
type Service struct {
	Store Store
	IDs   *id.Maker
	Now   func() time.Time
}

// Arrival is a delivery with its source and what it brings. One file can hold
// the figures of several sources; it then makes several arrivals.
type Arrival struct {
	Delivery Delivery
	Source   Source
	Load     Load
}

// Deliver writes arrivals in batches and makes all of them current at once.
// When anything fails or ctx ends, nothing of them stays. A file that is
// already current, read in the same way, is refused with Conflict.
func (s *Service) Deliver(ctx context.Context, arrivals []Arrival, progress Progress) ([]Delivery, error) {
	if progress == nil {
		progress = func(string, int, int) {}
	}
	for _, arrival := range arrivals {
		same, found, err := s.Store.FindSame(ctx, arrival.Delivery)
		if err != nil {
			return nil, err
		}
		if found {
			return nil, fault.New(fault.Conflict, "delivery.already-current", fault.Args{"File": same.File, "Delivery": same.ID.String()})
		}
	}
	written, contents, err := s.write(ctx, arrivals, progress)
	if err == nil {
		err = s.Store.MakeCurrent(ctx, written, contents)
	}
	if err != nil {
		// The context may be what ended the delivery; removing must not fail on it.
		return nil, errors.Join(err, s.remove(context.WithoutCancel(ctx), written))
	}
	return written, nil
}

// remove takes back what was written of deliveries that will not be shown.
func (s *Service) remove(ctx context.Context, written []Delivery) error {
	var err error
	for _, d := range written {
		err = errors.Join(err, s.Store.RemoveDelivery(ctx, d.ID))
	}
	return err
}

// write writes all arrivals; it gives those that were begun even when it
// fails.
func (s *Service) write(ctx context.Context, arrivals []Arrival, progress Progress) ([]Delivery, []Content, error) {
	var written []Delivery
	var contents []Content
	for _, arrival := range arrivals {
		d := arrival.Delivery
		d.ID, d.State, d.CreatedAt = s.IDs.Next(), Writing, s.Now()
		if err := s.Store.BeginDelivery(ctx, d); err != nil {
			return written, nil, err
		}
		written = append(written, d)
		if err := s.writeLoad(ctx, d.ID, arrival, progress); err != nil {
			return written, nil, err
		}
		content := summarise(d, arrival.Load)
		d.Areas = len(arrival.Load.Claims)
		for _, part := range content {
			d.Figures += part.Known
			d.Holes += part.Holes
		}
		d.State, d.CurrentAt = Current, s.Now()
		written[len(written)-1] = d
		contents = append(contents, content...)
	}
	return written, contents, nil
}

func (s *Service) writeLoad(ctx context.Context, d id.ID, arrival Arrival, progress Progress) error {
	load := arrival.Load
	editions, err := s.writeClaims(ctx, d, arrival.Source.Rank, load.Claims, progress)
	if err != nil {
		return err
	}
	if err := s.writeColumns(ctx, d, load, editions, progress); err != nil {
		return err
	}
	for start := 0; start < len(load.Features); start += Batch {
		end := min(start+Batch, len(load.Features))
		if err := s.Store.WriteFeatures(ctx, d, load.Features[start:end]); err != nil {
			return err
		}
		progress("app.unit.features", end, len(load.Features))
	}
	return nil
}

func (s *Service) writeClaims(ctx context.Context, d id.ID, rank int, claims []place.Claim, progress Progress) ([]id.ID, error) {
	const batch = 2_000 // borders are large
	editions := make([]id.ID, 0, len(claims))
	for start := 0; start < len(claims); start += batch {
		end := min(start+batch, len(claims))
		written, err := s.Store.WriteClaims(ctx, d, rank, claims[start:end])
		if err != nil {
			return nil, err
		}
		editions = append(editions, written...)
		progress("app.unit.areas", end, len(claims))
	}
	return editions, nil
}

func (s *Service) writeColumns(ctx context.Context, d id.ID, load Load, editions []id.ID, progress Progress) error {
	if len(load.Claims) == 0 {
		return nil
	}
	perBatch := max(1, Batch/len(load.Claims))
	for start := 0; start < len(load.Columns); start += perBatch {
		end := min(start+perBatch, len(load.Columns))
		if err := s.Store.WriteFigures(ctx, d, load.Columns[start:end], editions); err != nil {
			return err
		}
		progress("app.unit.figures", end*len(load.Claims), load.readings())
	}
	return nil
}

// summarise counts what a load holds of each indicator, period and level. A
// reading that is not loaded says nothing and is not kept.
func summarise(d Delivery, load Load) []Content {
	var content []Content
	for _, column := range load.Columns {
		at := map[place.Level]int{}
		for row, reading := range column.Readings {
			if reading.Hole == indicator.NotLoaded {
				continue
			}
			level := load.Claims[row].Level
			index, seen := at[level]
			if !seen {
				index = len(content)
				at[level] = index
				content = append(content, Content{
					Delivery: d.ID, Indicator: column.Indicator, Period: column.Period, Level: level,
					BoundaryYear: load.Claims[row].Year, Assumed: column.Assumed,
				})
			}
			if reading.Known() {
				content[index].Known++
			} else {
				content[index].Holes++
			}
		}
	}
	return content
}

// Undo takes a current delivery back: what it brought is no longer shown, and
// what it covered shows again. Redo is the way back. by is the account that
// does so; 0 is the program.
func (s *Service) Undo(ctx context.Context, d, by id.ID) error {
	return s.Store.SetDeliveryState(ctx, d, Current, Undone, by)
}

// Redo makes an undone delivery current again.
func (s *Service) Redo(ctx context.Context, d, by id.ID) error {
	return s.Store.SetDeliveryState(ctx, d, Undone, Current, by)
}

// RemoveLeftovers removes what processes that died left half-written, and
// tells how many deliveries that were.
func (s *Service) RemoveLeftovers(ctx context.Context) (int, error) {
	return s.Store.RemoveLeftovers(ctx, s.Now().Add(-leftoverAfter))
}
