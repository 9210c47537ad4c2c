package e2e

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/store"
)

// worker is a process beside the server, whose jobs do what a test tells them.
type worker struct {
	db    *store.DB
	jobs  *job.Service
	files *job.Files
}

func openWorker(t testing.TB, s *site) *worker {
	t.Helper()
	db := must(store.Open(context.Background(), store.Config{Folder: s.data}))(t)
	t.Cleanup(func() { _ = db.Close() })
	return &worker{db: db, jobs: &job.Service{Store: db, Now: time.Now},
		files: &job.Files{Folder: filepath.Join(s.data, "files"), Store: db, Now: time.Now}}
}

// begin adds a job and does it, beside the test.
func (w *worker) begin(t testing.TB, kind string, account int64, handle job.Handler) id.ID {
	t.Helper()
	kind += "-" + id.NewMaker(nil).Next().String() // a job of another test that waits again is not ours
	j := must(w.jobs.Add(context.Background(), job.Job{Kind: kind, Account: account}, nil))(t)
	doer := &job.Worker{Store: w.db, Files: w.files, IDs: id.NewMaker(nil), Log: slog.New(slog.DiscardHandler), Name: "e2e", Kinds: job.Kinds{kind: {Handle: handle, Attempts: 1}}}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); _, _ = doer.One(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
	return j
}

// oneOfEach makes jobs that stand in every state, and gives their addresses.
func (w *worker) oneOfEach(t testing.TB) (addresses []string) {
	t.Helper()
	kinds := map[job.State]job.Handler{
		job.Done: func(_ context.Context, run *job.Run) error {
			run.Progress("app.unit.areas", 12, 12)
			run.Count("app.unit.figures", 3456)
			return export(run)
		},
		job.Failed: func(context.Context, *job.Run) error { return fault.New(fault.Invalid, "job.uncertain", nil) },
		job.Running: func(ctx context.Context, run *job.Run) error {
			run.Progress("app.unit.areas", 400, 1000)
			<-ctx.Done()
			return ctx.Err()
		},
	}
	for state, handle := range kinds {
		j := w.begin(t, "e2e-"+string(state), 0, handle)
		w.until(t, j, func(now job.Job) bool { return now.State == state && (state != job.Running || now.Progress.Total > 0) })
		addresses = append(addresses, "/taken/"+j.String())
	}
	waiting := must(w.jobs.Add(context.Background(), job.Job{Kind: "e2e-waiting", RunAfter: time.Now().Add(time.Hour)}, nil))(t)
	return append(addresses, "/taken/"+waiting.String())
}

// export makes a file to be fetched.
func export(run *job.Run) error {
	draft, err := run.Create("lijst.csv", "text/csv")
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(draft, "naam;plaats"); err != nil {
		return err
	}
	return draft.Close()
}

func (w *worker) until(t testing.TB, j id.ID, holds func(job.Job) bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		now := must(w.db.FindJob(context.Background(), j))(t)
		if holds(now) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("in vain: %+v", now)
		}
	}
}

// Who waits for work sees it go on without doing anything, stops it with one
// button, and fetches what it made once.
func TestWorkIsFollowedStoppedAndFetched(t *testing.T) {
	s := demoSite(t)
	w, b := openWorker(t, s), open(t, s, wide)
	b.signIn(t, "administrator")

	step, end := make(chan int64), make(chan struct{})
	followed := w.begin(t, "e2e-followed", 0, func(ctx context.Context, run *job.Run) error {
		for {
			select {
			case n := <-step:
				run.Progress("app.unit.areas", n, 1000)
			case <-end:
				return export(run)
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	})
	b.visit(t, "/taken/"+followed.String())
	eval[bool](t, b, `window.same = true`)
	for _, n := range []int64{250, 750} {
		step <- n
		b.await(t, fmt.Sprintf(`document.querySelector("[data-job-text]").textContent.startsWith("%d van 1.000 ") && document.querySelector("progress").value === %d`, n, n/10))
	}
	if !eval[bool](t, b, `window.same === true`) {
		t.Error("the page was loaded again while the job went on")
	}
	close(end)
	b.await(t, `document.querySelector("form[action*='/bestand/'] button") !== null`)
	path := eval[string](t, b, `document.querySelector("form[action*='/bestand/']").getAttribute("action")`)
	fetch := fmt.Sprintf(`fetch(%q, {method: "POST"}).then(async (r) => r.status + " " + r.headers.get("content-disposition") + " " + await r.text())`, path)
	if got := eval[string](t, b, fetch); got != "200 attachment; filename=lijst.csv naam;plaats\n" {
		t.Errorf("fetched: %q", got)
	}
	b.clean(t)
	if got := eval[string](t, b, fetch); got[:4] != "404 " {
		t.Errorf("fetched twice: %q", got)
	}
	if left := must(os.ReadDir(w.files.Folder))(t); len(left) != 0 {
		t.Errorf("%d files left", len(left))
	}

	for _, script := range []bool{true, false} {
		b := open(t, s, look{lang: "nl", width: 360, script: script})
		b.signIn(t, "administrator")
		stopped := make(chan error, 1)
		j := w.begin(t, "e2e-stopped", 0, func(ctx context.Context, _ *job.Run) error {
			<-ctx.Done()
			stopped <- context.Cause(ctx)
			return ctx.Err()
		})
		w.until(t, j, func(now job.Job) bool { return now.State == job.Running })
		b.visit(t, "/taken/"+j.String())
		b.click(t, `form[action$="/stoppen"] button`)
		if cause := <-stopped; cause != job.ErrCancelled {
			t.Errorf("the work was told %v", cause)
		}
		w.until(t, j, func(now job.Job) bool { return now.State == job.Cancelled })
		if !script {
			b.visit(t, "/taken/"+j.String())
		}
		b.await(t, `document.querySelector("form[action$='/opnieuw'] button") !== null`)
	}
}

// Others see nothing of it: not the list, not the job, not its file.
func TestWorkOfOthersIsNotSeen(t *testing.T) {
	s := demoSite(t)
	w := openWorker(t, s)
	j := w.begin(t, "e2e-private", 0, func(_ context.Context, run *job.Run) error { return export(run) })
	w.until(t, j, func(now job.Job) bool { return now.State == job.Done })
	file := must(w.files.Of(context.Background(), j))(t)[0]
	status := func(b *tab, method, path string) int {
		return eval[int](t, b, fmt.Sprintf(`fetch(%q, {method: %q}).then((r) => r.status)`, path, method))
	}
	public, reader := open(t, s, wide), open(t, s, wide)
	public.visit(t, "/")
	reader.signIn(t, "reader")
	for name, asked := range map[string]struct {
		tab    *tab
		method string
		path   string
		want   int
	}{
		"the public, the list":   {public, "GET", "/taken", 403},
		"the public, a job":      {public, "GET", "/taken/" + j.String(), 403},
		"the public, its file":   {public, "POST", "/taken/" + j.String() + "/bestand/" + file.Name, 403},
		"a reader, a job":        {reader, "GET", "/taken/" + j.String(), 404},
		"a reader, stopping":     {reader, "POST", "/taken/" + j.String() + "/stoppen", 404},
		"a reader, its file":     {reader, "POST", "/taken/" + j.String() + "/bestand/" + file.Name, 404},
		"a reader, own list":     {reader, "GET", "/taken", 200},
		"a reader, its standing": {reader, "GET", "/taken/stand.json?taak=" + j.String(), 200},
	} {
		if got := status(asked.tab, asked.method, asked.path); got != asked.want {
			t.Errorf("%s: %d, want %d", name, got, asked.want)
		}
	}
	if got := eval[string](t, reader, `fetch("/taken/stand.json?taak=`+j.String()+`").then((r) => r.text())`); got != "[]" {
		t.Errorf("a reader follows the job of another: %s", got)
	}
	if eval[bool](t, reader, `fetch("/taken").then((r) => r.text()).then((text) => text.includes("`+j.String()+`"))`) {
		t.Error("the list of a reader has the job of another")
	}
}
