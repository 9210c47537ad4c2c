package exchange

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// Bounds on what is read, so that a small compressed file cannot fill memory
// or disk. They are far above any table or map of the Netherlands.
type limits struct {
	bytes    int64 // of one file, after decompression
	rows     int   // of a table
	columns  int   // of a table
	features int   // of a map
	points   int   // of a map, all features together
	cells    int   // values of a map's properties, all features together
}

var defaultLimits = limits{bytes: 1 << 30, rows: 5_000_000, columns: 4_000, features: 2_000_000, points: 40_000_000, cells: 50_000_000}

// Progress is told how far the reading is, in bytes of the unpacked file. For
// maps these are worked out from the number of areas done.
type Progress func(done, total int64)

// stage gives the Progress of one part of the work, from and to being shares
// of the whole; done and total of that part may have any unit.
func (p Progress) stage(size int64, from, to float64) Progress {
	if p == nil {
		return func(int64, int64) {}
	}
	return func(done, total int64) {
		share := 1.0
		if total > 0 {
			share = float64(done) / float64(total)
		}
		p(int64(float64(size)*(from+(to-from)*share)), size)
	}
}

// format is what the first bytes of a file say that it is.
type format string

const (
	formatText   format = "text"
	formatJSON   format = "json"
	formatSQLite format = "sqlite"
	formatZip    format = "zip"
	formatShape  format = "shp"
)

// source is a file in memory, out of its gzip or zip wrapping.
type source struct {
	path     string // on disk; of a database also when it was unpacked
	name     string // without folder
	part     string // file inside a zip; "" when it is none
	checksum string // of the file as it lies on disk
	data     []byte // nil for a database, which is read on disk
	size     int64  // in bytes, unpacked
	format   format
	beside   map[string][]byte // the other parts of a shapefile, by extension
	cleanup  func()            // removes what was unpacked; never nil
}

// openSource reads a file. Databases stay on disk, as they can be large.
func openSource(ctx context.Context, path string, bounds limits) (*source, error) {
	s := &source{path: path, name: filepath.Base(path), cleanup: func() {}}
	isDatabase, err := s.peek()
	if err != nil {
		return nil, err
	}
	if isDatabase {
		s.format = formatSQLite
		s.checksum, err = hashFile(ctx, path)
		return s, err
	}
	raw, err := readFile(ctx, path, bounds)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	s.data, s.checksum = raw, hex.EncodeToString(sum[:])
	if bytes.HasPrefix(raw, gzipStart) {
		if s.data, err = gunzip(ctx, raw, s.name, bounds); err != nil {
			return s, err
		}
	}
	if s.format, err = sniff(s.data, s.name); err != nil {
		return s, err
	}
	return s, nil
}

var (
	gzipStart   = []byte{0x1f, 0x8b}
	sqliteStart = []byte("SQLite format 3\x00")
)

// peek tells whether a file is a database.
func (s *source) peek() (isDatabase bool, err error) {
	file, err := os.Open(s.path)
	if err != nil {
		return false, cannotOpen(err, s.name)
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil {
		s.size = info.Size()
	}
	head := make([]byte, len(sqliteStart))
	_, err = io.ReadFull(file, head)
	return err == nil && bytes.Equal(head, sqliteStart), nil
}

func cannotOpen(err error, name string) error {
	key := "import.unreadable"
	if errors.Is(err, fs.ErrNotExist) {
		key = "import.no-file"
	}
	return fault.Wrap(err, fault.NotFound, key, fault.Args{"File": name})
}

func hashFile(ctx context.Context, path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", cannotOpen(err, filepath.Base(path))
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, interruptible{ctx, file}); err != nil {
		return "", fault.Wrap(err, fault.Invalid, "import.unreadable", fault.Args{"File": filepath.Base(path)})
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// toDisk puts a database that was unpacked in memory on disk, where SQLite
// can read it.
func (s *source) toDisk() error {
	file, err := os.CreateTemp("", "koppelkans-*.gpkg")
	if err != nil {
		return fault.Wrap(err, fault.Broken, "import.unpack", fault.Args{"File": s.name})
	}
	s.cleanup = func() { os.Remove(file.Name()) }
	_, err = file.Write(s.data)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		s.cleanup()
		return fault.Wrap(err, fault.Broken, "import.unpack", fault.Args{"File": s.name})
	}
	s.path, s.data = file.Name(), nil
	return nil
}

func readFile(ctx context.Context, path string, bounds limits) ([]byte, error) {
	name := filepath.Base(path)
	file, err := os.Open(path)
	if err != nil {
		return nil, cannotOpen(err, name)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || info.IsDir() {
		return nil, fault.Wrap(err, fault.Invalid, "import.unreadable", fault.Args{"File": name})
	}
	return readBounded(ctx, file, info.Size(), name, bounds)
}

// readBounded reads to the end, but never more than the bound.
func readBounded(ctx context.Context, from io.Reader, expect int64, name string, bounds limits) ([]byte, error) {
	tooLarge := fault.New(fault.Limit, "import.too-large", fault.Args{"File": name, "Most": bounds.bytes >> 20})
	if expect > bounds.bytes {
		return nil, tooLarge
	}
	var into bytes.Buffer
	into.Grow(int(expect) + bytes.MinRead)
	read, err := into.ReadFrom(io.LimitReader(interruptible{ctx, from}, bounds.bytes+1))
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, fault.Wrap(err, fault.Invalid, "import.unreadable", fault.Args{"File": name})
	case read > bounds.bytes:
		return nil, tooLarge
	}
	return into.Bytes(), nil
}

// interruptible stops a long read when the context ends.
type interruptible struct {
	ctx  context.Context
	from io.Reader
}

func (r interruptible) Read(into []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(into)
}

func gunzip(ctx context.Context, raw []byte, name string, bounds limits) ([]byte, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "import.gzip", fault.Args{"File": name})
	}
	// Text packs about six to one; a wrong guess costs only a copy.
	expect := min(int64(len(raw))*6, bounds.bytes)
	data, err := readBounded(ctx, unzipped, expect, name, bounds)
	var f *fault.Fault
	if errors.As(err, &f) && f.Code == fault.Invalid {
		return nil, fault.Wrap(f.Err, fault.Invalid, "import.gzip", fault.Args{"File": name})
	}
	return data, err
}

// refused are formats that people send and that are not read, by their first
// bytes, with the advice to give.
var refused = []struct{ start, key string }{
	{"\xff\xfe", "import.utf16"},
	{"\xfe\xff", "import.utf16"},
	{"\xd0\xcf\x11\xe0", "import.excel"},
	{"%PDF", "import.unknown-format"},
	{"fgb", "import.unknown-format"},
	{"PAR1", "import.unknown-format"},
	{"\x1f\x8b", "import.gzip-twice"},
	{"<", "import.xml"},
}

// sniff tells the format by content: the name of a file proves nothing.
func sniff(data []byte, name string) (format, error) {
	refuse := func(key string) (format, error) {
		return "", fault.New(fault.Invalid, key, fault.Args{"File": name})
	}
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 512)], []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case len(head) == 0:
		return refuse("import.empty-file")
	case bytes.HasPrefix(data, sqliteStart):
		return formatSQLite, nil
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return formatZip, nil
	case bytes.HasPrefix(data, []byte{0, 0, 0x27, 0x0a}):
		return formatShape, nil
	}
	for _, known := range refused {
		if strings.HasPrefix(string(head), known.start) {
			return refuse(known.key)
		}
	}
	if head[0] == '{' || head[0] == '[' {
		return formatJSON, nil
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return refuse("import.unknown-format")
	}
	return formatText, nil
}
