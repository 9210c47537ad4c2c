package partnership

import (
	"context"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
)

// FirstContact is whom to call first about something in a place: a person, an
// organisation, a key person or a place where people meet.
type FirstContact struct {
	record.Head
	Subject      string
	Areas        string // official codes; "" is the whole place
	Person       id.ID
	Organisation id.ID
	When         string // when and how to reach them, and what not to ask them
}

// FirstContacts describes the kind.
func FirstContacts() *record.Type[FirstContact] {
	return record.Describe(record.Names{One: "firstContact", Many: "first-contacts", Path: "eerste-contact"},
		record.TextField("subject", func(f *FirstContact) *string { return &f.Subject }).Required().Listed().Found(3),
		record.AreasField("areas", func(f *FirstContact) *string { return &f.Areas }),
		record.RefField("person", "person", func(f *FirstContact) *id.ID { return &f.Person }).Listed().Filtered(),
		record.RefField("organisation", "organisation", func(f *FirstContact) *id.ID { return &f.Organisation }).Listed().Filtered(),
		record.ProseField("reach", func(f *FirstContact) *string { return &f.When }).AtMost(1_000),
	).KeyedBy("subject", "person", "organisation").Guarded(reaches)
}

// reaches holds that there is somebody to call.
func reaches(_ context.Context, planned record.Planned) error {
	f := FirstContacts().Of(*planned.After)
	if f.Person == 0 && f.Organisation == 0 && planned.Deed != record.Erased {
		return record.Wrong("person", "firstcontact.nobody", nil)
	}
	return nil
}

// Concerns tells whether something that is of some areas is about one of them,
// or of an area within one of them; what names no areas is about all.
func Concerns(areas, code string) bool {
	list := strings.Fields(areas)
	return len(list) == 0 || slices.ContainsFunc(list, func(area string) bool { return holds(area, code) })
}

// Touches tells whether something that is of some areas concerns one of them,
// or is about a part of it.
func Touches(areas, code string) bool {
	return Concerns(areas, code) || slices.ContainsFunc(strings.Fields(areas), func(area string) bool { return holds(code, area) })
}

// holds tells whether an area is another one or has it within, as far as their
// official codes tell: GM0001, WK000102, BU00010203.
func holds(outer, inner string) bool {
	if outer == inner {
		return true
	}
	within := map[place.Level]int{place.Municipality: len("GM0001"), place.District: len("WK000102")}
	level, _ := place.LevelOf(outer)
	size := within[level]
	return size > 0 && len(inner) > size && place.MunicipalityOf(inner) != "" && outer[2:] == inner[2:size]
}
