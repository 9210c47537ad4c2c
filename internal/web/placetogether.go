package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// mostHere is how many records of a municipality are looked through for those
// about one of its areas.
const mostHere = 500

// here lists the records of a kind in the municipality that an area lies in,
// and gives its place: 0 when it is not known.
func here(r *http.Request, actor access.Actor, records *record.Service, kind *record.Kind, newest place.Edition, ask record.Ask) (where id.ID, list record.List, err error) {
	code := place.MunicipalityOf(newest.Code)
	if code == "" {
		return 0, record.List{}, nil
	}
	found, err := records.Store.FindPlaces(r.Context(), []string{code})
	if err != nil || len(found[code]) != 1 {
		return 0, record.List{}, err
	}
	where = found[code][0]
	ask.Filters = map[string]string{record.PlaceField: where.String()}
	list, err = records.List(r.Context(), actor, kind, ask)
	return where, list, err
}

// about lists the records of a kind that may concern an area: those that lie in
// its municipality or in what that lies in, and those elsewhere that name it.
func about(r *http.Request, actor access.Actor, records *record.Service, scopes Scopes, kind *record.Kind, newest place.Edition, ask record.Ask) (where id.ID, list record.List, err error) {
	code := place.MunicipalityOf(newest.Code)
	if code == "" {
		return 0, record.List{}, nil
	}
	all, err := scopes.Scopes(r.Context())
	if err != nil {
		return 0, record.List{}, err
	}
	chain := place.Around(all, code)
	if len(chain) == 0 {
		return 0, record.List{}, nil
	}
	ask.Around = &record.Around{Municipality: code, Places: []id.ID{0}}
	for _, one := range chain {
		ask.Around.Places = append(ask.Around.Places, one.ID)
	}
	list, err = records.List(r.Context(), actor, kind, ask)
	return chain[0].ID, list, err
}

// allHere leads to the list of everything of a kind in a municipality.
func allHere(kind *record.Kind, where id.ID) string {
	return "/" + kind.Path + "?" + url.Values{record.PlaceField: {where.String()}}.Encode()
}

// FirstContacts is the chapter on whom to call first about an area.
type FirstContacts struct {
	Records *record.Service
	Places  Scopes
}

// Of gives them by what they can be called about.
func (f FirstContacts) Of(r *http.Request, p view.Page, newest place.Edition) (view.ProfileChapter, error) {
	kind := partnership.FirstContacts().Kind()
	where, list, err := about(r, p.Actor, f.Records, f.Places, kind, newest, record.Ask{Limit: mostHere})
	if err != nil || where == 0 {
		return view.ProfileChapter{}, err
	}
	var shown []partnership.FirstContact
	chapter := view.ProfileChapter{Heading: p.T("firstcontact.heading"), More: p.T("firstcontact.all"), MoreURL: allHere(kind, where)}
	for at := range list.Rows {
		one := partnership.FirstContacts().Of(list.Rows[at].Row)
		if !partnership.Concerns(one.Areas, newest.Code) || len(chapter.Lines) == mostLines {
			continue
		}
		who := list.Titles[one.Person]
		if at := list.Titles[one.Organisation]; who == "" {
			who = at
		} else if at != "" {
			who += ", " + at
		}
		if who == "" {
			who = p.T("record.hidden")
		}
		chapter.Lines = append(chapter.Lines, view.ProfileLine{Text: one.Subject, Note: who, URL: recordURL(kind, one.ID)})
		shown = append(shown, one)
	}
	return chapter, f.addPhones(r, p, shown, chapter.Lines)
}

// addPhones puts the number to call behind each line, of the person or else of
// the organisation, as far as the reader may see it.
func (f FirstContacts) addPhones(r *http.Request, p view.Page, contacts []partnership.FirstContact, lines []view.ProfileLine) error {
	numbers := map[id.ID]string{}
	for _, kind := range []*record.Kind{partnership.People().Kind(), partnership.Organisations().Kind()} {
		ids := []id.ID{}
		for _, one := range contacts {
			ids = append(ids, one.Person, one.Organisation)
		}
		list, err := f.Records.List(r.Context(), p.Actor, kind, record.Ask{IDs: ids, Limit: 2 * mostLines})
		if err != nil {
			return err
		}
		field, _ := kind.Field("phone")
		for at := range list.Rows {
			if number, _ := list.Rows[at].Get(field).(string); list.Rows[at].Shows(field) {
				numbers[list.Rows[at].ID] = number
			}
		}
	}
	for at, one := range contacts {
		if number := cmp.Or(numbers[one.Person], numbers[one.Organisation]); number != "" {
			lines[at].Note += ", " + number
		}
	}
	return nil
}

// PartnershipsHere is the chapter on the partnerships that work on an area.
type PartnershipsHere struct {
	Records *record.Service
	Places  Scopes
}

// Of gives them by name, and leads who may to beginning one.
func (f PartnershipsHere) Of(r *http.Request, p view.Page, newest place.Edition) (view.ProfileChapter, error) {
	kind := partnership.Partnerships().Kind()
	where, list, err := about(r, p.Actor, f.Records, f.Places, kind, newest, record.Ask{Limit: mostHere})
	if err != nil || where == 0 {
		return view.ProfileChapter{}, err
	}
	chapter := view.ProfileChapter{Heading: p.T("firstcontact.partnerships")}
	for at := range list.Rows {
		one := partnership.Partnerships().Of(list.Rows[at].Row)
		if partnership.Touches(one.Areas, newest.Code) && len(chapter.Lines) < mostLines {
			chapter.Lines = append(chapter.Lines, view.ProfileLine{Text: one.Name, Note: one.Aim, URL: recordURL(kind, one.ID)})
		}
	}
	if access.CanAnywhere(p.Actor, access.Create, access.Working) {
		chapter.Add = p.T("firstcontact.begin")
		chapter.AddURL = "/samenwerkingen/beginnen?" + url.Values{"place": {where.String()}, "areas": {newest.Code}}.Encode()
	}
	return chapter, nil
}

// LessonsHere is the chapter on what was learned about an area.
type LessonsHere struct {
	Records *record.Service
	Places  Scopes
}

// Of gives the newest lessons that concern it.
func (f LessonsHere) Of(r *http.Request, p view.Page, newest place.Edition) (view.ProfileChapter, error) {
	where, list, err := about(r, p.Actor, f.Records, f.Places, learning.Lessons().Kind(), newest, record.Ask{Sort: "day", Down: true, Limit: mostHere})
	if err != nil || where == 0 {
		return view.ProfileChapter{}, err
	}
	return lessonsOf(p, list, func(one learning.Lesson) bool {
		return slices.Contains(one.Of, "place") && partnership.Concerns(one.Areas, newest.Code)
	}), nil
}
