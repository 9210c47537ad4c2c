package web

import (
	"context"
	"net/http"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/newsletter"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// Newsletters makes drafts and sends them; *newsletter.Service is one.
type Newsletters interface {
	Draft(ctx context.Context, actor access.Actor, of *record.Seen, lang string) (id.ID, error)
	Send(ctx context.Context, actor access.Actor, which id.ID) error
}

// newsletterRoutes are the pages of newsletters.
func (s *site) newsletterRoutes() []Route {
	all, err := kinds.All()
	if err != nil {
		return nil // the registry's own test tells why
	}
	own, _ := all.ByName("newsletter")
	partnerships, _ := all.ByName("partnership")
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, "/nieuwsbrieven", "newsletters", true, true, s.withKind(own, s.recordList)},
		{get, "/nieuwsbrieven/{id}", "newsletter", true, true, s.withKind(own, s.newsletterPage)},
		{post, "/nieuwsbrieven/{id}/versturen", "newsletter-send", false, false, s.withKind(own, s.sendNewsletter)},
		{post, "/samenwerkingen/{id}/nieuwsbrief", "newsletter-draft", false, false, s.withKind(partnerships, s.draftNewsletter)},
	}
}

// newsletterPage answers a newsletter, to be read, printed or sent.
func (s *site) newsletterPage(rp *recordPage) error {
	seen, titles, err := rp.get()
	if err != nil {
		return err
	}
	shown := view.Newsletter{}
	if shown.Record, err = rp.record(&seen, titles); err != nil {
		return err
	}
	one := newsletter.Newsletters().Of(seen.Row)
	rp.p.Title, shown.Text, shown.Status = shown.Title, one.Text, rp.p.T("newsletter.draft")
	if one.Asked != "" {
		shown.Status = rp.p.T("newsletter.sent", "day", rp.p.Day(one.Asked), "n", int(one.Sent))
	}
	if shown.MayChange && one.Asked == "" && s.Newsletters != nil {
		shown.SendURL = shown.URL + "/versturen"
	}
	return s.show(rp.w, rp.r, view.NewsletterPage(rp.p, shown))
}

// draftNewsletter makes a draft, and leads to changing it.
func (s *site) draftNewsletter(rp *recordPage) error {
	seen, _, err := rp.get()
	if err != nil {
		return err
	}
	if s.Newsletters == nil || seen.Deleted() || !access.CanAnywhere(rp.actor, access.Create, access.Working) {
		return fault.New(fault.Denied, "record.denied", nil)
	}
	one, err := s.Newsletters.Draft(rp.r.Context(), rp.actor, &seen, rp.p.Lang)
	if err != nil {
		return err
	}
	http.Redirect(rp.w, rp.r, "/nieuwsbrieven/"+one.String()+"/wijzigen", http.StatusSeeOther)
	return nil
}

// sendNewsletter sends it to everybody in the partnership.
func (s *site) sendNewsletter(rp *recordPage) error {
	seen, _, err := rp.may(access.Change)
	if err != nil {
		return err
	}
	if s.Newsletters == nil {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	if err := s.Newsletters.Send(rp.r.Context(), rp.actor, seen.ID); err != nil {
		return err
	}
	http.Redirect(rp.w, rp.r, rp.url(seen.ID), http.StatusSeeOther)
	return nil
}
