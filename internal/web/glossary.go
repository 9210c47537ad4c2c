package web

import (
	"context"
	"net/http"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/language"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// Language knows what words mean; *language.Service is one.
type Language interface {
	Glossary(ctx context.Context, actor access.Actor, in id.ID) (*language.Glossary, error)
}

// glossary marks words on one page. It reads the terms when the first text is
// shown; a page without texts asks nothing.
type glossary struct {
	site  *site
	r     *http.Request
	p     *view.Page
	actor access.Actor
	in    id.ID // the partnership that the page is of
	terms *language.Glossary
	asked bool
	seq   int
	but   id.ID // the term that the page is about
}

// within has the texts of a page marked with the words of a partnership; a page
// that says so before its texts are drawn.
func (rp *recordPage) within(in, but id.ID) {
	if rp.Language != nil && rp.actor.Professional() {
		rp.p.Glossary = &glossary{site: rp.site, r: rp.r, p: &rp.p, actor: rp.actor, in: in, but: but}
	}
}

// Mark cuts a text at the words that were explained. What cannot be read is
// left unmarked: a text is shown all the same.
func (g *glossary) Mark(text string) []view.Marked {
	if !g.asked {
		g.asked = true
		g.terms, _ = g.site.Language.Glossary(g.r.Context(), g.actor, g.in)
	}
	var list []view.Marked
	last, told := 0, map[int]bool{}
	for _, match := range g.terms.Find(text) {
		term := g.terms.Terms[match.Term]
		if told[match.Term] || term.ID == g.but {
			continue
		}
		told[match.Term] = true
		if match.Start > last {
			list = append(list, view.Marked{Text: text[last:match.Start]})
		}
		g.seq++
		word := &view.Word{Word: term.Word, Meaning: term.Agreed, URL: recordURL(language.Terms().Kind(), term.ID), Seq: g.seq, Open: term.Agreed == "" || term.Difference != ""}
		if term.Agreed == "" {
			word.Meaning = g.p.T("language.notAgreed")
		}
		if term.Difference != "" {
			word.Note = g.p.T("language.stillOpen")
		}
		list = append(list, view.Marked{Text: text[match.Start:match.End], Word: word})
		last = match.End
	}
	return append(list, view.Marked{Text: text[last:]})
}
