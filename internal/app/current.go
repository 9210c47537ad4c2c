package app

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/web"
)

// current keeps what a server holds in memory of the database up to date: the
// catalogue of indicators and the settings. It looks at the number of the last
// change once a request, so that what another process changed shows at once.
type current struct {
	parts *parts
	log   *slog.Logger

	seen       atomic.Int64
	background atomic.Pointer[background]
	embedIn    atomic.Pointer[[]string]
	mu         sync.Mutex // one refreshes, the others wait
}

// background is the map that may be drawn below the cells, from elsewhere.
type background struct{ tiles, attribution string }

func newCurrent(ctx context.Context, p *parts, log *slog.Logger) (*current, error) {
	c := &current{parts: p, log: log}
	c.seen.Store(-1)
	return c, c.refresh(ctx)
}

// Background gives the address of tiles and whom to thank for them; "" is none.
func (c *current) Background() (tiles, attribution string) {
	b := c.background.Load()
	return b.tiles, b.attribution
}

// EmbedIn gives the origins of sites that may show our maps in a frame.
func (c *current) EmbedIn() []string { return *c.embedIn.Load() }

func (c *current) refresh(ctx context.Context) error {
	last, err := c.parts.db.LastEvent(ctx)
	if err != nil || last == c.seen.Load() {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if last <= c.seen.Load() {
		return nil
	}
	if err := c.parts.catalogue.Refresh(ctx, c.parts.db); err != nil {
		return err
	}
	tiles, err := c.parts.db.Setting(ctx, settingTiles)
	if err != nil {
		return err
	}
	attribution, err := c.parts.db.Setting(ctx, settingAttribution)
	if err != nil {
		return err
	}
	c.background.Store(&background{tiles, attribution})
	embed, err := c.parts.db.Setting(ctx, settingEmbed)
	if err != nil {
		return err
	}
	origins, err := web.CheckOrigins(embed)
	if err != nil {
		c.log.Warn("the setting is passed over", "setting", settingEmbed, "error", err)
	}
	c.embedIn.Store(&origins)
	c.seen.Store(last)
	return nil
}

// before refreshes before each request but those for files that never change.
func (c *current) before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			r = r.WithContext(store.OneLook(r.Context()))
		}
		if !strings.HasPrefix(r.URL.Path, "/assets/") && r.URL.Path != "/healthz" {
			if err := c.refresh(r.Context()); err != nil && r.Context().Err() == nil {
				c.log.Error("following changes", "error", err)
			}
		}
		next.ServeHTTP(w, r)
	})
}
