package story

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/record"
)

// thresholds: the examples that the program ships are talked about, changed
// with a reason, and where that was no improvement brought back with a reason.
func thresholds() []Step {
	return []Step{
		{176, "anna", both(knowsThreshold("lonely-cut", "loneliness", ""), decides("lonely-cut", 55,
			"Voorstel van de GGD: alleen de buurten waar meer dan de helft eenzaam is.", "Proposed by the public health service: only where over half are lonely."))},
		{197, "anna", decides("lonely-cut", 50,
			"Voorbeeld, iets boven het landelijke cijfer van 2020 (47%). Besproken met alle partners: met 55 vielen buurten weg waar al iets liep, dus het bleef 50.",
			"Example, a little above the national figure of 2020 (47%). Talked over with all partners: 55 left out places where work had begun, so it stayed 50.")},
		{560, "anna", both(knowsThreshold("green-cut", "green", ""), decides("green-cut", 250,
			"Proef: 250 meter, omdat ouderen minder ver lopen.", "Trial: 250 metres, because older people walk less far."))},
		{598, "anna", decides("green-cut", 300,
			"Voorbeeld, de vuistregel van WHO Europa en van 3-30-300. Na de proef met 250 meter teruggezet, zodat we met andere gemeenten vergelijken.",
			"Example, the rule of thumb of WHO Europe and of 3-30-300. Set back after a trial with 250 metres, so that we compare with others.")},
		{760, "anna", adds("mapSet", "summer", record.Values{
			"code": "waterhoven-zomer", "nameNl": "Zomer in Waterhoven", "nameEn": "Summer in Waterhoven", record.AudienceField: "public", record.OwnerField: the("ggd"),
			"descriptionNl": "Waar weinig groen dichtbij is en veel mensen dicht op elkaar wonen. Voor het gesprek over koele plekken.",
			"descriptionEn": "Where little green is near and many people live close together. For the talk about cool places.",
			"items":         summerItems,
		})},
		{790, "anna", changes("mapSet", "summer", record.Values{
			"descriptionNl": "Waar weinig groen dichtbij is, veel mensen dicht op elkaar wonen en veel mensen eenzaam zijn. Voor het gesprek over koele plekken.",
			"descriptionEn": "Where little green is near, many people live close together and many are lonely. For the talk about cool places.",
		})},
	}
}

// knowsThreshold finds a threshold of the map set that everything began with.
func knowsThreshold(name, item, part string) Deed {
	return func(ctx context.Context, s *scene) error {
		if err := knows("mapSet", "city8", record.Values{"code": "city8"})(ctx, s); err != nil {
			return err
		}
		return knows("threshold", name, record.Values{"mapSet": the("city8"), "item": item, "part": part})(ctx, s)
	}
}

// decides sets a threshold, with the reason in both languages.
func decides(name string, value float64, reasonNl, reasonEn string) Deed {
	return changes("threshold", name, record.Values{"value": value, "sourceNl": reasonNl, "sourceEn": reasonEn})
}

const summerItems = `- id: green
  name: {nl: Afstand tot groen, en: Distance to green}
  short: {nl: Afstand tot groen, en: Distance to green}
  domain: physical
  combine: single
  cut:
    side: from
    threshold: 300
    step: 10
    example: true
    source: {nl: 'Voorbeeld van Waterhoven, dat niet bestaat.', en: 'Example of Waterhoven, which does not exist.'}
  parts: [{indicator: distance-green}]
- id: density
  name: {nl: Inwoners per km², en: Residents per km²}
  short: {nl: Inwoners per km², en: Residents per km²}
  domain: physical
  combine: single
  cut:
    side: from
    threshold: 5000
    step: 250
    example: true
    source: {nl: 'Voorbeeld van Waterhoven, dat niet bestaat.', en: 'Example of Waterhoven, which does not exist.'}
  parts: [{indicator: cbs-residents-per-km2}]
- id: loneliness
  name: {nl: Eenzaamheid, en: Loneliness}
  short: {nl: Eenzaamheid, en: Loneliness}
  domain: social
  combine: single
  cut:
    side: from
    threshold: 48
    step: 0.5
    example: true
    source: {nl: 'Voorbeeld van Waterhoven, dat niet bestaat.', en: 'Example of Waterhoven, which does not exist.'}
  parts: [{indicator: rivm-lonely, table: 50090NED}]
`
