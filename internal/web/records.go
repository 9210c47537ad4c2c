package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// recordRoutes gives the pages that follow from the description of each kind
// of record. A page that matters more is made by hand on top of them.
func (s *site) recordRoutes() []Route {
	all, err := kinds.All()
	if err != nil {
		return nil // the registry's own test tells why
	}
	const get, post = http.MethodGet, http.MethodPost
	routes := []Route{{get, "/samenwerken", "records", true, true, s.recordHub}}
	for _, kind := range all.All() {
		of := func(h func(*recordPage) error) handler { return s.withKind(kind, h) }
		name, path := "record-"+kind.One, "/"+kind.Path
		if !kind.Handmade {
			routes = append(routes,
				Route{get, path, name + "-list", true, true, of(s.recordList)},
				Route{get, path + "/{id}", name, true, true, of(s.recordShow)})
		}
		if kind.Report != nil {
			routes = append(routes,
				Route{get, path + "/{id}/melden", name + "-report", true, false, of(s.recordReport)},
				Route{post, path + "/{id}/melden", name + "-reported", false, false, of(s.recordReported)})
		}
		routes = append(routes,
			Route{get, path + "/{id}/geschiedenis", name + "-history", true, false, of(s.recordHistory)},
			Route{post, path + "/{id}/geschiedenis/{change}", name + "-undo", false, false, of(s.recordUndo)},
			Route{get, path + "/{id}/wijzigen", name + "-edit", true, false, of(s.recordEdit)},
			Route{post, path + "/{id}/wijzigen", name + "-change", false, false, of(s.recordChange)},
		)
		if kind.AboutPeople() {
			routes = append(routes,
				Route{get, path + "/{id}/wissen", name + "-ask-erase", true, false, of(s.recordAskErase)},
				Route{post, path + "/{id}/wissen", name + "-erase", false, false, of(s.recordErase)})
		}
		routes = append(routes, s.fileRoutes(kind, of)...)
		if kind.Derived {
			continue
		}
		routes = append(routes,
			Route{get, path + "/{id}/verwijderen", name + "-ask-delete", true, false, of(s.recordAskDelete)},
			Route{post, path + "/{id}/verwijderen", name + "-delete", false, false, of(s.recordDelete)},
			Route{post, path + "/{id}/terugzetten", name + "-return", false, false, of(s.recordReturn)},
			Route{get, path + "/toevoegen", name + "-new", true, false, of(s.recordNew)},
			Route{post, path + "/toevoegen", name + "-create", false, false, of(s.recordCreate)},
			Route{get, path + "/{id}/samenvoegen", name + "-ask-merge", true, false, of(s.recordAskMerge)},
			Route{post, path + "/{id}/samenvoegen", name + "-merge", false, false, of(s.recordMerge)},
		)
	}
	return routes
}

// recordPage is a request for a page of a kind of record.
type recordPage struct {
	*site
	w     http.ResponseWriter
	r     *http.Request
	p     view.Page
	kind  *record.Kind
	actor access.Actor
	add   string // the page under that of the kind that adds one; "" is the form of all fields
}

// withKind makes a handler of a page that works for any kind.
func (s *site) withKind(kind *record.Kind, h func(*recordPage) error) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if s.Records == nil {
			return fault.New(fault.NotFound, "record.unknown", nil)
		}
		p := s.page(w, r)
		p.Section = "records"
		p.Crumb = []view.Crumb{{Label: p.T(kind.ManyKey()), URL: "/" + kind.Path}}
		return h(&recordPage{site: s, w: w, r: r, p: p, kind: kind, actor: s.actor(r)})
	}
}

// id reads the record's id from the address.
func (rp *recordPage) id() (id.ID, error) {
	one, err := id.Parse(rp.r.PathValue("id"))
	if err != nil {
		return 0, fault.New(fault.NotFound, "record.unknown", nil)
	}
	return one, nil
}

// get gives the record of the address, as the reader may see it.
func (rp *recordPage) get() (record.Seen, record.Titles, error) {
	one, err := rp.id()
	if err != nil {
		return record.Seen{}, nil, err
	}
	return rp.Records.Get(rp.r.Context(), rp.actor, rp.kind, one)
}

// may gives the record of the address when the reader may do something with it.
func (rp *recordPage) may(action access.Action) (record.Seen, record.Titles, error) {
	seen, titles, err := rp.get()
	if err == nil && !seen.May(rp.actor, action) {
		err = fault.New(fault.Denied, "record.denied", nil)
	}
	return seen, titles, err
}

// url gives the address of a record of this kind.
func (rp *recordPage) url(one id.ID) string { return recordURL(rp.kind, one) }

func recordURL(kind *record.Kind, one id.ID) string { return "/" + kind.Path + "/" + one.String() }

// mostFound is how many records a search within a kind shows.
const mostFound = 50

// recordList answers the list of a kind.
func (s *site) recordList(rp *recordPage) error {
	query := rp.r.URL.Query()
	ask, err := readAsk(rp.kind, query)
	if err != nil {
		return err
	}
	words := strings.TrimSpace(query.Get("q"))
	list, more, err := rp.listOrFound(ask, words)
	if err != nil {
		return err
	}
	rp.p.Title = rp.p.T(rp.kind.ManyKey())
	rp.p.Crumb = nil
	shown := view.RecordList{
		Heading: rp.p.Title, Lead: rp.p.T(rp.kind.LeadKey()), Path: "/" + rp.kind.Path, AddURL: "/" + rp.kind.Path + "/" + cmp.Or(rp.add, "toevoegen"), Total: list.Total, Deleted: ask.Deleted,
		MayAdd:    !rp.kind.Derived && access.CanAnywhere(rp.actor, access.Create, rp.kind.Class),
		MayReturn: access.CanAnywhere(rp.actor, access.Delete, rp.kind.Class),
		MayImport: s.Transfer != nil && s.Transfer.MayImport(rp.actor, rp.kind) == nil,
		SignedIn:  rp.actor.SignedIn(),
		Filtered:  len(ask.Filters) > 0,
		Continued: ask.After != 0,
		Words:     words, Searched: words != "", MoreFound: more,
	}
	titles := list.Titles
	if shown.Filters, err = rp.filters(ask, titles); err != nil {
		return err
	}
	fields := listFields(rp.kind)
	if in, known := rp.kind.Field(record.PartnershipField); known && ask.Filters[in.Name] == "" && inPartnerships(rp.kind, list.Rows) {
		fields = append(fields, in)
	}
	for _, field := range fields {
		shown.Columns = append(shown.Columns, rp.column(field, ask))
	}
	for at := range list.Rows {
		shown.Rows = append(shown.Rows, rp.listRow(&list.Rows[at], fields, titles))
	}
	if list.More {
		shown.Next = rp.p.With("na", list.Rows[len(list.Rows)-1].ID.String())
	}
	shown.First = rp.p.With("na", "")
	if shown.Total > 0 && !shown.Deleted && s.Transfer != nil {
		shown.Downloads = rp.downloads()
	}
	return rp.site.show(rp.w, rp.r, view.RecordListPage(rp.p, shown))
}

// listOrFound gives a page of the list or, when words are given, the records
// that answer them, best first.
func (rp *recordPage) listOrFound(ask record.Ask, words string) (list record.List, more bool, err error) {
	ctx := rp.r.Context()
	if words == "" {
		list, err = rp.Records.List(ctx, rp.actor, rp.kind, ask)
		return list, false, err
	}
	if len(words) > longestWords {
		return list, false, fault.New(fault.Limit, "search.tooLong", nil)
	}
	ids, more, err := rp.Records.Search(ctx, rp.actor, rp.kind, words, mostFound)
	if err != nil {
		return list, false, err
	}
	ask.IDs, ask.Limit, ask.Sort, ask.After = append([]id.ID{}, ids...), mostFound, "", 0
	list, err = rp.Records.List(ctx, rp.actor, rp.kind, ask)
	rank := map[id.ID]int{}
	for at, one := range ids {
		rank[one] = at
	}
	slices.SortStableFunc(list.Rows, func(a, b record.Seen) int { return rank[a.ID] - rank[b.ID] })
	list.More = false
	return list, more, err
}

// readAsk reads filters, order and page from an address.
func readAsk(kind *record.Kind, query url.Values) (record.Ask, error) {
	ask := record.Ask{Filters: map[string]string{}, Sort: query.Get("op"), Down: query.Get("af") == "1", Deleted: query.Get("verwijderd") == "1"}
	for at := range kind.Fields {
		field := &kind.Fields[at]
		if text := query.Get(field.Name); text != "" && (field.Filtered || field.Sort == record.Ref) {
			ask.Filters[field.Name] = text
		}
	}
	if text := query.Get("na"); text != "" {
		after, err := id.Parse(text)
		if err != nil {
			return ask, fault.New(fault.Invalid, "site.badPage", fault.Args{"value": text})
		}
		ask.After = after
	}
	return ask, nil
}

// listFields are the columns of the list, the title first.
func listFields(kind *record.Kind) []*record.Field {
	fields := []*record.Field{kind.TitleField()}
	for at := range kind.Fields {
		if field := &kind.Fields[at]; field.InList && field != fields[0] {
			fields = append(fields, field)
		}
	}
	if place, known := kind.Field(record.PlaceField); known {
		fields = append(fields, place)
	}
	return fields
}

// inPartnerships tells whether some records lie in a partnership: the same name
// may stand in several.
func inPartnerships(kind *record.Kind, rows []record.Seen) bool {
	return kind.One != "partnership" && slices.ContainsFunc(rows, func(row record.Seen) bool { return row.Partnership != 0 })
}

func (rp *recordPage) column(field *record.Field, ask record.Ask) view.RecordColumn {
	column := view.RecordColumn{Label: rp.p.T(rp.kind.LabelKey(field))}
	if !field.Sorted {
		return column
	}
	current := ask.Sort == field.Name || ask.Sort == "" && field == rp.kind.TitleField()
	column.Sort = "ascending"
	if current {
		column.Sorted = map[bool]string{false: "ascending", true: "descending"}[ask.Down]
	}
	query := rp.r.URL.Query()
	for _, gone := range []string{"na", "lang", "af"} {
		query.Del(gone)
	}
	query.Set("op", field.Name)
	if current && !ask.Down {
		query.Set("af", "1")
	}
	column.URL = rp.p.Path + "?" + query.Encode()
	return column
}

func (rp *recordPage) listRow(seen *record.Seen, fields []*record.Field, titles record.Titles) view.RecordRow {
	row := view.RecordRow{URL: rp.url(seen.ID), Audience: rp.p.T("audience." + seen.Audience.String())}
	for _, field := range fields {
		row.Cells = append(row.Cells, rp.value(seen, field, titles))
	}
	row.Title = row.Cells[0].Text
	row.Cells = row.Cells[1:]
	return row
}

// recordShow answers the page of a record.
func (s *site) recordShow(rp *recordPage) error {
	seen, titles, err := rp.get()
	if err != nil {
		return err
	}
	shown, err := rp.record(&seen, titles)
	if err != nil {
		return err
	}
	rp.p.Title = shown.Title
	dependents, err := s.Records.Dependents(rp.r.Context(), rp.actor, rp.kind, &seen)
	if err != nil {
		return err
	}
	if shown.Dependents, err = rp.dependentViews(dependents); err != nil {
		return err
	}
	if shown.Round, err = rp.roundState(&seen); err != nil {
		return err
	}
	if err := rp.addThread(&seen, &shown.Thread); err != nil {
		return err
	}
	return rp.site.show(rp.w, rp.r, view.RecordPage(rp.p, shown))
}

// recordHub answers /samenwerken: the kinds of records, each with what it is
// for and how many the reader may see.
func (s *site) recordHub(w http.ResponseWriter, r *http.Request) error {
	p := s.page(w, r)
	p.Title, p.Section = p.T("nav.records"), "records"
	var hub []view.RecordKind
	if s.Records == nil {
		return s.show(w, r, view.RecordHubPage(p, hub))
	}
	actor := s.actor(r)
	for _, kind := range s.Records.Kinds.All() {
		if !access.CanAnywhere(actor, access.See, kind.Class) {
			continue
		}
		total, err := s.Records.Count(r.Context(), actor, kind)
		if err != nil {
			return err
		}
		hub = append(hub, view.RecordKind{Name: p.T(kind.ManyKey()), Lead: p.T(kind.LeadKey()), URL: "/" + kind.Path, Total: total})
	}
	return s.show(w, r, view.RecordHubPage(p, hub))
}
