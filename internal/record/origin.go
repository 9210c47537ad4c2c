package record

import (
	"context"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Origin is a record that led to another.
type Origin struct {
	Kind string
	ID   id.ID
}

// String writes it as "agreement/0abc…".
func (o Origin) String() string { return o.Kind + "/" + o.ID.String() }

// ParseOrigin reads what String wrote.
func ParseOrigin(text string) (Origin, error) {
	kind, one, parted := strings.Cut(text, "/")
	found, err := id.Parse(one)
	if !parted || err != nil {
		return Origin{}, fault.New(fault.Invalid, "record.bad-origin", nil)
	}
	return Origin{Kind: kind, ID: found}, nil
}

// CreateFrom adds a record that comes of another one, which the actor must be
// able to see, and lays the link between the two.
func (s *Service) CreateFrom(ctx context.Context, actor access.Actor, kind *Kind, values Values, from Origin) (Row, error) {
	rows, err := s.Together(ctx, actor, []Draft{{Kind: kind, Values: values, From: []Origin{from}}})
	if err != nil {
		return Row{}, err
	}
	return rows[0], nil
}

// Source gives the record that another one would come of, when the actor may
// see it and a record of this kind can come of it.
func (s *Service) Source(ctx context.Context, actor access.Actor, kind *Kind, from Origin) (Seen, Titles, error) {
	source, known := s.Kinds.ByName(from.Kind)
	if !known || !source.LeadsTo(kind.One) {
		return Seen{}, nil, hidden()
	}
	seen, titles, err := s.Get(ctx, actor, source, from.ID)
	if err == nil && seen.Deleted() {
		err = hidden()
	}
	return seen, titles, err
}
