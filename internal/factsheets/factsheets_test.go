package factsheets

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/place"
)

// town is a municipality with areas, and a maker that makes sheets of them.
type town struct {
	areas []place.Edition
	make  func(ctx context.Context, wish Wish) ([]byte, error)
	now   atomic.Int32
	most  atomic.Int32
	begun atomic.Int32
	added []job.Job
}

func (w *town) EditionsOf(context.Context, place.Level, string) ([]place.Edition, error) {
	return []place.Edition{{Name: "Water/hoven"}}, nil
}

func (w *town) EditionsWithin(_ context.Context, level place.Level, _ int, _ string) ([]place.Edition, error) {
	return slices.Clone(w.areas), nil
}

func (w *town) BorderYears(context.Context, place.Level, string) ([]place.BorderYear, error) {
	if len(w.areas) == 0 {
		return nil, nil
	}
	return []place.BorderYear{{Year: 2024, Editions: len(w.areas), Borders: len(w.areas)}}, nil
}

func (w *town) Make(ctx context.Context, _ access.Actor, wish Wish) ([]byte, error) {
	w.begun.Add(1)
	now := w.now.Add(1)
	defer w.now.Add(-1)
	for most := w.most.Load(); now > most && !w.most.CompareAndSwap(most, now); most = w.most.Load() {
	}
	if w.make != nil {
		return w.make(ctx, wish)
	}
	return []byte("sheet of " + wish.Code), nil
}

func (w *town) Formats() []Format { return []Format{PDF, DOCX} }
func (w *town) AtOnce() int       { return 3 }

func (w *town) Add(_ context.Context, j job.Job, _ any) (id.ID, error) {
	w.added = append(w.added, j)
	return 7, nil
}

func newTown(areas int) (*town, *Service) {
	w := &town{}
	for n := range areas {
		w.areas = append(w.areas, place.Edition{Key: place.Key{Level: place.Neighbourhood, Code: fmt.Sprintf("BU9999%04d", areas-n)}, Name: fmt.Sprintf("Buurt %d", areas-n)})
	}
	return w, &Service{
		Places: w, Maker: w, Jobs: w, Now: func() time.Time { return time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC) },
		Words: func(_, key string) string { return key[strings.LastIndexByte(key, '.')+1:] },
	}
}

var order = Order{Municipality: "GM9999", Level: place.Neighbourhood, Format: PDF, Lang: "nl"}

func unzipped(t *testing.T, content []byte) (names []string, files map[string]string) {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]string{}
	for _, file := range reader.File {
		from, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		names, files[file.Name] = append(names, file.Name), string(text)
	}
	return names, files
}

// Sheets that are made at once and end in any order come in the order of their
// codes, each with its own content, and no more are made ahead than are told.
func TestABundleHasEveryArea(t *testing.T) {
	w, s := newTown(40)
	w.make = func(_ context.Context, wish Wish) ([]byte, error) {
		time.Sleep(time.Duration(wish.Code[len(wish.Code)-1]%5) * time.Millisecond)
		return []byte("sheet of " + wish.Code), nil
	}
	var out bytes.Buffer
	var told []int
	written, err := s.Write(t.Context(), access.Actor{}, order, &out, func(done, total int) {
		if told = append(told, done); total != 40 {
			t.Errorf("%d of %d", done, total)
		}
		if ahead := int(w.begun.Load()) - done; ahead > 3*w.AtOnce() {
			t.Errorf("%d sheets are kept in memory", ahead)
		}
	})
	if err != nil || written != 40 {
		t.Fatal(written, err)
	}
	if most := w.most.Load(); most > 3 || most < 2 {
		t.Errorf("%d were made at once, of 3", most)
	}
	if !slices.IsSorted(told) || len(told) != 41 {
		t.Errorf("told %v", told)
	}
	names, files := unzipped(t, out.Bytes())
	if len(names) != 41 || names[40] != "contents.csv" || !slices.IsSorted(names[:40]) {
		t.Errorf("it has %q", names)
	}
	if got := files["BU99990012 Buurt 12.pdf"]; got != "sheet of BU99990012" {
		t.Errorf("a sheet holds %q", got)
	}
	if rows := strings.Count(files["contents.csv"], "\n"); rows != 41 || !strings.Contains(files["contents.csv"], "BU99990012;Buurt 12;BU99990012 Buurt 12.pdf;") {
		t.Errorf("contents:\n%s", files["contents.csv"])
	}
}

// An area that went away meanwhile is told of; another failure ends it all.
func TestWhatFails(t *testing.T) {
	w, s := newTown(5)
	broken := errors.New("out of paper")
	w.make = func(_ context.Context, wish Wish) ([]byte, error) {
		if wish.Code == "BU99990003" {
			return nil, fault.New(fault.NotFound, "place.unknown", nil)
		}
		return []byte("x"), nil
	}
	var out bytes.Buffer
	written, err := s.Write(t.Context(), access.Actor{}, order, &out, func(int, int) {})
	if _, files := unzipped(t, out.Bytes()); err != nil || written != 4 || !strings.Contains(files["contents.csv"], "BU99990003;Buurt 3;;gone") {
		t.Errorf("%d, %v, %q", written, err, files["contents.csv"])
	}
	w.make = func(_ context.Context, wish Wish) ([]byte, error) {
		if wish.Code == "BU99990003" {
			return nil, broken
		}
		return []byte("x"), nil
	}
	out.Reset()
	if _, err := s.Write(t.Context(), access.Actor{}, order, &out, func(int, int) {}); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if _, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len())); err == nil {
		t.Error("what was cut off reads as a whole zip")
	}
}

// Who stops a bundle waits for no more sheets.
func TestABundleIsStopped(t *testing.T) {
	w, s := newTown(1000)
	ctx, stop := context.WithCancelCause(t.Context())
	w.make = func(ctx context.Context, _ Wish) ([]byte, error) {
		if w.begun.Load() > 10 {
			stop(job.ErrCancelled)
		}
		return []byte("x"), ctx.Err()
	}
	if _, err := s.Write(ctx, access.Actor{}, order, io.Discard, func(int, int) {}); !errors.Is(err, job.ErrCancelled) && !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if made := w.begun.Load(); made > 30 {
		t.Errorf("%d sheets were begun after it was stopped", made-11)
	}
}

func TestWhoMayOrder(t *testing.T) {
	w, s := newTown(3)
	reader := access.Actor{Account: 5, Scopes: map[access.Role]access.Scope{access.Reader: {Everywhere: true}}}
	for name, actor := range map[string]access.Actor{"the public": {}, "an account without a role": {Account: 5}, "a token without an account": {Scopes: reader.Scopes}} {
		if _, err := s.Later(t.Context(), actor, order); fault.CodeOf(err) != fault.Denied {
			t.Errorf("%s got %v", name, err)
		}
	}
	for wrong, o := range map[string]Order{"level": {"GM9999", place.Country, PDF, "nl", ""}, "format": {"GM9999", place.Neighbourhood, "exe", "nl", ""}} {
		if _, err := s.Later(t.Context(), reader, o); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%s: got %v", wrong, err)
		}
	}
	if _, err := s.Later(t.Context(), reader, order); err != nil || len(w.added) != 1 || w.added[0].Account != 5 || w.added[0].Key == "" {
		t.Errorf("%v, %+v", err, w.added)
	}
	_, empty := newTown(0)
	if _, err := empty.Later(t.Context(), reader, order); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("without areas: %v", err)
	}
}

// No name leads out of the folder where somebody unpacks a bundle, or is one
// that a file system refuses.
func FuzzFileName(f *testing.F) {
	for _, name := range []string{"’t Zand", "../../etc/passwd", "C:\\a|b?*", "", strings.Repeat("é", 300), "\x00\u202egnp", "Oud-Strijp & Co.", "."} {
		f.Add("BU07720110", name)
	}
	f.Fuzz(func(t *testing.T, code, name string) {
		got := FileName(code, name, PDF)
		stem, is := strings.CutSuffix(got, ".pdf")
		if !is || strings.ContainsAny(got, "/\\:*?\"<>|\x00") || strings.Contains(stem, ".") || stem != strings.TrimSpace(stem) || len([]rune(stem)) > longestName {
			t.Fatalf("%q %q is called %q", code, name, got)
		}
	})
}
