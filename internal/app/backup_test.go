package app

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/store"
)

// eachWhole runs a test on a SQLite folder and on a PostgreSQL database of its
// own; another makes an empty one of the same kind.
func eachWhole(t *testing.T, run func(t *testing.T, config store.Config, another func() store.Config)) {
	t.Run("sqlite", func(t *testing.T) {
		another := func() store.Config { return store.Config{Folder: t.TempDir()} }
		run(t, another(), another)
	})
	t.Run("postgres", func(t *testing.T) {
		another := func() store.Config { return store.Config{URL: newDatabase(t, "template0"), Folder: t.TempDir()} }
		run(t, another(), another)
	})
}

// both gives the flags for the database and for the data folder.
func both(config store.Config) []string {
	flags := []string{"--data", config.Folder}
	if config.URL != "" {
		flags = append(flags, "--database", config.URL)
	}
	return flags
}

// whole runs a command that takes the data folder as well.
func whole(t testing.TB, config store.Config, args ...string) (said string, code int) {
	t.Helper()
	cmd := program(t.Context(), append(args, both(config)...)...)
	out, err := cmd.CombinedOutput()
	if _, is := err.(*exec.ExitError); err != nil && !is {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func mustWhole(t testing.TB, config store.Config, args ...string) string {
	t.Helper()
	said, code := whole(t, config, args...)
	if code != exitDone {
		t.Fatalf("koppelkans %s: exit code %d\n%s", strings.Join(args, " "), code, said)
	}
	return said
}

// furnish fills a database with the demo and with what only goes on behind the
// pages: a job that runs, one that waits, a result to be fetched, a session.
func furnish(t *testing.T, config store.Config) (running id.ID, file job.File) {
	t.Helper()
	mustWhole(t, config, "demo")
	err := Where{Data: config.Folder, Database: config.URL}.with(t.Context(), silent(), func(p *parts) error {
		ctx := t.Context()
		worker := &job.Worker{Store: p.db, Files: p.files, IDs: id.NewMaker(nil), Log: logger(os.Stderr, 9), Kinds: job.Kinds{"list": {Handle: func(_ context.Context, run *job.Run) error {
			draft, err := run.Create("lijst.csv", "text/csv")
			if err != nil {
				return err
			}
			if _, err := fmt.Fprint(draft, "a;b"); err != nil {
				return err
			}
			return draft.Close()
		}}}}
		made, err := p.jobs.Add(ctx, job.Job{Kind: "list", Account: 5}, nil)
		if err != nil {
			return err
		}
		if _, err := worker.One(ctx); err != nil {
			return err
		}
		files, err := p.files.Of(ctx, made)
		if err != nil || len(files) != 1 {
			t.Fatalf("files %v, %v", files, err)
		}
		file = files[0]
		if running, err = p.jobs.Add(ctx, job.Job{Kind: "letter"}, nil); err != nil {
			return err
		}
		_, _, err = p.db.ClaimJob(ctx, job.Claim{Kinds: []string{"letter"}, Token: 1, Now: time.Now(), Until: time.Now().Add(time.Hour)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	execOn(t, config, `INSERT INTO account_session (token, id, account, data, method, browser, network, created_at, seen_at, expires_at) VALUES ('x', 1, 5, '', '', '', '', 1, 1, 1)`)
	return running, file
}

func execOn(t testing.TB, config store.Config, statement string) {
	t.Helper()
	db := open(t, config)
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// A backup that is put back holds every row and file; only what was under way
// waits for people, and everybody signs in again.
func TestBackupIsRestoredWhole(t *testing.T) {
	eachWhole(t, func(t *testing.T, config store.Config, another func() store.Config) {
		running, file := furnish(t, config)
		before, path := content(t, config), filepath.Join(t.TempDir(), "backup.koppelkans")
		mustWhole(t, config, "backup", path)
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the backup holds all there is, and others can read it: %v, %v", info.Mode(), err)
		}
		if again, code := whole(t, config, "backup", path); code != exitRefused {
			t.Errorf("writing over a backup: exit code %d: %s", code, again)
		}
		mustWhole(t, config, "backup", path, "--replace")
		if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
			t.Errorf("beside the backup lies %v, %v", entries, err)
		}
		if after := content(t, config); !maps.Equal(before, after) {
			t.Error("making a backup changed the data")
		}
		restored := another()
		mustWhole(t, restored, "restore", path)
		compareRestored(t, restored, before)
		if n := count(t, restored, fmt.Sprintf(`SELECT count(*) FROM job WHERE id = %d AND state = 'cancelled' AND problem LIKE '%%job.restored%%'`, int64(running))); n != 1 {
			t.Error("a job that was under way would be done again")
		}
		if n := count(t, restored, `SELECT count(*) FROM account_session`); n != 0 {
			t.Error("a session that may have been ended since holds again")
		}
		text, err := os.ReadFile(filepath.Join(restored.Folder, "files", file.Name))
		if err != nil || string(text) != "a;b" {
			t.Errorf("the result that waits to be fetched: %q, %v", text, err)
		}
		mustWhole(t, restored, "deliveries", "list")
		// And in the place of other data.
		other := another()
		mustWhole(t, other, "settings", "background-tiles", "pdok")
		if said, code := whole(t, other, "restore", path); code != exitRefused {
			t.Errorf("restoring over data: exit code %d: %s", code, said)
		}
		if n := count(t, other, `SELECT count(*) FROM setting WHERE name LIKE 'background-%'`); n != 2 {
			t.Errorf("a refused restore left %d of 2 settings", n)
		}
		mustWhole(t, other, "restore", path, "--replace")
		compareRestored(t, other, before)
	})
}

// compareRestored holds every table against what was backed up.
func compareRestored(t *testing.T, restored store.Config, before map[string]string) {
	t.Helper()
	after := content(t, restored)
	for _, table := range slices.Sorted(maps.Keys(before)) {
		switch table {
		case "job", "account_session", "account_link": // finished on purpose
			if table == "job" && strings.Fields(after[table])[0] != strings.Fields(before[table])[0] {
				t.Errorf("jobs: %s, want as many as in %s", after[table], before[table])
			}
		default:
			if after[table] != before[table] {
				t.Errorf("table %s: %q, want %q", table, after[table], before[table])
			}
		}
	}
	if len(after) != len(before) {
		t.Errorf("%d tables, want %d", len(after), len(before))
	}
}

// A backup that is made while others write is of one moment: all that was
// written before it began, and nothing halfway.
func TestBackupWhileWriting(t *testing.T) {
	eachWhole(t, func(t *testing.T, config store.Config, another func() store.Config) {
		mustWhole(t, config, "demo")
		already := count(t, config, `SELECT count(*) FROM event WHERE kind = 'setting.changed'`)
		db, err := store.Open(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		stop, written := make(chan struct{}), make(chan int)
		go func() { // every change is two rows of one transaction: a setting and an event
			for n := 1; ; n++ {
				select {
				case <-stop:
					close(written)
					return
				case written <- n - 1:
					n--
				default:
					if err := db.SaveSetting(context.Background(), fmt.Sprintf("s%05d", n), "x"); err != nil {
						t.Error(err)
						close(written)
						return
					}
				}
			}
		}()
		for <-written < 20 {
			continue // until it is well under way
		}
		path, atLeast := filepath.Join(t.TempDir(), "b"), <-written
		mustWhole(t, config, "backup", path)
		atMost := <-written
		close(stop)
		for range written {
			continue
		}
		restored := another()
		mustWhole(t, restored, "restore", path)
		settings := count(t, restored, `SELECT count(*) FROM setting WHERE name LIKE 's0%'`)
		events := count(t, restored, `SELECT count(*) FROM event WHERE kind = 'setting.changed'`) - already
		t.Logf("measured: %d writes while the backup on %s was made; %d are in it", atMost-atLeast, kindOf(config), settings)
		if settings < atLeast || settings > atMost || settings != events {
			t.Errorf("%d settings and %d events; between %d and %d were written", settings, events, atLeast, atMost)
		}
		if atMost == atLeast {
			t.Error("nothing was written while the backup was made, so this test shows nothing")
		}
	})
}

// restoreKills is how often a restore is killed: on PostgreSQL less, because
// it takes much longer.
func restoreKills(config store.Config) uint64 {
	if config.URL != "" {
		return 6
	}
	return 15
}

// A restore that is cut off leaves what was there before, or all that it
// brings; and it can be done again.
func TestKilledRestore(t *testing.T) {
	eachWhole(t, func(t *testing.T, config store.Config, another func() store.Config) {
		mustWhole(t, config, "demo")
		path, after := filepath.Join(t.TempDir(), "b"), count(t, config, `SELECT count(*) FROM figure`)
		mustWhole(t, config, "backup", path)
		target := another()
		mustWhole(t, target, "settings", "background-tiles", "pdok")
		older := filepath.Join(t.TempDir(), "older")
		mustWhole(t, target, "backup", older)
		begun := time.Now()
		mustWhole(t, target, "restore", path, "--replace")
		took, sawBefore, sawAfter := time.Since(begun), 0, 0
		for seed := range restoreKills(config) {
			mustWhole(t, target, "restore", older, "--replace")
			random := rand.New(rand.NewPCG(seed, 7))
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration((0.3+0.8*random.Float64())*float64(took)))
			cmd := program(ctx, append([]string{"restore", path, "--replace"}, both(target)...)...)
			_ = cmd.Run() // killed, or done before
			cancel()
			if target.URL != "" {
				awaitNoPsql(t, target.URL)
			}
			figures, tiles := count(t, target, `SELECT count(*) FROM figure`), count(t, target, `SELECT count(*) FROM setting WHERE name = 'background-tiles'`)
			switch {
			case figures == 0 && tiles == 1:
				sawBefore++
			case figures == after && tiles == 0:
				sawAfter++
			default:
				t.Errorf("seed %d: %d figures: neither what was before nor what comes after", seed, figures)
			}
		}
		t.Logf("measured: %d restores killed on %s: %d left what was before, %d brought all", restoreKills(config), kindOf(config), sawBefore, sawAfter)
		if sawBefore < 2 {
			t.Errorf("only %d kills fell before the end", sawBefore)
		}
	})
}

// awaitNoPsql waits until a psql whose parent was killed has ended: it is a
// process of its own.
func awaitNoPsql(t *testing.T, address string) {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		if count(t, store.Config{URL: address}, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'koppelkans'`) == 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatal("psql did not end")
		}
	}
}

// What lies in the arguments of a process can be read by everybody on the
// machine.
func TestPasswordIsNoArgument(t *testing.T) {
	config := store.Config{URL: newDatabase(t, "template0"), Folder: t.TempDir()}
	const password = "geheim woord%"
	address, err := url.Parse(config.URL)
	if err != nil {
		t.Fatal(err)
	}
	address.User = url.UserPassword(address.User.Username(), password)
	config.URL = address.String()
	must(t, store.Config{URL: config.URL}, "settings", "background-tiles", "pdok")
	tools, notes := t.TempDir(), filepath.Join(t.TempDir(), "notes")
	for _, tool := range []string{"pg_dump", "pg_restore", "psql"} {
		real, err := exec.LookPath(tool)
		if err != nil {
			t.Skipf("needs postgres: %v", err)
		}
		script := fmt.Sprintf("#!/bin/sh\necho \"$0 $*\" >>'%s.arguments'\necho \"$PGPASSWORD\" >>'%s.passwords'\nexec '%s' \"$@\"\n", notes, notes, real)
		if err := os.WriteFile(filepath.Join(tools, tool), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "b")
	var said string
	for _, args := range [][]string{{"backup", path}, {"restore", path, "--replace"}} {
		cmd := program(t.Context(), append(args, "--data", config.Folder, "--pg-bin", tools)...)
		cmd.Env = append(cmd.Env, "KOPPELKANS_DATABASE="+config.URL)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", args[0], err, out)
		}
		said += string(out)
	}
	arguments, err := os.ReadFile(notes + ".arguments")
	if err != nil {
		t.Fatal(err)
	}
	passwords, err := os.ReadFile(notes + ".passwords")
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{"geheim", url.QueryEscape(password), "postgres://"} {
		if strings.Contains(string(arguments), form) || strings.Contains(said, form) {
			t.Errorf("%q stands in the arguments or in what was said:\n%s%s", form, arguments, said)
		}
	}
	if lines := strings.Split(strings.TrimSpace(string(passwords)), "\n"); len(lines) < 5 || slices.ContainsFunc(lines, func(line string) bool { return line != password }) {
		t.Errorf("the tools got %q as password", lines)
	}
}
