// Package kinds lists every kind of record of the program. A new kind is added
// here, and nowhere else.
package kinds

import (
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/language"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/newsletter"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/savedview"
	"github.com/koppelkans/koppelkans/internal/thread"
)

// All gives the kinds in the order in which they are shown, for who has not
// read the shipped catalogue yet.
func All() (*record.Registry, error) {
	shipped, err := catalogue.Load()
	if err != nil {
		return nil, err
	}
	return With(shipped)
}

// With gives the kinds in the order in which they are shown.
func With(shipped *catalogue.Catalogue) (*record.Registry, error) {
	return record.NewRegistry(
		partnership.Organisations().Kind(),
		partnership.People().Kind(),
		partnership.Partnerships().Kind(),
		partnership.Members().Kind(),
		partnership.FirstContacts().Kind(),
		agreement.Agreements().Kind(),
		agreement.Parties().Kind(),
		agreement.Decisions().Kind(),
		agreement.Actions().Kind(),
		agreement.Promises().Kind(),
		agreement.Cards().Kind(),
		partnership.Relations().Kind(),
		partnership.NetworkRounds().Kind(),
		partnership.Positions().Kind(),
		language.Terms().Kind(),
		language.Meanings().Kind(),
		partnership.StandingMeetings().Kind(),
		partnership.Seats().Kind(),
		partnership.AdviceRequests().Kind(),
		partnership.PolicyDocuments().Kind(),
		partnership.PolicyFindings().Kind(),
		partnership.Successes().Kind(),
		newsletter.Newsletters().Kind(),
		learning.Lessons().Kind(),
		learning.Moments().Kind(),
		learning.Stances().Kind(),
		learning.SupportRecords().Kind(),
		learning.Reflections().Kind(),
		learning.ChecklistRounds().Kind(),
		learning.Coordinations().Kind(),
		account.Accounts().Kind(),
		account.Grants().Kind(),
		place.OwnAreas().Kind(),
		catalogue.Indicators(shipped).Kind(),
		healthmap.SetRecords().Kind(),
		healthmap.ThresholdRecords().Kind(),
		delivery.Records().Kind(),
		savedview.Views().Kind(),
		thread.Disclosures().Kind(),
	)
}
