package web

import (
	"net/http"
	"net/url"

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
	Note    string // the field whose value stands behind a title; "" is none
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
	field, noted := kind.Field(c.Note)
	rp := &recordPage{p: p, kind: kind, site: &site{Options: Options{Records: c.Records}}}
	for at := range list.Rows {
		seen := &list.Rows[at]
		shown := view.ProfileLine{Text: rp.title(seen, list.Titles), URL: recordURL(kind, seen.ID)}
		if noted && seen.Shows(field) {
			shown.Note = rp.value(seen, field, list.Titles).Text
		}
		chapter.Lines = append(chapter.Lines, shown)
	}
	return chapter, nil
}
