// Package account knows who may come in: accounts and their grants, the ways
// to sign in, sessions, invitations, and the log of what was done. What a
// grant allows is the matter of package access.
package account

import (
	"net/mail"
	"strings"
	"time"
	_ "time/tzdata" // a bare machine has no time zones of its own

	"github.com/koppelkans/koppelkans/internal/record"
)

// InForce tells whether the grant holds on a day, YYYY-MM-DD.
func (g Grant) InForce(day string) bool { return g.Until == "" || g.Until >= day }

// Today gives the day in the Netherlands, as grants write it.
func Today(now time.Time) string { return record.DayOf(now) }

// CleanEmail brings an address to the form in which it is kept; false when it
// is no address.
func CleanEmail(text string) (string, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || len(text) > 254 || strings.ContainsAny(text, "\r\n\t ") {
		return "", false
	}
	return text, true
}
