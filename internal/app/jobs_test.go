package app

import (
	"context"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// addJob adds a job from beside the program.
func addJob(t testing.TB, config store.Config, j job.Job) id.ID {
	t.Helper()
	var added id.ID
	err := Where{Data: config.Folder, Database: config.URL}.with(t.Context(), silent(), func(p *parts) (err error) {
		added, err = p.jobs.Add(t.Context(), j, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return added
}

// doOne does the first job that is due, in this process.
func doOne(t testing.TB, config store.Config, kind string, handle job.Handler) {
	t.Helper()
	err := Where{Data: config.Folder, Database: config.URL}.with(t.Context(), silent(), func(p *parts) error {
		worker := &job.Worker{Store: p.db, Files: p.files, IDs: id.NewMaker(nil), Log: logger(silent().errs, 9), Kinds: job.Kinds{kind: {Handle: handle}}}
		worked, err := worker.One(t.Context())
		if !worked {
			t.Error("there was no job to do")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A job is listed, shown, cancelled and retried at the terminal.
func TestJobsAtTheTerminal(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		if out := must(t, config, "jobs", "list"); !strings.Contains(out, "0 jobs") {
			t.Errorf("an empty list: %q", out)
		}
		j := addJob(t, config, job.Job{Kind: kindSuccessions}).String()
		if out := must(t, config, "jobs", "list", "--state", "waiting"); !strings.Contains(out, j) || !strings.Contains(out, "Compare boundary years") {
			t.Errorf("the list: %q", out)
		}
		if out := must(t, config, "jobs", "cancel", j); !strings.Contains(out, "cancelled") {
			t.Errorf("cancelled: %q", out)
		}
		if _, errs, code := command(t, config, "jobs", "cancel", j); code != exitRefused || !strings.Contains(errs, "ended already") {
			t.Errorf("cancelling twice: exit code %d: %s", code, errs)
		}
		must(t, config, "jobs", "retry", j)
		doOne(t, config, kindSuccessions, func(_ context.Context, run *job.Run) error {
			run.Progress("app.unit.areas", 3, 4)
			return fault.New(fault.Invalid, "job.bad-payload", fault.Args{"Kind": "x"})
		})
		out := must(t, config, "jobs", "show", j)
		for _, want := range []string{"failed", "3 / 4", "The data of this job (x) cannot be read."} {
			if !strings.Contains(out, want) {
				t.Errorf("shown without %q:\n%s", want, out)
			}
		}
		if _, errs, code := command(t, config, "jobs", "watch", j); code != exitBroken || !strings.Contains(errs, "cannot be read") {
			t.Errorf("watching a failed job: exit code %d: %s", code, errs)
		}
		for _, name := range []string{"show", "watch", "cancel", "retry"} {
			if _, errs, code := command(t, config, "jobs", name, "0000000000000"); code != exitRefused || !strings.Contains(errs, "no job") {
				t.Errorf("%s of a job that does not exist: exit code %d: %s", name, code, errs)
			}
		}
	})
}

// A worker without pages does what waits, also what a killed worker had in
// hand, and who watches sees it end.
func TestWorkerWithoutPages(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		j := addJob(t, config, job.Job{Kind: kindSuccessions})
		dead := addJob(t, config, job.Job{Kind: kindSuccessions})
		execOn(t, config, `UPDATE job SET state = 'running', attempts = 1, lease = 9, due_at = 5 WHERE id = `+strconv.FormatInt(int64(dead), 10))
		cmd := program(context.WithoutCancel(t.Context()), append([]string{"jobs", "work"}, in(config)...)...)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = cmd.Process.Kill() }) // it may have ended
		await(t, lines(out), "Ready to work")
		for _, number := range []id.ID{j, dead} {
			if said := must(t, config, "jobs", "watch", number.String()); !strings.Contains(said, "done") {
				t.Errorf("watched: %q", said)
			}
		}
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("asked to stop it ended with %v", err)
			}
		case <-time.After(20 * time.Second):
			t.Error("it does not stop")
		}
	})
}

// A server compares boundary years by itself, as one job, whoever changed them.
func TestServerAddsJobForSuccessions(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		fillDemo(t, config)
		pairs := count(t, config, `SELECT count(*) FROM succession`)
		execOn(t, config, `DELETE FROM succession`)
		s := start(t, config)
		for end := time.Now().Add(30 * time.Second); count(t, config, `SELECT count(*) FROM succession`) != pairs; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%d successions, want %d", count(t, config, `SELECT count(*) FROM succession`), pairs)
			}
		}
		s.stop(t)
		// What a server changes itself meanwhile can make it look once more.
		if n := count(t, config, `SELECT count(*) FROM job WHERE kind = 'successions'`); n < 1 || n > 2 {
			t.Errorf("%d jobs for it", n)
		}
	})
}
