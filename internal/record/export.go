package record

import (
	"context"
	"errors"
	"io"
	"strconv"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// Columns of a file beside the fields. VersionColumn and ChangedColumn are for
// information; an import does not look at them.
const (
	IDColumn      = "id"
	VersionColumn = "version"
	ChangedColumn = "changedAt"
)

// NameColumn is the column beside a reference that tells what it points to.
func (f *Field) NameColumn() string { return f.Name + "Name" }

// pointsSomewhere tells whether the field holds the id of a record or a place.
func (f *Field) pointsSomewhere() bool { return f.Sort == Ref || f.Sort == PlaceRef }

// FileColumns are the columns of a file with records of the kind.
func (k *Kind) FileColumns() []sheet.Column {
	columns := []sheet.Column{{Name: IDColumn}}
	for at := range k.Fields {
		field := &k.Fields[at]
		columns = append(columns, sheet.Column{Name: field.Name, Sort: field.sheetSort()})
		if field.pointsSomewhere() {
			columns = append(columns, sheet.Column{Name: field.NameColumn()})
		}
	}
	return append(columns, sheet.Column{Name: VersionColumn, Sort: sheet.Number}, sheet.Column{Name: ChangedColumn})
}

func (f *Field) sheetSort() sheet.Sort {
	switch f.Sort {
	case Whole, Decimal:
		return sheet.Number
	case Truth:
		return sheet.Truth
	case Day:
		return sheet.Day
	case Choices:
		return sheet.List
	}
	return sheet.Text
}

// Layout is how records are written as a file. Words is the language of its
// headings and options; "" is the names and codes of the program.
type Layout struct {
	Format sheet.Format
	Words  string
}

// Export gives the records of a list, all its pages, row by row in the order
// of FileColumns. What the actor may not see is empty. It keeps one page at a
// time. It gives the number of rows.
func (s *Service) Export(ctx context.Context, actor access.Actor, kind *Kind, ask Ask, write func(cells []string) error, progress func(done, total int)) (int, error) {
	ask.Limit, ask.After = mostRows, 0
	// A record whose place in the order changed meanwhile can turn up on two pages.
	written := map[id.ID]bool{}
	for {
		list, err := s.List(ctx, actor, kind, ask)
		if err != nil {
			return len(written), err
		}
		for at := range list.Rows {
			row := &list.Rows[at]
			if written[row.ID] {
				continue
			}
			if err := write(row.cells(list.Titles)); err != nil {
				return len(written), err
			}
			written[row.ID] = true
		}
		if progress != nil {
			progress(len(written), max(list.Total, len(written)))
		}
		if !list.More {
			return len(written), nil
		}
		ask.After = list.Rows[len(list.Rows)-1].ID
	}
}

// cells gives a record as a row of a file.
func (s *Seen) cells(names Titles) []string {
	cells := []string{s.ID.String()}
	for at := range s.Kind.Fields {
		field := &s.Kind.Fields[at]
		text, name := "", ""
		if s.Shows(field) {
			value := s.Get(field)
			text = field.Typed(value)
			if one, is := value.(id.ID); is && one != 0 {
				name = names[one]
			}
		}
		cells = append(cells, text)
		if field.pointsSomewhere() {
			cells = append(cells, name)
		}
	}
	return append(cells, strconv.FormatInt(s.Version, 10), s.ChangedAt.UTC().Format(time.RFC3339))
}

// WriteFile writes an export as a file.
func (s *Service) WriteFile(ctx context.Context, actor access.Actor, kind *Kind, ask Ask, layout Layout, to io.Writer, progress func(done, total int)) (int, error) {
	columns, worded := kind.FileColumns(), s.worded(kind, layout.Words)
	if worded != nil {
		columns = worded.headingsIn(layout.Words)
	}
	writer, err := sheet.NewWriter(to, layout.Format, columns)
	if err != nil {
		return 0, err
	}
	write := writer.Write
	if worded != nil {
		write = func(cells []string) error { return writer.Write(worded.writeCells(layout.Words, cells)) }
	}
	rows, err := s.Export(ctx, actor, kind, ask, write, progress)
	return rows, errors.Join(err, writer.Close())
}

// Column is a column of a file, as the program calls it and as people do.
type Column struct{ Name, Label string }

// Columns gives the columns of a file with records of a kind.
func (s *Service) Columns(kind *Kind, lang string) []Column {
	names, worded := kind.FileColumns(), s.worded(kind, lang)
	list := make([]Column, len(names))
	for at := range names {
		list[at] = Column{names[at].Name, names[at].Name}
	}
	if worded != nil {
		for at, column := range worded.headingsIn(lang) {
			list[at].Label = column.Name
		}
	}
	return list
}

// worded gives the words for a file in a language; nil is names and codes.
func (s *Service) worded(kind *Kind, lang string) *fileWords {
	if s.Words == nil || !s.Words.Has(lang) {
		return nil
	}
	return s.wordsOf(kind)
}

// writeCells puts the values of a row, which stand as in FileColumns, in words.
func (w *fileWords) writeCells(lang string, cells []string) []string {
	for at, h := range w.columns() {
		if h.part == partValue && cells[at] != "" {
			cells[at] = w.write(lang, h.field, cells[at])
		}
	}
	return cells
}
