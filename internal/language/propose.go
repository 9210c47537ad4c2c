package language

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/search"
)

// Proposal is a word that several fields use much and nobody explained.
type Proposal struct {
	Word    string
	Times   int
	Domains []partnership.Domain
}

// What makes a word one to explain. Example: no publication states it.
const (
	leastTimes   = 3
	leastDomains = 2
	leastLetters = 6
	mostProposed = 12
	// mostRead is how many records of a kind are read for it, the newest first.
	mostRead = 300
)

// common are long words that everybody uses and that name nothing of the work.
const common = " worden iemand andere samen waarom wanneer daarom zonder tussen vooral altijd tijdens misschien mensen partijen gemeente binnen volgende allemaal bijvoorbeeld eigenlijk volgens tegelijk gewoon verder nieuwe eerste tweede derde kleine grote beste steeds "

// Propose reads the texts of a partnership, or of all that the reader may see
// for 0, and gives the words that people of several fields use and that no term
// explains, most fields first. The field of a text is that of who wrote it.
func (s *Service) Propose(ctx context.Context, actor access.Actor, in id.ID) ([]Proposal, error) {
	glossary, err := s.Glossary(ctx, actor, in)
	if err != nil {
		return nil, err
	}
	fields, err := s.fieldsOfAccounts(ctx, actor)
	if err != nil {
		return nil, err
	}
	counted := map[string]*counting{}
	for _, kind := range s.Records.Kinds.All() {
		if kind.Class != access.Working || kind.Derived || kind.One == Terms().Kind().One || kind.One == Meanings().Kind().One {
			continue
		}
		ask := record.Ask{Limit: mostRead}
		if in != 0 {
			ask.Filters = map[string]string{record.PartnershipField: in.String()}
		}
		list, err := s.Records.List(ctx, actor, kind, ask)
		if err != nil {
			return nil, err
		}
		for at := range list.Rows {
			if field := fields[list.Rows[at].CreatedBy]; field != "" {
				count(counted, kind, &list.Rows[at], field, glossary)
			}
		}
	}
	return proposals(counted), nil
}

// counting is how often a word was used, and by whom.
type counting struct {
	forms   map[string]int // the word as it was written
	times   int
	domains map[partnership.Domain]bool
}

// count counts the words in the texts of a record that no term explains.
func count(counted map[string]*counting, kind *record.Kind, seen *record.Seen, field partnership.Domain, glossary *Glossary) {
	for at := range kind.Own() {
		f := &kind.Fields[at]
		text, is := seen.Get(f).(string)
		if !is || f.Personal || f.Sort != record.Prose && f.Sort != record.Text || !seen.Shows(f) {
			continue
		}
		matches := glossary.Find(text)
		for _, token := range tokenize(text) {
			inTerm := slices.ContainsFunc(matches, func(m Match) bool { return token.start >= m.Start && token.end <= m.End })
			if inTerm || utf8.RuneCountInString(token.folded) < leastLetters || strings.Contains(common, " "+token.folded+" ") || strings.ToLower(text[token.start:token.end]) != text[token.start:token.end] {
				continue
			}
			stem := search.Stem(token.folded)
			one := counted[stem]
			if one == nil {
				one = &counting{forms: map[string]int{}, domains: map[partnership.Domain]bool{}}
				counted[stem] = one
			}
			one.times++
			one.forms[text[token.start:token.end]]++
			one.domains[field] = true
		}
	}
}

func proposals(counted map[string]*counting) []Proposal {
	var list []Proposal
	for _, one := range counted {
		if one.times < leastTimes || len(one.domains) < leastDomains {
			continue
		}
		proposal := Proposal{Times: one.times}
		for form, times := range one.forms {
			if best := one.forms[proposal.Word]; times > best || times == best && (len(form) < len(proposal.Word) || len(form) == len(proposal.Word) && form < proposal.Word) {
				proposal.Word = form
			}
		}
		for domain := range one.domains {
			proposal.Domains = append(proposal.Domains, domain)
		}
		slices.Sort(proposal.Domains)
		list = append(list, proposal)
	}
	slices.SortFunc(list, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(len(b.Domains), len(a.Domains)), cmp.Compare(b.Times, a.Times), strings.Compare(a.Word, b.Word))
	})
	return list[:min(len(list), mostProposed)]
}

// mostAccounts is how many accounts are looked at for their field.
const mostAccounts = 1_000

// fieldsOfAccounts gives the field of work of everybody with an account, as far
// as the reader may see who they are.
func (s *Service) fieldsOfAccounts(ctx context.Context, actor access.Actor) (map[id.ID]partnership.Domain, error) {
	program := access.Actor{Program: true}
	accounts, _ := s.Records.Kinds.ByName("account")
	person, _ := accounts.Field("person")
	list, err := s.Records.List(ctx, program, accounts, record.Ask{Limit: mostAccounts})
	if err != nil {
		return nil, err
	}
	ids, of := []id.ID{}, map[id.ID]id.ID{}
	for at := range list.Rows {
		if who, _ := list.Rows[at].Get(person).(id.ID); who != 0 {
			of[list.Rows[at].ID] = who
			ids = append(ids, who)
		}
	}
	people, err := s.Records.List(ctx, actor, partnership.People().Kind(), record.Ask{IDs: ids, Limit: mostAccounts})
	if err != nil {
		return nil, err
	}
	field := map[id.ID]partnership.Domain{}
	for at := range people.Rows {
		field[people.Rows[at].ID] = partnership.People().Of(people.Rows[at].Row).Domain
	}
	fields := map[id.ID]partnership.Domain{}
	for account, who := range of {
		fields[account] = field[who]
	}
	return fields, nil
}
