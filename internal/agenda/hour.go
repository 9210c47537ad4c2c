package agenda

import (
	"strings"

	ics "github.com/arran4/golang-ical"

	"github.com/koppelkans/koppelkans/internal/partnership"
)

// zone is where meetings are held. Calendars want its rules beside its name.
const zone = "Europe/Amsterdam"

// atHour gives an event of a day its hours.
func atHour(calendar *ics.Calendar, event *ics.VEvent, meeting partnership.StandingMeeting) {
	if len(calendar.Timezones()) == 0 {
		addZone(calendar)
	}
	at := func(hour string) string {
		return strings.ReplaceAll(meeting.Next, "-", "") + "T" + strings.ReplaceAll(hour, ":", "") + "00"
	}
	event.SetProperty(ics.ComponentPropertyDtStart, at(meeting.Begins), ics.WithTZID(zone))
	event.RemoveProperty(ics.ComponentPropertyDtEnd)
	if meeting.Ends != "" {
		event.SetProperty(ics.ComponentPropertyDtEnd, at(meeting.Ends), ics.WithTZID(zone))
	}
	event.SetTimeTransparency(ics.TransparencyOpaque)
}

// addZone tells when summer time begins and ends, as it does in the European
// Union since 1996 (directive 2000/84/EC), in the form of RFC 5545, 3.6.5.
func addZone(calendar *ics.Calendar) {
	winter, summer := ics.NewStandard(), &ics.Daylight{}
	turn(&winter.ComponentBase, "19961027T030000", "10", "+0200", "+0100", "CET")
	turn(&summer.ComponentBase, "19960331T020000", "3", "+0100", "+0200", "CEST")
	calendar.AddTimezone(zone).Components = []ics.Component{winter, summer}
}

func turn(of *ics.ComponentBase, from, month, before, after, name string) {
	of.SetProperty(ics.ComponentPropertyDtStart, from)
	of.SetProperty(ics.ComponentProperty(ics.PropertyRrule), "FREQ=YEARLY;BYMONTH="+month+";BYDAY=-1SU")
	of.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), before)
	of.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), after)
	of.SetProperty(ics.ComponentProperty(ics.PropertyTzname), name)
}
