package web

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/factsheets"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/paper"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// sheetFormats are the files that a factsheet can be here.
func (s *site) sheetFormats() []factsheets.Format {
	if s.Printer == nil {
		return []factsheets.Format{factsheets.DOCX}
	}
	return []factsheets.Format{factsheets.PDF, factsheets.DOCX}
}

// factsheetFiles leads from the page of a factsheet to its files, in the words
// that the page has.
func (s *site) factsheetFiles(on *onPlace) []view.Link {
	query := ""
	if wording := on.p.Query.Get("woorden"); wording != "" {
		query = "?" + url.Values{"woorden": {wording}}.Encode()
	}
	var links []view.Link
	for _, format := range s.sheetFormats() {
		links = append(links, view.Link{Name: on.p.T("factsheet.format." + string(format)), URL: on.head.URL + "/factsheet." + string(format) + query})
	}
	return links
}

// factsheetFile answers /gebieden/{level}/{code}/factsheet.pdf and .docx. It is
// made while the reader waits: a PDF takes half a second, and the printer says
// when too many wait.
func (s *site) factsheetFile(format factsheets.Format) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if !slices.Contains(s.sheetFormats(), format) {
			return fault.New(fault.NotFound, "factsheets.format-unknown", nil)
		}
		if err := s.count(s.limits.prints, s.reader(r)); err != nil {
			return err
		}
		p, sheet, err := s.factsheetOf(w, r)
		if err != nil {
			return err
		}
		content, err := s.sheetContent(r.Context(), p, sheet, format, false)
		if err != nil {
			return err
		}
		return s.download(w, factsheets.FileName(r.PathValue("code"), sheet.Name, format), format.MediaType(), content)
	}
}

// download answers with a file to be kept.
func (s *site) download(w http.ResponseWriter, name, mediaType string, content []byte) error {
	header := w.Header()
	header.Set("Content-Type", mediaType)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	header.Set("Cache-Control", "private, no-cache")
	_, err := w.Write(content)
	return err
}

// sheetContent makes the file of a factsheet.
func (s *site) sheetContent(ctx context.Context, p view.Page, sheet view.Factsheet, format factsheets.Format, patient bool) ([]byte, error) {
	if format == factsheets.DOCX {
		return s.wordOf(p, sheet)
	}
	if s.Printer == nil {
		return nil, fault.New(fault.NotFound, "factsheets.format-unknown", nil)
	}
	p.Styles = append(p.Styles, "paper.css")
	var html bytes.Buffer
	if err := view.FactsheetPage(p, sheet).Render(ctx, &html); err != nil {
		return nil, err
	}
	return s.Printer.PDF(ctx, paper.Page{HTML: html.Bytes(), File: s.files.Hashed, Patient: patient})
}

// Sheets makes factsheets for who is not at a page: for jobs and commands.
type Sheets struct {
	site   *site
	atOnce int
}

// NewSheets makes a maker of factsheets; atOnce is how many are best made at
// once.
func NewSheets(options Options, atOnce int) (*Sheets, error) {
	s, err := newSite(options)
	return &Sheets{s, atOnce}, err
}

// Formats are those that can be made here.
func (s *Sheets) Formats() []factsheets.Format { return s.site.sheetFormats() }

// AtOnce is how many are best made at once.
func (s *Sheets) AtOnce() int { return s.atOnce }

// Make makes a factsheet as its page would show it to somebody.
func (s *Sheets) Make(ctx context.Context, actor access.Actor, wish factsheets.Wish) ([]byte, error) {
	address := url.URL{Path: "/gebieden/" + string(wish.Level) + "/" + wish.Code + "/factsheet", RawQuery: url.Values{"lang": {wish.Lang}, "woorden": {wish.Wording}}.Encode()}
	r, err := http.NewRequestWithContext(context.WithValue(ctx, visitorKey{}, visitor{who: account.Who{Actor: actor}}), http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, err
	}
	r.SetPathValue("level", string(wish.Level))
	r.SetPathValue("code", wish.Code)
	p, sheet, err := s.site.factsheetOf(&statusOnly{header: http.Header{}}, r)
	if err != nil {
		return nil, err
	}
	return s.site.sheetContent(ctx, p, sheet, wish.Format, true)
}
