package language

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/kept"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Service finds terms in texts, proposes new ones, and takes terms over.
type Service struct {
	Records *record.Service
	Now     func() time.Time

	glossaries kept.Cache[*Glossary]
}

// mostTerms is how many terms are looked for in a text.
const mostTerms = 1_000

// Glossary is the terms that one reader may see, ready to be found: those of
// the region, and those of one partnership, which go before.
type Glossary struct {
	Terms      []Term
	recogniser *Recogniser
}

// Find gives the terms in a text; a match points to one of Terms.
func (g *Glossary) Find(text string) []Match {
	if g == nil || g.recogniser == nil {
		return nil
	}
	return g.recogniser.Find(text)
}

// Glossary gives the terms for the texts of a partnership; 0 is those of the
// region alone. It is kept for as long as nothing changes.
func (s *Service) Glossary(ctx context.Context, actor access.Actor, in id.ID) (*Glossary, error) {
	seq, err := s.Records.Store.LastEvent(ctx)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprintf("%d %+v", in, access.For(actor, access.See, Terms().Kind().Class, access.Public))
	return s.glossaries.Get(ctx, seq, key, func(ctx context.Context) (*Glossary, error) { return s.glossary(ctx, actor, in) })
}

func (s *Service) glossary(ctx context.Context, actor access.Actor, in id.ID) (*Glossary, error) {
	terms, err := s.Of(ctx, actor, in)
	if err != nil {
		return nil, err
	}
	own := map[string]bool{}
	for _, term := range terms {
		own[strings.ToLower(term.Word)] = true
	}
	if in != 0 {
		regional, err := s.Of(ctx, actor, 0)
		if err != nil {
			return nil, err
		}
		for _, term := range regional {
			if !own[strings.ToLower(term.Word)] {
				terms = append(terms, term)
			}
		}
	}
	g := &Glossary{Terms: terms}
	var entries []Entry
	for at, term := range terms {
		words := append([]string{term.Word}, strings.Split(term.Forms, ",")...)
		sort := term.Sort
		if sort == "" {
			sort = Noun
		}
		entries = append(entries, Entry{Term: at, Words: words, Sort: sort})
	}
	g.recogniser = NewRecogniser(entries)
	return g, nil
}

// Of gives the terms of a partnership, or of the region for 0, by word.
func (s *Service) Of(ctx context.Context, actor access.Actor, in id.ID) ([]Term, error) {
	// The region's are asked for as well: a limit over all terms would let those
	// of partnerships push them out.
	ask := record.Ask{Limit: mostTerms, Filters: map[string]string{record.PartnershipField: in.String()}}
	list, err := s.Records.List(ctx, actor, Terms().Kind(), ask)
	if err != nil {
		return nil, err
	}
	var terms []Term
	for at := range list.Rows {
		if term := Terms().Of(list.Rows[at].Row); term.Partnership == in {
			terms = append(terms, term)
		}
	}
	return terms, nil
}

// MeaningsOf gives what terms mean, by term.
func (s *Service) MeaningsOf(ctx context.Context, actor access.Actor, terms ...id.ID) (map[id.ID][]Meaning, record.Titles, error) {
	of, titles := map[id.ID][]Meaning{}, record.Titles{}
	for batch := range slices.Chunk(terms, 50) {
		kind := Meanings().Kind()
		field, _ := kind.Field("term")
		values := make([]any, len(batch))
		for at := range batch {
			values[at] = batch[at]
		}
		rows, err := s.Records.Store.FindByValues(ctx, kind, field, values)
		if err != nil {
			return nil, nil, err
		}
		ids := []id.ID{}
		for _, row := range rows {
			ids = append(ids, row.ID)
		}
		// Once more as the reader: who may see them is asked in one place.
		list, err := s.Records.List(ctx, actor, kind, record.Ask{IDs: ids, Limit: mostTerms})
		if err != nil {
			return nil, nil, err
		}
		for at := range list.Rows {
			meaning := Meanings().Of(list.Rows[at].Row)
			of[meaning.Term] = append(of[meaning.Term], meaning)
		}
		for one, title := range list.Titles {
			titles[one] = title
		}
	}
	return of, titles, nil
}

// TakeOver makes a term of the region one of a partnership, which may then
// differ; the region's stays as it is. Its error tells when it is there.
func (s *Service) TakeOver(ctx context.Context, actor access.Actor, which id.ID, in *record.Seen) (id.ID, error) {
	kind := Terms().Kind()
	seen, _, err := s.Records.Get(ctx, actor, kind, which)
	if err != nil {
		return 0, err
	}
	term := Terms().Of(seen.Row)
	if term.Partnership != 0 || seen.Deleted() {
		return 0, fault.New(fault.NotFound, "record.unknown", nil)
	}
	own, err := s.Of(ctx, actor, in.ID)
	if err != nil {
		return 0, err
	}
	if slices.ContainsFunc(own, func(t Term) bool { return strings.EqualFold(t.Word, term.Word) }) {
		return 0, fault.New(fault.Conflict, "language.there", nil)
	}
	as := record.Draft{Kind: kind, ByProgram: true, Values: record.Values{
		"word": term.Word, "sort": string(term.Sort), "forms": term.Forms, "agreed": term.Agreed, "agreedBy": term.AgreedBy, "agreedOn": term.AgreedOn, "example": term.Example,
		"difference": term.Difference, "takenFrom": which, record.PartnershipField: in.ID, record.PlaceField: in.Place, record.OwnerField: actor.Organisation, record.AudienceField: min(in.Audience, term.Audience).String(),
	}}
	if !access.Can(actor, access.Create, kind.Class, access.Facts{Owner: actor.Organisation, Place: in.Place, Partnership: in.ID, Audience: in.Audience, CreatedBy: actor.Account}) {
		return 0, fault.New(fault.Denied, "record.denied", nil)
	}
	rows, err := s.Records.Together(ctx, actor, []record.Draft{as})
	if err != nil {
		return 0, err
	}
	return rows[0].ID, nil
}
