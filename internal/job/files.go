package job

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// FileStore keeps what is known of result files.
type FileStore interface {
	FindJob(ctx context.Context, j id.ID) (Job, error)
	FindJobFile(ctx context.Context, name string) (File, error)
	// ListJobFiles gives the files of a job, of an account, those that expired
	// before a moment, or all.
	ListJobFiles(ctx context.Context, ask FileAsk) ([]File, error)
	RemoveJobFile(ctx context.Context, name string) error
	// RemoveJobsOf removes the jobs of an account that have no files; a worker
	// that is at one of them loses its lease.
	RemoveJobsOf(ctx context.Context, account int64) error
}

// FileAsk chooses files; the zero value chooses all.
type FileAsk struct {
	Job           id.ID
	Account       *int64
	ExpiredBefore time.Time
}

// Files are the results of jobs that wait to be fetched: exports above all.
// They lie in a folder under random names, and go when they are fetched or
// after a day. All processes that share a database share this folder.
//
// A file counts when the transaction that ends its job has written its row. A
// file without a row is a draft, or the remains of a process that died.
type Files struct {
	Folder string
	Store  FileStore
	Now    func() time.Time
	Keep   time.Duration // 0 is a day
}

const (
	usualKeep = 24 * time.Hour
	draftEnd  = ".part"
)

// Draft is a file that is being written. It becomes a result of its job when
// it was closed without error and the job is done.
type Draft struct {
	file   *os.File
	path   string // without the end of a draft
	about  File
	closed bool
}

// Create begins a result file; fileName is what the reader sees.
func (r *Run) Create(fileName, mediaType string) (*Draft, error) {
	if r.files == nil {
		return nil, errors.New("job: this worker has no folder for files")
	}
	draft, err := r.files.create(r.Job, fileName, mediaType)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.drafts = append(r.drafts, draft)
	return draft, nil
}

func (f *Files) create(j Job, fileName, mediaType string) (*Draft, error) {
	if err := os.MkdirAll(f.Folder, 0o700); err != nil {
		return nil, err
	}
	name := j.ID.String() + "-" + strings.ToLower(rand.Text())
	path := filepath.Join(f.Folder, name)
	file, err := os.OpenFile(path+draftEnd, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	keep, now := f.Keep, f.Now()
	if keep <= 0 {
		keep = usualKeep
	}
	return &Draft{file: file, path: path, about: File{
		Name: name, Job: j.ID, Account: j.Account, FileName: filepath.Base(fileName), MediaType: mediaType, CreatedAt: now, ExpiresAt: now.Add(keep),
	}}, nil
}

// Write writes on.
func (d *Draft) Write(b []byte) (int, error) {
	n, err := d.file.Write(b)
	d.about.Bytes += int64(n)
	return n, err
}

// Close ends the writing. A draft that is not closed is no result.
func (d *Draft) Close() error {
	if err := d.file.Sync(); err != nil {
		return errors.Join(err, d.file.Close())
	}
	if err := d.file.Close(); err != nil {
		return err
	}
	if err := os.Rename(d.path+draftEnd, d.path); err != nil {
		return err
	}
	d.closed = true
	return nil
}

// finished gives the files of drafts that were closed.
func (r *Run) finished() []File {
	var list []File
	for _, draft := range r.drafts {
		if draft.closed {
			list = append(list, draft.about)
		}
	}
	return list
}

// discard removes what an attempt that did not do the job has written. What
// cannot be removed now goes with Sweep.
func (r *Run) discard(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, draft := range r.drafts {
		_ = draft.file.Close() // it may be closed already
		_ = os.Remove(draft.path + draftEnd)
		if left, err := r.files.leftover(ctx, draft.about.Name); left && err == nil {
			_ = os.Remove(draft.path)
		}
	}
}

// Open opens a file for whoever fetches it.
func (f *Files) Open(ctx context.Context, name string) (File, *os.File, error) {
	about, err := f.Store.FindJobFile(ctx, name)
	if err != nil {
		return about, nil, err
	}
	if !f.Now().Before(about.ExpiresAt) {
		return about, nil, gone()
	}
	file, err := os.Open(filepath.Join(f.Folder, about.Name))
	if errors.Is(err, fs.ErrNotExist) {
		return about, nil, gone()
	}
	return about, file, err
}

func gone() error { return fault.New(fault.NotFound, "job.file-gone", nil) }

// Of lists the files of a job that can be fetched still.
func (f *Files) Of(ctx context.Context, j id.ID) ([]File, error) {
	return f.Store.ListJobFiles(ctx, FileAsk{Job: j})
}

// Remove removes a file; first the file and then its row, so that what was
// cut off is found again.
func (f *Files) Remove(ctx context.Context, name string) error {
	if err := os.Remove(filepath.Join(f.Folder, filepath.Base(name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return f.Store.RemoveJobFile(ctx, name)
}

func (f *Files) removeAll(ctx context.Context, ask FileAsk) (int, error) {
	list, err := f.Store.ListJobFiles(ctx, ask)
	if err != nil {
		return 0, err
	}
	for at, file := range list {
		if err := f.Remove(ctx, file.Name); err != nil {
			return at, err
		}
	}
	return len(list), nil
}

// EraseAll removes every file that was not fetched, and tells how many: they
// may name somebody who is erased, and can be made again.
func (f *Files) EraseAll(ctx context.Context) (int, error) {
	return f.removeAll(ctx, FileAsk{})
}

// EraseAccount removes the jobs of an account and the files that it did not
// fetch. A job that runs ends without effect on the database.
func (f *Files) EraseAccount(ctx context.Context, account int64) (int, error) {
	if account == 0 { // nobody: the program itself
		return 0, unknown("0")
	}
	// Jobs without files go first: after that, none can bring a new file.
	if err := f.Store.RemoveJobsOf(ctx, account); err != nil {
		return 0, err
	}
	removed, err := f.removeAll(ctx, FileAsk{Account: &account})
	if err != nil {
		return removed, err
	}
	if err := f.Store.RemoveJobsOf(ctx, account); err != nil {
		return removed, err
	}
	return removed, f.sweepDrafts(ctx)
}

// Sweep removes files that expired, and what died processes left.
func (f *Files) Sweep(ctx context.Context) error {
	if _, err := f.removeAll(ctx, FileAsk{ExpiredBefore: f.Now()}); err != nil {
		return err
	}
	return f.sweepDrafts(ctx)
}

// sweepDrafts removes files that belong to no running job and have no row.
func (f *Files) sweepDrafts(ctx context.Context) error {
	entries, err := os.ReadDir(f.Folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		left, err := f.leftover(ctx, entry.Name())
		if err != nil {
			return err
		}
		if !left {
			continue
		}
		if err := os.Remove(filepath.Join(f.Folder, entry.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("leftover of a job: %w", err)
		}
	}
	return nil
}

// leftover tells whether a file in the folder is the remains of a process
// that died. The job is asked before the row: a job that has ended has its
// rows.
func (f *Files) leftover(ctx context.Context, name string) (bool, error) {
	text, _, found := strings.Cut(name, "-")
	number, err := id.Parse(text)
	if !found || err != nil {
		return false, nil // not ours
	}
	owner, err := f.Store.FindJob(ctx, number)
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		return true, nil
	case err != nil:
		return false, err
	case owner.State == Running:
		return false, nil
	}
	_, err = f.Store.FindJobFile(ctx, name)
	if err != nil && fault.CodeOf(err) == fault.NotFound {
		return true, nil
	}
	return false, err
}
