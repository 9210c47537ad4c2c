package transfer

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Uploads are files that people sent and have not decided on yet. They lie in
// a folder under random names, one for each person and kind of record, and go
// after an hour. Only who sent a file can find it. All processes that share a
// database share this folder.
type Uploads struct {
	Folder string
	Now    func() time.Time
	Keep   time.Duration // 0 is an hour
}

const usualKeep = time.Hour

// Stage is how far a file is.
type Stage string

// The stages of a file, in order.
const (
	Checking  Stage = "checking"  // a job looks what would happen
	Checked   Stage = "checked"   // the report tells what would happen
	Importing Stage = "importing" // a job imports it
	Imported  Stage = "imported"  // the report tells what happened
)

// Incoming is a file that was sent.
type Incoming struct {
	Name     string // random
	Account  id.ID
	Kind     string
	FileName string
	At       time.Time
	Rows     int
	Stage    Stage
	Job      id.ID // at work on it
	Report   Report
}

// Report is what an import would do, or did.
type Report struct {
	New, Changed, Same int
	Faults             []record.RowFault // the first
	Total              int               // of all faults
	Notices            []record.RowFault
	Batch              id.ID // for taking it back
}

const (
	contentEnd = ".upload"
	aboutEnd   = ".json"
)

// save keeps a file, instead of one that the account sent before for the same
// kind of records.
func (u *Uploads) save(account id.ID, kind, fileName string, from io.Reader) (in Incoming, err error) {
	if err := u.Sweep(); err != nil {
		return in, err
	}
	if err := u.removeAll(prefix(account, kind)); err != nil {
		return in, err
	}
	if err := os.MkdirAll(u.Folder, 0o700); err != nil {
		return in, err
	}
	in = Incoming{Name: prefix(account, kind) + strings.ToLower(rand.Text()), Account: account, Kind: kind, FileName: filepath.Base(fileName), At: u.Now(), Stage: Checking}
	file, err := os.OpenFile(u.path(in.Name, contentEnd), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return in, err
	}
	_, err = io.Copy(file, from)
	if err = errors.Join(err, file.Close()); err != nil {
		return in, errors.Join(err, u.remove(in.Name))
	}
	return in, nil
}

// prefix begins the name of what an account sent for a kind.
func prefix(account id.ID, kind string) string { return account.String() + "-" + kind + "-" }

func (u *Uploads) path(name, end string) string { return filepath.Join(u.Folder, name+end) }

// write keeps what is known of a file.
func (u *Uploads) write(in Incoming) error {
	text, err := json.Marshal(in)
	if err != nil {
		return err
	}
	path := u.path(in.Name, aboutEnd)
	if err := os.WriteFile(path+".part", text, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

// find gives what an account sent for a kind; false when there is nothing.
func (u *Uploads) find(account id.ID, kind string) (Incoming, bool, error) {
	names, err := filepath.Glob(u.path(prefix(account, kind)+"*", aboutEnd))
	if err != nil || len(names) == 0 {
		return Incoming{}, false, err
	}
	in, err := u.get(strings.TrimSuffix(filepath.Base(names[len(names)-1]), aboutEnd))
	if isGone(err) {
		return in, false, nil
	}
	return in, err == nil, err
}

// get gives a file by its name.
func (u *Uploads) get(name string) (in Incoming, err error) {
	text, err := os.ReadFile(u.path(filepath.Base(name), aboutEnd))
	if errors.Is(err, fs.ErrNotExist) {
		return in, gone()
	}
	if err != nil {
		return in, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&in); err != nil {
		return in, gone() // half written by a process that died
	}
	for _, wrong := range in.Report.Faults {
		for name, value := range wrong.Args {
			if number, is := value.(json.Number); is {
				wrong.Args[name] = plain(number)
			}
		}
	}
	if u.Now().Sub(in.At) > u.keep() {
		return in, gone()
	}
	return in, nil
}

// plain gives a number as sentences know it.
func plain(number json.Number) any {
	if whole, err := number.Int64(); err == nil {
		return int(whole)
	}
	broken, _ := number.Float64()
	return broken
}

func (u *Uploads) keep() time.Duration {
	if u.Keep > 0 {
		return u.Keep
	}
	return usualKeep
}

// gone is the answer for a file that is not there, or is somebody else's.
func gone() error { return fault.New(fault.NotFound, "files.gone", nil) }

func isGone(err error) bool {
	return err != nil && fault.CodeOf(err) == fault.NotFound
}

// open opens the content of a file.
func (u *Uploads) open(in Incoming) (*os.File, error) {
	file, err := os.Open(u.path(in.Name, contentEnd))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, gone()
	}
	return file, err
}

// dropContent removes the content, when only the report is still of use.
func (u *Uploads) dropContent(in Incoming) error { return removed(u.path(in.Name, contentEnd)) }

func (u *Uploads) remove(name string) error {
	return errors.Join(removed(u.path(name, contentEnd)), removed(u.path(name, aboutEnd)), removed(u.path(name, aboutEnd+".part")))
}

// removed removes a file that may be gone already.
func removed(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (u *Uploads) removeAll(begin string) error {
	names, err := filepath.Glob(u.path(begin+"*", ""))
	for _, name := range names {
		err = errors.Join(err, removed(name))
	}
	return err
}

// Sweep removes what nobody decided on in time.
func (u *Uploads) Sweep() error {
	entries, err := os.ReadDir(u.Folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, entry := range entries {
		about, wrong := entry.Info()
		if wrong == nil && u.Now().Sub(about.ModTime()) > 2*u.keep() { // a job may still be at it
			err = errors.Join(err, removed(filepath.Join(u.Folder, entry.Name())))
		}
	}
	return err
}

// EraseAccount removes what an account sent, because they are erased.
func (u *Uploads) EraseAccount(account id.ID) error { return u.removeAll(account.String() + "-") }

// EraseAll removes everything: it may name somebody who is erased.
func (u *Uploads) EraseAll() error { return u.removeAll("") }
