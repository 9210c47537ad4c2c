package story

import (
	"context"
	"fmt"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// network: who worked with whom before anybody asked, two rounds of questions,
// and where everybody stands in the eyes of the partnership.
func network() []Step {
	return []Step{
		// What was known from the first talks.
		{150, "sanne", both(
			knowsOf("gemeente", "ggd", 2, "works-together"), knowsOf("gemeente", "welzijn", 2, "finances", "works-together"),
			knowsOf("gemeente", "wonen", 1, "contact"), knowsOf("welzijn", "buurttuin", 2, "works-together"))},
		{499, "cor", knows("organisation", "golfslag", record.Values{"name": "Basisschool De Golfslag"})},
		{500, "cor", adds("networkRound", "eerste", roundOf("Eerste ronde", 500, 521))},
		{502, "cor", answers(to("ggd", 3, "works-together", "informs"), to("welzijn", 3, "works-together", "finances"), to("wonen", 2, "works-together"),
			to("centrum", 1, "contact"), to("golfslag", 0), to("buurttuin", 1, "contact"))},
		{504, "ravi", answers(to("gemeente", 3, "works-together", "informs"), to("centrum", 2, "informs"), to("welzijn", 1, "contact"), to("wonen", 0))},
		{507, "mees", answers(to("gemeente", 3, "works-together"), to("buurttuin", 3, "works-together"), to("wonen", 2, "works-together"), to("centrum", 1, "contact"), to("ggd", 1, "contact"))},
		{511, "cor", both(
			says("eerste", "gijs", "wonen", "gemeente", 511, 2, "works-together"), says("eerste", "gijs", "wonen", "welzijn", 511, 2, "works-together"),
			says("eerste", "priya", "centrum", "ggd", 511, 2, "informs"), says("eerste", "priya", "centrum", "welzijn", 511, 1, "contact"),
			says("eerste", "aylin", "golfslag", "opvang", 511, 3, "works-together"), says("eerste", "aylin", "golfslag", "gemeente", 511, 1, "contact"),
			says("eerste", "willeke", "buurttuin", "welzijn", 511, 3, "works-together"), says("eerste", "willeke", "buurttuin", "gemeente", 511, 1, "contact"))},

		{1_036, "cor", both(
			adds("organisation", "kaap", organisation("Jongerenwerk De Kaap", "De Kaap", partnership.Welfare, "social", "sport")),
			adds("organisation", "apotheek", organisation("Apotheek De Meent", "", partnership.PrimaryCare, "health")),
			takesPart("gezond", "floor", 1_036, "", "Weet waar het water heen moet."))},
		{1_040, "cor", adds("networkRound", "tweede", roundOf("Tweede ronde", 1_040, LastDay+28))},
		{1_043, "cor", answers(to("ggd", 3, "works-together", "informs"), to("welzijn", 3, "works-together", "finances"), to("wonen", 3, "works-together"),
			to("centrum", 1, "contact"), to("buurttuin", 2, "works-together"), to("golfslag", 1, "contact"))},
		{1_046, "ravi", answers(to("gemeente", 3, "works-together", "informs"), to("centrum", 3, "informs", "works-together"), to("welzijn", 2, "works-together"), to("golfslag", 1, "informs"))},
		{1_049, "mees", answers(to("gemeente", 3, "works-together"), to("buurttuin", 3, "works-together"), to("wonen", 3, "works-together"),
			to("sport", 2, "works-together"), to("raad", 2, "contact"), to("kaap", 3, "works-together"), to("ggd", 2, "works-together"), to("centrum", 0))},
		{1_052, "cor", both(
			says("tweede", "elif", "wonen", "gemeente", 1_052, 3, "works-together"), says("tweede", "elif", "wonen", "welzijn", 1_052, 3, "works-together"),
			says("tweede", "elif", "wonen", "raad", 1_052, 1, "contact"),
			says("tweede", "priya", "centrum", "ggd", 1_052, 3, "informs", "works-together"),
			says("tweede", "aylin", "golfslag", "opvang", 1_052, 3, "works-together"), says("tweede", "aylin", "golfslag", "gemeente", 1_052, 1, "contact"),
			says("tweede", "ilse", "bibliotheek", "golfslag", 1_052, 2, "works-together"),
			says("tweede", "willeke", "buurttuin", "welzijn", 1_052, 3, "works-together"), says("tweede", "willeke", "buurttuin", "gemeente", 1_052, 1, "contact"),
			says("tweede", "sem", "sport", "welzijn", 1_052, 2, "works-together"), says("tweede", "sem", "sport", "golfslag", 1_052, 2, "works-together"),
			says("tweede", "sem", "sport", "kaap", 1_052, 2, "works-together"), says("tweede", "priya", "centrum", "apotheek", 1_052, 3, "works-together"))},

		// Where they stand, in three phases.
		{526, "cor", both(
			places("gemeente", 526, 5, 3, "decides", "decides", "decides", "Besluit over het geld."),
			places("ggd", 526, 3, 5, "works", "works", "works", "Zit bij elk overleg."),
			places("welzijn", 526, 2, 5, "works", "works", "works", "Voert uit wat we afspreken."),
			places("wonen", 526, 4, 2, "informed", "informed", "works", "Bezit zes van de tien huizen."),
			places("buurttuin", 526, 1, 5, "thinks", "works", "works", "Heeft eigen mensen en een stuk grond."),
			places("centrum", 526, 2, 3, "informed", "thinks", "thinks", "Ziet elke dag wie klachten heeft."))},
		{716, "cor", both(
			places("wonen", 716, 4, 4, "works", "works", "works", "Gaf de sleutels van de portieken."),
			places("centrum", 716, 2, 4, "thinks", "thinks", "works", "Deed mee aan twee gesprekken."),
			places("raad", 716, 2, 4, "informed", "thinks", "thinks", "Vroeg zelf om een plek aan tafel."),
			places("waterschap", 716, 4, 1, "informed", "informed", "thinks", "Gaat over het water langs het park."))},
		{1_056, "cor", both(
			places("buurttuin", 1_056, 3, 5, "works", "decides", "decides", "Kiest mee welke plekken groen worden."),
			places("waterschap", 1_056, 4, 3, "thinks", "thinks", "thinks", "Leest de plannen nu op tijd mee."),
			places("raad", 1_056, 2, 5, "thinks", "works", "works", "Sprak honderd bewoners."),
			places("golfslag", 1_056, 2, 3, "informed", "informed", "thinks", "Wil eerst zien wat het de school vraagt."),
			places("sport", 1_056, 1, 4, "thinks", "works", "works", "Opende het veld na schooltijd."),
			places("bibliotheek", 1_056, 1, 2, "informed", "informed", "informed", "Leent ons een zaal."))},
	}
}

func roundOf(name string, opens, closes dayOf) record.Values {
	return record.Values{
		"name": name, "opens": opens, "closes": closes, "note": "Denk aan het afgelopen half jaar. Het gaat om je organisatie, niet om jou alleen.",
		record.PartnershipField: the("gezond"), record.OwnerField: the("gemeente"),
	}
}

// knowsOf adds a relation that was known outside a round.
func knowsOf(from, to string, strength int64, sorts ...string) Deed {
	return adds("relation", from+" and "+to, record.Values{
		"fromOrganisation": the(from), "toOrganisation": the(to), "strength": strength, "sorts": sorts, "day": dayOf(150),
		record.PartnershipField: the("gezond"), record.OwnerField: the("gemeente"),
	})
}

// says adds what somebody without an account answered, on paper or in a talk.
func says(round, who, from, to string, day dayOf, strength int64, sorts ...string) Deed {
	return adds("relation", from+" and "+to+", "+round, record.Values{
		"fromOrganisation": the(from), "toOrganisation": the(to), "strength": strength, "sorts": sorts, "day": day,
		"said": the(who), "source": "asked", "round": the(round), record.PartnershipField: the("gezond"), record.OwnerField: the("gemeente"),
	})
}

// answer is what somebody's organisation has with another one.
type answer struct {
	to       string
	strength int64
	sorts    []string
}

func to(organisation string, strength int64, sorts ...string) answer {
	return answer{organisation, strength, sorts}
}

// answers fills in the questions of the round that is open.
func answers(list ...answer) Deed {
	return func(ctx context.Context, s *scene) error {
		in, err := s.find("gezond")
		if err != nil {
			return err
		}
		var sent []partnership.Answer
		for _, one := range list {
			other, err := s.find(one.to)
			if err != nil {
				return err
			}
			sent = append(sent, partnership.Answer{To: other, Strength: one.strength, Sorts: one.sorts})
		}
		service := &partnership.Service{Records: s.Records, Now: s.Clock.Now, Today: account.Today}
		return service.Answer(ctx, s.actor, in, sent)
	}
}

// places tells where an organisation stands.
func places(organisation string, day dayOf, influence, interest int64, now, wanted, desired, why string) Deed {
	return adds("position", fmt.Sprint("place of ", organisation, " on ", int(day)), record.Values{
		"organisation": the(organisation), "influence": influence, "interest": interest, "now": now, "wanted": wanted, "desired": desired,
		"why": why, "day": day, record.PartnershipField: the("gezond"), record.OwnerField: the("gemeente"),
	})
}
