package web

import (
	"net/http"

	"github.com/koppelkans/koppelkans/internal/web/view"
)

// about answers /over: sources, licences, accessibility, version.
func (s *site) about(w http.ResponseWriter, r *http.Request) error {
	p := s.page(w, r)
	p.Title = p.T("nav.about")
	about := view.About{}
	if s.Indicators != nil {
		for _, source := range s.Indicators.Now().Sources {
			about.Sources = append(about.Sources, view.SourceLine{Name: source.Name, Source: source.Publisher, Licence: licence(p, source.Licence), URL: source.URL, Notice: source.Note})
		}
	}
	return s.show(w, r, view.AboutPage(p, about))
}

// licence names a licence: by its SPDX name, or in words where a source states
// none or the figures are one's own.
func licence(p view.Page, name string) string {
	switch name {
	case "unknown":
		return p.T("figure.licences.unknown")
	case "own":
		return p.T("figure.licences.own")
	}
	return name
}
