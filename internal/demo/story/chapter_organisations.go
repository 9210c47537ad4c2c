package story

import (
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// organisations: who takes part, what they are called by now, and a double.
func organisations() []Step {
	return []Step{
		{21, "sanne", adds("organisation", "wonen", organisation("Woonstichting De Kade", "De Kade", partnership.HousingCorporation, "physical"))},
		{26, "sanne", adds("organisation", "centrum", organisation("Gezondheidscentrum Lage Meent", "", partnership.PrimaryCare, "health"))},
		{40, "sanne", adds("organisation", "waterschap", organisation("Waterschap Meentemonding", "Waterschap", partnership.WaterBoard, "physical"))},
		{54, "sanne", adds("organisation", "bibliotheek", organisation("Bibliotheek Waterhoven", "", partnership.Other, "culture", "education"))},
		{75, "sanne", adds("organisation", "school", organisation("Basisschool De Golfslag", "", partnership.School, "education"))},
		{76, "sanne", adds("organisation", "opvang", organisation("Kinderopvang Het Schelpje", "", partnership.School, "education", "social"))},
		{90, "sanne", adds("organisation", "sport", organisation("Sportvereniging Zeester", "Zeester", partnership.SportsClub, "sport"))},
		{112, "sanne", adds("organisation", "buurttuin", organisation("Buurttuin Lage Meent", "Buurttuin", partnership.Residents, "physical", "social"))},
		{130, "sanne", adds("organisation", "raad", organisation("Bewonersraad Oude Haven", "", partnership.Residents, "social"))},

		// Somebody did not find the sports club and added it once more.
		{230, "mees", adds("organisation", "zeester-double", record.Values{
			"name": "Sportver. Zeester Waterhoven", "sort": "sports-club", "domains": []string{"sport", "social"}, "phone": "000 - 0000408",
			record.OwnerField: the("welzijn"), record.AudienceField: "professionals",
		})},
		{231, "mees", joinsAt("nadia", "welzijn")},
		{262, "sanne", merges("organisation", "sport", "zeester-double")},
		{263, "sanne", changes("person", "nadia", record.Values{record.OwnerField: the("sport")})},

		// Names change, and a mistake is put right.
		{301, "sanne", changes("organisation", "centrum", record.Values{"address": "Meentplein 4, Waterhoven", "phone": "000 - 0000405"})},
		{471, "cor", changes("organisation", "wonen", record.Values{"name": "Woonstichting Meentewonen", "shortName": "Meentewonen", "note": "Heette tot dit jaar Woonstichting De Kade."})},
		{520, "cor", takesAway("organisation", "buurttuin")},
		{521, "cor", bringsBack("organisation", "buurttuin")},
		{522, "cor", changes("organisation", "buurttuin", record.Values{"note": "Bestaat nog: de tuin is verhuisd naar het Meentpark."})},
		{745, "cor", changes("organisation", "welzijn", record.Values{"address": "Marktstraat 12, Waterhoven"})},
		{880, "bea", changes("organisation", "gemeente", record.Values{"address": "Stationsplein 1, Waterhoven"})},
	}
}
