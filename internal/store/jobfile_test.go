package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// exporter makes a file for whoever asked.
func exporter(_ context.Context, run *job.Run) error {
	draft, err := run.Create("lijst.csv", "text/csv")
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(draft, "of job %s", run.Job.ID); err != nil {
		return err
	}
	return draft.Close()
}

// filesOn gives the folder of result files of a test, and a worker that makes
// them.
func filesOn(t *testing.T, db *store.DB, now func() time.Time, kinds job.Kinds) (*job.Files, *job.Worker) {
	files := &job.Files{Folder: t.TempDir(), Store: db, Now: now}
	w := workerOn(db, now, kinds)
	w.Files = files
	return files, w
}

func onDisk(t *testing.T, files *job.Files) int {
	t.Helper()
	entries, err := os.ReadDir(files.Folder)
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

func TestResultFileIsFetchedOnceAndExpires(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newClock()
		config.Now = c.now
		db := storetest.Open(t, config)
		s := jobsOn(db, c.now)
		files, w := filesOn(t, db, c.now, job.Kinds{"export": {Handle: exporter}})
		j, k := add(t, s, job.Job{Kind: "export", Account: 7}, nil), add(t, s, job.Job{Kind: "export", Account: 8}, nil)
		one(t, w, true)
		one(t, w, true)
		list, err := files.Of(t.Context(), j)
		if err != nil || len(list) != 1 || list[0].FileName != "lijst.csv" || list[0].Account != 7 || list[0].Bytes != int64(len("of job ")+13) {
			t.Fatalf("files of the job: %+v, %v", list, err)
		}
		about, content, err := files.Open(t.Context(), list[0].Name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		content.Close()
		if err != nil || string(text) != "of job "+j.String() || about.MediaType != "text/csv" {
			t.Errorf("read %q, %v", text, err)
		}
		if err := files.Remove(t.Context(), list[0].Name); err != nil { // it was fetched
			t.Fatal(err)
		}
		if _, _, err := files.Open(t.Context(), list[0].Name); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("fetched twice: %v", err)
		}
		if err := files.Sweep(t.Context()); err != nil || onDisk(t, files) != 1 {
			t.Errorf("%d files after a sweep, %v", onDisk(t, files), err)
		}
		other, err := files.Of(t.Context(), k)
		if err != nil || len(other) != 1 {
			t.Fatal(other, err)
		}
		c.forward(24 * time.Hour)
		if _, _, err := files.Open(t.Context(), other[0].Name); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("fetched after a day: %v", err)
		}
		if err := files.Sweep(t.Context()); err != nil || onDisk(t, files) != 0 {
			t.Errorf("%d files after a day, %v", onDisk(t, files), err)
		}
	})
}

// What somebody did not fetch goes when they are erased, also what is being
// made, and nothing of anybody else.
func TestErasingAccountRemovesItsFiles(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db := storetest.Open(t, config)
		s := jobsOn(db, time.Now)
		begun, cause := make(chan struct{}), make(chan error, 1)
		files, w := filesOn(t, db, time.Now, job.Kinds{"export": {Handle: exporter}, "long": {Handle: func(ctx context.Context, run *job.Run) error {
			if err := exporter(ctx, run); err != nil {
				return err
			}
			if _, err := run.Create("half.csv", "text/csv"); err != nil {
				return err
			}
			close(begun)
			<-ctx.Done()
			cause <- context.Cause(ctx)
			return ctx.Err()
		}}})
		mine, yours := add(t, s, job.Job{Kind: "export", Account: 7}, nil), add(t, s, job.Job{Kind: "export", Account: 8}, nil)
		one(t, w, true)
		one(t, w, true)
		add(t, s, job.Job{Kind: "long", Account: 7}, nil)
		ended := make(chan struct{})
		go func() { defer close(ended); _, _ = w.One(context.Background()) }()
		<-begun
		if removed, err := files.EraseAccount(t.Context(), 7); err != nil || removed != 1 {
			t.Errorf("removed %d files, %v", removed, err)
		}
		if got := <-cause; !errors.Is(got, job.ErrLeaseLost) {
			t.Errorf("the job that ran was told %v", got)
		}
		<-ended
		if _, err := db.FindJob(t.Context(), mine); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("the job of who was erased: %v", err)
		}
		if list, err := files.Of(t.Context(), yours); err != nil || len(list) != 1 || onDisk(t, files) != 1 {
			t.Errorf("of somebody else: %v, %v; %d files in the folder", list, err, onDisk(t, files))
		}
		if n := countTest(t, config, `SELECT count(*) FROM job WHERE account_id = 7`) + countTest(t, config, `SELECT count(*) FROM job_file WHERE account_id = 7`); n != 0 {
			t.Errorf("%d rows left", n)
		}
		if removed, err := files.EraseAll(t.Context()); err != nil || removed != 1 || onDisk(t, files) != 0 {
			t.Errorf("all: %d removed, %d left, %v", removed, onDisk(t, files), err)
		}
		if _, err := files.EraseAccount(t.Context(), 0); err == nil {
			t.Error("the jobs of the program itself were erased")
		}
	})
}

// An attempt that fails, or dies, leaves no file; one that is at work keeps its.
func TestFilesOfFailedAttemptsVanish(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newClock()
		config.Now = c.now
		db := storetest.Open(t, config)
		s := jobsOn(db, c.now)
		var files *job.Files
		files, w := filesOn(t, db, c.now, job.Kinds{"export": {Attempts: 1, Handle: func(ctx context.Context, run *job.Run) error {
			if err := exporter(ctx, run); err != nil {
				return err
			}
			if _, err := run.Create("open.csv", "text/csv"); err != nil {
				return err
			}
			if err := files.Sweep(ctx); err != nil {
				return err
			}
			if n := onDisk(t, files); n != 2 {
				t.Errorf("a sweep left %d of 2 files of a job that runs", n)
			}
			return errors.New("fails")
		}}})
		add(t, s, job.Job{Kind: "export"}, nil)
		one(t, w, true)
		if n := onDisk(t, files); n != 0 {
			t.Errorf("a failed attempt left %d files", n)
		}
		dead := id.NewMaker(nil).Next().String()
		for _, name := range []string{dead + "-aaaa", dead + "-bbbb.part", "not-of-a-job", "README"} {
			if err := os.WriteFile(files.Folder+"/"+name, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := files.Sweep(t.Context()); err != nil || onDisk(t, files) != 2 {
			t.Errorf("a sweep left %d files, want the 2 that are none of ours; %v", onDisk(t, files), err)
		}
	})
}
