package story

import (
	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/thread"
)

// together: who takes part, where they meet, what they ask one another, and
// what came of it.
func together() []Step {
	return []Step{
		{98, "sanne", both(
			takesPart("gezond", "sanne", 98, "project-lead", "Tijd om iedereen langs te gaan."),
			takesPart("gezond", "ravi", 98, "implementer", "Kennis van wat werkt voor gezondheid."),
			takesPart("gezond", "mees", 98, "implementer", "Kent de buurt, en de buurt kent hem."))},
		{99, "sanne", changes("partnership", "gezond", record.Values{"phase": "agenda", "stage": "idea", "certain": "We hebben twee jaar en een kleine pot geld.",
			"uncertain": "Of we na die twee jaar verder kunnen."})},
		{104, "sanne", adds("standingMeeting", "keukentafel", record.Values{
			"name": "Keukentafel Lage Meent", "subjects": "Wat speelt er in de buurt, wie pakt wat op, wat hoorden we van bewoners.", "rhythm": "monthly",
			"begins": "10:00", "ends": "11:30", "moment": "In de winter ook halverwege de maand", "next": dayOf(LastDay + 6), "room": "Buurthuis De Vlonder", "welcome": "Iedereen die in de Lage Meent werkt of woont. Kom gewoon.",
			"domains": []string{"social", "physical"}, record.PartnershipField: the("gezond"), record.OwnerField: the("gemeente"),
		})},
		{105, "sanne", both(sits("keukentafel", "gezond", "mees"), sits("keukentafel", "gezond", "ravi"))},
		{441, "cor", both(sits("keukentafel", "gezond", "cor"), sits("keukentafel", "gezond", "amira"), changes("standingMeeting", "keukentafel", record.Values{"chair": the("cor")}))},
		{150, "sanne", adds("standingMeeting", "plantafel", record.Values{
			"name": "Plantafel ruimte", "subjects": "Plannen voor straten, groen en riool, voordat ze vastliggen.", "rhythm": "fortnightly",
			"begins": "9:00", "moment": "Donderdag om de week", "room": "Gemeentehuis", "domains": []string{"physical"}, record.OwnerField: the("gemeente"),
			"welcome": "Vraag een plek bij de voorzitter. Sociaal domein en GGD sluiten aan als hun onderwerp op tafel ligt.",
		})},
		{208, "sanne", changes("partnership", "gezond", record.Values{"phase": "portrait", "stage": "inspiration"})},
		{240, "sanne", adds("policyDocument", "omgevingsvisie", record.Values{
			"title": "Omgevingsvisie Waterhoven", "sort": "vision", "domain": "physical", "starts": dayOf(30), "ambitions": "Een stad waar je lopend en op de fiets overal komt.",
			"norms": "Elke nieuwe straat krijgt voor een derde groen.", record.OwnerField: the("gemeente"), record.AudienceField: "public",
		})},
		{241, "sanne", adds("policyDocument", "gezondbeleid", record.Values{
			"title": "Nota lokale gezondheid", "sort": "programme", "domain": "health", "starts": dayOf(60), "ambitions": "Minder verschil in gezondheid tussen buurten.",
			record.OwnerField: the("gemeente"), record.AudienceField: "public",
		})},
		{262, "sanne", comes("policyDocument", "omgevingsvisie", "policyFinding", "bankjes", record.Values{
			"what": "Lopen staat voorop, maar over rusten onderweg staat niets", "sort": "opportunity", "document": the("omgevingsvisie"), "other": the("gezondbeleid"),
			"passage": "Hoofdstuk over verplaatsen", "next": "Vraag de GGD om een advies over banken en toiletten.", record.PartnershipField: the("gezond"), record.OwnerField: the("gemeente"),
		})},
		{280, "sanne", comes("policyFinding", "bankjes", "adviceRequest", "zitplekken", record.Values{
			"question": "Hoe ver mogen bankjes uit elkaar staan voor wie slecht loopt?", "plan": "Looproutes in de Lage Meent", "deadline": dayOf(310),
			record.PartnershipField: the("gezond"), record.OwnerField: the("gemeente"), "asked": the("ggd"), "adviser": the("ravi"),
		})},
		{306, "sanne", changes("adviceRequest", "zitplekken", record.Values{"advice": "Elke 125 meter een bank met rugleuning, en bij elke halte.", "advised": dayOf(305)})},
		{340, "sanne", changes("adviceRequest", "zitplekken", record.Values{"used": "partly", "effect": "Op de hoofdroute wel. In de zijstraten was geen plek."})},
		{340, "sanne", discloses("adviceRequest", "zitplekken", thread.Disclosure{Head: record.Head{Audience: access.Public},
			Sentence: "De GGD gaf advies over zitplekken. Op de hoofdroute doen we dat zo.", Status: thread.Otherwise})},
		{341, "sanne", changes("partnership", "gezond", record.Values{"phase": "chances", "stage": "planning", "deciding": "Samen aan de keukentafel. Lukt het niet, dan beslist de gebiedsregisseur, en die legt uit waarom."})},
		{420, "cor", comes("adviceRequest", "zitplekken", "success", "eerstebank", record.Values{
			"what": "De eerste drie banken staan er", "story": "Bewoners kozen zelf de plek. Een dag later zat er al iemand.", "day": dayOf(418),
			"thanks": "Meent in Bloei en de mannen van beheer", record.PartnershipField: the("gezond"), record.OwnerField: the("gemeente"), record.AudienceField: "public",
		})},
		{431, "cor", both(
			takesPart("gezond", "noor", 431, "bridge-builder", "Legt de GGD uit aan ruimte, en andersom."),
			takesPart("gezond", "daan", 431, "area-coordinator", "Kan in de buurt snel iets regelen."))},
		{440, "cor", both(
			takesPart("gezond", "amira", 440, "key-person", "Weet wie je moet hebben."),
			takesPart("gezond", "priya", 440, "", "Ziet in de praktijk wat mensen nodig hebben."))},
		{520, "cor", changes("partnership", "gezond", record.Values{"phase": "measures", "stage": "developing"})},
		{640, "cor", both(
			takesPart("gezond", "joke", 640, "financier", "Het besluit, en het geld."),
			takesPart("koel", "cor", 640, "project-lead", "Brengt groen en gezondheid bij elkaar."),
			takesPart("koel", "noor", 640, "bridge-builder", "Weet voor wie hitte gevaarlijk is."))},
		{660, "cor", changes("partnership", "gezond", record.Values{"phase": "chances", "stage": "planning"})}, // back: residents saw it otherwise
		{700, "cor", takesPart("gezond", "elif", 700, "implementer", "Sleutels van de portieken, en het vertrouwen van huurders.")},
		{790, "cor", changes("partnership", "gezond", record.Values{"phase": "choosing", "stage": "realising"})},
		{930, "cor", adds("adviceRequest", "hitte", record.Values{"question": "Welke plekken zijn in de zomer het eerst te heet?", "plan": "Groen en koel in de zomer", "deadline": dayOf(960),
			"asked": the("ggd"), "adviser": the("ravi"), record.PartnershipField: the("koel"), record.OwnerField: the("gemeente")})},
		{1_030, "cor", adds("adviceRequest", "schoolplein", record.Values{
			"question": "Waar moet een schoolplein aan voldoen om ook na schooltijd te werken?", "plan": "Gezonde scholen", "deadline": dayOf(LastDay + 5),
			"asked": the("ggd"), "adviser": the("ravi"), record.PartnershipField: the("scholen"), record.OwnerField: the("gemeente"),
		})},
		{1_032, "cor", adds("success", "plein", record.Values{
			"what": "Op het eerste groene plein speelden ook in de vakantie kinderen", "day": dayOf(1_030), record.PartnershipField: the("scholen"), record.OwnerField: the("gemeente"),
		})},
	}
}

// takesPart makes somebody a member of a partnership from a day.
func takesPart(in, who string, from dayOf, as, brings string) Deed {
	values := record.Values{"person": the(who), "starts": from, "brings": brings, record.PartnershipField: the(in), record.OwnerField: the("gemeente")}
	if as != "" {
		values["roles"] = []string{as}
	}
	return adds("member", in+"/"+who, values)
}

// sits gives somebody a seat at a standing meeting.
func sits(meeting, in, who string) Deed {
	return adds("seat", meeting+"/"+who, record.Values{"meeting": the(meeting), "person": the(who), record.PartnershipField: the(in), record.OwnerField: the("gemeente")})
}
