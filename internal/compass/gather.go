package compass

import (
	"context"
	"maps"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/language"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// gathering reads the world now and at an earlier moment: three questions for
// each kind, whatever the number of records.
type gathering struct {
	*Service
	ctx           context.Context
	actor         access.Actor
	in            id.ID
	past, present *world
}

// mostOfKind is how many records of a kind are read.
const mostOfKind = 5_000

// loading is a kind of which records are read, and where they are put.
type loading struct {
	kind *record.Kind
	put  func(w *world, row record.Row)
}

// of gives how records of a kind are put in a list of the world.
func of[T any](t *record.Type[T], list func(*world) *[]T) loading {
	return loading{t.Kind(), func(w *world, row record.Row) { *list(w) = append(*list(w), t.Of(row)) }}
}

// written gives a kind that only counts as having been written down.
func written[T any](t *record.Type[T]) loading {
	return loading{t.Kind(), func(*world, record.Row) {}}
}

// loadings lists what the compass looks at. A signal about another kind needs a
// line here, a measure and a line in signals.yaml.
func loadings() []loading {
	return []loading{
		{partnership.Partnerships().Kind(), func(w *world, row record.Row) { w.partnership = partnership.Partnerships().Of(row) }},
		of(partnership.Members(), func(w *world) *[]partnership.Member { return &w.members }),
		of(partnership.AdviceRequests(), func(w *world) *[]partnership.AdviceRequest { return &w.advice }),
		of(agreement.Agreements(), func(w *world) *[]agreement.Agreement { return &w.agreements }),
		of(agreement.Parties(), func(w *world) *[]agreement.Party { return &w.parties }),
		of(agreement.Promises(), func(w *world) *[]agreement.Promise { return &w.promises }),
		of(agreement.Actions(), func(w *world) *[]agreement.Action { return &w.actions }),
		of(agreement.Cards(), func(w *world) *[]agreement.Card { return &w.cards }),
		of(learning.Stances(), func(w *world) *[]learning.Stance { return &w.stances }),
		of(learning.SupportRecords(), func(w *world) *[]learning.Support { return &w.supports }),
		of(learning.Reflections(), func(w *world) *[]learning.Reflection { return &w.reflections }),
		of(learning.Lessons(), func(w *world) *[]learning.Lesson { return &w.lessons }),
		written(learning.Moments()),
		written(agreement.Decisions()),
		written(partnership.Successes()),
		written(language.Meanings()),
	}
}

// all reads everything.
func (g *gathering) all() error {
	for _, one := range loadings() {
		if _, err := g.load(one); err != nil {
			return err
		}
	}
	terms, err := g.load(of(language.Terms(), func(w *world) *[]language.Term { return &w.terms }))
	if err != nil {
		return err
	}
	if err := g.findDiffered(terms); err != nil {
		return err
	}
	if err := g.addPeople(); err != nil {
		return err
	}
	for _, w := range []*world{g.past, g.present} {
		w.listen(g.Today)
	}
	return nil
}

// load reads the records of a kind that all in the partnership may see, or could
// see then, and gives them as they are now.
func (g *gathering) load(one loading) ([]record.Row, error) {
	rows, err := g.rows(one.kind)
	if err != nil {
		return nil, err
	}
	gone := map[id.ID]bool{}
	for _, row := range rows {
		if row.Deleted() {
			gone[row.ID] = !access.Can(g.actor, access.History, one.kind.Class, row.Facts())
			continue
		}
		one.put(g.present, row)
		g.present.write(row, g.Today)
	}
	then, err := g.Records.AsOf(g.ctx, one.kind, rows, g.past.at)
	for _, row := range then {
		if row.Audience < access.Partnership || row.Partnership != g.in {
			continue
		}
		if title := one.kind.TitleField(); gone[row.ID] && title.Sort == record.Text {
			row.Set(title, "")
		}
		one.put(g.past, row)
		g.past.write(row, g.Today)
	}
	return rows, err
}

func (g *gathering) rows(kind *record.Kind) ([]record.Row, error) {
	field, _ := kind.Field(record.PartnershipField)
	where := access.For(access.Actor{Program: true}, access.See, kind.Class, access.Public)
	var all []record.Row
	for _, deleted := range []bool{false, true} {
		rows, err := g.Records.Store.ListRows(g.ctx, kind, record.Query{Where: where, Filters: []record.Filter{{Field: field, Value: g.in}}, Deleted: deleted, Limit: mostOfKind})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if row.Audience >= access.Partnership && row.MergedInto == 0 {
				all = append(all, row)
			}
		}
	}
	return all, nil
}

// findDiffered notes which terms were not agreed on already long before each of
// the two moments: a difference that was found yesterday is none to worry about.
func (g *gathering) findDiffered(terms []record.Row) error {
	kind := language.Terms().Kind()
	for _, w := range []*world{g.past, g.present} {
		rows, err := g.Records.AsOf(g.ctx, kind, terms, w.at.AddDate(0, 0, -g.days("term-open")))
		if err != nil {
			return err
		}
		w.differed = map[id.ID]bool{}
		for _, row := range rows {
			w.differed[row.ID] = language.Terms().Of(row).Difference != ""
		}
	}
	return nil
}

// addPeople reads who the members are. Their field and level are those of now:
// what they were does not say what the partnership lacked.
func (g *gathering) addPeople() error {
	members, organisations := map[id.ID]bool{}, map[id.ID]bool{}
	for _, w := range []*world{g.past, g.present} {
		for _, member := range w.members {
			members[member.Person] = true
		}
		for _, support := range w.supports {
			organisations[support.Organisation] = true
		}
	}
	kind := partnership.People().Kind()
	rows, err := g.Records.Store.FindRows(g.ctx, kind, slices.Sorted(maps.Keys(members)))
	if err != nil {
		return err
	}
	people := map[id.ID]partnership.Person{}
	for _, row := range rows {
		if !kind.Erased(&row) {
			people[row.ID] = partnership.People().Of(row)
		}
	}
	accounts, err := g.accountsOf(slices.Sorted(maps.Keys(members)))
	if err != nil {
		return err
	}
	names := record.Titles{}
	for _, asked := range []struct {
		kind *record.Kind
		ref  string
		ids  map[id.ID]bool
	}{{partnership.Members().Kind(), "person", members}, {learning.SupportRecords().Kind(), "organisation", organisations}} {
		field, _ := asked.kind.Field(asked.ref)
		titles, err := g.Records.TitlesOf(g.ctx, g.actor, field, values(slices.Sorted(maps.Keys(asked.ids)))...)
		if err != nil {
			return err
		}
		maps.Copy(names, titles)
	}
	for _, w := range []*world{g.past, g.present} {
		w.people, w.accounts, w.names = people, accounts, names
	}
	return nil
}

// accountsOf gives the person of each account of some people.
func (g *gathering) accountsOf(people []id.ID) (map[id.ID]id.ID, error) {
	kind, _ := g.Records.Kinds.ByName("account")
	field, _ := kind.Field("person")
	rows, err := g.Records.Store.FindByValues(g.ctx, kind, field, values(people))
	of := map[id.ID]id.ID{}
	for _, row := range rows {
		of[row.ID], _ = row.Get(field).(id.ID)
	}
	return of, err
}

func values(ids []id.ID) []any {
	list := make([]any, len(ids))
	for at, one := range ids {
		list[at] = one
	}
	return list
}
