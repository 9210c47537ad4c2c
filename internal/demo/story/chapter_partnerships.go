package story

import (
	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/record"
)

// partnerships: how working together began, and what became of its aim in each
// phase.
func partnerships() []Step {
	return []Step{
		{96, "sanne", adds("partnership", "gezond", partnershipOf("Samen gezond in Waterhoven",
			"We verkennen wie er al iets doet aan gezond wonen, en waar het meest te winnen is.", 96))},
		{96, "bea", leads("sanne", "gezond")},
		{208, "sanne", changes("partnership", "gezond", record.Values{"aim": "We kiezen twee buurten om te beginnen: het Stationskwartier en de Lage Meent."})},
		{430, "cor", changes("partnership", "gezond", record.Values{"aim": "Bewoners en professionals maken samen een plan voor het Stationskwartier en de Lage Meent."})},
		{478, "cor", adds("partnership", "koel", partnershipOf("Groen en koel in de zomer", "Schaduw en koele plekken op loopafstand, voor wie niet weg kan.", 478))},
		{478, "bea", leads("cor", "koel")},
		{490, "bea", letsIn("noor", role{Role: access.Contributor, partnership: "koel"})},
		{530, "cor", adds("partnership", "school", partnershipOf("Veilig naar school langs de haven", "Een proef van één schooljaar met een autoluwe straat.", 530))},
		{530, "bea", leads("cor", "school")},
		{655, "cor", changes("partnership", "gezond", record.Values{
			"aim": "Bewoners, professionals en ondernemers maken hun buurt gezonder, te beginnen waar het meest te winnen is.",
		})},
		{812, "cor", changes("partnership", "school", record.Values{"aim": "Afgerond: de straat blijft autoluw. Wat we leerden, gaat mee naar de andere scholen."})},
		{890, "cor", takesAway("partnership", "school")},
		{902, "cor", adds("partnership", "scholen", partnershipOf("Gezonde scholen in Waterhoven", "Alle basisscholen krijgen een groen plein en een veilige route.", 902))},
		{902, "bea", leads("cor", "scholen")},
		{1_001, "cor", changes("partnership", "koel", record.Values{"aim": "Schaduw en koele plekken op loopafstand, voor wie niet weg kan. Deze winter kiezen we de eerste drie plekken."})},
	}
}

// partnershipOf gives the values of a partnership that began on a day.
func partnershipOf(name, aim string, since dayOf) record.Values {
	return record.Values{"name": name, "aim": aim, "since": since, record.OwnerField: the("gemeente"), record.AudienceField: "professionals"}
}
