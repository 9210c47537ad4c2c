package partnership

import (
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Seat says that somebody is at a standing meeting.
type Seat struct {
	record.Head
	Meeting id.ID
	Person  id.ID
	For     string // whom they speak for, or what they come for
}

// Seats describes the kind. Who leaves a partnership does not hand theirs over:
// a successor may sit elsewhere.
func Seats() *record.Type[Seat] {
	return record.Describe(record.Names{One: "seat", Many: "seats", Path: "plekken-aan-tafel"},
		record.RefField("meeting", "standingMeeting", func(s *Seat) *id.ID { return &s.Meeting }).Required().Listed().Filtered(),
		record.RefField("person", "person", func(s *Seat) *id.ID { return &s.Person }).Required().Listed().Filtered().OfThen(),
		record.TextField("purpose", func(s *Seat) *string { return &s.For }).AtMost(200).Listed().Found(1),
	).TitledBy("person").ReadAs("person", "meeting").KeyedBy("meeting", "person").GoesWith("person")
}
