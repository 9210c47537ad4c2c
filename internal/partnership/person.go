package partnership

import (
	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Level is where somebody stands in their organisation.
type Level string

// Levels, from the top.
const (
	Board      Level = "board"
	Directors  Level = "directors"
	Management Level = "management"
	Policy     Level = "policy"
	Operations Level = "operations"
)

// Levels lists them, from the top.
func Levels() []Level { return []Level{Board, Directors, Management, Policy, Operations} }

// Role is what somebody does in the work on a place.
type Role string

// Roles, as the publications on working together name them.
const (
	ProjectLead        Role = "project-lead"
	ProcessFacilitator Role = "process-facilitator"
	BridgeBuilder      Role = "bridge-builder"
	Implementer        Role = "implementer"
	Financier          Role = "financier"
	Coordinating       Role = "coordinator"
	AreaCoordinator    Role = "area-coordinator"
	HealthBroker       Role = "health-broker"
	SportsCoach        Role = "sports-coach"
	KeyPerson          Role = "key-person"
	Resident           Role = "resident"
)

func roleNames() []string {
	var names []string
	for _, role := range []Role{ProjectLead, ProcessFacilitator, BridgeBuilder, Implementer, Financier, Coordinating, AreaCoordinator, HealthBroker, SportsCoach, KeyPerson, Resident} {
		names = append(names, string(role))
	}
	return names
}

// Person is somebody who works on the living environment, with or without an
// account. Everything about them is personal.
type Person struct {
	record.Head
	Name         string
	Organisation id.ID
	Job          string
	Domain       Domain
	Level        Level
	Roles        []string
	Email        string
	Phone        string
	Note         string
}

// People describes the kind.
func People() *record.Type[Person] {
	return record.Describe(record.Names{One: "person", Many: "people", Path: "mensen"},
		record.TextField("name", func(p *Person) *string { return &p.Name }).Required().Listed().Found(3).Personal(),
		record.RefField("organisation", "organisation", func(p *Person) *id.ID { return &p.Organisation }).Listed().Filtered(),
		record.TextField("job", func(p *Person) *string { return &p.Job }).Found(2).Personal().Listed(),
		record.ChoiceField("domain", func(p *Person) *Domain { return &p.Domain }, domains()...).Listed().Filtered(),
		record.ChoiceField("level", func(p *Person) *Level { return &p.Level }, Levels()...).Listed().Filtered(),
		record.ChoicesField("roles", func(p *Person) *[]string { return &p.Roles }, roleNames()...).Filtered(),
		record.EmailField("email", func(p *Person) *string { return &p.Email }).Found(1).Personal().SeenBy(access.Professionals),
		record.PhoneField("phone", func(p *Person) *string { return &p.Phone }).Personal().SeenBy(access.Partnership),
		record.ProseField("note", func(p *Person) *string { return &p.Note }).Personal().SeenBy(access.OwnOrganisation),
	).In(access.People).KeyedBy("name", "organisation").ToldApartBy("organisation").MadeOnTheWay().AskedWhenAlike()
}
