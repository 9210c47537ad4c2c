// Package partnership has the organisations, people and partnerships that work
// together on a place.
package partnership

import (
	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Domain is the field of work of an organisation or a person.
type Domain string

// Domains of work. Others can be asked for in the issue tracker.
const (
	Social    Domain = "social"
	Physical  Domain = "physical"
	Health    Domain = "health"
	Safety    Domain = "safety"
	Education Domain = "education"
	Sport     Domain = "sport"
	Culture   Domain = "culture"
	Economy   Domain = "economy"
)

// Domains lists them.
func Domains() []Domain { return domains() }

func domains() []Domain {
	return []Domain{Social, Physical, Health, Safety, Education, Sport, Culture, Economy}
}

func domainNames() []string {
	var names []string
	for _, domain := range domains() {
		names = append(names, string(domain))
	}
	return names
}

// OrganisationSort is what an organisation is.
type OrganisationSort string

// Sorts of organisations.
const (
	Municipality       OrganisationSort = "municipality"
	PublicHealth       OrganisationSort = "public-health"
	Province           OrganisationSort = "province"
	WaterBoard         OrganisationSort = "water-board"
	Welfare            OrganisationSort = "welfare"
	HousingCorporation OrganisationSort = "housing-corporation"
	PrimaryCare        OrganisationSort = "primary-care"
	School             OrganisationSort = "school"
	SportsClub         OrganisationSort = "sports-club"
	Residents          OrganisationSort = "residents"
	MeetingPlace       OrganisationSort = "meeting-place" // informal: where people meet
	Business           OrganisationSort = "business"
	Other              OrganisationSort = "other"
)

// Organisation is a party that people work for or act on behalf of. Residents'
// initiatives are one sort.
type Organisation struct {
	record.Head
	Name      string
	ShortName string
	Sort      OrganisationSort
	Domains   []string
	Parent    id.ID // the organisation that it is part of
	Website   string
	Email     string // of the organisation, not of a person
	Phone     string
	Address   string
	Note      string
}

// Organisations describes the kind.
func Organisations() *record.Type[Organisation] {
	return record.Describe(record.Names{One: "organisation", Many: "organisations", Path: "organisaties"},
		record.TextField("name", func(o *Organisation) *string { return &o.Name }).Required().Listed().Found(3),
		record.TextField("shortName", func(o *Organisation) *string { return &o.ShortName }).AtMost(40).Found(3),
		record.ChoiceField("sort", func(o *Organisation) *OrganisationSort { return &o.Sort }, Municipality, PublicHealth, Province, WaterBoard,
			Welfare, HousingCorporation, PrimaryCare, School, SportsClub, Residents, MeetingPlace, Business, Other).Required().Listed().Filtered(),
		record.ChoicesField("domains", func(o *Organisation) *[]string { return &o.Domains }, domainNames()...).Listed().Filtered(),
		record.RefField("parent", "organisation", func(o *Organisation) *id.ID { return &o.Parent }),
		record.LinkField("website", func(o *Organisation) *string { return &o.Website }),
		record.EmailField("email", func(o *Organisation) *string { return &o.Email }).Found(1),
		record.PhoneField("phone", func(o *Organisation) *string { return &o.Phone }),
		record.ProseField("address", func(o *Organisation) *string { return &o.Address }).AtMost(500).Found(1),
		record.ProseField("note", func(o *Organisation) *string { return &o.Note }).Found(1).SeenBy(access.OwnOrganisation),
	).AskedWhenAlike()
}
