// Package savedview keeps views of maps, tables and comparisons that somebody
// wants to find again or to share. All that was chosen stands in the address of
// a page; a view is that address with a name.
package savedview

import "github.com/koppelkans/koppelkans/internal/record"

// View is a page with what was chosen on it.
type View struct {
	record.Head
	Title   string
	Address string // of a page of this installation: /kaart/GM0772?jaar=2024
	Note    string // why it was saved
}

// Views describes the kind.
func Views() *record.Type[View] {
	return record.Describe(record.Names{One: "savedView", Many: "saved-views", Path: "weergaven"},
		record.TextField("title", func(v *View) *string { return &v.Title }).Required().Listed().Found(3),
		record.PageField("address", func(v *View) *string { return &v.Address }).Required().Listed(),
		record.ProseField("note", func(v *View) *string { return &v.Note }).Found(1),
	)
}
