package store_test

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/store"
)

// asProcess makes the test binary a process that does jobs, or one that
// writes records with jobs, so that tests can kill it.
const asProcess = "KOPPELKANS_TEST_AS_PROCESS"

func TestMain(m *testing.M) {
	if role := os.Getenv(asProcess); role != "" {
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		defer stop()
		if err := beProcess(ctx, role, store.Config{Folder: os.Args[1], URL: os.Args[2]}, os.Args[3:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// process gives the command that starts the test binary in a role.
func process(ctx context.Context, role string, config store.Config, more ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], append([]string{config.Folder, config.URL}, more...)...)
	cmd.Env = append(os.Environ(), asProcess+"="+role)
	return cmd
}

func beProcess(ctx context.Context, role string, config store.Config, more []string) error {
	db, err := store.Open(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	switch role {
	case "work":
		fmt.Println("ready")
		lease, err := time.ParseDuration(more[1])
		if err != nil {
			return err
		}
		worker := &job.Worker{Store: db, Kinds: processKinds(db, more[0]), IDs: id.NewMaker(nil), Name: strconv.Itoa(os.Getpid()), Slots: 3,
			Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Lease: lease, Idle: 5 * time.Millisecond}
		worker.Run(ctx)
		return nil
	case "write":
		return writeWithJobs(ctx, db, more[0])
	}
	return fmt.Errorf("no such role: %s", role)
}

// processKinds are the three forms that a handler may have. folder is where
// the effects of jobs outside the database are noted.
func processKinds(db *store.DB, folder string) job.Kinds {
	return job.Kinds{
		// A change of the database, in one transaction with its end.
		"tally": {Handle: func(ctx context.Context, run *job.Run) error {
			run.Progress("app.unit.areas", 1, 2)
			time.Sleep(time.Millisecond)
			return db.EndJobWith(ctx, run.Ending(), func(tx *sql.Tx) error {
				_, err := tx.ExecContext(ctx, `INSERT INTO tally (job_id, worker) VALUES ($1, $2)`, int64(run.Job.ID), os.Getpid())
				return err
			})
		}},
		// Something outside, at most once.
		"letter": {Attempts: 100, Handle: func(ctx context.Context, run *job.Run) error {
			return run.Once(ctx, "send", func() error { return note(filepath.Join(folder, "letters"), run.Job.ID.String()) })
		}},
		// Something that is the same when it is done again.
		"build": {Attempts: 100, Handle: func(_ context.Context, run *job.Run) error {
			return os.WriteFile(filepath.Join(folder, "build-"+run.Job.ID.String()), []byte("built"), 0o600)
		}},
	}
}

// note adds a line to a file that several processes write.
func note(path, line string) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(line + "\n")
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}

// writeWithJobs writes records, each with a job in the same transaction, and
// acknowledges each by a line, until it is killed.
func writeWithJobs(ctx context.Context, db *store.DB, name string) error {
	ids, kinds := id.NewMaker(nil), []string{"tally", "letter", "build"}
	out := bufio.NewWriterSize(os.Stdout, 16) // a line leaves at once
	for n := 0; ctx.Err() == nil; n++ {
		j := job.Job{ID: ids.Next(), Kind: kinds[n%len(kinds)]}
		err := db.AddJobWith(ctx, j, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `INSERT INTO wrote (job_id, kind, writer) VALUES ($1, $2, $3)`, int64(j.ID), j.Kind, name)
			return err
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%d\n", int64(j.ID))
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return nil
}
