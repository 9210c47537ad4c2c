package account

import (
	"context"
	"net/url"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// SettingContact is where a weakness of this installation is reported.
const SettingContact = "security-contact"

// CheckContact tells whether a contact is one that security.txt may give.
func CheckContact(text string) error {
	address, err := url.Parse(text)
	bad := fault.New(fault.Invalid, "setting.bad-contact", nil)
	if err != nil || text == "" {
		return bad
	}
	switch address.Scheme {
	case "mailto":
		if _, sound := CleanEmail(address.Opaque); !sound {
			return bad
		}
	case "https":
		if address.Host == "" {
			return bad
		}
	default:
		return bad
	}
	return nil
}

// SecurityContact gives where a weakness is reported, "" when nobody said.
func (s *Service) SecurityContact(ctx context.Context) (string, error) {
	contact, err := s.Store.Setting(ctx, SettingContact)
	if err != nil || CheckContact(contact) != nil {
		return "", err
	}
	return contact, nil
}
