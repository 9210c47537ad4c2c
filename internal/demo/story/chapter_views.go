package story

import "github.com/koppelkans/koppelkans/internal/record"

// views: what somebody saved to find again, and to share.
func views() []Step {
	return []Step{
		{702, "anna", adds("savedView", "changed map", record.Values{
			"title": "Wat veranderde er sinds 2020?", "address": "/kaart/GM9999/verschil?jaar=2020&met-jaar=2024&niveau=buurt",
			"note": "Voor het overleg met de wethouder.", record.AudienceField: "public",
		})},
		{880, "cor", adds("savedView", "ageing", record.Values{
			"title": "Waar wonen de meeste ouderen?", "address": "/vergelijk/tabel?niveau=neighbourhood&op=cbs-share-65-plus&richting=af",
		})},
	}
}
