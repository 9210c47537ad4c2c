// Package view has the pages as templ components and the values they show.
// It knows words and addresses, no services and no HTTP.
package view

import (
	"net/url"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/i18n"
)

// Page is what every page has: the language, the frame around the content and
// what the frame must know of it.
type Page struct {
	Lang      string
	Languages []string
	Catalogue *i18n.Catalogue
	Asset     func(name string) string // address of a built file

	Title     string // of the page; the site's name is put behind it
	Path      string // of this request
	Query     url.Values
	Section   string // name of the part of the navigation that is current
	Crumb     []Crumb
	Place     string   // the place that the page is about, beside the logo
	Glossary  Glossary // the words whose meaning is one tap away; nil marks none
	Full      bool     // fills the window: no footer, no column
	Scripts   []string
	Styles    []string
	Preload   []Preload
	RequestID string
	Version   string
	Fictional bool
	Now       time.Time

	Done string // key of what was done on the page before; "" is nothing to tell

	Actor       access.Actor // who looks; the zero Actor is the public
	Name        string       // what they are called
	HasAccounts bool         // somebody could sign in here

	TourPath string    // leads to a guided visit; "" outside the demo
	Tour     *TourStep // where on one somebody is; nil is nowhere
}

// SignInPath leads to signing in, and from there back to this page.
func (p Page) SignInPath() string {
	back := p.With("", "")
	if back == "/" || strings.HasPrefix(back, "/inloggen") {
		return "/inloggen"
	}
	return "/inloggen?" + url.Values{"terug": {back}}.Encode()
}

// KeepURL leads to saving the view that this page shows; "" for who cannot.
func (p Page) KeepURL() string {
	if !access.CanAnywhere(p.Actor, access.Create, access.Working) {
		return ""
	}
	return "/weergaven/toevoegen?" + url.Values{"title": {p.Title}, "address": {p.With("", "")}}.Encode()
}

// Preload is something that the browser may ask for before the script does:
// As is fetch, script, or module for one that is also read at once.
type Preload struct{ URL, As string }

// T gives a sentence; args are names and values in turn.
func (p Page) T(key string, args ...any) string {
	named := make(i18n.Args, len(args)/2)
	for at := 0; at+1 < len(args); at += 2 {
		if name, ok := args[at].(string); ok {
			named[name] = args[at+1]
		}
	}
	return p.Catalogue.T(p.Lang, key, named)
}

// Fmt writes numbers and dates in the page's language.
func (p Page) Fmt() *i18n.Format { return p.Catalogue.Format(p.Lang) }

// Today is the day, as it is called in a record.
func (p Page) Today() string { return p.DayAfter(0) }

// DayAfter is the day after some time.
func (p Page) DayAfter(d time.Duration) string { return p.Fmt().Date(p.Now.Add(d)) }

// Day writes a day of a record in words; what is no day stays as it is.
func (p Page) Day(day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return p.Fmt().ShortDay(at.Add(12 * time.Hour))
}

// Head is the text of the browser's tab.
func (p Page) Head() string {
	if p.Title == "" {
		return p.T("site.name")
	}
	return p.Title + " · " + p.T("site.name")
}

// With gives the address of this page with one parameter changed; an empty
// value removes it, and the page number starts again.
func (p Page) With(name, value string) string {
	query := url.Values{}
	for key, values := range p.Query {
		if key != "lang" && key != "p" {
			query[key] = values
		}
	}
	if value == "" {
		query.Del(name)
	} else {
		query.Set(name, value)
	}
	if len(query) == 0 {
		return p.Path
	}
	return p.Path + "?" + query.Encode()
}

// InLanguage gives the address of this page in another language.
func (p Page) InLanguage(lang string) string {
	query := url.Values{}
	for key, values := range p.Query {
		query[key] = values
	}
	query.Set("lang", lang)
	return p.Path + "?" + query.Encode()
}

// NavItem is a part of the product that exists.
type NavItem struct{ Name, Label, Path string }

// Nav lists the parts that exist; a part that is not built is not linked.
func (p Page) Nav() []NavItem {
	var own []NavItem
	if p.Actor.SignedIn() {
		own = []NavItem{{"mywork", p.T("nav.mywork"), "/mijn-werk"}}
	}
	return append(own, []NavItem{
		{"places", p.T("nav.places"), "/gebieden"},
		{"map", p.T("nav.map"), "/kaart"},
		{"figures", p.T("nav.figures"), "/cijfers"},
		{"compare", p.T("nav.compare"), "/vergelijk"},
		{"records", p.T("nav.records"), "/samenwerken"},
		{"deliveries", p.T("nav.deliveries"), "/leveringen"},
	}...)
}

// LanguageName is a language's own word for itself.
func LanguageName(lang string) string {
	switch lang {
	case "nl":
		return "Nederlands"
	case "en":
		return "English"
	}
	return strings.ToUpper(lang)
}
