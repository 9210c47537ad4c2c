package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/transfer"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// fileRoutes are the downloads and the import of a kind of record.
func (s *site) fileRoutes(kind *record.Kind, of func(func(*recordPage) error) handler) []Route {
	const get, post = http.MethodGet, http.MethodPost
	name, path := "record-"+kind.One, "/"+kind.Path
	var routes []Route
	for _, format := range sheet.Formats {
		end := "/export." + string(format)
		routes = append(routes,
			Route{get, path + end, name + "-" + string(format), false, true, of(func(rp *recordPage) error { return s.exportRecords(rp, format) })},
			Route{post, path + end, name + "-" + string(format) + "-later", false, false, of(func(rp *recordPage) error { return s.exportLater(rp, format) })})
	}
	if kind.Derived {
		return routes
	}
	return append(routes,
		Route{get, path + "/import", name + "-import", true, false, of(s.importPage)},
		Route{post, path + "/import", name + "-import-send", false, false, of(s.importReceive)},
		Route{post, path + "/import/bevestigen", name + "-import-confirm", false, false, of(s.importConfirm)},
		Route{post, path + "/import/weg", name + "-import-drop", false, false, of(s.importDrop)},
		Route{post, path + "/import/terugdraaien", name + "-import-undo", false, false, of(s.importUndo)},
	)
}

// exportAsk reads what is asked of a download: the filters and the order of
// the list, or the words that were searched. It gives all pages.
func (rp *recordPage) exportAsk() (record.Ask, error) {
	query := rp.r.URL.Query()
	query.Del("na")
	query.Del("verwijderd")
	ask, err := readAsk(rp.kind, query)
	words := query.Get("q")
	if err != nil || words == "" {
		return ask, err
	}
	if len(words) > longestWords {
		return ask, fault.New(fault.Limit, "search.tooLong", nil)
	}
	found, _, err := rp.Records.Search(rp.r.Context(), rp.actor, rp.kind, words, mostFound)
	ask.IDs = append([]id.ID{}, found...)
	return ask, err
}

// fileWithin is how long the sending of a file, in or out, may take on a slow
// line.
const fileWithin = 15 * time.Minute

// exportRecords sends a list as a file. A large one is offered as work behind
// the pages.
func (s *site) exportRecords(rp *recordPage, format sheet.Format) error {
	if s.Transfer == nil {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	if err := s.count(s.limits.search, s.reader(rp.r)); err != nil {
		return err
	}
	ask, err := rp.exportAsk()
	if err != nil {
		return err
	}
	rows, large, err := s.Transfer.Large(rp.r.Context(), rp.actor, rp.kind, ask)
	if err != nil {
		return err
	}
	if large {
		rp.p.Title = rp.p.T("files.largeTitle", "n", rows)
		return s.show(rp.w, rp.r, view.RecordExportLater(rp.p, view.ExportLater{Action: rp.r.URL.RequestURI(), Back: "/" + rp.kind.Path, SignedIn: rp.actor.Account != 0}))
	}
	s.noteFile(rp, account.EventExport)
	header := rp.w.Header()
	header.Set("Content-Type", format.MediaType())
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": s.Transfer.FileName(rp.kind, format)}))
	header.Set("Cache-Control", "no-store")
	_ = http.NewResponseController(rp.w).SetWriteDeadline(time.Now().Add(fileWithin)) // where it cannot be set there is none
	began := &begun{Writer: rp.w}
	_, err = s.Records.WriteFile(rp.r.Context(), rp.actor, rp.kind, ask, rp.layout(format), began, nil)
	if err != nil && began.yes {
		s.Log.ErrorContext(rp.r.Context(), "export cut off", "request", requestID(rp.r), "error", err)
		panic(http.ErrAbortHandler) // half of it has gone
	}
	if err != nil {
		header.Del("Content-Disposition")
	}
	return err
}

// wordsInput names the language of the headings and words of a download; without
// it they are the names and codes of the program.
const wordsInput = "woorden"

func (rp *recordPage) layout(format sheet.Format) record.Layout {
	return record.Layout{Format: format, Words: rp.r.URL.Query().Get(wordsInput)}
}

// begun tells whether anything was written.
type begun struct {
	io.Writer
	yes bool
}

func (b *begun) Write(text []byte) (int, error) {
	b.yes = true
	return b.Writer.Write(text)
}

// noteFile writes in the log of deeds that records went out or came in.
func (s *site) noteFile(rp *recordPage, event account.Event) {
	if s.Accounts != nil {
		s.Accounts.Note(rp.r.Context(), account.Entry{Event: event, Actor: rp.actor.Account, Kind: rp.kind.One})
	}
}

// exportLater adds the work of a large export.
func (s *site) exportLater(rp *recordPage, format sheet.Format) error {
	if s.Transfer == nil {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	ask, err := rp.exportAsk()
	if err != nil {
		return err
	}
	added, err := s.Transfer.ExportLater(rp.r.Context(), rp.actor, rp.kind, ask, rp.layout(format))
	if err != nil {
		return err
	}
	s.noteFile(rp, account.EventExport)
	http.Redirect(rp.w, rp.r, "/taken/"+added.String(), http.StatusSeeOther)
	return nil
}

// importPage answers the form to send a file, or what importing the file that
// was sent would do or did.
func (s *site) importPage(rp *recordPage) error {
	if s.Transfer == nil {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	in, there, err := s.Transfer.Waiting(rp.actor, rp.kind)
	if err != nil {
		return err
	}
	if !there {
		return rp.importForm(http.StatusOK, "")
	}
	return rp.importReport(in)
}

func (rp *recordPage) importForm(status int, wrong string) error {
	rp.p.Title = rp.p.T("record.importTitle", "kind", rp.p.T(rp.kind.ManyKey()))
	form := view.ImportForm{Path: "/" + rp.kind.Path, Wrong: wrong}
	for _, column := range rp.Records.Columns(rp.kind, rp.p.Lang) {
		form.Columns = append(form.Columns, view.ImportColumn{Label: column.Label, Name: column.Name})
	}
	rp.site.render(rp.w, rp.r, status, view.RecordImportPage(rp.p, form))
	return nil
}

func (rp *recordPage) importReport(in transfer.Incoming) error {
	p := rp.p
	rp.p.Title = p.T("record.importTitle", "kind", p.T(rp.kind.ManyKey()))
	report := view.ImportReport{
		Path: "/" + rp.kind.Path, Name: in.Name, FileName: in.FileName, Stage: string(in.Stage),
		New: in.Report.New, Changed: in.Report.Changed, Same: in.Report.Same, Faults: in.Report.Total,
		JobURL: "/taken",
	}
	if in.Job != 0 {
		report.Job, report.JobURL = in.Job.String(), "/taken/"+in.Job.String()
	}
	report.Rows, report.Notices = rp.rowsOf(in.Report.Faults), rp.rowsOf(in.Report.Notices)
	return rp.site.show(rp.w, rp.r, view.RecordImportReport(rp.p, report))
}

// rowsOf tells what is to be said of rows of a file.
func (rp *recordPage) rowsOf(faults []record.RowFault) []view.ImportFault {
	var list []view.ImportFault
	for _, wrong := range faults {
		row := view.ImportFault{Column: wrong.Column, Why: rp.told(wrong.Key, wrong.Args)}
		if wrong.Row > 0 {
			row.Row = rp.p.Fmt().Int(wrong.Row)
		}
		list = append(list, row)
	}
	return list
}

// told gives a problem in the words of the screen.
func (rp *recordPage) told(key string, args fault.Args) string {
	return rp.Catalogue.T(rp.p.Lang, key, rp.kind.Told(key, args, func(key string) string { return rp.p.T(key) }))
}

// importReceive takes the file that somebody sends.
func (s *site) importReceive(rp *recordPage) error {
	if s.Transfer == nil {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	if err := s.Transfer.MayImport(rp.actor, rp.kind); err != nil {
		return err
	}
	most := sheet.UsualLimits().Bytes
	line := http.NewResponseController(rp.w)
	_ = line.SetReadDeadline(time.Now().Add(fileWithin)) // where it cannot be set there is none
	_ = line.SetWriteDeadline(time.Now().Add(fileWithin))
	rp.r.Body = http.MaxBytesReader(rp.w, rp.r.Body, most+largestForm)
	err := rp.receive(most)
	var wrong *fault.Fault
	var large *http.MaxBytesError
	switch {
	case err == nil:
		http.Redirect(rp.w, rp.r, "/"+rp.kind.Path+"/import", http.StatusSeeOther)
		return nil
	case errors.As(err, &large):
		return rp.importForm(http.StatusRequestEntityTooLarge, rp.p.T("record.importTooBig", "Most", most>>20))
	case errors.As(err, &wrong) && (wrong.Code == fault.Invalid || wrong.Code == fault.Limit):
		return rp.importForm(http.StatusUnprocessableEntity, rp.p.Catalogue.T(rp.p.Lang, wrong.Key, wrong.Args))
	}
	return err
}

// fileInput is the name of the input of the form.
const fileInput = "bestand"

// receive reads the form as a stream, to the end of its file.
func (rp *recordPage) receive(most int64) error {
	empty := fault.New(fault.Invalid, "record.importEmpty", nil)
	parts, err := rp.r.MultipartReader()
	if err != nil {
		return empty
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return empty
		}
		if err != nil {
			return fault.Wrap(err, fault.Invalid, "record.importEmpty", nil)
		}
		if part.FormName() != fileInput {
			continue
		}
		if part.FileName() == "" {
			return empty
		}
		_, err = rp.Transfer.Receive(rp.r.Context(), rp.actor, rp.kind, part.FileName(), io.LimitReader(part, most+1))
		return err
	}
}

// importConfirm imports the file that was looked at.
func (s *site) importConfirm(rp *recordPage) error {
	return rp.turnImport(func(name string) error {
		_, err := s.Transfer.Confirm(rp.r.Context(), rp.actor, rp.kind, name)
		if err == nil {
			s.noteFile(rp, account.EventImport)
		}
		return err
	})
}

func (s *site) importDrop(rp *recordPage) error {
	return rp.turnImport(func(name string) error { return s.Transfer.Drop(rp.actor, rp.kind, name) })
}

func (s *site) importUndo(rp *recordPage) error {
	return rp.turnImport(func(name string) error { return s.Transfer.TakeBack(rp.r.Context(), rp.actor, rp.kind, name) })
}

// turnImport does something with the file that a form names, and leads back.
func (rp *recordPage) turnImport(how func(name string) error) error {
	if rp.Transfer == nil {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	rp.r.Body = http.MaxBytesReader(rp.w, rp.r.Body, largestForm)
	return rp.then(how(rp.r.PostFormValue(fileInput)), "/"+rp.kind.Path+"/import")
}

// downloads are the addresses of a list as a file.
func (rp *recordPage) downloads() []view.Link {
	var links []view.Link
	query := rp.r.URL.Query()
	for _, gone := range []string{"na", "verwijderd", "lang"} {
		query.Del(gone)
	}
	add := func(format sheet.Format, key string) {
		address := "/" + rp.kind.Path + "/export." + string(format)
		if len(query) > 0 {
			address += "?" + query.Encode()
		}
		links = append(links, view.Link{Name: rp.p.T(key), URL: address})
	}
	for _, format := range sheet.Formats {
		add(format, "files.format-"+string(format))
	}
	query.Set(wordsInput, rp.p.Lang) // for who reads it, rather than a program
	add(sheet.XLSX, "files.worded-xlsx")
	add(sheet.CSV, "files.worded-csv")
	return links
}
