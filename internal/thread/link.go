// Package thread follows what led to what: from a remark or a document to the
// agreement, the action and the decision that came of it, and back. The links
// are laid by the program when one record becomes another; nobody types them.
package thread

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Link says that one record led to another.
type Link struct {
	From, To record.Origin
	At       time.Time
	By       id.ID // the account that made the one into the other
}

// Store gives the links.
type Store interface {
	// LinksOf gives the links that lead to or from some records, at most limit,
	// by the ids of their ends.
	LinksOf(ctx context.Context, ids []id.ID, limit int) ([]Link, error)
}

// Records gives the records at the ends of links; record.Store is one.
type Records interface {
	FindRows(ctx context.Context, kind *record.Kind, ids []id.ID) ([]record.Row, error)
	FindByValues(ctx context.Context, kind *record.Kind, field *record.Field, values []any) ([]record.Row, error)
}

// Disclosure is a plain sentence that the owner of a record gives to who may not
// see the record, with a status that a resident understands. Its own audience
// is the wider one.
type Disclosure struct {
	record.Head
	About    string // the kind and id of the record: "agreement/0abc…"
	Sentence string
	Status   Status
}

// Status is how something stands, in words for everybody.
type Status string

// Statuses, in the order in which things go.
const (
	Received  Status = "received"
	Looking   Status = "looking"
	Doing     Status = "doing"
	Otherwise Status = "otherwise" // done, but differently than was asked
	Refused   Status = "refused"
	Waiting   Status = "waiting"
	Done      Status = "done"
)

// Disclosures describes the kind.
func Disclosures() *record.Type[Disclosure] {
	return record.Describe(record.Names{One: "disclosure", Many: "disclosures", Path: "vrijgegeven-zinnen"},
		record.TextField("sentence", func(d *Disclosure) *string { return &d.Sentence }).Required().AtMost(300).Listed().Found(1),
		record.ChoiceField("status", func(d *Disclosure) *Status { return &d.Status }, Received, Looking, Doing, Otherwise, Refused, Waiting, Done).Required().Listed(),
		record.TextField("about", func(d *Disclosure) *string { return &d.About }).Fixed(),
	).ShownTo(access.Public).KeyedBy("about").Derived()
}
