package record

import "time"

// DayOf gives the day of a moment, 2026-03-03, as it is called in the
// Netherlands.
func DayOf(at time.Time) string {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil { // cannot be: the zones are in the program
		zone = time.UTC
	}
	return at.In(zone).Format(time.DateOnly)
}
