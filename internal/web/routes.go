package web

import (
	"net/http"
	"slices"

	"github.com/koppelkans/koppelkans/internal/factsheets"
)

// Route is a line of the route table. The browser tests walk this table, so
// that no page escapes them.
type Route struct {
	Method  string
	Pattern string
	Name    string
	Page    bool // answers with a page for people, not with data
	Public  bool // may be read without an account
	handler handler
}

// Routes lists every route with its pattern, for tests and the documentation.
func Routes() []Route {
	return (&site{}).routes()
}

func (s *site) routes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	const page, data, public = true, false, true
	return append([]Route{
		{get, "/{$}", "home", page, public, s.home},
		{get, "/assets/{name}", "asset", data, public, s.asset},
		{get, "/kaart", "maps", page, public, s.maps},
		{get, "/kaart/{code}", "map", page, public, s.mapPage},
		{get, "/kaart/{code}/grond.json", "map-ground", data, public, s.ground},
		{get, "/kaart/{code}/waarden.json", "map-values", data, public, s.values},
		{get, "/kaart/{code}/achtergrond.json", "map-background", data, public, s.background},
		{get, "/kaart/{code}/tabel", "map-table", page, public, s.mapTable},
		{get, "/kaart/{code}/afdruk", "map-print", page, public, s.mapPrint},
		{get, "/kaart/{code}/kaart.svg", "map-picture", data, public, s.mapSVG},
		{get, "/kaart/{code}/verschil", "map-change", page, public, s.mapChange},
		{get, "/kaart/{code}/verschil.svg", "map-change-picture", data, public, s.mapChangeSVG},
		{get, "/kaart/{code}/verschil/afbeelding.svg", "map-change-sheet", data, public, s.changeSheet("svg")},
		{get, "/kaart/{code}/verschil/afbeelding.png", "map-change-sheet-png", data, public, s.changeSheet("png")},
		{get, "/kaart/{code}/verschil/afbeelding.csv", "map-change-sheet-csv", data, public, s.changeSheet("csv")},
		{get, "/vergelijk", "compare", page, public, s.compare},
		{get, "/vergelijk/bestand", "compare-file", data, public, s.compareFile},
		{get, "/vergelijk/tabel", "areas-table", page, public, s.areasTable},
		{get, "/vergelijk/tabel/bestand", "areas-file", data, public, s.tableFile},
		{get, "/insluiten/kaart/{code}", "embed-map", page, public, s.embedMap},
		{get, "/insluiten/tabel", "embed-table", page, public, s.embedTable},
		{get, "/kaart/{code}/afbeelding.svg", "map-sheet", data, public, s.mapSheet("svg")},
		{get, "/kaart/{code}/afbeelding.png", "map-sheet-png", data, public, s.mapSheet("png")},
		{get, "/kaart/{code}/afbeelding.csv", "map-sheet-csv", data, public, s.mapSheet("csv")},
		{get, "/zoek", "search", page, public, s.search},
		{get, "/zoek.json", "search-data", data, public, s.searchData},
		{get, "/gebieden", "places", page, public, s.places},
		{get, "/gebieden/wijzigingen", "changes", page, public, s.changes},
		{get, "/gebieden/{level}/{code}", "place", page, public, s.profile},
		{get, "/gebieden/{level}/{code}/factsheet", "place-factsheet", page, public, s.factsheet},
		{get, "/gebieden/{level}/{code}/factsheet.pdf", "place-factsheet-pdf", data, public, s.factsheetFile(factsheets.PDF)},
		{get, "/gebieden/{level}/{code}/factsheet.docx", "place-factsheet-docx", data, public, s.factsheetFile(factsheets.DOCX)},
		{get, "/gebieden/{level}/{code}/grafiek/{file}", "place-chart", data, public, s.chartFile},
		{get, "/gebieden/{level}/{code}/factsheets", "place-factsheets", page, !public, s.askFactsheets},
		{post, "/gebieden/{level}/{code}/factsheets", "place-factsheets-make", data, !public, s.makeFactsheets},
		{get, "/gebieden/{level}/{code}/cijfers", "place-figures", page, public, s.placeFiguresPage},
		{get, "/gebieden/{level}/{code}/jaren", "place-years", page, public, s.placeYears},
		{get, "/gebieden/{level}/{code}/lijkt-op", "place-alike", page, public, s.likeness},
		{get, "/gebieden/{level}/{code}/grenzen", "place-borders", page, public, s.placeBorders},
		{get, "/cijfers", "figures", page, public, s.figures},
		{get, "/cijfers/eigen", "own-figures", page, !public, s.ownFigures},
		{post, "/cijfers/eigen", "own-figures-look", data, !public, s.lookAtOwnFigures},
		{get, "/cijfers/eigen/bekijken", "own-figures-seen", page, !public, s.ownFiguresSeen},
		{post, "/cijfers/eigen/publiceren", "own-figures-confirm", data, !public, s.publishOwnFigures},
		{post, "/cijfers/eigen/weg", "own-figures-drop", data, !public, s.dropOwnFigures},
		{get, "/cijfers/{id}", "figure", page, public, s.figure},
		{get, "/leveringen", "deliveries", page, public, s.deliveries},
		{get, "/leveringen/{id}", "delivery", page, public, s.delivery},
		{get, "/leveringen/{id}/terugnemen", "delivery-ask", page, public, s.askUndo},
		{post, "/leveringen/{id}/terugnemen", "delivery-undo", data, public, s.undo},
		{post, "/leveringen/{id}/terugzetten", "delivery-redo", data, public, s.redo},
		{get, "/taken", "jobs", page, !public, s.jobs},
		{get, "/taken/stand.json", "job-standings", data, !public, s.jobStandings},
		{get, "/taken/{id}", "job", page, !public, s.job},
		{post, "/taken/{id}/stoppen", "job-cancel", data, !public, s.cancelJob},
		{post, "/taken/{id}/opnieuw", "job-retry", data, !public, s.retryJob},
		{post, "/taken/{id}/bestand/{name}", "job-file", data, !public, s.fetchJobFile},
		{get, "/over", "about", page, public, s.about},
		{get, "/healthz", "healthz", data, public, s.healthz},
		{get, "/readyz", "readyz", data, public, s.readyz},
		{get, "/kies.json", "record-choices", data, false, s.recordChoices},
		{post, "/concept", "draft-save", data, false, s.saveDraft},
		{post, "/concept/weg", "draft-drop", data, false, s.dropDraft},
	}, slices.Concat(s.signInRoutes(), s.recordRoutes(), s.togetherRoutes(), s.agreementRoutes(), s.languageRoutes(), s.learningRoutes(), s.letterRoutes(), s.newsletterRoutes())...)
}
