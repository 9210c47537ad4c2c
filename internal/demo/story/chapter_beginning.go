package story

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// beginning: the program is installed, the first figures come, and who will
// work with them get their accounts.
func beginning() []Step {
	return []Step{
		{0, "", delivers(2020)},
		{0, "", firstAdministrator("bea")},
		{1, "bea", adds("organisation", "gemeente", organisation("Gemeente Waterhoven", "Gemeente", partnership.Municipality, "social", "physical", "safety"))},
		{1, "bea", both(joins("bea"), changes("account", accountOf("bea"), record.Values{"person": the("bea"), record.OwnerField: the("gemeente")}))},
		{2, "bea", adds("organisation", "ggd", organisation("GGD Zeekust", "GGD", partnership.PublicHealth, "health"))},
		{3, "bea", adds("organisation", "welzijn", organisation("Welzijn Waterhoven", "Welzijn", partnership.Welfare, "social", "health"))},
		{5, "bea", both(joins("sanne"), letsIn("sanne", role{Role: access.Coordinator}))},
		{12, "sanne", joins("anna")},
		{13, "bea", letsIn("anna", role{Role: access.Analyst, everywhere: true})}, // deliveries are of no one place
		{19, "sanne", both(joins("ravi"), joins("mees"))},
		{20, "bea", both(letsIn("ravi", role{Role: access.Editor}), letsIn("mees", role{Role: access.Contributor}))},
		{33, "sanne", joins("cor")},
		{34, "bea", letsIn("cor", role{Role: access.Contributor})},
		{610, "mees", joins("lotte")},
		{611, "bea", letsIn("lotte", role{Role: access.Reader})},
	}
}

// firstAdministrator makes the account that all others come from, as the
// command line does.
func firstAdministrator(key string) Deed {
	return func(ctx context.Context, s *scene) error {
		who, err := member(key)
		if err != nil {
			return err
		}
		if s.place, err = s.Place(ctx, s.World.Towns[0].Code); err != nil {
			return err
		}
		made, err := s.Accounts.Create(ctx, account.Account{Email: who.email(), Name: who.Name, State: account.Active}, []account.Grant{{Role: access.Administrator}}, 0)
		s.accounts[key], s.made[accountOf(key)] = made.ID, made.ID
		return err
	}
}

// joins adds the record of somebody in the cast.
func joins(key string) Deed {
	return func(ctx context.Context, s *scene) error {
		who, err := member(key)
		if err != nil {
			return err
		}
		return adds("person", key, who.values())(ctx, s)
	}
}

// organisation gives the values of an organisation that everybody may see.
func organisation(name, short string, sort partnership.OrganisationSort, domains ...string) record.Values {
	return record.Values{
		"name": name, "shortName": short, "sort": string(sort), "domains": domains, record.AudienceField: "public",
		"website": "https://example.org/" + string(sort), "email": string(sort) + "@example.org",
	}
}
