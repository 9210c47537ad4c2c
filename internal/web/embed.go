package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// embedPrefix begins the addresses that may stand in a frame of another site.
// Who asks there is always the public: a frame never shows what the reader of
// the other site could see when signed in here.
const embedPrefix = "/insluiten/"

func isEmbed(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, embedPrefix) }

// CheckOrigins reads the origins of sites that may show our pages in a frame:
// https://www.example.nl, with blanks between.
func CheckOrigins(text string) ([]string, error) {
	origins := strings.Fields(text)
	for _, origin := range origins {
		address, err := url.Parse(origin)
		local := err == nil && address.Scheme == "http" && address.Hostname() == "localhost"
		if err != nil || address.Scheme != "https" && !local || address.Host == "" || address.Scheme+"://"+address.Host != origin || strings.ContainsAny(address.Host, ";,*'\"") {
			return nil, fault.New(fault.Invalid, "setting.bad-origin", fault.Args{"Origin": origin})
		}
	}
	return origins, nil
}

// mayEmbed refuses frames when no site may have them.
func (s *site) mayEmbed() error {
	if len(s.EmbedIn()) == 0 {
		return fault.New(fault.NotFound, "embed.off", nil)
	}
	return nil
}

// embedMap answers /insluiten/kaart/{code}: the picture of a map with its legend
// and sources, for a frame.
func (s *site) embedMap(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayEmbed(); err != nil {
		return err
	}
	query, scored, err := s.scored(r)
	if err != nil {
		return err
	}
	p := s.page(w, r)
	shown := mapPrintOf(p, query, scored)
	p.Title, p.Fictional, p.Styles = shown.Title, scored.Values.Fictional, []string{"map.css"}
	return s.show(w, r, view.EmbeddedMap(p, shown))
}

// embedTable answers /insluiten/tabel: the table of areas, for a frame.
func (s *site) embedTable(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayEmbed(); err != nil {
		return err
	}
	p := s.page(w, r)
	shown, err := s.areas(r, &p)
	if err != nil {
		return err
	}
	p.Title = p.T("compare.tableTitle")
	return s.show(w, r, view.EmbeddedTable(p, shown, s.PublicURL+"/vergelijk/tabel?"+p.Query.Encode()))
}

// frame gives the lines of HTML that put a page of ours in another site; empty
// when no site may.
func (s *site) frame(path, title string, height int) string {
	if len(s.EmbedIn()) == 0 {
		return ""
	}
	return `<iframe src="` + escaped(s.PublicURL+path) + `" title="` + escaped(title) + `" width="100%" height="` + strconv.Itoa(height) + `" loading="lazy"></iframe>`
}

func escaped(text string) string {
	return strings.NewReplacer("&", "&amp;", `"`, "&#34;", "<", "&lt;").Replace(text)
}
