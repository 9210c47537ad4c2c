package story

import "github.com/koppelkans/koppelkans/internal/record"

// words: what partners found that they called alike and did not mean alike.
func words() []Step {
	region := func(values record.Values) record.Values {
		values[record.OwnerField] = the("ggd")
		return values
	}
	gezond := func(values record.Values) record.Values {
		values[record.PartnershipField] = the("gezond")
		if _, said := values[record.OwnerField]; !said {
			values[record.OwnerField] = the("gemeente")
		}
		return values
	}
	means := func(term, domain, what, example string) Deed {
		return adds("meaning", term+"/"+domain, gezond(record.Values{"term": the(term), "domain": domain, "means": what, "example": example}))
	}
	return []Step{
		{140, "ravi", both(
			adds("term", "preventie", region(record.Values{"word": "preventie", "sort": "noun", "agreed": "Wat we doen voordat iemand ziek wordt of vastloopt.", "agreedBy": "GGD en de gemeenten in de regio", "agreedOn": dayOf(139), "example": "Een wandelgroep."})),
			adds("term", "leefomgeving", region(record.Values{"word": "leefomgeving", "sort": "noun", "agreed": "Alles om je heen waar je woont, loopt en anderen ziet.", "agreedBy": "GGD en de gemeenten in de regio", "agreedOn": dayOf(139)})),
			adds("term", "doelgroep", region(record.Values{"word": "doelgroep", "sort": "noun", "agreed": "De mensen voor wie we iets doen. Zij denken mee.", "agreedBy": "GGD en de gemeenten in de regio", "agreedOn": dayOf(139)})),
			adds("term", "inclusie", region(record.Values{"word": "inclusie", "sort": "noun", "agreed": "Iedereen kan meedoen, en hoeft daarvoor niet eerst anders te worden.", "agreedBy": "GGD en de gemeenten in de regio", "agreedOn": dayOf(139)})))},
		{216, "sanne", both(
			adds("term", "signaal", gezond(record.Values{"word": "signaal", "sort": "noun", "agreed": "Iets wat je opvalt en wat een ander moet weten. Je hoeft het niet zeker te weten.", "agreedBy": "De keukentafel", "agreedOn": dayOf(215), "example": "De gordijnen zijn al een week dicht."})),
			means("signaal", "social", "Een verhaal van een bewoner.", "Ze komt niet meer naar de koffie."),
			means("signaal", "health", "Een cijfer dat afwijkt.", "Meer mensen met valpartijen dan vorig jaar."),
			means("signaal", "physical", "Een melding.", "Losse tegel."))},
		{217, "sanne", both(
			adds("term", "wijk", gezond(record.Values{"word": "wijk", "sort": "noun", "difference": "Voor ruimte is het een gebied met een grens op de kaart. Voor bewoners is het waar zij zich thuis voelen. In cijfers gebruiken we de kaart; in gesprekken nog niet.", "forms": "stadsdeel"})),
			means("wijk", "physical", "Een gebied met een code en een grens.", "WK999903"),
			means("wijk", "social", "Waar mensen elkaar groeten.", "Voorbij het spoor hoort er niet bij."))},
		{300, "sanne", both(
			adds("term", "opschalen", gezond(record.Values{"word": "opschalen", "sort": "verb", "difference": "Zorg bedoelt: er komt zwaardere hulp. Ruimte bedoelt: we doen het op meer plekken. Zeg er dus bij wat je bedoelt."})),
			means("opschalen", "health", "Zwaardere hulp inzetten.", "De wijkverpleging erbij halen."),
			means("opschalen", "physical", "Een proef op meer plekken doen.", "Van één plein naar vijf."))},
		{312, "sanne", adds("term", "meedoen", gezond(record.Values{"word": "meedoen", "sort": "verb", "agreed": "Zelf kiezen waarover je meepraat en wat je doet. Alleen een brief lezen is geen meedoen.", "agreedBy": "De keukentafel, met zes bewoners", "agreedOn": dayOf(311)}))},
		{450, "cor", both(
			adds("term", "warm", gezond(record.Values{"word": "warme overdracht", "sort": "noun", "agreed": "Wij bellen zelf de volgende, en de bewoner is erbij.", "agreedBy": "Gemeente, GGD en welzijn", "agreedOn": dayOf(449), "forms": "warm doorsturen"})),
			adds("term", "route", gezond(record.Values{"word": "looproute", "sort": "noun", "agreed": "Een weg die je kunt lopen met een rollator, met om de 125 meter een bank.", "agreedBy": "Gemeente en GGD", "agreedOn": dayOf(449)})))},
		{452, "cor", takesWord("gezond", "doelgroep", "doelgroep-hier")},
		{453, "cor", changes("term", "doelgroep-hier", record.Values{"agreed": "Dat woord gebruiken we hier niet meer. We zeggen: de mensen uit de straat.", "agreedBy": "De keukentafel", "agreedOn": dayOf(452)})},
		{454, "cor", takesWord("gezond", "preventie", "preventie-hier")},
		{680, "cor", adds("term", "koele plek", record.Values{"word": "koele plek", "sort": "noun", "agreed": "Een plek met schaduw waar je mag zitten zonder iets te kopen.", "agreedBy": "Groen en koel in de zomer", "agreedOn": dayOf(679),
			record.PartnershipField: the("koel"), record.OwnerField: the("gemeente")})},
		// A word that two fields use and nobody explained: the program proposes it.
		{1_056, "ravi", adds("decision", "advies-veerkracht", gezond(record.Values{"what": "In elk advies over een plan staat iets over veerkracht", "reasons": "Cijfers over veerkracht laten zien wie een tegenslag kan opvangen. Signalen van bewoners horen daarbij.", "day": dayOf(1_055), record.OwnerField: the("ggd")}))},
		{1_058, "cor", adds("decision", "soep-veerkracht", gezond(record.Values{"what": "Op de soepochtend vragen we bewoners naar hun veerkracht", "reasons": "Bewoners gebruiken dat woord niet. Zij zeggen: je weten te redden.", "day": dayOf(1_057)}))},
	}
}
