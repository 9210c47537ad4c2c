package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// securityTextLasts is how long what security.txt says may be kept elsewhere.
const securityTextLasts = 30 * 24 * time.Hour

// securityText answers /.well-known/security.txt, as RFC 9116 has it. Without a
// contact in the settings there is none: it would say something false.
func (s *site) securityText(w http.ResponseWriter, r *http.Request) error {
	contact := ""
	if s.Accounts != nil {
		var err error
		if contact, err = s.Accounts.SecurityContact(r.Context()); err != nil {
			return err
		}
	}
	if contact == "" {
		return fault.New(fault.NotFound, "error.404text", nil)
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	lines := []string{"Contact: " + contact, "Expires: " + s.Now().UTC().Add(securityTextLasts).Truncate(24*time.Hour).Format(time.RFC3339),
		"Preferred-Languages: " + strings.Join(s.Catalogue.Languages(), ", ")}
	if s.secure() {
		lines = append(lines, "Canonical: "+s.PublicURL+"/.well-known/security.txt")
	}
	_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
	return err
}
