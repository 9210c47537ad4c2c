package story

import (
	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/record"
)

// learns: what partners needed of each other, how they looked back, and what
// they learned.
func learns() []Step {
	gezond := func(values record.Values) record.Values {
		values[record.PartnershipField], values[record.OwnerField] = the("gezond"), the("gemeente")
		return values
	}
	private := func(values record.Values) record.Values {
		values = gezond(values)
		values[record.AudienceField] = "partnership"
		return values
	}
	support := func(organisation, level, attitude string, day int) Deed {
		return adds("support", "support/"+organisation+"/"+level, private(record.Values{"organisation": the(organisation), "level": level, "attitude": attitude, "day": dayOf(day)}))
	}
	moment := func(name, what, sort string, day int, why string) Deed {
		return adds("moment", name, private(record.Values{"what": what, "sort": sort, "day": dayOf(day), "why": why}))
	}
	return []Step{
		{111, "bea", both(
			gives("mees", role{Role: access.Contributor, partnership: "gezond"}),
			gives("ravi", role{Role: access.Editor, partnership: "gezond"}))},
		{112, "sanne", both(
			expects("gezond", "ravi", learning.Organisation, "Dat ruimte ons vroeg belt.", "Cijfers, en wat werkt.", "Dat we te laat komen voor de tekening.", "Eén plan voor zorg en straat."),
			expects("gezond", "mees", learning.Myself, "Vast geld, geen potjes.", "De buurt, en koffie.", "Dat ik beloftes moet goedmaken die ik niet deed.", "Minder mensen alleen."),
			expects("gezond", "sanne", learning.Organisation, "Dat directies het blijven dragen.", "Tijd, en een zaal.", "Dat het bij praten blijft.", "Dat bewoners over een jaar iets merken."))},
		{200, "sanne", changes("partnership", "gezond", record.Values{"rhythm": "quarterly"})},
		{222, "sanne", both(
			support("gemeente", "board", "knows", 220), support("gemeente", "management", "supports", 220), support("gemeente", "operations", "supports", 220),
			support("ggd", "management", "supports", 220), support("ggd", "directors", "not-yet", 220), support("welzijn", "operations", "supports", 220), support("welzijn", "management", "knows", 220))},
		{345, "sanne", adds("reflection", "terugblik-1", private(record.Values{"occasion": "Een jaar keukentafel", "begins": dayOf(345), "meeting": the("keukentafel")}))},
		{346, "sanne", both(
			reflects("terugblik-1", "sanne", "We kiezen samen.", "Minder vergaderen, vaker lopen.", "Een rondje door de buurt zegt meer dan een rapport."),
			reflects("terugblik-1", "ravi", "Mijn cijfers worden gebruikt.", "Ik hoor plannen nog te laat.", "Leg één cijfer uit, niet tien."),
			reflects("terugblik-1", "mees", "Bewoners komen zelf.", "Duidelijk zijn over wat niet kan.", "Nee is ook een antwoord."))},
		{346, "sanne", comes("reflection", "terugblik-1", "lesson", "lopen", gezond(record.Values{"what": "Loop eerst samen een rondje, praat dan pas", "story": "In de zaal dachten we dat licht het probleem was. Op straat bleek het de stoep.",
			"about": []string{"method", "place"}, "form": "Wandeling", "areas": "BU99990304", "day": dayOf(346), record.AudienceField: "professionals"}))},
		{347, "sanne", both(
			moment("m-deur", "De eerste keukentafel zat vol", "high", 106, "Twintig mensen, en niemand keek op zijn telefoon."),
			moment("m-geld", "De subsidie ging niet door", "low", 240, "We moesten mensen afzeggen."))},
		{428, "bea", leads("cor", "gezond")},
		{456, "cor", both(
			expects("gezond", "cor", learning.Myself, "Dat iedereen zegt wat niet kan.", "Ik houd de afspraken bij.", "Dat het van één persoon afhangt.", "Dat het gewoon wordt."),
			expects("gezond", "noor", learning.Organisation, "Op tijd een tekening.", "Vertalen tussen zorg en ruimte.", "Dat gezondheid een paragraaf wordt.", "Dat ruimte óns belt."),
			expects("gezond", "amira", learning.Myself, "Dat mensen teruggebeld worden.", "Ik ken bijna iedereen.", "Dat ze mij overslaan.", "Een bank voor de deur."),
			support("gemeente", "directors", "knows", 456), support("wonen", "operations", "knows", 456), support("wonen", "directors", "not-yet", 456))},
		{458, "cor", adds("coordination", "c1", private(record.Values{"subject": "Ruimte en gezondheid", "level": "limited", "obstacles": "Plannen liggen al vast als zorg ze ziet.", "next": "Vier weken langs de keukentafel.", "day": dayOf(457)}))},
		{600, "cor", adds("checklistRound", "ronde-1", private(record.Values{"name": "Voorjaar", "opens": dayOf(600), "closes": dayOf(614)}))},
		{603, "cor", fillsIn("ronde-1", 3.1, "cor", "ravi", "mees", "noor", "daan", "amira", "priya")},
		{661, "cor", moment("m-terug", "Bewoners zagen het anders, en ze hadden gelijk", "learning", 660, "We gingen een stap terug.")},
		{662, "cor", adds("lesson", "terug", gezond(record.Values{"what": "Een stap terug is geen verlies", "story": "Het plan klopte op papier. Na drie gesprekken klopte het ook op straat.", "about": []string{"partnership"}, "day": dayOf(661)}))},
		{800, "cor", adds("coordination", "c2", private(record.Values{"subject": "Ruimte en gezondheid", "level": "positive", "obstacles": "Er is nog geen gezamenlijk geld.", "next": "Eén begroting voor bankjes en beweging.", "day": dayOf(799)}))},
		{980, "cor", adds("checklistRound", "ronde-2", private(record.Values{"name": "Zomer", "opens": dayOf(980), "closes": dayOf(994)}))},
		{984, "cor", fillsIn("ronde-2", 3.8, "cor", "ravi", "mees", "noor", "daan", "amira", "priya", "elif")},
		{1_045, "cor", adds("reflection", "terugblik-2", private(record.Values{"occasion": "Na de zomer", "begins": dayOf(1_045), "meeting": the("keukentafel")}))},
		{1_047, "cor", both(
			reflects("terugblik-2", "cor", "De bankjes.", "Eén begroting.", "Vertel ook wat niet lukt, zelf en snel."),
			reflects("terugblik-2", "mees", "De tuin met soep.", "Meer handen op woensdag.", "Klein beginnen werkt."),
			reflects("terugblik-2", "noor", "Ruimte belde mij.", "Een vaste plek in het proces.", "Zeg er altijd bij wat je met een woord bedoelt."),
			opensTogether("terugblik-2", "cor"))},
		{1_060, "cor", adds("newsletter", "brief", gezond(record.Values{"title": "Samen gezond, najaar", "text": "Successen\n- Drie bankjes op de route naar het winkelplein\n\nBesluiten\n- In de winter komt de keukentafel twee keer per maand bij elkaar\n\nKom je ook? Elke eerste dinsdag in De Vlonder."}))},
		{1_070, "cor", adds("reflection", "terugblik-3", private(record.Values{"occasion": "Plannen voor de winter", "begins": dayOf(1_070)}))},
		{1_071, "cor", reflects("terugblik-3", "noor", "De planning.", "Minder mail.", "")},
	}
}
