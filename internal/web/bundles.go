package web

import (
	"net/http"
	"slices"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/factsheets"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// mayBundle tells whether who asks may have all factsheets of a municipality in
// one file.
func (s *site) mayBundle(r *http.Request) bool {
	return s.Bundles != nil && factsheets.MayOrder(s.actor(r))
}

// onMunicipality reads of which municipality the factsheets are asked.
func (s *site) onMunicipality(w http.ResponseWriter, r *http.Request) (*onPlace, error) {
	if err := s.onlySignedIn(r); err != nil {
		return nil, err
	}
	if s.Bundles == nil || r.PathValue("level") != string(place.Municipality) {
		return nil, fault.New(fault.NotFound, "place.unknown", fault.Args{"Code": r.PathValue("code")})
	}
	if !s.mayBundle(r) {
		return nil, fault.New(fault.Denied, "factsheets.denied", nil)
	}
	return s.onPlace(w, r, "/factsheets")
}

// askFactsheets answers /gebieden/municipality/{code}/factsheets: which
// factsheets somebody wants in one file.
func (s *site) askFactsheets(w http.ResponseWriter, r *http.Request) error {
	on, err := s.onMunicipality(w, r)
	if err != nil {
		return err
	}
	return s.showBundle(w, r, on, http.StatusOK, view.Bundle{Level: string(place.Neighbourhood), Format: string(s.Bundles.Formats()[0]), Wording: wordingProfessional})
}

func (s *site) showBundle(w http.ResponseWriter, r *http.Request, on *onPlace, status int, b view.Bundle) error {
	on.p.Title = on.p.T("factsheets.title", "name", on.head.Name)
	b.PlaceHead = on.head
	for _, level := range factsheets.Levels {
		b.Levels = append(b.Levels, view.Choice{Value: string(level), Label: on.p.T("factsheets.level." + string(level))})
	}
	for _, format := range s.Bundles.Formats() {
		b.Formats = append(b.Formats, view.Choice{Value: string(format), Label: on.p.T("factsheets.format." + string(format))})
	}
	if on.p.Lang == "nl" {
		b.Wordings = []view.Choice{{Value: wordingProfessional, Label: on.p.T("profile.professional")}, {Value: wordingPlain, Label: on.p.T("profile.plain")}}
	}
	s.render(w, r, status, view.BundlePage(on.p, b))
	return nil
}

// makeFactsheets adds the job that makes the file.
func (s *site) makeFactsheets(w http.ResponseWriter, r *http.Request) error {
	on, err := s.onMunicipality(w, r)
	if err != nil {
		return err
	}
	typed := view.Bundle{Level: r.PostFormValue("gebieden"), Format: r.PostFormValue("bestand"), Wording: r.PostFormValue("woorden")}
	if !slices.Contains([]string{"", wordingPlain, wordingProfessional}, typed.Wording) {
		typed.Wording = ""
	}
	order := factsheets.Order{
		Municipality: on.newest().Code, Level: place.Level(typed.Level), Format: factsheets.Format(typed.Format), Lang: on.p.Lang, Wording: typed.Wording,
	}
	added, err := s.Bundles.Later(r.Context(), s.actor(r), order)
	if wrong, is := s.mendable(err); is {
		typed.Wrong = on.p.Catalogue.T(on.p.Lang, wrong.Key, wrong.Args)
		return s.showBundle(w, r, on, statusOf(wrong.Code), typed)
	}
	if err != nil {
		return err
	}
	if s.Accounts != nil {
		s.Accounts.Note(r.Context(), account.Entry{Event: account.EventExport, Actor: s.actor(r).Account, Kind: "factsheets", Detail: order.Municipality})
	}
	http.Redirect(w, r, "/taken/"+added.String(), http.StatusSeeOther)
	return nil
}
