package backup

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// mostText bounds the manifest and the list of checksums.
const mostText = 64 << 20

var errContent = errors.New("backup: not in the order or the form of a backup")

// reader reads entries and remembers their checksums.
type reader struct {
	ctx  context.Context
	tar  *tar.Reader
	into string
	sums map[string]string
}

// Read unpacks a backup into an empty folder: the database as Database, the
// files under Folder. accept looks at the manifest before anything else is
// read. When anything is wrong, what was unpacked must not be used.
func Read(ctx context.Context, path, into string, accept func(Manifest) error, progress Progress) (Manifest, Contents, error) {
	var manifest Manifest
	contents := Contents{Database: filepath.Join(into, databaseName), Folder: filepath.Join(into, "data")}
	file, err := os.Open(path)
	if err != nil {
		return manifest, contents, fault.Wrap(err, fault.Invalid, "backup.cannot-read", fault.Args{"File": filepath.Base(path)})
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return manifest, contents, err
	}
	measured := &measuring{ctx: ctx, from: file, total: info.Size(), progress: progress}
	err = unpack(ctx, measured, into, &manifest, accept)
	var f *fault.Fault
	var disk *fs.PathError // what was unpacked could not be written
	if err != nil && !errors.As(err, &f) && !errors.As(err, &disk) && ctx.Err() == nil {
		err = damaged(err, filepath.Base(path))
	}
	return manifest, contents, err
}

func unpack(ctx context.Context, from io.Reader, into string, manifest *Manifest, accept func(Manifest) error) error {
	unpacked, err := gzip.NewReader(from)
	if err != nil {
		return err
	}
	r := &reader{ctx: ctx, tar: tar.NewReader(unpacked), into: into, sums: map[string]string{}}
	if err := r.document(manifestName, manifest); err != nil {
		return err
	}
	if manifest.Format > Format {
		return fault.New(fault.Conflict, "backup.newer-format", fault.Args{"Program": manifest.Program})
	}
	if err := accept(*manifest); err != nil {
		return err
	}
	sums, err := r.files()
	if err != nil {
		return err
	}
	if !maps.Equal(sums, r.sums) || r.sums[databaseName] == "" {
		return errors.New("backup: checksums differ")
	}
	// What follows the last entry must be the end, with gzip's own checksum.
	if _, err := r.tar.Next(); !errors.Is(err, io.EOF) {
		return errContent
	}
	_, err = io.Copy(io.Discard, unpacked)
	return err
}

// document reads an entry that must come next.
func (r *reader) document(name string, into any) error {
	header, err := r.tar.Next()
	if err != nil {
		return err
	}
	if header.Name != name || header.Size > mostText {
		return errContent
	}
	return r.decode(name, into)
}

func (r *reader) decode(name string, into any) error {
	text, err := io.ReadAll(r.tar)
	if err != nil {
		return err
	}
	r.sum(name, text)
	return json.Unmarshal(text, into)
}

func (r *reader) sum(name string, text []byte) {
	sum := sha256.Sum256(text)
	r.sums[name] = hex.EncodeToString(sum[:])
}

// files unpacks the entries up to the checksums, and gives these.
func (r *reader) files() (map[string]string, error) {
	for {
		header, err := r.tar.Next()
		if err != nil {
			return nil, err // also an end without checksums
		}
		if header.Typeflag != tar.TypeReg || r.sums[header.Name] != "" {
			return nil, errContent
		}
		if header.Name == checksumsName {
			if header.Size > mostText {
				return nil, errContent
			}
			var sums map[string]string
			text, err := io.ReadAll(r.tar)
			if err != nil {
				return nil, err
			}
			return sums, json.Unmarshal(text, &sums)
		}
		if header.Name != databaseName && !strings.HasPrefix(header.Name, folderName) || !filepath.IsLocal(filepath.FromSlash(header.Name)) {
			return nil, fmt.Errorf("%w: %q", errContent, header.Name)
		}
		if err := r.file(header.Name); err != nil {
			return nil, err
		}
	}
}

func (r *reader) file(name string) error {
	path := filepath.Join(r.into, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	sum := sha256.New()
	_, err = io.Copy(io.MultiWriter(file, sum), r.tar)
	if err == nil {
		err = file.Sync()
	}
	r.sums[name] = hex.EncodeToString(sum.Sum(nil))
	return errors.Join(err, file.Close())
}

// measuring tells how much of the file was read, and ends with its context.
type measuring struct {
	ctx         context.Context
	from        io.Reader
	done, total int64
	progress    Progress
}

func (m *measuring) Read(b []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.from.Read(b)
	m.done += int64(n)
	if m.progress != nil {
		m.progress(m.done, m.total)
	}
	return n, err
}
