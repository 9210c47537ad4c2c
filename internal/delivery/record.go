package delivery

import (
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Record is a delivery as a record: people note something with it and decide
// who may see it; the rest is what arrived.
type Record struct {
	record.Head
	Source       string
	SourceTable  string
	BoundaryYear int64
	File         string
	Checksum     string
	Recipe       string
	State        State
	Areas        int64
	Figures      int64
	Holes        int64
	CurrentAt    time.Time
	UndoneAt     time.Time
	Note         string
}

// StateField is the field whose changes are undo and redo.
const StateField = "state"

// Records describes the kind. Its list and page are made by hand.
func Records() *record.Type[Record] {
	return record.Describe(record.Names{One: "delivery", Many: "deliveries", Path: "leveringen"},
		record.TextField("source", func(d *Record) *string { return &d.Source }).Listed().Filtered().Found(3).Fixed(),
		record.TextField("sourceTable", func(d *Record) *string { return &d.SourceTable }).Listed().Found(3).Fixed(),
		record.WholeField("boundaryYear", func(d *Record) *int64 { return &d.BoundaryYear }).Listed().Fixed(),
		record.TextField("file", func(d *Record) *string { return &d.File }).AtMost(1_000).Found(2).Fixed(),
		record.TextField("checksum", func(d *Record) *string { return &d.Checksum }).Fixed(),
		record.TextField("recipe", func(d *Record) *string { return &d.Recipe }).Fixed(),
		record.ChoiceField(StateField, func(d *Record) *State { return &d.State }, Writing, Current, Undone).Listed().Filtered().Fixed().Worded("state"),
		record.WholeField("areas", func(d *Record) *int64 { return &d.Areas }).Fixed(),
		record.WholeField("figures", func(d *Record) *int64 { return &d.Figures }).Fixed(),
		record.WholeField("holes", func(d *Record) *int64 { return &d.Holes }).Fixed(),
		record.MomentField("currentAt", func(d *Record) *time.Time { return &d.CurrentAt }).Fixed(),
		record.MomentField("undoneAt", func(d *Record) *time.Time { return &d.UndoneAt }).Fixed(),
		record.ProseField("note", func(d *Record) *string { return &d.Note }).Found(1),
	).In(access.Figures).ShownTo(access.Public).KeyedBy("checksum", "source", "sourceTable", "boundaryYear", "recipe").Derived().Handmade()
}
