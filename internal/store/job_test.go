package store_test

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// clock is a clock that tests set.
type clock struct{ micros atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.micros.Store(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC).UnixMicro())
	return c
}

func (c *clock) now() time.Time           { return time.UnixMicro(c.micros.Load()).UTC() }
func (c *clock) forward(by time.Duration) { c.micros.Add(by.Microseconds()) }

func workerOn(db *store.DB, now func() time.Time, kinds job.Kinds) *job.Worker {
	return &job.Worker{Store: db, Kinds: kinds, IDs: id.NewMaker(nil), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Name: "test",
		Now: now, Slots: 2, Idle: 5 * time.Millisecond}
}

func jobsOn(db *store.DB, now func() time.Time) *job.Service {
	return &job.Service{Store: db, Now: now}
}

func add(t testing.TB, s *job.Service, j job.Job, payload any) id.ID {
	t.Helper()
	added, err := s.Add(context.Background(), j, payload)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func find(t testing.TB, db *store.DB, j id.ID) job.Job {
	t.Helper()
	found, err := db.FindJob(context.Background(), j)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// one lets a worker do one job, or find that there is none.
func one(t testing.TB, w *job.Worker, want bool) {
	t.Helper()
	worked, err := w.One(context.Background())
	if err != nil || worked != want {
		t.Fatalf("a job was done: %t, want %t (%v)", worked, want, err)
	}
}

func TestJobIsDoneWithItsResult(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, c := storetest.Open(t, config), newClock()
		s := jobsOn(db, c.now)
		w := workerOn(db, c.now, job.Kinds{"sum": {Handle: func(_ context.Context, run *job.Run) error {
			var numbers []int
			if err := run.Decode(&numbers); err != nil {
				return err
			}
			run.Progress("app.unit.figures", 2, 2)
			run.Count("app.unit.areas", 7)
			return run.SetResult(map[string]int{"sum": numbers[0] + numbers[1]})
		}}})
		later := add(t, s, job.Job{Kind: "sum", RunAfter: time.Now().Add(time.Hour)}, []int{1, 1})
		other := add(t, s, job.Job{Kind: "not known here"}, nil)
		first := add(t, s, job.Job{Kind: "sum", Account: 12}, []int{3, 4})
		c.micros.Store(time.Now().UnixMicro())
		one(t, w, true)
		one(t, w, false) // one is not due, one is of a kind that this process does not know
		done := find(t, db, first)
		if done.State != job.Done || string(done.Result) != `{"sum":7}` || done.Attempts != 1 || done.Account != 12 ||
			done.Progress.Done != 2 || done.Progress.Counts["app.unit.areas"] != 7 || done.EndedAt.IsZero() || done.StartedAt.IsZero() {
			t.Errorf("done: %+v", done)
		}
		if found := find(t, db, other); found.State != job.Waiting || found.Attempts != 0 {
			t.Errorf("a job of another program was touched: %+v", found)
		}
		c.forward(2 * time.Hour)
		one(t, w, true)
		if found := find(t, db, later); found.State != job.Done {
			t.Errorf("later: %+v", found)
		}
		if _, err := s.Find(context.Background(), "nonsense"); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("an id that is none: %v", err)
		}
		mine := int64(12)
		list, total, err := s.List(context.Background(), job.Ask{Account: &mine, State: job.Done, Kind: "sum", Limit: 10})
		if err != nil || total != 1 || len(list) != 1 || list[0].ID != first {
			t.Errorf("list of an account: %v %d %v", list, total, err)
		}
		list, total, err = s.List(context.Background(), job.Ask{Limit: 2})
		if err != nil || total != 3 || len(list) != 2 || list[0].ID != first || list[1].ID != other {
			t.Errorf("list, newest first: %v %d %v", list, total, err)
		}
	})
}

// What fails is tried again after ever longer, and at last given up; a person
// can then let it wait again.
func TestFailingJobIsRetriedAndGivenUp(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newClock()
		config.Now = c.now
		db := storetest.Open(t, config)
		s, broken := jobsOn(db, c.now), true
		w := workerOn(db, c.now, job.Kinds{"mail": {Attempts: 4, Handle: func(context.Context, *job.Run) error {
			if broken {
				return fault.New(fault.Broken, "store.no-answer", fault.Args{"Try": 1})
			}
			return nil
		}}})
		j := add(t, s, job.Job{Kind: "mail"}, nil)
		for attempt, most := range []time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second} {
			one(t, w, true)
			found := find(t, db, j)
			wait := found.RunAfter.Sub(c.now())
			if found.State != job.Waiting || found.Attempts != attempt+1 || found.Problem == nil || found.Problem.Key != "store.no-answer" {
				t.Fatalf("after attempt %d: %+v", attempt+1, found)
			}
			if wait < most/2 || wait > most {
				t.Errorf("attempt %d waits %v, want between %v and %v", attempt+1, wait, most/2, most)
			}
			one(t, w, false)
			c.forward(wait - time.Microsecond)
			one(t, w, false)
			c.forward(time.Microsecond)
		}
		one(t, w, true)
		if found := find(t, db, j); found.State != job.Failed || found.Attempts != 4 || found.EndedAt.IsZero() {
			t.Errorf("after the last attempt: %+v", found)
		}
		c.forward(24 * time.Hour)
		one(t, w, false)
		if err := s.Retry(context.Background(), j); err != nil {
			t.Fatal(err)
		}
		broken = false
		one(t, w, true)
		if found := find(t, db, j); found.State != job.Done || found.Problem != nil || found.Attempts != 1 {
			t.Errorf("after a retry: %+v", found)
		}
		if err := s.Retry(context.Background(), j); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("retrying what is done: %v", err)
		}
	})
}

// What is wrong with the input stays wrong, and a handler that panics takes
// nothing else with it.
func TestInvalidIsNotRetriedAndPanicIsOneFailure(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, c := storetest.Open(t, config), newClock()
		c.micros.Store(time.Now().Add(time.Minute).UnixMicro())
		s := jobsOn(db, c.now)
		w := workerOn(db, c.now, job.Kinds{
			"bad":   {Handle: func(_ context.Context, run *job.Run) error { return run.Decode(&[]int{}) }},
			"panic": {Attempts: 1, Handle: func(context.Context, *job.Run) error { panic("at the disco") }},
			"good":  {Handle: func(context.Context, *job.Run) error { return nil }},
		})
		bad, worse, good := add(t, s, job.Job{Kind: "bad"}, "text"), add(t, s, job.Job{Kind: "panic"}, nil), add(t, s, job.Job{Kind: "good"}, nil)
		for range 3 {
			one(t, w, true)
		}
		for j, want := range map[id.ID]string{bad: "job.bad-payload", worse: "job.broken"} {
			if found := find(t, db, j); found.State != job.Failed || found.Problem == nil || found.Problem.Key != want {
				t.Errorf("want %s: %+v", want, found)
			}
		}
		if found := find(t, db, good); found.State != job.Done {
			t.Errorf("after a panic: %+v", found)
		}
	})
}

func TestSameKeyWaitsOnceAndNeverRunsTogether(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newClock()
		config.Now = c.now
		db := storetest.Open(t, config)
		s := jobsOn(db, c.now)
		var second id.ID
		var w *job.Worker
		fail := errors.New("fails once")
		w = workerOn(db, c.now, job.Kinds{"build": {Handle: func(context.Context, *job.Run) error {
			if second == 0 {
				second = add(t, s, job.Job{Kind: "build", Key: "GM0001"}, nil)
				one(t, w, false) // it waits until this one has ended
				return fail
			}
			return nil
		}}})
		first := add(t, s, job.Job{Kind: "build", Key: "GM0001"}, nil)
		if again := add(t, s, job.Job{Kind: "build", Key: "GM0001"}, nil); again != first {
			t.Errorf("added twice: %s and %s", first, again)
		}
		if other := add(t, s, job.Job{Kind: "other", Key: "GM0001"}, nil); other == first {
			t.Error("another kind with the same key is the same job")
		}
		one(t, w, true)
		if second == first {
			t.Fatal("a job that runs may have read what has changed since; another must wait behind it")
		}
		found := find(t, db, first)
		if found.State != job.Cancelled || found.Problem == nil || found.Problem.Key != "job.replaced" {
			t.Errorf("a failed attempt while the same work waits: %+v", found)
		}
		if err := s.Retry(context.Background(), first); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("retrying what waits already: %v", err)
		}
		one(t, w, true)
		if found := find(t, db, second); found.State != job.Done {
			t.Errorf("the second: %+v", found)
		}
	})
}

func TestCancel(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, s := storetest.Open(t, config), (*job.Service)(nil)
		s = jobsOn(db, time.Now)
		begun, cause := make(chan id.ID, 1), make(chan error, 1)
		w := workerOn(db, time.Now, job.Kinds{"long": {Handle: func(ctx context.Context, run *job.Run) error {
			begun <- run.Job.ID
			<-ctx.Done()
			cause <- context.Cause(ctx)
			return ctx.Err()
		}}})
		waiting := add(t, s, job.Job{Kind: "long", RunAfter: time.Now().Add(time.Hour)}, nil)
		if state, err := s.Cancel(t.Context(), waiting); err != nil || state != job.Cancelled {
			t.Errorf("cancelling a waiting job: %s, %v", state, err)
		}
		if _, err := s.Cancel(t.Context(), waiting); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("cancelling twice: %v", err)
		}
		running := add(t, s, job.Job{Kind: "long"}, nil)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		ended := make(chan struct{})
		go func() { w.Run(ctx); close(ended) }()
		<-begun
		if state, err := s.Cancel(t.Context(), running); err != nil || state != job.Running {
			t.Errorf("cancelling a running job: %s, %v", state, err)
		}
		if got := <-cause; !errors.Is(got, job.ErrCancelled) {
			t.Errorf("the handler was told %v", got)
		}
		last, err := s.Watch(t.Context(), running, func(job.Job) {})
		if err != nil || last.State != job.Cancelled {
			t.Errorf("after: %+v, %v", last, err)
		}
		stop()
		<-ended
	})
}

// A worker that stops gives back what it has in hand, as if it had not begun.
func TestStoppingGivesBack(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db := storetest.Open(t, config)
		s, begun := jobsOn(db, time.Now), make(chan struct{})
		w := workerOn(db, time.Now, job.Kinds{"long": {Attempts: 1, Handle: func(ctx context.Context, _ *job.Run) error {
			close(begun)
			<-ctx.Done()
			return ctx.Err()
		}}})
		j := add(t, s, job.Job{Kind: "long"}, nil)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { w.Run(ctx); close(ended) }()
		<-begun
		stop()
		<-ended
		if found := find(t, db, j); found.State != job.Waiting || found.Attempts != 0 || found.Problem != nil {
			t.Errorf("given back: %+v", found)
		}
		again := workerOn(db, time.Now, job.Kinds{"long": {Attempts: 1, Handle: func(context.Context, *job.Run) error { return nil }}})
		one(t, again, true)
		if found := find(t, db, j); found.State != job.Done {
			t.Errorf("taken up again: %+v", found)
		}
	})
}

// A worker that fell silent loses its job to another; what it writes after is
// refused, also what it would have changed beside the job.
func TestLeaseIsTakenOver(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newClock()
		config.Now = c.now
		db := storetest.Open(t, config)
		execTest(t, config, `CREATE TABLE tally (job_id BIGINT NOT NULL)`)
		s := jobsOn(db, c.now)
		tally := func(ctx context.Context, run *job.Run) error {
			return db.EndJobWith(ctx, run.Ending(), func(tx *sql.Tx) error {
				_, err := tx.ExecContext(ctx, `INSERT INTO tally (job_id) VALUES ($1)`, int64(run.Job.ID))
				return err
			})
		}
		second := workerOn(db, c.now, job.Kinds{"tally": {Handle: tally}})
		var refused, marked error
		first := workerOn(db, c.now, job.Kinds{"tally": {Handle: func(ctx context.Context, run *job.Run) error {
			c.forward(59 * time.Second)
			one(t, second, false)
			c.forward(2 * time.Second)
			one(t, second, true)
			refused = tally(context.WithoutCancel(ctx), run)
			marked = run.Once(context.WithoutCancel(ctx), "letter", func() error { t.Error("the letter was sent"); return nil })
			return refused
		}}})
		j := add(t, s, job.Job{Kind: "tally"}, nil)
		one(t, first, true)
		if !errors.Is(refused, job.ErrLeaseLost) || !errors.Is(marked, job.ErrLeaseLost) {
			t.Errorf("the first was refused with %v and %v", refused, marked)
		}
		if found := find(t, db, j); found.State != job.Done || found.Attempts != 2 {
			t.Errorf("after: %+v", found)
		}
		if n := countTest(t, config, `SELECT count(*) FROM tally`); n != 1 {
			t.Errorf("done %d times", n)
		}
	})
}

// Whatever a worker that lost its job writes is refused, also while the other
// is still at it.
func TestEveryWriteAsksForTheLease(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newClock()
		config.Now = c.now
		db, ctx := storetest.Open(t, config), t.Context()
		j := add(t, jobsOn(db, c.now), job.Job{Kind: "x"}, nil)
		claim := func(token id.ID) job.Lease {
			_, found, err := db.ClaimJob(ctx, job.Claim{Kinds: []string{"x"}, Token: token, Now: c.now(), Until: c.now().Add(time.Minute)})
			if err != nil || !found {
				t.Fatal(found, err)
			}
			return job.Lease{Job: j, Token: token}
		}
		lost := claim(1)
		c.forward(time.Minute)
		held := claim(2)
		for name, write := range map[string]func(job.Lease) error{
			"keep": func(l job.Lease) error {
				_, err := db.KeepJob(ctx, l, c.now().Add(time.Minute), job.Progress{})
				return err
			},
			"look":       func(l job.Lease) error { _, err := db.LookJob(ctx, l); return err },
			"begin mark": func(l job.Lease) error { _, err := db.BeginMark(ctx, l, "letter"); return err },
			"end mark":   func(l job.Lease) error { return db.EndMark(ctx, l, "letter", true) },
			"leave": func(l job.Lease) error {
				return db.LeaveJob(ctx, job.Leaving{Lease: l, State: job.Failed, At: c.now()})
			},
			"end": func(l job.Lease) error { return db.EndJob(ctx, job.Ending{Lease: l, At: c.now()}, job.Progress{}) },
			"end with it": func(l job.Lease) error {
				return db.EndJobWith(ctx, job.Ending{Lease: l, At: c.now()}, func(*sql.Tx) error { return nil })
			},
		} {
			if err := write(lost); !errors.Is(err, job.ErrLeaseLost) {
				t.Errorf("%s without the lease: %v", name, err)
			}
		}
		if err := db.EndJob(ctx, job.Ending{Lease: held, At: c.now()}, job.Progress{}); err != nil {
			t.Errorf("the worker that has the lease: %v", err)
		}
		if found := find(t, db, j); found.State != job.Done {
			t.Errorf("after: %+v", found)
		}
	})
}

// A job that another transaction leans on does not begin before that has
// ended: it would miss what is written there.
func TestJobThatIsLeanedOnWaits(t *testing.T) {
	config := store.Config{URL: storetest.Postgres(t)} // SQLite has one writer, so that nothing can begin
	db, other := storetest.Open(t, config), storetest.Open(t, config)
	j := job.Job{Kind: "build", Key: "GM0001"}
	if _, err := db.AddJob(t.Context(), j); err != nil {
		t.Fatal(err)
	}
	claim := job.Claim{Kinds: []string{"build"}, Token: 1, Now: time.Now().Add(time.Second), Until: time.Now().Add(time.Minute)}
	err := db.AddJobWith(t.Context(), j, func(*sql.Tx) error { return nil }, func(*sql.Tx) error {
		if _, found, err := other.ClaimJob(t.Context(), claim); err != nil || found {
			t.Errorf("it began before what it must see was written: %t, %v", found, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, found, err := other.ClaimJob(t.Context(), claim); err != nil || !found {
		t.Errorf("after: %t, %v", found, err)
	}
}

// A job that takes its worker with it each time is given up as well.
func TestJobThatKillsItsWorkersIsGivenUp(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newClock()
		config.Now = c.now
		db := storetest.Open(t, config)
		s := jobsOn(db, c.now)
		j := add(t, s, job.Job{Kind: "deadly"}, nil)
		for range 2 { // a process claims it and dies
			claim := job.Claim{Kinds: []string{"deadly"}, Token: id.NewMaker(nil).Next(), Worker: "dead", Now: c.now(), Until: c.now().Add(time.Minute)}
			if _, found, err := db.ClaimJob(t.Context(), claim); err != nil || !found {
				t.Fatal(found, err)
			}
			c.forward(time.Minute)
		}
		w := workerOn(db, c.now, job.Kinds{"deadly": {Attempts: 2, Handle: func(context.Context, *job.Run) error { t.Error("tried a third time"); return nil }}})
		one(t, w, true)
		if found := find(t, db, j); found.State != job.Failed || found.Problem.Key != "job.lost" {
			t.Errorf("after: %+v", found)
		}
	})
}

func TestOutsideEffectHappensAtMostOnce(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newClock()
		config.Now = c.now
		db := storetest.Open(t, config)
		s, sent, step := jobsOn(db, c.now), 0, 0
		w := workerOn(db, c.now, job.Kinds{"letter": {Handle: func(ctx context.Context, run *job.Run) error {
			step++
			err := run.Once(ctx, "send", func() error {
				if step == 1 {
					return errors.New("the mail server refuses")
				}
				sent++
				return nil
			})
			if step == 2 {
				return errors.New("and then something else fails")
			}
			return err
		}}})
		j := add(t, s, job.Job{Kind: "letter"}, nil)
		for range 3 {
			one(t, w, true)
			c.forward(time.Hour)
		}
		if found := find(t, db, j); found.State != job.Done || found.Attempts != 3 || sent != 1 {
			t.Errorf("sent %d times: %+v", sent, found)
		}
		// A worker begins and dies: nobody knows whether the letter went.
		k := add(t, s, job.Job{Kind: "letter"}, nil)
		token := id.NewMaker(nil).Next()
		if _, found, err := db.ClaimJob(t.Context(), job.Claim{Kinds: []string{"letter"}, Token: token, Now: c.now(), Until: c.now().Add(time.Minute)}); err != nil || !found {
			t.Fatal(found, err)
		}
		if mark, err := db.BeginMark(t.Context(), job.Lease{Job: k, Token: token}, "send"); err != nil || mark != job.MarkNone {
			t.Fatal(mark, err)
		}
		c.forward(time.Minute)
		one(t, w, true)
		if found := find(t, db, k); found.State != job.Failed || found.Problem.Key != "job.uncertain" || sent != 1 {
			t.Errorf("sent %d times: %+v", sent, found)
		}
		if err := s.Retry(t.Context(), k); err != nil { // a person looked, and it had not gone
			t.Fatal(err)
		}
		one(t, w, true)
		if found := find(t, db, k); found.State != job.Done || sent != 2 {
			t.Errorf("sent %d times: %+v", sent, found)
		}
	})
}

// Work that tells its progress without end costs a few writes a second.
func TestProgressIsWrittenSparingly(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db := storetest.Open(t, config)
		s, counting := jobsOn(db, time.Now), &countingStore{WorkStore: db}
		w := workerOn(db, time.Now, nil)
		w.Store = counting
		w.Kinds = job.Kinds{"busy": {Handle: func(_ context.Context, run *job.Run) error {
			for until, n := time.Now().Add(1600*time.Millisecond), int64(0); time.Now().Before(until); n++ {
				run.Progress("app.unit.areas", n, n+10)
			}
			return nil
		}}}
		j := add(t, s, job.Job{Kind: "busy"}, nil)
		seen := map[int64]bool{}
		watched := make(chan struct{})
		go func() {
			defer close(watched)
			_, _ = s.Watch(context.Background(), j, func(now job.Job) { seen[now.Progress.Done] = true })
		}()
		one(t, w, true)
		<-watched
		if n := counting.kept.Load(); n < 2 || n > 4 {
			t.Errorf("%d writes in 1.6 s, want 3", n)
		}
		if len(seen) < 3 {
			t.Errorf("who watches saw %d states", len(seen))
		}
	})
}

type countingStore struct {
	job.WorkStore
	kept atomic.Int64
}

func (s *countingStore) KeepJob(ctx context.Context, lease job.Lease, until time.Time, progress job.Progress) (bool, error) {
	s.kept.Add(1)
	return s.WorkStore.KeepJob(ctx, lease, until, progress)
}

// Long work must not keep a letter waiting.
func TestQuickWorkPassesLongWork(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db := storetest.Open(t, config)
		s, release := jobsOn(db, time.Now), make(chan struct{})
		w := workerOn(db, time.Now, job.Kinds{
			"long":   {Handle: func(context.Context, *job.Run) error { <-release; return nil }},
			"letter": {Quick: true, Handle: func(context.Context, *job.Run) error { return nil }},
		})
		for range 5 {
			add(t, s, job.Job{Kind: "long"}, nil)
		}
		letter := add(t, s, job.Job{Kind: "letter"}, nil)
		ctx, stop := context.WithCancel(t.Context())
		var working sync.WaitGroup
		working.Go(func() { w.Run(ctx) })
		within, done := context.WithTimeout(t.Context(), 20*time.Second)
		defer done()
		if last, err := s.Watch(within, letter, func(job.Job) {}); err != nil || last.State != job.Done {
			t.Errorf("the letter waits behind long work: %+v, %v", last, err)
		}
		close(release)
		stop()
		working.Wait()
	})
}

func TestOldJobsAreRemoved(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newClock()
		config.Now = c.now
		db := storetest.Open(t, config)
		s := jobsOn(db, c.now)
		w := workerOn(db, c.now, job.Kinds{"x": {Handle: func(context.Context, *job.Run) error { return nil }}})
		old := add(t, s, job.Job{Kind: "x"}, nil)
		one(t, w, true)
		waits := add(t, s, job.Job{Kind: "y"}, nil)
		c.forward(48 * time.Hour)
		fresh := add(t, s, job.Job{Kind: "x"}, nil)
		one(t, w, true)
		removed, err := db.RemoveEndedJobs(t.Context(), c.now().Add(-24*time.Hour))
		if err != nil || removed != 1 {
			t.Errorf("removed %d, %v", removed, err)
		}
		if _, err := db.FindJob(t.Context(), old); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("the old one: %v", err)
		}
		find(t, db, waits)
		find(t, db, fresh)
	})
}

func TestLargePayloadIsRefused(t *testing.T) {
	db := storetest.Open(t, store.Config{Folder: t.TempDir()})
	if _, err := jobsOn(db, time.Now).Add(t.Context(), job.Job{Kind: "x"}, strings.Repeat("a", 70_000)); fault.CodeOf(err) != fault.Limit {
		t.Errorf("a payload of 70 kB: %v", err)
	}
}
