package app

import (
	"log/slog"
	"net/http"

	"github.com/koppelkans/koppelkans/internal/api"
	"github.com/koppelkans/koppelkans/internal/web"
)

// interfaceOf makes the interface for programs.
func interfaceOf(p *parts, c *console, log *slog.Logger) (http.Handler, error) {
	return api.New(api.Options{
		Records: p.records, Accounts: p.accounts, Places: p.db, Maps: p.maps, Deliveries: p.db, Figures: p.db, Indicators: p.catalogue,
		Catalogue: c.words, Log: log, RequestID: web.RequestID, Address: web.Address,
	})
}
