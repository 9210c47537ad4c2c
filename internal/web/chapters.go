package web

import (
	"net/http"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// Chapter tells of a place what is not a figure: who works here, what goes on,
// what was promised. Parts of the program fill the page of a place with these.
type Chapter interface {
	// Of gives what there is to tell to the reader of a page; without lines the
	// chapter is left out.
	Of(r *http.Request, p view.Page, newest place.Edition) (view.ProfileChapter, error)
}

// chapters asks every part what it has to tell of a place.
func (s *site) chapters(r *http.Request, on *onPlace) ([]view.ProfileChapter, error) {
	var list []view.ProfileChapter
	for _, chapter := range s.Chapters {
		told, err := chapter.Of(r, on.p, on.newest())
		if err != nil {
			return nil, err
		}
		if len(told.Lines) > 0 || told.AddURL != "" {
			list = append(list, told)
		}
	}
	return list, nil
}

// mostLines is how many lines a chapter on the page of a place has.
const mostLines = 8

// Organisations is the chapter on who works in the municipality of a place.
type Organisations struct{ Records *record.Service }

// Of gives the first organisations by name, as the reader may see them.
func (o Organisations) Of(r *http.Request, p view.Page, newest place.Edition) (view.ProfileChapter, error) {
	kind, known := o.Records.Kinds.ByName("organisation")
	if !known || !access.CanAnywhere(p.Actor, access.See, kind.Class) {
		return view.ProfileChapter{}, nil
	}
	where, list, err := here(r, p.Actor, o.Records, kind, newest, record.Ask{Limit: mostLines})
	if err != nil || where == 0 {
		return view.ProfileChapter{}, err
	}
	chapter := view.ProfileChapter{Heading: p.T("profile.organisations"), More: p.T("profile.allOrganisations", "n", list.Total), MoreURL: allHere(kind, where)}
	for at := range list.Rows {
		chapter.Lines = append(chapter.Lines, line(p, kind, &list.Rows[at]))
	}
	return chapter, nil
}

func line(p view.Page, kind *record.Kind, seen *record.Seen) view.ProfileLine {
	shown := view.ProfileLine{Text: kind.Title(&seen.Row), URL: recordURL(kind, id.ID(seen.ID))}
	if field, known := kind.Field("sort"); known && seen.Shows(field) {
		if option, is := seen.Get(field).(string); is && option != "" {
			shown.Note = kind.OptionWord(field, option, func(key string) string { return p.T(key) })
		}
	}
	return shown
}
