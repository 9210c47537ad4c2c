package demo

import (
	"strings"

	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// rule makes holes: the figures of some indicators, in some years, of some
// areas, are missing for a reason.
type rule struct {
	hole       indicator.Hole
	indicators []string // beginnings of ids; nil for all
	years      []int    // nil for all
	of         func(a area) bool
}

// rules come in order: the first that holds gives the reason. Together they
// show every reason there is.
var rules = []rule{
	{hole: indicator.NoArea, of: isPostBoxes},
	{hole: indicator.NotAsked, indicators: []string{"rivm-high-stress", "rivm-neighbour-noise", "rivm-physical-limitation"}, years: []int{2016}, of: everywhere},
	{hole: indicator.Discontinued, indicators: []string{"rivm-walk-to-work", "rivm-cycle-to-work"}, years: []int{2024}, of: everywhere},
	{hole: indicator.ComesLater, indicators: []string{"cbs-income-", "cbs-households-low-income", "cbs-households-110-minimum"}, years: []int{2024}, of: everywhere},
	{hole: indicator.ComesLater, indicators: []string{"ses-woa"}, years: []int{2024}, of: isNew},
	{hole: indicator.Suppressed, indicators: []string{"distance-green"}, of: isNearlyEmpty},
	{hole: indicator.Secret, indicators: []string{
		"rivm-", "ses-woa", "cbs-income-", "cbs-households-", "cbs-one-person", "cbs-share-", "cbs-house-value",
		"cbs-owner-occupied", "cbs-rented", "cbs-housing-association", "cbs-other-landlords", "cbs-disability-benefits",
		"cbs-unemployment-benefits", "cbs-social-assistance", "cbs-births", "cbs-deaths", "police-crimes-per-1000",
	}, of: isNearlyEmpty},
	{hole: indicator.PartlyUnknown, indicators: []string{"distance-green"}, years: []int{2024}, of: isHalfMapped},
	{hole: indicator.NotLoaded, indicators: []string{"noise-"}, years: []int{2024}, of: isUnmappedNoise},
}

// holeIn gives the reason why a figure is missing, or None.
func holeIn(id string, year int, a area) indicator.Hole {
	for _, r := range rules {
		if r.covers(id, year) && r.of(a) {
			return r.hole
		}
	}
	return indicator.None
}

func (r rule) covers(id string, year int) bool {
	about, when := r.indicators == nil, r.years == nil
	for _, beginning := range r.indicators {
		about = about || strings.HasPrefix(id, beginning)
	}
	for _, one := range r.years {
		when = when || one == year
	}
	return about && when
}

func everywhere(area) bool { return true }

// isNearlyEmpty holds for areas where so few people live that nothing can be
// said of them.
func isNearlyEmpty(a area) bool {
	const few = 100
	residents := 0.0
	for _, f := range a.pieces {
		residents += f.residents[currentYear]
	}
	return residents > 0 && residents < few
}

// isNew holds for a neighbourhood that was built lately.
func isNew(a area) bool {
	return a.claim.Level == place.Neighbourhood && len(a.pieces) == 1 && a.pieces[0].piece.since > 0
}

// isHalfMapped holds for the neighbourhood whose green was mapped for less
// than half: the first suburb at the edge that is not new.
func isHalfMapped(a area) bool {
	return a.claim.Level == place.Neighbourhood && strings.HasSuffix(a.claim.Code, "02") &&
		a.pieces[0].piece.kind == outer && a.pieces[0].piece.since == 0
}

// isPostBoxes holds for the postcode without area.
func isPostBoxes(a area) bool { return a.post != outside && a.claim.Border == nil }

// isUnmappedNoise holds for one postcode area, for which the noise of the last
// year was never loaded.
func isUnmappedNoise(a area) bool { return a.post == 5 }
