package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// TogetherChapter tells of a partnership what goes on in it. Parts of the
// program fill its page with these.
type TogetherChapter interface {
	// Of gives what there is to tell to the reader; without lines and without
	// something to add, the chapter is left out.
	Of(r *http.Request, p view.Page, partnership record.Seen) (view.ProfileChapter, error)
}

// RecordChapter is the chapter with the records of one kind in a partnership.
type RecordChapter struct {
	Records *record.Service
	Kind    string
	Notes   string // the fields whose values stand behind a title, with spaces between
	Sort    string // the field that orders them; "" is the title
	Down    bool
}

// Of gives the first records, as the reader may see them.
func (c RecordChapter) Of(r *http.Request, p view.Page, partnership record.Seen) (view.ProfileChapter, error) {
	kind, known := c.Records.Kinds.ByName(c.Kind)
	if !known {
		return view.ProfileChapter{}, nil
	}
	of := partnership.ID.String()
	list, err := c.Records.List(r.Context(), p.Actor, kind, record.Ask{Filters: map[string]string{record.PartnershipField: of}, Sort: c.Sort, Down: c.Down, Limit: mostLines})
	if err != nil {
		return view.ProfileChapter{}, err
	}
	chapter := view.ProfileChapter{Heading: p.T(kind.ManyKey())}
	if list.Total > len(list.Rows) {
		chapter.More, chapter.MoreURL = p.T("partnership.all", "n", list.Total), "/"+kind.Path+"?"+url.Values{record.PartnershipField: {of}}.Encode()
	}
	if !kind.Derived && access.CanAnywhere(p.Actor, access.Create, kind.Class) {
		chapter.AddURL = "/" + kind.Path + "/toevoegen?" + url.Values{record.PartnershipField: {of}, record.PlaceField: {partnership.Place.String()}}.Encode()
		chapter.Add = p.T("partnership.add", "kind", p.T(kind.OneKey()))
	}
	rp := &recordPage{p: p, kind: kind, site: &site{Options: Options{Records: c.Records}}}
	for at := range list.Rows {
		seen := &list.Rows[at]
		shown := view.ProfileLine{Text: rp.title(seen, list.Titles), URL: recordURL(kind, seen.ID)}
		shown.Note = rp.note(seen, list.Titles, strings.Fields(c.Notes))
		chapter.Lines = append(chapter.Lines, shown)
	}
	return chapter, nil
}

// note writes some fields of a record in a row: the first by itself, of the
// others what they are too.
func (rp *recordPage) note(seen *record.Seen, titles record.Titles, names []string) string {
	var parts []string
	for at, name := range names {
		field, known := rp.kind.Field(name)
		if !known || !seen.Shows(field) {
			continue
		}
		text := rp.value(seen, field, titles).Text
		if at > 0 && text != "" {
			text = rp.p.T(rp.kind.LabelKey(field)) + ": " + text
		}
		if text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}
