package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/language"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// Dictionary keeps words and what they mean; *language.Service is one.
type Dictionary interface {
	Language
	Of(ctx context.Context, actor access.Actor, in id.ID) ([]language.Term, error)
	MeaningsOf(ctx context.Context, actor access.Actor, terms ...id.ID) (map[id.ID][]language.Meaning, record.Titles, error)
	Propose(ctx context.Context, actor access.Actor, in id.ID) ([]language.Proposal, error)
	TakeOver(ctx context.Context, actor access.Actor, which id.ID, in *record.Seen) (id.ID, error)
}

// languageRoutes are the pages of words.
func (s *site) languageRoutes() []Route {
	all, err := kinds.All()
	if err != nil {
		return nil // the registry's own test tells why
	}
	terms, _ := all.ByName("term")
	partnerships, _ := all.ByName("partnership")
	term := func(h func(*recordPage) error) handler { return s.withKind(terms, h) }
	in := func(h func(*recordPage) error) handler { return s.withKind(partnerships, h) }
	const get, post = http.MethodGet, http.MethodPost
	const page, data, public = true, false, true
	return []Route{
		{get, "/woordenboek", "dictionary", page, public, term(s.dictionaryPage)},
		{get, "/woorden", "terms", page, public, term(s.recordList)},
		{get, "/woorden/{id}", "term", page, public, term(s.termPage)},
		{get, "/samenwerkingen/{id}/woordenboek", "partnership-dictionary", page, public, in(s.partnershipDictionary)},
		{post, "/samenwerkingen/{id}/woordenboek", "partnership-dictionary-take", data, !public, in(s.takeTerm)},
	}
}

// dictionaryPage answers the words of the region.
func (s *site) dictionaryPage(rp *recordPage) error {
	rp.p.Title = rp.p.T("language.title")
	shown := view.Dictionary{Lead: rp.p.T("language.lead"), FilesURL: "/" + rp.kind.Path}
	return rp.showDictionary(nil, shown)
}

// partnershipDictionary answers the words of a partnership.
func (s *site) partnershipDictionary(rp *recordPage) error {
	seen, titles, err := rp.get()
	if err == nil && seen.Deleted() {
		err = fault.New(fault.NotFound, "record.unknown", nil)
	}
	if err != nil {
		return err
	}
	name := rp.title(&seen, titles)
	rp.p.Title = rp.p.T("language.titleOf", "name", name)
	rp.p.Crumb = append(rp.p.Crumb, view.Crumb{Label: name, URL: rp.url(seen.ID)})
	shown := view.Dictionary{Lead: rp.p.T("language.leadOf"), Of: name, RegionURL: "/woordenboek",
		FilesURL: "/" + language.Terms().Kind().Path + "?" + url.Values{record.PartnershipField: {seen.ID.String()}}.Encode()}
	return rp.showDictionary(&seen, shown)
}

func (rp *recordPage) showDictionary(of *record.Seen, shown view.Dictionary) error {
	if rp.Dictionary == nil {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	ctx, kind, in := rp.r.Context(), language.Terms().Kind(), id.ID(0)
	where := url.Values{}
	if of != nil {
		in = of.ID
		where = url.Values{record.PartnershipField: {in.String()}, record.PlaceField: {of.Place.String()}}
	}
	own, err := rp.Dictionary.Of(ctx, rp.actor, in)
	if err != nil {
		return err
	}
	var regional []language.Term
	if of != nil {
		if regional, err = rp.Dictionary.Of(ctx, rp.actor, 0); err != nil {
			return err
		}
	}
	ids := make([]id.ID, len(own))
	for at := range own {
		ids[at] = own[at].ID
	}
	meanings, _, err := rp.Dictionary.MeaningsOf(ctx, rp.actor, ids...)
	if err != nil {
		return err
	}
	rp.sortWords(own, regional, meanings, &shown)
	if access.CanAnywhere(rp.actor, access.Create, kind.Class) {
		shown.AddURL = "/" + kind.Path + "/toevoegen?" + where.Encode()
		if of != nil {
			shown.TakeURL = rp.r.URL.Path
		}
	}
	if rp.actor.Professional() {
		if err := rp.proposeWords(in, where, &shown); err != nil {
			return err
		}
	}
	return rp.site.show(rp.w, rp.r, view.DictionaryPage(rp.p, shown))
}

// sortWords puts words under what is not agreed, what is, and what nobody
// explained; those of the region that the partnership has not are offered.
func (rp *recordPage) sortWords(own, regional []language.Term, meanings map[id.ID][]language.Meaning, shown *view.Dictionary) {
	kind, there, origin := language.Terms().Kind(), map[string]bool{}, map[id.ID]language.Term{}
	for _, term := range regional {
		origin[term.ID] = term
	}
	for _, term := range own {
		there[strings.ToLower(term.Word)] = true
		word := view.DictionaryWord{ID: term.ID.String(), Word: term.Word, URL: recordURL(kind, term.ID), Text: term.Agreed}
		if from, known := origin[term.TakenFrom]; known {
			word.Differs = from.Agreed != term.Agreed
		}
		if n := len(meanings[term.ID]); n > 0 {
			word.Note = rp.p.T("language.meanings", "n", n)
		}
		switch {
		case term.Difference != "":
			word.Text = term.Difference
			shown.Open = append(shown.Open, word)
		case term.Agreed != "":
			word.Note = strings.TrimSpace(rp.p.T("language.agreedBy", "by", term.AgreedBy, "day", rp.p.Day(term.AgreedOn)) + " " + word.Note)
			shown.Agreed = append(shown.Agreed, word)
		default:
			shown.Without = append(shown.Without, word)
		}
	}
	for _, term := range regional {
		if !there[strings.ToLower(term.Word)] {
			shown.Region = append(shown.Region, view.DictionaryWord{ID: term.ID.String(), Word: term.Word, URL: recordURL(kind, term.ID), Text: term.Agreed})
		}
	}
}

// proposeWords adds the words that several fields use and nobody explained.
func (rp *recordPage) proposeWords(in id.ID, where url.Values, shown *view.Dictionary) error {
	proposals, err := rp.Dictionary.Propose(rp.r.Context(), rp.actor, in)
	if err != nil {
		return err
	}
	for _, one := range proposals {
		var fields []string
		for _, domain := range one.Domains {
			fields = append(fields, rp.p.T("kind.person.option.domain."+string(domain)))
		}
		word := view.ProposedWord{Word: one.Word, Note: rp.p.T("language.usedBy", "n", one.Times, "fields", strings.Join(fields, ", "))}
		if shown.AddURL != "" {
			query := url.Values{"word": {one.Word}}
			for name, values := range where {
				query[name] = values
			}
			word.AddURL = "/" + language.Terms().Kind().Path + "/toevoegen?" + query.Encode()
		}
		shown.Proposals = append(shown.Proposals, word)
	}
	return nil
}

// takeTerm makes a word of the region one of a partnership.
func (s *site) takeTerm(rp *recordPage) error {
	seen, _, err := rp.get()
	if err != nil {
		return err
	}
	if s.Dictionary == nil || !access.CanAnywhere(rp.actor, access.Create, access.Working) {
		return fault.New(fault.Denied, "record.denied", nil)
	}
	which, err := id.Parse(rp.r.PostFormValue("woord"))
	if err != nil {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	if _, err := s.Dictionary.TakeOver(rp.r.Context(), rp.actor, which, &seen); err != nil {
		return err
	}
	http.Redirect(rp.w, rp.r, rp.url(seen.ID)+"/woordenboek", http.StatusSeeOther)
	return nil
}

// termPage answers the page of a word: what we mean, what is not agreed, and
// what it means to each field.
func (s *site) termPage(rp *recordPage) error {
	seen, titles, err := rp.get()
	if err != nil {
		return err
	}
	shown := view.TermPage{}
	if shown.Record, err = rp.record(&seen, titles); err != nil {
		return err
	}
	rp.p.Title = shown.Title
	rp.within(seen.Partnership, seen.ID)
	term := language.Terms().Of(seen.Row)
	shown.Forms, shown.Agreed, shown.Example, shown.Difference = term.Forms, term.Agreed, term.Example, term.Difference
	if term.AgreedOn != "" {
		shown.AgreedNote = rp.p.T("language.agreedBy", "by", term.AgreedBy, "day", rp.p.Day(term.AgreedOn))
	}
	if s.Dictionary != nil && !seen.Deleted() {
		if err := rp.fillTerm(&seen, term, &shown); err != nil {
			return err
		}
	}
	return s.show(rp.w, rp.r, view.TermRecordPage(rp.p, shown))
}

func (rp *recordPage) fillTerm(seen *record.Seen, term language.Term, shown *view.TermPage) error {
	ctx, kind := rp.r.Context(), language.Meanings().Kind()
	meanings, names, err := rp.Dictionary.MeaningsOf(ctx, rp.actor, term.ID)
	if err != nil {
		return err
	}
	for _, meaning := range meanings[term.ID] {
		line := view.TermMeaning{Means: meaning.Means, Example: meaning.Example, URL: recordURL(kind, meaning.ID), Whose: names[meaning.Person]}
		if meaning.Domain != "" {
			line.Whose = strings.TrimPrefix(line.Whose+", "+rp.p.T("kind.person.option.domain."+string(meaning.Domain)), ", ")
		}
		if line.Whose == "" {
			line.Whose = rp.p.T("record.somebody")
		}
		shown.Meanings = append(shown.Meanings, line)
	}
	if access.CanAnywhere(rp.actor, access.Create, kind.Class) {
		shown.AddURL = "/" + kind.Path + "/toevoegen?" + url.Values{"term": {term.ID.String()}, record.PartnershipField: {seen.Partnership.String()}, record.PlaceField: {seen.Place.String()}}.Encode()
	}
	if term.TakenFrom != 0 {
		from, _, err := rp.Records.Get(ctx, rp.actor, rp.kind, term.TakenFrom)
		if err == nil && !from.Deleted() {
			origin := language.Terms().Of(from.Row)
			shown.Region = &view.DictionaryWord{Word: origin.Word, URL: recordURL(rp.kind, origin.ID)}
			if origin.Agreed != term.Agreed {
				shown.RegionText = origin.Agreed
			}
		} else if err != nil && fault.CodeOf(err) != fault.NotFound {
			return err
		}
	}
	return rp.addThread(seen, &shown.Thread)
}

// DictionaryChapter is the chapter on words on the page of a partnership.
type DictionaryChapter struct{ Words Dictionary }

// Of gives the first words, those that are not agreed first.
func (c DictionaryChapter) Of(r *http.Request, p view.Page, partnership record.Seen) (view.ProfileChapter, error) {
	own, err := c.Words.Of(r.Context(), p.Actor, partnership.ID)
	if err != nil {
		return view.ProfileChapter{}, err
	}
	kind := language.Terms().Kind()
	chapter := view.ProfileChapter{Heading: p.T("language.chapter"), More: p.T("language.chapterAll", "n", len(own)), MoreURL: "/samenwerkingen/" + partnership.ID.String() + "/woordenboek"}
	for _, open := range []bool{true, false} {
		for _, term := range own {
			if (term.Difference != "") != open || len(chapter.Lines) == mostLines {
				continue
			}
			line := view.ProfileLine{Text: term.Word, Note: term.Agreed, URL: recordURL(kind, term.ID)}
			if open {
				line.Note = p.T("language.stillOpen")
			}
			chapter.Lines = append(chapter.Lines, line)
		}
	}
	if len(chapter.Lines) == 0 && access.CanAnywhere(p.Actor, access.Create, access.Working) {
		chapter.Add, chapter.AddURL = p.T("language.begin"), chapter.MoreURL
	}
	return chapter, nil
}
