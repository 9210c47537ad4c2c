package web

import (
	"net/http"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// fillMeeting adds to the page of a standing meeting who is at it, and lets the
// reader join.
func (rp *recordPage) fillMeeting(seen *record.Seen, shown *view.Record) error {
	if seen.Deleted() {
		return nil
	}
	list, err := rp.Records.List(rp.r.Context(), rp.actor, partnership.Seats().Kind(), record.Ask{Filters: map[string]string{"meeting": seen.ID.String()}, Limit: mostMembers})
	if err != nil {
		return err
	}
	mine := false
	for at := range list.Rows {
		seat := partnership.Seats().Of(list.Rows[at].Row)
		mine = mine || seat.Person == rp.actor.Person && seat.Person != 0
		name := list.Titles[seat.Person]
		if name == "" {
			name = rp.p.T("record.hidden")
		}
		shown.Seats = append(shown.Seats, view.Link{Name: name, URL: recordURL(partnership.Seats().Kind(), seat.ID)})
	}
	if rp.actor.Person != 0 && !mine && access.CanAnywhere(rp.actor, access.Create, access.Working) {
		shown.JoinURL = rp.url(seen.ID) + "/aansluiten"
	}
	return nil
}

// joinMeeting gives who asks a seat at a standing meeting.
func (s *site) joinMeeting(rp *recordPage) error {
	seen, _, err := rp.get()
	if err != nil {
		return err
	}
	if seen.Deleted() || rp.actor.Person == 0 {
		return fault.New(fault.Denied, "record.denied", nil)
	}
	values := record.Values{"meeting": seen.ID, "person": rp.actor.Person, record.PlaceField: seen.Place, record.PartnershipField: seen.Partnership, record.AudienceField: seen.Audience.String()}
	if !access.Can(rp.actor, access.Create, access.Working, access.Facts{Owner: rp.actor.Organisation, Place: seen.Place, Partnership: seen.Partnership, CreatedBy: rp.actor.Account}) {
		own, err := s.Records.Begin(rp.r.Context(), rp.actor, partnership.Seats().Kind()) // from elsewhere: it lies where they work
		if err != nil {
			return err
		}
		values[record.PlaceField], values[record.PartnershipField] = own.Place, id.ID(0)
	}
	if _, err := s.Records.Create(rp.r.Context(), rp.actor, partnership.Seats().Kind(), values); err != nil {
		return err
	}
	s.tellDone(rp.w, doneJoined)
	http.Redirect(rp.w, rp.r, rp.url(seen.ID), http.StatusSeeOther)
	return nil
}
