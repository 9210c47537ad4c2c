package backup

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// writer writes entries and remembers their checksums.
type writer struct {
	ctx      context.Context
	tar      *tar.Writer
	at       time.Time
	sums     map[string]string
	done     int64
	total    int64
	progress Progress
}

// Write writes a backup. Files that are fetched or removed while it is written
// are left out.
func Write(ctx context.Context, to io.Writer, manifest Manifest, contents Contents, progress Progress) error {
	files, total, err := list(contents)
	if err != nil {
		return err
	}
	packed := gzip.NewWriter(to)
	w := &writer{ctx: ctx, tar: tar.NewWriter(packed), at: manifest.CreatedAt, sums: map[string]string{}, total: total, progress: progress}
	manifest.Format = Format
	if err := w.document(manifestName, manifest); err != nil {
		return err
	}
	if err := w.file(databaseName, contents.Database); err != nil {
		return err
	}
	for _, name := range files {
		err := w.file(folderName+name, filepath.Join(contents.Folder, filepath.FromSlash(name)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := w.document(checksumsName, w.sums); err != nil {
		return err
	}
	return errors.Join(w.tar.Close(), packed.Close())
}

// list gives the names of the files to keep, with "/", and the bytes of all.
func list(contents Contents) (names []string, total int64, err error) {
	if info, err := os.Stat(contents.Database); err == nil {
		total = info.Size()
	}
	for _, part := range contents.Parts {
		err := filepath.WalkDir(filepath.Join(contents.Folder, part), func(path string, entry fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || !entry.Type().IsRegular() || unfinished(entry.Name()) {
				return err
			}
			name, err := filepath.Rel(contents.Folder, path)
			if err != nil {
				return err
			}
			names = append(names, filepath.ToSlash(name))
			if info, err := entry.Info(); err == nil { // it may be gone already
				total += info.Size()
			}
			return nil
		})
		if err != nil {
			return nil, 0, err
		}
	}
	return names, total, nil
}

// unfinished tells by its name that a file is still being written.
func unfinished(name string) bool { return strings.HasSuffix(name, ".part") }

func (w *writer) document(name string, value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return w.entry(name, int64(len(text)), strings.NewReader(string(text)))
}

func (w *writer) file(name, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return w.entry(name, info.Size(), io.LimitReader(file, info.Size()))
}

func (w *writer) entry(name string, size int64, from io.Reader) error {
	header := &tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: w.at, Typeflag: tar.TypeReg, Format: tar.FormatPAX}
	if err := w.tar.WriteHeader(header); err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w.tar, sum), &counted{from: from, writer: w}); err != nil {
		return err
	}
	w.sums[name] = hex.EncodeToString(sum.Sum(nil))
	return nil
}

// counted tells how much was read, and ends with its context.
type counted struct {
	from   io.Reader
	writer *writer
}

func (c *counted) Read(b []byte) (int, error) {
	if err := c.writer.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.from.Read(b)
	c.writer.done += int64(n)
	if c.writer.progress != nil {
		c.writer.progress(min(c.writer.done, c.writer.total), c.writer.total)
	}
	return n, err
}
