package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/store"
)

// damage is a way in which data can be broken, and what check must say of it.
type damage struct {
	name      string
	statement string // on both databases
	sqlite    string // or on each
	postgres  string
	says      string
}

// unguarded switches off what keeps PostgreSQL from being broken; SQLite only
// guards references when it is asked to.
const unguarded = `SET session_replication_role = replica; `

// notWhole are deliveries whose counts and contents the figures must fit.
const aDelivery = `(SELECT min(id) FROM delivery WHERE figures > 0)`

func damages() []damage {
	return []damage{
		{name: "a figure of no delivery", says: "rows of figure",
			statement: `INSERT INTO figure (delivery_id, indicator, period, edition_id, value, hole) SELECT 1, indicator, period, edition_id, value, hole FROM figure WHERE hole = 0 LIMIT 3`},
		{name: "figures lost", says: "another number of figures", statement: `DELETE FROM figure WHERE delivery_id = ` + aDelivery + ` AND period = (SELECT max(period) FROM figure WHERE delivery_id = ` + aDelivery + `)`},
		{name: "counts changed", says: "another number of figures", statement: `UPDATE delivery SET holes = holes + 1 WHERE id = ` + aDelivery},
		{name: "areas lost", says: "another number of areas", statement: `UPDATE delivery SET areas = areas + 1 WHERE id = ` + aDelivery},
		{name: "a hole with a value", says: "holes with a value", statement: `UPDATE figure SET hole = 2 WHERE delivery_id = ` + aDelivery + ` AND value <> 0`},
		{name: "margins of no figure", says: "rows of figure_sureness",
			statement: `INSERT INTO figure_sureness SELECT 1, indicator, period, edition_id, 0, 0, 20 FROM figure WHERE hole = 0 LIMIT 3`},
		{name: "respondents of a hole", says: "that cannot be",
			statement: `INSERT INTO figure_sureness SELECT delivery_id, indicator, period, edition_id, 0, 0, 20 FROM figure WHERE hole <> 0 LIMIT 3`},
		{name: "margins beside the figure", says: "that cannot be",
			statement: `INSERT INTO figure_sureness SELECT delivery_id, indicator, period, edition_id, value + 1, value + 2, 0 FROM figure WHERE hole = 0 LIMIT 3`},
		{name: "answers of no round", says: "rows of survey_count", statement: `INSERT INTO survey_count VALUES (1, 2024, 'BU99990000', 20, 10)`},
		{name: "more answers than people", says: "more answers than people", statement: `INSERT INTO survey_count VALUES (1, 2024, 'BU99990000', 20, 30)`},
		{name: "a border lost", says: "rows of claim", statement: `DELETE FROM border WHERE edition_id = (SELECT max(edition_id) FROM border)`},
		{name: "a border cut off", says: "cannot be read", sqlite: `UPDATE border SET geometry = substr(geometry, 1, 40) WHERE edition_id = (SELECT max(edition_id) FROM border)`,
			postgres: `UPDATE border SET geometry = substring(geometry from 1 for 40) WHERE edition_id = (SELECT max(edition_id) FROM border)`},
		{name: "a state that does not exist", says: "state that does not exist", statement: `UPDATE delivery SET state = 'lost' WHERE id = (SELECT max(id) FROM delivery WHERE figures = 0)`},
		{name: "another name shown", says: "shows something else", statement: `UPDATE edition SET name = 'Elders' WHERE id = (SELECT max(id) FROM edition WHERE shown = 1)`},
		{name: "an area hidden", says: "shows something else", statement: `UPDATE edition SET shown = 0 WHERE id = (SELECT max(id) FROM edition WHERE shown = 1)`},
		{name: "an index lost", says: "index feature_by_place", statement: `DROP INDEX feature_by_place`},
		{name: "a table lost", says: "table job_mark", statement: `DROP TABLE job_mark`},
		{name: "the guard of the audit log lost", says: "trigger audit_entry_no", sqlite: `DROP TRIGGER audit_entry_no_update`, postgres: `ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_change`},
		{name: "a reference broken", says: "rows of delivery_content", sqlite: `UPDATE delivery_content SET delivery_id = 1`, postgres: unguarded + `UPDATE delivery_content SET delivery_id = 1`},
		{name: "a number given out twice", says: "given out already", postgres: `SELECT setval(pg_get_serial_sequence('event', 'seq'), 1, false)`},
		{name: "a change without a number", says: "no valid number", statement: `UPDATE event SET seq = -seq WHERE seq = (SELECT max(seq) FROM event)`},
		{name: "a lease without a worker", says: "do not fit", statement: `INSERT INTO job VALUES (1, 'x', '', 0, 'null', 'running', 1, 5, 0, '', 0, '', '', '', 1, 1, 0)`},
		{name: "an ended job that is due", says: "do not fit", statement: `INSERT INTO job VALUES (1, 'x', '', 0, 'null', 'done', 1, 5, 1, '', 0, '', '', '', 1, 1, 1)`},
		{name: "a job that cannot be read", says: "data of job", statement: `INSERT INTO job VALUES (1, 'x', '', 0, '{', 'done', 1, 0, 1, '', 0, '', '', '', 1, 1, 1)`},
		{name: "a result lost", says: "not in the data folder", statement: `INSERT INTO job VALUES (1, 'x', '', 0, 'null', 'done', 1, 0, 1, '', 0, '', '', '', 1, 1, 1);
			INSERT INTO job_file VALUES ('0000000000001-x', 1, 0, 'x', 'text/csv', 3, 1, 9999999999999999)`},
	}
}

// Each kind of damage is found, told, and gives exit code 1; sound data do not.
func TestCheckFindsDamage(t *testing.T) {
	t.Parallel() // beside other long ones
	whole := store.Config{Folder: t.TempDir()}
	fillDemo(t, whole)
	t.Run("sqlite", func(t *testing.T) {
		findDamage(t, whole, func(t *testing.T) store.Config {
			folder := t.TempDir()
			copyFile(t, filepath.Join(whole.Folder, store.FileName), filepath.Join(folder, store.FileName))
			return store.Config{Folder: folder}
		}, func(d damage) string { return d.statement + d.sqlite })
	})
	t.Run("postgres", func(t *testing.T) {
		base := store.Config{URL: newDatabase(t, "template0")}
		must(t, base, "demo") // in a database of its own
		findDamage(t, base, func(t *testing.T) store.Config { return store.Config{URL: newDatabase(t, databaseOf(t, base.URL))} },
			func(d damage) string { return d.statement + d.postgres })
	})
}

func findDamage(t *testing.T, whole store.Config, another func(t *testing.T) store.Config, statement func(damage) string) {
	if out, errs, code := command(t, whole, "check"); code != exitDone || !strings.Contains(out, "hold together") {
		t.Fatalf("sound data: exit code %d\n%s%s", code, out, errs)
	}
	for _, d := range damages() {
		if statement(d) == "" {
			continue
		}
		t.Run(d.name, func(t *testing.T) {
			config := another(t)
			execOn(t, config, statement(d))
			out, _, code := command(t, config, "check")
			if code != exitBroken || !strings.Contains(out, d.says) {
				t.Errorf("exit code %d, want %d and %q; it said:\n%s", code, exitBroken, d.says, out)
			}
		})
	}
}

// A disk that loses a part of the file is what backups are for; it must be
// noticed before the backups are old.
func TestCheckFindsDamagedPages(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	path := filepath.Join(config.Folder, store.FileName)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	const tries = 20
	for n := range tries {
		damaged := store.Config{Folder: t.TempDir()}
		hurt := append([]byte(nil), content...)
		// Beyond the first pages, so that it can be opened still.
		from := len(hurt)/3/4096*4096 + n*len(hurt)/2/tries/4096*4096
		for at := range 4096 {
			hurt[from+at] ^= 0xa5
		}
		if err := os.WriteFile(filepath.Join(damaged.Folder, store.FileName), hurt, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, code := command(t, damaged, "check"); code == exitBroken {
			found++
		}
	}
	if found != tries {
		t.Errorf("of %d lost pages %d were noticed", tries, found)
	}
}
