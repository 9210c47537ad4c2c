package record

import (
	"context"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// importChunk is how many rows are looked up at once.
const importChunk = 1_000

// importing is the planning of an import.
type importing struct {
	*Service
	actor access.Actor
	kind  *Kind
	plan  *Plan
	start Row // how a new record begins
	words *fileWords
	table *sheet.Table

	id      int // column of the id, -1 is none
	version int
	columns []importColumn

	rowOf    map[id.ID]int    // which row was about a record
	rowOfKey map[string]keyed // which row has a key
	taken    map[string]int   // which row has a unique value
	promises map[string]*promise
	sights   map[*Field]access.Where // who may see fields with a ceiling
	doubles  *doubleFinder           // nil until a new row is met
}

type keyed struct {
	row  int
	byID bool
}

// draft is a row on its way to a change.
type draft struct {
	row    *sheet.Row
	one    id.ID // that its id column names
	given  []given
	before *Row
	after  Row
	blamed map[string]bool // columns of which a fault was told
	lost   bool            // which record it is cannot be told
}

// given is a cell that was read.
type given struct {
	column *importColumn
	value  any
	empty  bool
	name   string // of what it points to, while that is not looked up
}

func newImporting(s *Service, start Row, actor access.Actor, kind *Kind, table *sheet.Table, event int64) *importing {
	i := &importing{
		Service: s, actor: actor, kind: kind, plan: &Plan{Kind: kind, Batch: s.IDs.Next(), event: event}, start: start, words: s.wordsOf(kind), table: table, id: -1, version: -1,
		rowOf: map[id.ID]int{}, rowOfKey: map[string]keyed{}, taken: map[string]int{}, promises: map[string]*promise{}, sights: map[*Field]access.Where{},
	}
	i.readHeader(table)
	i.promise(table)
	for at := range kind.Fields {
		if field := &kind.Fields[at]; field.Ceiling != 0 {
			i.sights[field] = access.For(actor, access.See, kind.Class, field.Ceiling)
		}
	}
	return i
}

// blame tells a fault of a row; of each cell the first.
func (i *importing) blame(d *draft, column, key string, args fault.Args) {
	if d.blamed[column] {
		return
	}
	if d.blamed == nil {
		d.blamed = map[string]bool{}
	}
	d.blamed[column] = true
	i.plan.blame(d.row.Number, column, key, args)
}

func (i *importing) blameProblems(d *draft, problems Problems) {
	for _, problem := range problems {
		i.blame(d, i.columnOf(problem.Field), problem.Key, problem.Args)
	}
}

// chunk plans some rows. The number of questions to the store does not depend
// on how many there are.
func (i *importing) chunk(ctx context.Context, rows []sheet.Row) error {
	drafts := make([]*draft, len(rows))
	for at := range rows {
		drafts[at] = i.read(&rows[at])
	}
	for _, step := range []func(context.Context, []*draft) error{i.findByID, i.findNames, i.findByKey, i.fillIn, i.checkPointers, i.checkUnique, i.noteDoubles, i.conclude} {
		if err := step(ctx, drafts); err != nil {
			return err
		}
	}
	i.plan.order()
	return nil
}

// read reads the cells of a row.
func (i *importing) read(row *sheet.Row) *draft {
	d := &draft{row: row}
	if text := i.text(row, i.id); text != "" {
		one, err := id.Parse(text)
		if err != nil {
			i.blame(d, IDColumn, "record.not-reference", nil)
		}
		d.one, d.lost = one, err != nil
	}
	d.given = make([]given, 0, len(i.columns))
	for at := range i.columns {
		if g, there := i.readCell(d, &i.columns[at]); there {
			d.given = append(d.given, g)
		}
	}
	return d
}

// text gives the trimmed text of a cell; "" when there is none.
func (i *importing) text(row *sheet.Row, column int) string {
	if column < 0 {
		return ""
	}
	text, _ := row.Cell(column)
	return strings.TrimSpace(text)
}

// readCell reads a cell; false when the row says nothing of it. An empty cell
// of a field that begins with a value says nothing either: so the same file
// gives a new record that value, and leaves it alone afterwards.
func (i *importing) readCell(d *draft, column *importColumn) (given, bool) {
	field, text, there := column.field, "", false
	if column.at >= 0 {
		text, there = d.row.Cell(column.at)
	}
	g := given{column: column, empty: strings.TrimSpace(text) == ""}
	if g.empty && column.named >= 0 {
		if g.name = i.text(d.row, column.named); g.name != "" {
			g.value, g.empty = field.zero(), false
			return g, true
		}
		if column.at < 0 {
			_, there = d.row.Cell(column.named)
		}
	}
	if !there || g.empty && !field.Equal(i.start.Get(field), field.zero()) {
		return g, false
	}
	text, problem := i.words.read(field, text)
	if problem == nil {
		g.value, problem = field.Parse(text)
	}
	if problem != nil && field.pointsSomewhere() { // a name in the place of an id
		g.name, g.value, problem = strings.TrimSpace(text), field.zero(), nil
	}
	if problem != nil {
		i.blame(d, column.name, problem.Key, problem.Args)
		return g, false
	}
	return g, true
}
