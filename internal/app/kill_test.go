package app

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// kills is how often an import is killed on each database.
const kills = 50

// fewestInWriting is how many of these must fall while rows are written; else
// the test would pass without having tried anything.
const fewestInWriting = 10

// An import is all or nothing, whatever happens to it: power, memory, kill -9.
// An import of 2,000 areas that are already known, under other names and with
// other borders, and of two deliveries that belong together, is killed at
// seeded moments. What can be seen after must be what could be seen before, or
// what an import that was left alone shows.
func TestKilledImportSQLite(t *testing.T) {
	t.Parallel() // beside other long ones
	folder := t.TempDir()
	killImports(t, store.Config{Folder: folder}, func(t *testing.T) store.Config {
		to := t.TempDir()
		// The processes that wrote here have ended, so one file is all there is.
		copyFile(t, filepath.Join(folder, store.FileName), filepath.Join(to, store.FileName))
		return store.Config{Folder: to}
	})
}

func TestKilledImportPostgres(t *testing.T) {
	t.Parallel() // beside other long ones
	base := newDatabase(t, "template0")
	killImports(t, store.Config{URL: base}, func(t *testing.T) store.Config {
		return store.Config{URL: newDatabase(t, databaseOf(t, base))}
	})
}

// killImports fills a database, and kills imports into copies of it.
func killImports(t *testing.T, base store.Config, another func(t *testing.T) store.Config) {
	oldRecipe, oldTable := arrival{areas: 2000, columns: 2, seed: 1}.write(t)
	recipe, table := arrival{areas: 2000, columns: 12, seed: 2}.write(t)
	must(t, base, "import", "table", oldRecipe, oldTable)
	before := visible(t, base)

	whole := another(t)
	writing, ended := importAlone(t, whole, recipe, table)
	// The shorter of two, so that a pause of the machine does not put most kills after the end.
	if again, last := importAlone(t, another(t), recipe, table); last-again < ended-writing {
		writing, ended = again, last
	}
	after := visible(t, whole)
	if after == before {
		t.Fatal("the import changed nothing that can be seen, so this test shows nothing")
	}

	sawBefore, sawAfter, inWriting := 0, 0, 0
	for seed := range uint64(kills) {
		config := another(t)
		random := rand.New(rand.NewPCG(seed, 50))
		reading, wait := seed%10 == 0, time.Duration(0)
		if reading { // one in ten dies before it has written anything
			wait = time.Duration(random.Float64() * float64(writing))
		} else { // the others from the first row until just after the last
			wait = time.Duration(random.Float64() * 1.02 * float64(ended-writing))
		}
		killAfter(t, config, wait, reading, recipe, table)
		seen := visible(t, config)
		switch seen {
		case before:
			sawBefore++
		case after:
			sawAfter++
		default:
			t.Errorf("seed %d, killed %v after it began to write: what can be seen is neither that of before nor that of after", seed, wait)
		}
		if leftoversVanish(t, config) > 0 {
			inWriting++
			if inWriting%5 == 0 && visible(t, config) != seen {
				t.Errorf("seed %d: removing leftovers changed what can be seen", seed)
			}
		}
		if seed%10 == 5 {
			finishAfterKill(t, config, recipe, table, after)
		}
		discard(t, config)
	}
	t.Logf("measured: %d imports killed on %s: %d while rows were written, %d showed what was before, %d what comes after",
		kills, kindOf(base), inWriting, sawBefore, sawAfter)
	if inWriting < fewestInWriting {
		t.Errorf("only %d of %d kills fell while rows were written; at least %d must", inWriting, kills, fewestInWriting)
	}
}

// importAlone lets an import run to its end and tells when its writing began
// and when it ended, counted from its start.
func importAlone(t *testing.T, config store.Config, recipe, table string) (writing, ended time.Duration) {
	t.Helper()
	cmd := program(t.Context(), append([]string{"import", "table", recipe, table}, in(config)...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	started := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := lines(stderr)
	await(t, said, "100%") // of the reading
	writing = time.Since(started)
	for range said {
		continue // until it ends
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	return writing, time.Since(started)
}

// killAfter starts an import and kills it a while after its start, or after it
// has read the file. An import that has ended by then is fine: it shows what
// comes after.
func killAfter(t *testing.T, config store.Config, wait time.Duration, reading bool, recipe, table string) {
	t.Helper()
	cmd := program(t.Context(), append([]string{"import", "table", recipe, table}, in(config)...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := lines(stderr)
	if !reading {
		await(t, said, "100%")
	}
	killer := time.AfterFunc(wait, func() { _ = cmd.Process.Kill() }) // it may have ended already
	for range said {
		continue // until it ends
	}
	killed := !killer.Stop()
	if err := cmd.Wait(); err != nil && !killed {
		t.Fatalf("the import failed before it was killed: %v", err)
	}
	if config.URL != "" {
		awaitAlone(t, config.URL)
	}
}

// leftoversVanish does what every server does at its start, with a clock that
// is set beyond the silence after which a writer counts as dead; it gives how
// many half-written deliveries there were.
func leftoversVanish(t *testing.T, config store.Config) int {
	t.Helper()
	removed := 0
	err := Where{Data: config.Folder, Database: config.URL}.with(t.Context(), silent(), func(p *parts) error {
		early, err := p.deliveries.RemoveLeftovers(t.Context())
		if err != nil {
			return err
		}
		if early > 0 {
			t.Error("a delivery that was written a moment ago was taken for a leftover: its writer may live")
		}
		p.deliveries.Now = func() time.Time { return time.Now().Add(3 * time.Minute) }
		removed, err = p.deliveries.RemoveLeftovers(t.Context())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		`SELECT count(*) FROM delivery WHERE state = 'writing'`,
		`SELECT count(*) FROM claim WHERE delivery_id NOT IN (SELECT id FROM delivery)`,
		`SELECT count(*) FROM border WHERE delivery_id NOT IN (SELECT id FROM delivery)`,
		`SELECT count(*) FROM figure WHERE delivery_id NOT IN (SELECT id FROM delivery)`,
		`SELECT count(*) FROM delivery_content WHERE delivery_id NOT IN (SELECT id FROM delivery)`,
		`SELECT count(*) FROM edition WHERE id NOT IN (SELECT edition_id FROM claim)`,
	} {
		if left := count(t, config, query); left != 0 {
			t.Errorf("%d rows of a killed import are left: %s", left, query)
		}
	}
	return removed
}

// finishAfterKill imports the same file again, or finds it there.
func finishAfterKill(t *testing.T, config store.Config, recipe, table, after string) {
	t.Helper()
	if _, errs, code := command(t, config, "import", "table", recipe, table); code != exitDone && !strings.Contains(errs, "already") {
		t.Errorf("importing again after a kill: exit code %d: %s", code, errs)
	}
	if visible(t, config) != after {
		t.Error("importing again after a kill does not give what an import alone gives")
	}
}

func silent() *console { return &console{out: io.Discard, errs: io.Discard, lang: "en"} }

func kindOf(config store.Config) string {
	if config.URL != "" {
		return "PostgreSQL"
	}
	return "SQLite"
}

// open opens a database beneath the store, to look for rows that no query of
// the store shows.
func open(t testing.TB, config store.Config) *sql.DB {
	t.Helper()
	driver, address := "sqlite", "file:"+filepath.Join(config.Folder, store.FileName)
	if config.URL != "" {
		driver, address = "pgx", config.URL
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func count(t testing.TB, config store.Config, query string) (n int) {
	t.Helper()
	db := open(t, config)
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// newDatabase makes a PostgreSQL database as a copy of another and gives its
// address; it goes when the test ends.
func newDatabase(t testing.TB, template string) string {
	t.Helper()
	server := os.Getenv(storetest.Variable)
	if server == "" {
		t.Skipf("needs postgres: %s is not set", storetest.Variable)
	}
	name := fmt.Sprintf("test_%s", id.NewMaker(time.Now).Next())
	execute(t, server, `CREATE DATABASE "`+name+`" TEMPLATE "`+template+`" STRATEGY file_copy`)
	parsed, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	parsed.Path = "/" + name
	t.Cleanup(func() { execute(t, server, `DROP DATABASE IF EXISTS "`+name+`" WITH (FORCE)`) })
	return parsed.String()
}

// discard makes room for the next copy.
func discard(t *testing.T, config store.Config) {
	t.Helper()
	if config.URL != "" {
		execute(t, os.Getenv(storetest.Variable), `DROP DATABASE "`+databaseOf(t, config.URL)+`" WITH (FORCE)`)
	} else if err := os.RemoveAll(config.Folder); err != nil {
		t.Error(err)
	}
}

func databaseOf(t testing.TB, address string) string {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(parsed.Path, "/")
}

func execute(t testing.TB, address, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	// Cleanups run after the test's own context has ended.
	if _, err := db.ExecContext(context.WithoutCancel(t.Context()), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// awaitAlone waits until PostgreSQL has noticed that the killed process is
// gone: until then it may still carry out what that process asked last.
func awaitAlone(t *testing.T, address string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for {
		var others int
		err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`).Scan(&others)
		if err != nil {
			t.Fatal(err)
		}
		if others == 0 {
			return
		}
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
