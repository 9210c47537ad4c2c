package web

import (
	"net/http"

	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// mostAtHome is how many maps the first page lists.
const mostAtHome = 12

func (s *site) home(w http.ResponseWriter, r *http.Request) error {
	p := s.page(w, r)
	maps, err := s.mapPlaces(r)
	if err != nil {
		return err
	}
	home := view.Home{Total: len(maps)}
	for at, m := range maps {
		p.Fictional = (at == 0 || p.Fictional) && m.Fictional
		if len(maps) <= mostAtHome { // a whole country is for the search field
			home.Maps = append(home.Maps, mapLink(p, m))
		}
	}
	return s.show(w, r, view.HomePage(p, home))
}

func mapLink(p view.Page, m healthmap.Mapped) view.MapLink {
	note := p.T("home.mapNote", "neighbourhoods", m.Neighbourhoods, "year", m.BoundaryYear)
	if m.Fictional {
		note += " " + p.T("home.fictional")
	}
	return view.MapLink{Code: m.Code, Name: m.Name, Note: note}
}

// mapPlaces lists the places with a health map; none when there is no service.
func (s *site) mapPlaces(r *http.Request) ([]healthmap.Mapped, error) {
	if s.Maps == nil {
		return nil, nil
	}
	return s.Maps.MapPlaces(r.Context())
}

func (s *site) asset(w http.ResponseWriter, r *http.Request) error {
	s.files.ServeHTTP(w, r)
	return nil
}

func (s *site) healthz(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := w.Write([]byte("ok\n"))
	return err
}

func (s *site) readyz(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if s.Ready != nil {
		if err := s.Ready(r.Context()); err != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
			_, err = w.Write([]byte("not ready\n"))
			return err
		}
	}
	_, err := w.Write([]byte("ready\n"))
	return err
}
