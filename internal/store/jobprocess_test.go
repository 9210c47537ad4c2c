package store_test

import (
	"bufio"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

const tallyTables = `CREATE TABLE tally (job_id BIGINT NOT NULL, worker BIGINT NOT NULL);
	CREATE TABLE wrote (job_id BIGINT NOT NULL, kind TEXT NOT NULL, writer TEXT NOT NULL)`

// Two processes compete for 200 jobs, and each job is done once.
func TestTwoProcessesDoNoJobTwice(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		jobs := 200
		db, notes := storetest.Open(t, config), t.TempDir()
		execTest(t, config, tallyTables)
		s := jobsOn(db, time.Now)
		for n := range jobs {
			add(t, s, job.Job{Kind: []string{"tally", "letter"}[n%2]}, nil)
		}
		workers := []*exec.Cmd{startWorker(t, config, notes, "1m"), startWorker(t, config, notes, "1m")}
		done := func() bool { return countTest(t, config, `SELECT count(*) FROM job WHERE state = 'done'`) == jobs }
		await(t, time.Minute, done)
		// On a busy machine one may have done all before the other came up.
		for range 50 {
			if countTest(t, config, `SELECT count(DISTINCT worker) FROM tally`) == len(workers) {
				break
			}
			for n := range 20 {
				add(t, s, job.Job{Kind: []string{"tally", "letter"}[n%2]}, nil)
			}
			jobs += 20
			await(t, time.Minute, done)
		}
		for _, worker := range workers {
			if err := worker.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if err := worker.Wait(); err != nil {
				t.Errorf("a worker that was asked to stop ended with %v", err)
			}
		}
		if n := countTest(t, config, `SELECT count(*) FROM tally`); n != jobs/2 {
			t.Errorf("%d tallies of %d jobs", n, jobs/2)
		}
		if n := countTest(t, config, `SELECT count(DISTINCT job_id) FROM tally`); n != jobs/2 {
			t.Errorf("%d different tallies of %d jobs", n, jobs/2)
		}
		if letters := lettersIn(t, notes); len(letters) != jobs/2 {
			t.Errorf("%d letters of %d jobs", len(letters), jobs/2)
		}
		if n := countTest(t, config, `SELECT count(*) FROM job WHERE attempts <> 1`); n != 0 {
			t.Errorf("%d jobs were tried more than once", n)
		}
		perWorker := countTest(t, config, `SELECT count(DISTINCT worker) FROM tally`)
		if perWorker != 2 {
			t.Errorf("%d processes took part, so this test shows nothing", perWorker)
		}
	})
}

// killsOfJobs is how often a process that writes and one that works are
// killed on each database.
const killsOfJobs = 50

// Whatever a writer said it wrote is there, with its job; whatever was killed
// while it worked, each job is done once in the end, and no letter went twice.
func TestKilledWritersAndWorkers(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		db, notes := storetest.Open(t, config), t.TempDir()
		execTest(t, config, tallyTables)
		acknowledged := map[id.ID]bool{}
		for seed := range uint64(killsOfJobs) {
			random := rand.New(rand.NewPCG(seed, 100))
			worker := startWorker(t, config, notes, "300ms")
			writer := process(t.Context(), "write", config, strconv.FormatUint(seed, 10))
			out, err := writer.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := writer.Start(); err != nil {
				t.Fatal(err)
			}
			said := bufio.NewScanner(out)
			said.Scan() // it writes
			acknowledge(t, acknowledged, said.Text())
			first := time.AfterFunc(time.Duration(random.Float64()*float64(120*time.Millisecond)), func() { _ = writer.Process.Kill() })
			for said.Scan() {
				acknowledge(t, acknowledged, said.Text())
			}
			first.Stop()
			_ = writer.Wait()
			time.Sleep(time.Duration(random.Float64() * float64(30*time.Millisecond)))
			_ = worker.Process.Kill()
			_ = worker.Wait()
		}
		finishing := startWorker(t, config, notes, "300ms")
		await(t, 2*time.Minute, func() bool {
			return countTest(t, config, `SELECT count(*) FROM job WHERE state IN ('waiting', 'running')`) == 0
		})
		_ = finishing.Process.Signal(syscall.SIGTERM)
		_ = finishing.Wait()
		compareKilled(t, config, db, notes, acknowledged)
		inHand := countTest(t, config, `SELECT count(*) FROM job WHERE attempts > 1`)
		t.Logf("measured: %d writers and %d workers killed; %d acknowledged writes, all there; %d jobs in the hands of a killed worker were taken over",
			killsOfJobs, killsOfJobs, len(acknowledged), inHand)
		if inHand < killsOfJobs/5 {
			t.Errorf("only %d jobs were in hand when a worker was killed, so this test shows too little", inHand)
		}
	})
}

func acknowledge(t *testing.T, into map[id.ID]bool, line string) {
	t.Helper()
	number, err := strconv.ParseInt(line, 10, 64)
	if err != nil {
		return // cut off by the kill: not acknowledged
	}
	into[id.ID(number)] = true
}

// compareKilled holds what was acknowledged against what is there.
func compareKilled(t *testing.T, config store.Config, db *store.DB, notes string, acknowledged map[id.ID]bool) {
	t.Helper()
	for query, what := range map[string]string{
		`SELECT count(*) FROM wrote WHERE job_id NOT IN (SELECT id FROM job)`:                                                                "records without their job",
		`SELECT count(*) FROM job WHERE id NOT IN (SELECT job_id FROM wrote)`:                                                                "jobs without their record",
		`SELECT count(*) FROM job j WHERE kind = 'tally' AND (state <> 'done' OR (SELECT count(*) FROM tally t WHERE t.job_id = j.id) <> 1)`: "tallies not done once",
		`SELECT count(*) FROM job WHERE kind = 'build' AND state <> 'done'`:                                                                  "builds not done",
	} {
		if n := countTest(t, config, query); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
	sent := map[string]int{}
	for _, letter := range lettersIn(t, notes) {
		if sent[letter]++; sent[letter] > 1 {
			t.Errorf("letter of job %s went twice", letter)
		}
	}
	uncertain := 0
	for j := range acknowledged {
		found := find(t, db, j) // fails when it is lost
		if found.Kind != "letter" {
			continue
		}
		switch {
		case found.State == job.Done && sent[j.String()] == 1:
		case found.State == job.Failed && found.Problem != nil && found.Problem.Key == "job.uncertain":
			uncertain++
		default:
			t.Errorf("letter %s: sent %d times, and its job is %s (%+v)", j, sent[j.String()], found.State, found.Problem)
		}
	}
	builds, err := filepath.Glob(filepath.Join(notes, "build-*"))
	if err != nil || len(builds) != countTest(t, config, `SELECT count(*) FROM job WHERE kind = 'build'`) {
		t.Errorf("%d builds, %v", len(builds), err)
	}
	t.Logf("measured: %d letters sent, %d left to a person because a kill fell while one was sent", len(sent), uncertain)
}

// startWorker starts a process that does jobs, and waits until it does.
func startWorker(t *testing.T, config store.Config, notes, lease string) *exec.Cmd {
	t.Helper()
	worker := process(t.Context(), "work", config, notes, lease)
	worker.Stderr = os.Stderr
	out, err := worker.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := worker.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if worker.ProcessState == nil {
			_ = worker.Process.Kill()
			_ = worker.Wait()
		}
	})
	if said := bufio.NewScanner(out); !said.Scan() {
		t.Fatal("the worker ended at once")
	}
	return worker
}

// await waits until something holds.
func await(t *testing.T, most time.Duration, holds func() bool) {
	t.Helper()
	for until := time.Now().Add(most); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("waited %v in vain", most)
		}
	}
}

func lettersIn(t *testing.T, notes string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(notes, "letters"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return strings.Fields(string(text))
}
