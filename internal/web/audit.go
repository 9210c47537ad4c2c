package web

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// auditPage answers /beheer/logboek: what was done, newest first.
func (s *site) auditPage(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlyAdministrators(r); err != nil {
		return err
	}
	query := r.URL.Query()
	ask, err := readAuditAsk(query)
	if err != nil {
		return err
	}
	ask.Limit = rowsPerPage + 1 // one more tells whether there is more
	entries, err := s.Accounts.Entries(r.Context(), ask)
	if err != nil {
		return err
	}
	p := s.page(w, r)
	p.Title = p.T("audit.title")
	shown := view.Audit{Event: string(ask.Event), Result: string(ask.Result), Who: query.Get("wie"), From: query.Get("van"), Until: query.Get("tot")}
	for _, event := range account.Events {
		shown.Events = append(shown.Events, view.Choice{Value: string(event), Label: p.T("audit.events." + string(event))})
	}
	for _, result := range account.Results {
		shown.Results = append(shown.Results, view.Choice{Value: string(result), Label: p.T("audit.results." + string(result))})
	}
	if len(entries) > rowsPerPage {
		entries = entries[:rowsPerPage]
		shown.Older = p.With("voor", strconv.FormatInt(entries[rowsPerPage-1].Seq, 10))
	}
	if ask.Before > 0 {
		shown.Newest = p.With("voor", "")
	}
	p.Path = "/beheer/logboek.csv"
	shown.CSV = p.With("voor", "")
	p.Path = r.URL.Path
	if shown.Rows, err = s.auditRows(r, p, entries); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.show(w, r, view.AuditPage(p, shown))
}

func (s *site) auditRows(r *http.Request, p view.Page, entries []account.Entry) ([]view.AuditRow, error) {
	names, err := s.namesIn(r, entries)
	if err != nil {
		return nil, err
	}
	rows := make([]view.AuditRow, len(entries))
	for at, e := range entries {
		row := view.AuditRow{
			When: p.Fmt().Moment(e.At, s.Now()), Event: p.T("audit.events." + string(e.Event)), Result: p.T("audit.results." + string(e.Result)),
			Bad: e.Result != account.Succeeded, Origin: strings.TrimSpace(p.T("audit.ways."+string(e.Origin.Way)) + " " + e.Origin.Network),
			Request: e.Origin.Request, Detail: e.Detail, Actor: p.T("audit.nobody"),
		}
		if e.Actor != 0 {
			row.Actor, row.ActorURL = nameOr(names, e.Actor), "/beheer/logboek?wie="+e.Actor.String()
		}
		if e.Subject != 0 {
			row.Subject = nameOr(names, e.Subject)
		}
		rows[at] = row
	}
	return rows, nil
}

// namesIn gives the names of the accounts that entries speak of.
func (s *site) namesIn(r *http.Request, entries []account.Entry) (map[id.ID]string, error) {
	var of []id.ID
	for _, e := range entries {
		for _, one := range []id.ID{e.Actor, e.Subject} {
			if one != 0 && !slices.Contains(of, one) {
				of = append(of, one)
			}
		}
	}
	return s.Accounts.Names(r.Context(), of)
}

// nameOr gives a name, or the number of what has none.
func nameOr(names map[id.ID]string, one id.ID) string {
	if name := names[one]; name != "" {
		return name
	}
	return one.String()
}

// readAuditAsk reads what the address asks of the log.
func readAuditAsk(query url.Values) (account.Ask, error) {
	ask := account.Ask{Event: account.Event(query.Get("wat")), Result: account.Result(query.Get("uitkomst"))}
	bad := func(value string) error { return fault.New(fault.Invalid, "audit.bad", fault.Args{"value": value}) }
	if ask.Event != "" && !slices.Contains(account.Events, ask.Event) {
		return ask, bad(query.Get("wat"))
	}
	if ask.Result != "" && !slices.Contains(account.Results, ask.Result) {
		return ask, bad(query.Get("uitkomst"))
	}
	var err error
	if text := query.Get("wie"); text != "" {
		if ask.Who, err = id.Parse(text); err != nil {
			return ask, bad(text)
		}
	}
	if text := query.Get("voor"); text != "" {
		if ask.Before, err = strconv.ParseInt(text, 10, 64); err != nil || ask.Before < 1 {
			return ask, bad(text)
		}
	}
	if ask.From, err = dayIn(query.Get("van")); err != nil {
		return ask, bad(query.Get("van"))
	}
	if ask.Until, err = dayIn(query.Get("tot")); err != nil {
		return ask, bad(query.Get("tot"))
	}
	if !ask.Until.IsZero() {
		ask.Until = ask.Until.AddDate(0, 0, 1) // that day included
	}
	return ask, nil
}

// dayIn reads a day in the Netherlands; "" is none.
func dayIn(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return time.Time{}, err
	}
	return time.ParseInLocation(time.DateOnly, text, zone)
}

// auditChunk is how many entries are read at once for a file.
const auditChunk = 1_000

// auditCSV answers /beheer/logboek.csv: the same, whole, as a file. It is
// written while it is read, so that a long log takes no more memory than a
// short one.
func (s *site) auditCSV(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlyAdministrators(r); err != nil {
		return err
	}
	ask, err := readAuditAsk(r.URL.Query())
	if err != nil {
		return err
	}
	ask.Limit = auditChunk
	s.Accounts.Note(r.Context(), account.Entry{Event: account.EventExport, Actor: s.actor(r).Account, Kind: "audit"})
	header := w.Header()
	header.Set("Content-Type", "text/csv; charset=utf-8")
	header.Set("Content-Disposition", `attachment; filename="logboek.csv"`)
	header.Set("Cache-Control", "no-store")
	lines := csv.NewWriter(w)
	if err := lines.Write([]string{"number", "time", "event", "result", "way", "network", "actor", "actor_name", "kind", "subject", "request", "detail"}); err != nil {
		return nil // the reader left
	}
	for {
		entries, err := s.Accounts.Entries(r.Context(), ask)
		if err != nil {
			return err
		}
		names, err := s.namesIn(r, entries)
		if err != nil {
			return err
		}
		for _, e := range entries {
			_ = lines.Write(auditLine(e, names))
		}
		lines.Flush()
		if lines.Error() != nil || len(entries) < auditChunk {
			return nil
		}
		ask.Before = entries[len(entries)-1].Seq
	}
}

func auditLine(e account.Entry, names map[id.ID]string) []string {
	number := func(one id.ID) string {
		if one == 0 {
			return ""
		}
		return one.String()
	}
	return []string{strconv.FormatInt(e.Seq, 10), e.At.Format(time.RFC3339Nano), string(e.Event), string(e.Result), string(e.Origin.Way), e.Origin.Network,
		number(e.Actor), noFormula(names[e.Actor]), e.Kind, number(e.Subject), e.Origin.Request, noFormula(e.Detail)}
}

// noFormula keeps a spreadsheet from calculating with a text.
func noFormula(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
