package demo

import (
	"fmt"
	"math/rand/v2"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/partnership"
)

// Network is who works together in a town: made up, like all else.
type Network struct {
	Organisations []partnership.Organisation
	People        []Colleague
	Partnerships  []partnership.Partnership
}

// Colleague is a person and the number of the organisation they work for.
type Colleague struct {
	partnership.Person
	Works int
}

// Numbers of organisations in a Network that others refer to.
const (
	MunicipalityNumber = 0
	PublicHealthNumber = 1
	WelfareNumber      = 2
)

// Hosts tells for which organisation of the network the demo account of a role works.
func Hosts(role access.Role) int {
	switch role {
	case access.Coordinator, access.Administrator:
		return MunicipalityNumber
	case access.Editor, access.Analyst:
		return PublicHealthNumber
	}
	return WelfareNumber
}

// peoplePerTown is how many colleagues a town has.
const peoplePerTown = 40

// NewNetwork makes up who works together in a town.
func NewNetwork(seed uint64, town string) Network {
	random := rand.New(rand.NewPCG(seed, 77))
	n := Network{Organisations: organisationsOf(town), Partnerships: []partnership.Partnership{
		{Name: "Samen gezond in " + town, Since: "2024-09-02", Aim: "Bewoners, professionals en ondernemers maken hun buurt gezonder, te beginnen waar het meest te winnen is."},
		{Name: "Groen en koel in de zomer", Since: "2025-03-17", Aim: "Schaduw en koele plekken op loopafstand, voor wie niet weg kan."},
	}}
	for number := range peoplePerTown {
		n.People = append(n.People, colleague(random, number, n.Organisations))
	}
	return n
}

func organisationsOf(town string) []partnership.Organisation {
	made := func(name, short string, sort partnership.OrganisationSort, domains ...string) partnership.Organisation {
		o := partnership.Organisation{Name: name, ShortName: short, Sort: sort, Domains: domains, Website: "https://example.org/" + string(sort), Email: string(sort) + "@example.org"}
		o.Audience = access.Public
		return o
	}
	return []partnership.Organisation{
		made("Gemeente "+town, "Gemeente", partnership.Municipality, "social", "physical", "safety"),
		made("GGD Zeekust", "GGD", partnership.PublicHealth, "health"),
		made("Welzijn "+town, "Welzijn", partnership.Welfare, "social", "health"),
		made("Woonstichting De Kade", "De Kade", partnership.HousingCorporation, "physical"),
		made("Gezondheidscentrum Meent", "", partnership.PrimaryCare, "health"),
		made("Basisschool De Golfslag", "", partnership.School, "education"),
		made("Kinderopvang Het Schelpje", "", partnership.School, "education", "social"),
		made("Sportvereniging Zeester", "", partnership.SportsClub, "sport"),
		made("Buurttuin Lage Meent", "Buurttuin", partnership.Residents, "physical", "social"),
		made("Bewonersraad Havenkwartier", "", partnership.Residents, "social"),
		made("Waterschap Noordkust", "", partnership.WaterBoard, "physical"),
		made("Bibliotheek "+town, "", partnership.Other, "culture", "education"),
	}
}

func colleague(random *rand.Rand, number int, organisations []partnership.Organisation) Colleague {
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	works := number % len(organisations)
	if number >= 2*len(organisations) { // the larger ones have more people
		works = random.IntN(4)
	}
	first := firstNames[number%len(firstNames)]
	c := Colleague{Works: works, Person: partnership.Person{
		Name: first + " " + pick(lastNames), Level: partnership.Operations, Domain: partnership.Domain(organisations[works].Domains[0]),
		Email: fmt.Sprintf("%s.%d@example.org", asciiLower(first), number+1), Phone: fmt.Sprintf("000 - %07d", 1000+number),
	}}
	c.Audience = access.Professionals
	switch jobs := jobsOf[organisations[works].Sort]; {
	case number%9 == 0:
		c.Level, c.Job = partnership.Management, "Teamleider"
	case number%7 == 0:
		c.Level, c.Job, c.Roles = partnership.Policy, "Beleidsadviseur", []string{"bridge-builder"}
	case len(jobs) > 0:
		c.Job = pick(jobs)
	default:
		c.Job = "Medewerker"
	}
	if organisations[works].Sort == partnership.Residents {
		c.Job, c.Roles = "Vrijwilliger", []string{"key-person", "resident"}
	}
	return c
}

func asciiLower(name string) string {
	lower := make([]byte, 0, len(name))
	for _, char := range []byte(name) {
		if char >= 'A' && char <= 'Z' {
			char += 'a' - 'A'
		}
		if char >= 'a' && char <= 'z' {
			lower = append(lower, char)
		}
	}
	return string(lower)
}

// Names that nobody in particular has, joined by chance.
var (
	firstNames = []string{"Noor", "Daan", "Fatima", "Jesse", "Saskia", "Omar", "Lieke", "Bram", "Aylin", "Teun", "Marit", "Yusuf", "Hanna", "Sem",
		"Priya", "Gijs", "Elif", "Ruben", "Joke", "Kees", "Amira", "Wout", "Ingrid", "Milan"}
	lastNames = []string{"Zandbank", "Van der Golf", "Duinroos", "Kustman", "El Strand", "Schelpman", "De Kade", "Zeewind", "Brakwater", "Getijden", "Vloedman", "Van Eb"}
	jobsOf    = map[partnership.OrganisationSort][]string{
		partnership.Municipality:       {"Gebiedsregisseur", "Stedenbouwkundige", "Beheerder openbare ruimte", "Adviseur jeugd"},
		partnership.PublicHealth:       {"Adviseur gezonde leefomgeving", "Epidemioloog", "Gezondheidsbevorderaar"},
		partnership.Welfare:            {"Opbouwwerker", "Sociaal werker", "Buurtverbinder"},
		partnership.HousingCorporation: {"Wijkbeheerder", "Projectleider renovatie"},
		partnership.PrimaryCare:        {"Praktijkondersteuner", "Fysiotherapeut"},
		partnership.School:             {"Directeur", "Intern begeleider"},
		partnership.SportsClub:         {"Buurtsportcoach", "Voorzitter"},
	}
)
