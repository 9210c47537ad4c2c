package story

import (
	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/record"
)

// agreements: what partners agreed on, what they decided and why, what they
// promised to residents, and who does what.
func agreements() []Step {
	gezond := func(values record.Values) record.Values {
		values[record.PartnershipField], values[record.OwnerField] = the("gezond"), the("gemeente")
		return values
	}
	koel := func(values record.Values) record.Values {
		values[record.PartnershipField], values[record.OwnerField] = the("koel"), the("gemeente")
		return values
	}
	return []Step{
		{130, "sanne", both(
			adds("agreement", "aanspreek", gezond(record.Values{"what": "Elke buurt heeft één iemand die je altijd kunt bellen", "details": "Welzijn levert die persoon. De andere partijen sturen bewooners warm door: wij bellen zelf, de bewoner niet.",
				"forWhom": "Bewoners van de Lage Meent", "measure": "Elke maand aan de keukentafel: wie werd gebeld, en kwam er antwoord?", "excludes": "Spoed. Dan bel je 112 of de huisarts.", "review": dayOf(500), "steward": the("sanne")})),
			signs("aanspreek", "gezond", "mees", "ravi", "sanne"))},
		{131, "sanne", asksParties("aanspreek")},
		{135, "sanne", replies("aanspreek", reply{who: "sanne"}, reply{who: "ravi"})},
		{138, "sanne", replies("aanspreek", reply{who: "mees"})},
		{150, "sanne", changes("agreement", "aanspreek", record.Values{"details": "Welzijn levert die persoon. De andere partijen sturen bewoners warm door: wij bellen zelf, de bewoner niet.", "correction": true})},
		{344, "sanne", comes("partnership", "gezond", "decision", "tweebuurten", gezond(record.Values{"what": "We beginnen in de Lage Meent, en niet in alle buurten tegelijk",
			"reasons": "Daar is het meest te winnen, en daar kennen bewoners ons al.", "against": "Het Stationskwartier wacht nu een jaar. Dat hebben we daar uitgelegd.", "day": dayOf(342), "meeting": the("keukentafel"),
			"present": "Gemeente, GGD, welzijn en drie bewoners", "told": "In de wijkkrant en aan de deur", record.AudienceField: "public"}))},
		{350, "sanne", comes("decision", "tweebuurten", "promise", "zeven", gezond(record.Values{"what": "Voor de zomer staan er zeven bankjes op de route naar het winkelplein", "toWhom": "Bewoners van de Lage Meent",
			"promiser": the("ravi"), "mandate": "Budget leefbaarheid, tot 10.000 euro", "made": dayOf(349), "due": dayOf(560), record.AudienceField: "public"}))},
		{352, "sanne", both(
			comes("decision", "tweebuurten", "action", "rondgang", gezond(record.Values{"what": "Loop met bewoners de route en kies plekken", "doer": the("mees"), "due": dayOf(390)})),
			comes("decision", "tweebuurten", "action", "leverancier", gezond(record.Values{"what": "Vraag drie leveranciers om een prijs", "doer": the("sanne"), "due": dayOf(400)})))},
		{361, "sanne", takesPart("gezond", "cor", 361, "project-lead", "Brengt ruimte en zorg aan één tafel.")},
		{378, "sanne", leavesPartnership("gezond/sanne", "cor", 378)},
		{388, "mees", reports("action", "rondgang", record.Values{"done": dayOf(387), "result": "Veertien bewoners liepen mee. Negen plekken."})},
		{410, "cor", reports("action", "leverancier", record.Values{"done": dayOf(409), "result": "Te duur voor zeven. Voor drie wel."})},
		{418, "ravi", reports("promise", "zeven", record.Values{"kept": "partly", "keptOn": dayOf(418), "outcome": "Er staan er drie. Voor de andere vier was geen geld. Dat hebben we de bewoners zelf verteld."})},
		{445, "cor", both(
			adds("roleCard", "kaart-cor", gezond(record.Values{"role": "Projectleider", "person": the("cor"), "tasks": "Overleg voorbereiden\nAfspraken bewaken\nGeld aanvragen\nBewoners vertellen wat er met hun idee gebeurt",
				"mandate": "Kleine uitgaven voor de buurt", "amount": 2_500.0, "rules": "Binnen het budget leefbaarheid, met bon", "backing": "Ingrid Duinroos", "expects": "Signalen uit de buurt doorgeven\nPlannen van ruimte op tijd melden",
				"notMine": "Zorg regelen voor één bewoner\nVergunningen geven", "agreed": dayOf(444)})),
			adds("roleCard", "kaart-mees", gezond(record.Values{"role": "Opbouwwerker", "person": the("mees"), "tasks": "Bewoners opzoeken\nSignalen uit de buurt doorgeven\nAan bewoners vertellen wat er met hun ideeën gebeurt",
				"mandate": "Een activiteit in de buurt", "amount": 250.0, "rules": "Met akkoord van twee bewoners", "expectedOf": "Bewoners opzoeken\nVrijwilligers zoeken", "notMine": "Huurproblemen oplossen", "agreed": dayOf(444)})),
			adds("roleCard", "kaart-ravi", gezond(record.Values{"role": "Gezondheidsbevorderaar", "person": the("ravi"), "tasks": "Advies geven over gezondheid\nCijfers uitleggen", "mandate": "Advies geven namens de GGD", "backing": "Saskia Vloedman",
				"expects": "Zorg regelen voor één bewoner", "agreed": dayOf(444)})))},
		{446, "cor", both(
			changes("partnership", "gezond", record.Values{"areas": "BU99990301 BU99990304"}),
			changes("organisation", "buurttuin", record.Values{"sort": "meeting-place"}),
			adds("firstContact", "bel-eenzaam", record.Values{"subject": "Iemand die alleen is", "areas": "BU99990304", "person": the("amira"), "organisation": the("welzijn"), "reach": "Bel, ook 's avonds. Niet voor schulden.", record.OwnerField: the("welzijn"), record.AudienceField: "professionals", record.PartnershipField: the("gezond")}),
			adds("firstContact", "bel-plan", record.Values{"subject": "Een plan voor een straat of plein", "person": the("daan"), "organisation": the("gemeente"), "reach": "Mail liever dan bellen.", record.OwnerField: the("gemeente")}),
			adds("firstContact", "bel-soep", record.Values{"subject": "Mensen uit de buurt spreken", "areas": "BU99990304", "organisation": the("buurttuin"), "reach": "Loop de tuin in. Op woensdag is er soep.", record.OwnerField: the("gemeente"), record.AudienceField: "public"}))},
		{470, "cor", both(
			adds("agreement", "groen", gezond(record.Values{"what": "Plannen voor straten liggen vier weken bij de keukentafel", "details": "Ruimte legt elk plan voor de Lage Meent vier weken voor aan de keukentafel, voordat het vastligt.",
				"forWhom": "Bewoners en partners in de Lage Meent", "until": dayOf(1_400), "measure": "Elk plan dat vastligt, noemt wat de keukentafel zei.", "excludes": "Spoedwerk aan riool en gas.", "review": dayOf(1_095), "steward": the("cor")})),
			signs("groen", "gezond", "cor", "noor", "mees", "daan"))},
		{471, "cor", asksParties("groen")},
		{476, "cor", replies("groen", reply{who: "cor"}, reply{who: "noor"}, reply{who: "mees"}, reply{who: "daan", no: "Vier weken past niet bij elk plan. Bij klein onderhoud staat alles stil."})},
		{492, "cor", changes("agreement", "groen", record.Values{"excludes": "Spoedwerk aan riool en gas. Klein onderhoud: daarover volgt een bericht."})},
		{493, "cor", asksParties("groen")},
		{497, "cor", replies("groen", reply{who: "cor"}, reply{who: "noor"}, reply{who: "mees"}, reply{who: "daan"})},
		{498, "cor", comes("agreement", "groen", "action", "lijst", gezond(record.Values{"what": "Maak een lijst van plannen voor dit jaar", "doer": the("cor"), "due": dayOf(530)}))},
		{499, "cor", stillRight("aanspreek", 865)},
		{528, "cor", reports("action", "lijst", record.Values{"done": dayOf(527), "result": "Elf plannen. Twee kwamen eerder aan tafel dan gepland."})},
		{670, "cor", both(
			adds("agreement", "sleutel", gezond(record.Values{"what": "Op woensdag is de hal van de flat open voor de soepgroep", "forWhom": "De soepgroep in de Lage Meent", "measure": "De hal is open als de groep komt.",
				"review": dayOf(900), "steward": the("cor")})),
			signs("sleutel", "gezond", "cor", "mees"))},
		{671, "cor", asksParties("sleutel")},
		{673, "cor", replies("sleutel", reply{who: "cor"}, reply{who: "mees"})},
		{820, "cor", stops("sleutel", "De soepgroep kookt nu in het buurthuis. Daar is een keuken.")},
		{862, "cor", stillRight("aanspreek", 1_110)},
		{905, "cor", comes("partnership", "koel", "agreement", "schaduw", koel(record.Values{"what": "Elke nieuwe boom staat waar de meeste mensen lopen", "details": "De gemeente kiest plekken met de loopkaart van de GGD erbij.",
			"forWhom": "Wie in de zomer niet weg kan", "measure": "Van tien nieuwe bomen staan er acht aan een looproute.", "review": dayOf(1_300), "steward": the("cor")}))},
		{906, "cor", signs("schaduw", "koel", "cor", "noor")},
		{907, "cor", asksParties("schaduw")},
		{912, "cor", replies("schaduw", reply{who: "cor"}, reply{who: "noor", no: "De loopkaart is van vorig jaar. Eerst bijwerken, dan afspreken."})},
		{960, "cor", adds("promise", "antwoord", gezond(record.Values{"what": "Wie een idee inlevert, krijgt binnen drie weken antwoord", "toWhom": "Bewoners van Waterhoven", "promiser": the("cor"), "card": the("kaart-cor"),
			"mandate": "Staat op de rolkaart van de projectleider", "made": dayOf(958), "due": dayOf(1_060), record.AudienceField: "public"}))},
		{1_020, "cor", comes("agreement", "schaduw", "action", "loopkaart", koel(record.Values{"what": "Werk de loopkaart bij met de tellingen van dit jaar", "doer": the("ravi"), "due": dayOf(LastDay + 12)}))},
		{1_040, "cor", both(
			adds("agreement", "wijkkrant", gezond(record.Values{"what": "Elk kwartaal een bladzijde in de wijkkrant", "details": "Welzijn schrijft, de gemeente betaalt de druk.", "forWhom": "Alle huishoudens in de Lage Meent",
				"measure": "Vier bladzijden per jaar.", "review": dayOf(1_400), "steward": the("cor")})),
			signs("wijkkrant", "gezond", "cor", "mees", "ravi"))},
		{1_041, "cor", asksParties("wijkkrant")},
		{1_044, "cor", replies("wijkkrant", reply{who: "mees"})},
		{1_050, "cor", comes("standingMeeting", "keukentafel", "decision", "winter", gezond(record.Values{"what": "In de winter komt de keukentafel twee keer per maand bij elkaar", "reasons": "Dan zijn mensen vaker alleen.", "day": dayOf(1_049),
			"meeting": the("keukentafel"), "present": "Gemeente, welzijn, GGD, woningcorporatie, vier bewoners", "told": "Op de deur van De Vlonder", record.AudienceField: "public"}))},
		{1_052, "cor", comes("decision", "winter", "action", "zaal", gezond(record.Values{"what": "Leg de zaal vast voor de extra avonden", "doer": the("mees"), "due": dayOf(LastDay - 4)}))},
		{1_078, "mees", opines("groen", agreement.MustChange, "Voor een bankje is vier weken lang. Bewoners zeggen dat twee weken genoeg is.")},
	}
}
