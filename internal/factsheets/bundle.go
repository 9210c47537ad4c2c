package factsheets

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"unicode"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// Progress is told how far a bundle is.
type Progress func(done, total int)

// Write writes a bundle as a zip: a file for each area, and a table of what is
// in it. It gives how many areas were written. Areas that are gone when it is
// their turn are named in the table as left out.
func (s *Service) Write(ctx context.Context, actor access.Actor, order Order, to io.Writer, progress Progress) (int, error) {
	if err := s.check(order); err != nil {
		return 0, err
	}
	areas, err := s.areas(ctx, order)
	if err != nil {
		return 0, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	b := &bundle{Service: s, order: order, zip: zip.NewWriter(to)}
	progress(0, len(areas))
	at := 0
	for next := range s.makeAhead(ctx, actor, order, areas) {
		made := <-next
		if err := b.add(areas[at], made); err != nil {
			return 0, err
		}
		at++
		progress(at, len(areas))
	}
	if err := ctx.Err(); err != nil {
		return 0, context.Cause(ctx)
	}
	return b.written, errors.Join(b.contents(), b.zip.Close())
}

// sheetMade is a factsheet, or why there is none.
type sheetMade struct {
	content []byte
	err     error
}

// makeAhead makes the sheets a few at once and gives them in order, no further
// ahead than that few, so that a large municipality takes no more memory than a
// small one.
func (s *Service) makeAhead(ctx context.Context, actor access.Actor, order Order, areas []place.Edition) <-chan chan sheetMade {
	ahead, slots := make(chan chan sheetMade, s.Maker.AtOnce()), make(chan struct{}, s.Maker.AtOnce())
	go func() {
		defer close(ahead)
		for _, area := range areas {
			next := make(chan sheetMade, 1)
			select {
			case ahead <- next:
			case <-ctx.Done():
				return
			}
			slots <- struct{}{}
			go func() {
				defer func() { <-slots }()
				var made sheetMade
				made.content, made.err = s.Maker.Make(ctx, actor, Wish{Level: area.Level, Code: area.Code, Format: order.Format, Lang: order.Lang, Wording: order.Wording})
				next <- made
			}()
		}
	}()
	return ahead
}

// bundle is a zip that is being written.
type bundle struct {
	*Service
	order   Order
	zip     *zip.Writer
	rows    [][]string
	written int
}

func (b *bundle) add(area place.Edition, made sheetMade) error {
	if made.err != nil && fault.CodeOf(made.err) == fault.NotFound {
		b.rows = append(b.rows, []string{area.Code, area.Name, "", b.Words(b.order.Lang, "factsheets.gone")})
		return nil
	}
	if made.err != nil {
		return made.err
	}
	name := FileName(area.Code, area.Name, b.order.Format)
	b.rows = append(b.rows, []string{area.Code, area.Name, name, ""})
	b.written++
	return b.file(name, zip.Store, made.content) // both formats are packed themselves
}

func (b *bundle) file(name string, method uint16, content []byte) error {
	to, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: b.Now()})
	if err == nil {
		_, err = to.Write(content)
	}
	return err
}

// contents writes the table of what is in the zip.
func (b *bundle) contents() error {
	var columns []sheet.Column
	for _, name := range []string{"code", "name", "file", "note"} {
		columns = append(columns, sheet.Column{Name: b.Words(b.order.Lang, "factsheets.column."+name)})
	}
	var text bytes.Buffer
	table, err := sheet.NewWriter(&text, sheet.CSV, columns)
	if err != nil {
		return err
	}
	for _, row := range b.rows {
		if err := table.Write(row); err != nil {
			return err
		}
	}
	return errors.Join(table.Close(), b.file(b.Words(b.order.Lang, "factsheets.contents")+".csv", zip.Deflate, text.Bytes()))
}

// longestName bounds the name of an area in that of a file.
const longestName = 80

// FileName is what the file of an area is called: its code and its name,
// without signs that a file system or a zip cannot take.
func FileName(code, name string, format Format) string {
	var text strings.Builder
	for _, r := range code + " " + name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-'’&()+,", r) {
			text.WriteRune(r)
		} else if !strings.HasSuffix(text.String(), " ") {
			text.WriteRune(' ')
		}
	}
	runes := []rune(strings.TrimSpace(text.String()))
	return strings.TrimSpace(string(runes[:min(len(runes), longestName)])) + "." + string(format)
}
