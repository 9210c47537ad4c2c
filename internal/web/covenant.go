package web

import (
	"bytes"
	"strings"

	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
	"github.com/koppelkans/koppelkans/internal/word"
)

// mostArticles is how many agreements a covenant has; mostSigned how many
// parties they have together.
const (
	mostArticles = 100
	mostSigned   = 1_000
)

// covenant gathers the agreements of a partnership, as the reader may see them.
func (s *site) covenant(rp *recordPage) (view.Covenant, error) {
	seen, titles, err := rp.get()
	if err == nil && seen.Deleted() {
		err = fault.New(fault.NotFound, "record.unknown", nil)
	}
	if err != nil {
		return view.Covenant{}, err
	}
	name := rp.title(&seen, titles)
	shown := view.Covenant{URL: rp.url(seen.ID), Name: name, Lead: rp.p.T("agreement.covenantLead", "name", name),
		Day: rp.p.T("agreement.covenantDay", "day", rp.p.Day(rp.p.Today()))}
	rp.p.Title = rp.p.T("agreement.covenant") + " " + name
	rp.p.Crumb = append(rp.p.Crumb, view.Crumb{Label: name, URL: shown.URL})
	return shown, rp.articles(seen.ID, &shown)
}

func (rp *recordPage) articles(of id.ID, shown *view.Covenant) error {
	ctx, in := rp.r.Context(), map[string]string{record.PartnershipField: of.String()}
	kind := agreement.Agreements().Kind()
	list, err := rp.Records.List(ctx, rp.actor, kind, record.Ask{Filters: in, Sort: "review", Limit: mostArticles})
	if err != nil {
		return err
	}
	signed, err := rp.Records.List(ctx, rp.actor, agreement.Parties().Kind(), record.Ask{Filters: in, Limit: mostSigned})
	if err != nil {
		return err
	}
	parties := map[id.ID][]agreement.Party{}
	for at := range signed.Rows {
		party := agreement.Parties().Of(signed.Rows[at].Row)
		parties[party.Agreement] = append(parties[party.Agreement], party)
	}
	texts := &recordPage{site: rp.site, w: rp.w, r: rp.r, p: rp.p, kind: kind, actor: rp.actor}
	for at := range list.Rows {
		one := agreement.Agreements().Of(list.Rows[at].Row)
		if one.State != agreement.Accepted {
			if one.State != agreement.Stopped {
				shown.Open = append(shown.Open, view.Link{Name: one.What, URL: recordURL(kind, one.ID)})
			}
			continue
		}
		article := view.CovenantArticle{Number: rp.p.T("agreement.covenantArticle", "n", len(shown.Articles)+1), Title: one.What,
			Text: withoutLinks(texts.fieldsOf(&list.Rows[at], list.Titles, append(textFields()[1:], "review")...))}
		for _, party := range parties[one.ID] {
			line := partyLine(rp.p, one, party, signed.Titles)
			line.Note = rp.p.T("agreement.covenantSigned", "day", rp.p.Day(party.Answered))
			article.Parties = append(article.Parties, line)
		}
		shown.Articles = append(shown.Articles, article)
	}
	return nil
}

// covenantPage answers the agreements of a partnership, to be printed.
func (s *site) covenantPage(rp *recordPage) error {
	shown, err := s.covenant(rp)
	if err != nil {
		return err
	}
	return s.show(rp.w, rp.r, view.CovenantPage(rp.p, shown))
}

// covenantFile answers them as a document for word processors.
func (s *site) covenantFile(rp *recordPage) error {
	shown, err := s.covenant(rp)
	if err != nil {
		return err
	}
	foot := rp.p.T("site.name") + "   " + shown.Day
	if rp.p.Fictional {
		foot = rp.p.T("site.fictional") + "   " + foot
	}
	d := word.New(word.About{Title: rp.p.Title, Creator: rp.p.T("site.name"), Lang: rp.p.Lang, Made: rp.p.Now, Foot: foot})
	d.Text(word.Title, rp.p.Title)
	d.Text(word.Lead, shown.Lead+" "+shown.Day)
	if len(shown.Articles) == 0 {
		d.Text(word.Normal, rp.p.T("agreement.covenantNone"))
	}
	for _, article := range shown.Articles {
		writeArticle(d, rp.p, article)
	}
	var out bytes.Buffer
	if err := d.Pack(&out); err != nil {
		return err
	}
	return s.download(rp.w, "convenant.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", out.Bytes())
}

func writeArticle(d *word.Document, p view.Page, article view.CovenantArticle) {
	d.Text(word.Heading1, article.Number+". "+article.Title)
	for _, value := range article.Text {
		d.Text(word.Heading2, value.Label)
		for line := range strings.SplitSeq(value.Text, "\n") {
			d.Text(word.Normal, line)
		}
	}
	d.Text(word.Heading2, p.T("agreement.covenantParties"))
	columns := []word.Column{{Head: p.T("agreement.party"), Share: 36}, {Head: p.T("agreement.answer"), Share: 34}, {Head: p.T("agreement.signature"), Share: 30}}
	var rows [][]string
	for _, party := range article.Parties {
		name := party.Name
		if party.For != "" {
			name += ", " + party.For
		}
		rows = append(rows, []string{name, party.Note, ""})
	}
	d.Table(p.T("agreement.covenantParties"), columns, rows)
}

// mostCards is how many role cards of a partnership are held against each other.
const mostCards = 200

// rolesPage answers who does what in a partnership, and what is double or
// nobody's.
func (s *site) rolesPage(rp *recordPage) error {
	seen, titles, err := rp.get()
	if err == nil && seen.Deleted() {
		err = fault.New(fault.NotFound, "record.unknown", nil)
	}
	if err != nil {
		return err
	}
	kind := agreement.Cards().Kind()
	list, err := rp.Records.List(rp.r.Context(), rp.actor, kind, record.Ask{Filters: map[string]string{record.PartnershipField: seen.ID.String()}, Limit: mostCards})
	if err != nil {
		return err
	}
	name := rp.title(&seen, titles)
	rp.p.Title = rp.p.T("roles.title", "name", name)
	rp.p.Crumb = append(rp.p.Crumb, view.Crumb{Label: name, URL: rp.url(seen.ID)})
	shown, err := rp.rolesOf(seen.ID, list)
	if err != nil {
		return err
	}
	shown.AddURL = addTo(rp.actor, kind, seen, nil)
	return s.show(rp.w, rp.r, view.RolesPage(rp.p, shown))
}
