package story

import (
	"fmt"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// character is somebody in the story, as they came into it. Nobody like that
// exists: surnames are words of the coast, addresses end in example.org, and
// telephone numbers begin with 000.
type character struct {
	Key, Name string
	Works     string // the organisation, by what the story calls it
	Job       string
	Domain    partnership.Domain
	Level     partnership.Level
	Roles     string // one of a person's roles, or ""
	As        access.Role
}

// cast is everybody. The names of those with a role say what they may do, so
// that who tries the demo knows whom they are.
func cast() []character {
	const social, physical, health, safety = partnership.Social, partnership.Physical, partnership.Health, partnership.Safety
	const board, directors, management, policy, operations = partnership.Board, partnership.Directors, partnership.Management, partnership.Policy, partnership.Operations
	return []character{
		{"bea", "", "gemeente", "Functioneel beheerder", physical, operations, "", access.Administrator},
		{"cor", "", "gemeente", "Beleidsadviseur leefomgeving", physical, policy, "bridge-builder", access.Coordinator},
		{"joke", "Joke Zandbank", "gemeente", "Wethouder", social, board, "financier", ""},
		{"daan", "Daan Getijden", "gemeente", "Gebiedsregisseur", social, operations, "area-coordinator", ""},
		{"yusuf", "Yusuf Van Golfbergen", "gemeente", "Stedenbouwkundige", physical, policy, "project-lead", ""},
		{"hanna", "Hanna Kwelder", "gemeente", "Adviseur jeugd", social, policy, "", ""},
		{"kees", "Kees Brakwater", "gemeente", "Beheerder openbare ruimte", physical, operations, "implementer", ""},
		{"ingrid", "Ingrid Duinroos", "gemeente", "Afdelingsmanager ruimte", physical, management, "", ""},
		{"fatima", "Fatima Zilt", "gemeente", "Adviseur veiligheid", safety, policy, "", ""},
		{"pim", "Pim Zeekant", "gemeente", "Communicatieadviseur", social, operations, "", ""},
		{"anna", "", "ggd", "Epidemioloog", health, policy, "", access.Analyst},
		{"ravi", "", "ggd", "Gezondheidsbevorderaar", health, operations, "", access.Editor},
		{"noor", "Noor Helmgras", "ggd", "Adviseur gezonde leefomgeving", health, policy, "bridge-builder", ""},
		{"omar", "Omar Kustman", "ggd", "Gezondheidsbevorderaar", health, operations, "health-broker", ""},
		{"saskia", "Saskia Vloedman", "ggd", "Teammanager", health, management, "", ""},
		{"wout", "Wout Zeekraal", "ggd", "Directeur publieke gezondheid", health, directors, "", ""},
		{"lotte", "", "welzijn", "Sociaal werker", social, operations, "", access.Reader},
		{"mees", "", "welzijn", "Opbouwwerker", social, operations, "implementer", access.Contributor},
		{"amira", "Amira El Strand", "welzijn", "Buurtverbinder", social, operations, "key-person", ""},
		{"bram", "Bram Schelpman", "welzijn", "Teamleider", social, management, "", ""},
		{"lieke", "Lieke Wadloper", "welzijn", "Sociaal werker", social, operations, "", ""},
		{"elif", "Elif Van Eb", "wonen", "Sociaal beheerder", social, operations, "", ""},
		{"gijs", "Gijs Steigerman", "wonen", "Projectleider renovatie", physical, policy, "project-lead", ""},
		{"marit", "Marit Slikwerf", "wonen", "Wijkbeheerder", physical, operations, "implementer", ""},
		{"ruben", "Ruben Oeverman", "wonen", "Directeur", physical, directors, "financier", ""},
		{"priya", "Priya Zeewind", "centrum", "Praktijkondersteuner", health, operations, "", ""},
		{"teun", "Teun Duinpan", "centrum", "Fysiotherapeut", health, operations, "", ""},
		{"maud", "Maud Zandoog", "centrum", "Praktijkmanager", health, management, "", ""},
		{"floor", "Floor Peilschaal", "waterschap", "Adviseur klimaat", physical, policy, "", ""},
		{"ilse", "Ilse Boekenzee", "bibliotheek", "Programmamaker", partnership.Culture, operations, "", ""},
		{"nadia", "Nadia Van Pierland", "zeester-double", "Buurtsportcoach", partnership.Sport, operations, "sports-coach", ""},
		// Those of the list that was imported after the first meeting.
		{"aylin", "Aylin Meeuwvlucht", imported + "school", "Directeur", partnership.Education, directors, "", ""},
		{"jesse", "Jesse Korrelzand", imported + "school", "Intern begeleider", partnership.Education, operations, "", ""},
		{"milan", "Milan Kreekman", imported + "opvang", "Locatiemanager", partnership.Education, management, "", ""},
		{"tess", "Tess Waterlijn", imported + "opvang", "Pedagogisch medewerker", partnership.Education, operations, "", ""},
		{"sem", "Sem Branding", imported + "sport", "Voorzitter", partnership.Sport, board, "", ""},
		{"willeke", "Willeke Zeegras", imported + "buurttuin", "Vrijwilliger", social, operations, "key-person", ""},
		{"arjen", "Arjen Kluitenduin", imported + "buurttuin", "Vrijwilliger", physical, operations, "resident", ""},
		{"toos", "Toos Kadewacht", imported + "raad", "Voorzitter", social, operations, "key-person", ""},
		{"hakan", "Hakan Ankerzand", imported + "raad", "Vrijwilliger", social, operations, "resident", ""},
		// Those who are not there any more.
		{"sanne", "Sanne Ebbestroom", "gemeente", "Programmacoördinator", social, policy, "coordinator", ""},
		{"dirk", "Dirk Vloedlijn", imported + "raad", "Vrijwilliger", social, operations, "resident", ""},
	}
}

// imported marks whom the import brings.
const imported = "imported:"

// organisation gives where somebody works, and whether an import brought them.
func (c character) organisation() (name string, byImport bool) {
	return strings.TrimPrefix(c.Works, imported), strings.HasPrefix(c.Works, imported)
}

// email is where somebody gets no letters, as nobody reads example.org.
func (c character) email() string {
	for _, known := range account.DemoRoles() {
		if known.Role == c.As {
			return known.Email
		}
	}
	return c.Key + "@example.org"
}

// members gives the cast, with the names of those who have a role filled in.
func members() []character {
	list := cast()
	for at := range list {
		for _, known := range account.DemoRoles() {
			if known.Role == list[at].As {
				list[at].Name = known.Name
			}
		}
	}
	return list
}

// member finds somebody in the cast.
func member(key string) (character, error) {
	for _, one := range members() {
		if one.Key == key {
			return one, nil
		}
	}
	return character{}, fmt.Errorf("nobody in the cast is called %q", key)
}

// phone is a number that leads nowhere.
func (c character) phone() string {
	for at, one := range cast() {
		if one.Key == c.Key {
			return fmt.Sprintf("000 - %07d", 1_001+at)
		}
	}
	return ""
}

// values gives the record of somebody, as they came.
func (c character) values() record.Values {
	values := record.Values{
		"name": c.Name, "organisation": the(c.Works), "job": c.Job, "domain": string(c.Domain), "level": string(c.Level),
		"email": c.email(), "phone": c.phone(), record.OwnerField: the(c.Works), record.AudienceField: "professionals",
	}
	if c.Roles != "" {
		values["roles"] = []string{c.Roles}
	}
	return values
}

// Names lists what everybody in the story is called.
func Names() []string {
	var names []string
	for _, who := range members() {
		names = append(names, who.Name)
	}
	return names
}
