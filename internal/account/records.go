// Package account knows who signs in and what they were granted.
package account

import (
	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// State tells whether an account can be used.
type State string

const (
	Invited State = "invited" // until they sign in for the first time
	Active  State = "active"
	Blocked State = "blocked"
)

// Account is somebody who can sign in. Its owner is their organisation.
type Account struct {
	record.Head
	Email    string
	Name     string
	Person   id.ID
	State    State
	Language string
}

// Accounts describes the kind.
func Accounts() *record.Type[Account] {
	return record.Describe(record.Names{One: "account", Many: "accounts", Path: "accounts"},
		record.TextField("name", func(a *Account) *string { return &a.Name }).Required().Listed().Found(3).Personal(),
		record.EmailField("email", func(a *Account) *string { return &a.Email }).Required().Unique().Found(2).Personal(),
		record.RefField("person", "person", func(a *Account) *id.ID { return &a.Person }),
		record.ChoiceField("state", func(a *Account) *State { return &a.State }, Invited, Active, Blocked).Required().Listed().Filtered().Starting(string(Invited)),
		record.ChoiceField("language", func(a *Account) *string { return &a.Language }, "nl", "en").Required().Starting("nl"),
	).In(access.Accounts).ShownTo(access.OwnOrganisation).KeyedBy("email").Guarded(guardAccount)
}

// Grant gives an account a role on a place or in a partnership, those of its
// head; without either it holds everywhere.
type Grant struct {
	record.Head
	Account id.ID
	Role    access.Role
	Until   string // the last day on which it holds, or ""
	Source  string // "" when people gave it; else what gives and takes it: openid:entra
}

// Grants describes the kind.
func Grants() *record.Type[Grant] {
	return record.Describe(record.Names{One: "accessGrant", Many: "access-grants", Path: "rechten"},
		record.RefField("account", "account", func(g *Grant) *id.ID { return &g.Account }).Required().Listed().Filtered(),
		record.ChoiceField("role", func(g *Grant) *access.Role { return &g.Role }, access.Roles...).Required().Listed().Filtered(),
		record.DayField("until", func(g *Grant) *string { return &g.Until }).Listed(),
		record.TextField("source", func(g *Grant) *string { return &g.Source }).Fixed(),
	).In(access.Accounts).ShownTo(access.OwnOrganisation).KeyedBy("account", "role", record.PlaceField, record.PartnershipField).ReadAs("account", "role", record.PartnershipField).Guarded(guardGrant)
}
