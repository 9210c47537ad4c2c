package partnership

import (
	"context"
	"strings"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// FirstContact is whom to call first about something in a place: a person, an
// organisation, a key person or a place where people meet.
type FirstContact struct {
	record.Head
	Subject      string
	Areas        string // official codes of districts and neighbourhoods; "" is the whole municipality
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
	if len(list) == 0 {
		return true
	}
	for _, area := range list {
		if area == code || len(area) == len("WK000000") && strings.HasPrefix(area, "WK") && strings.HasPrefix(code, "BU"+area[2:]) {
			return true
		}
	}
	return false
}
