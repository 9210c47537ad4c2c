package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// applicationName is how our connections are called in PostgreSQL's lists.
const applicationName = "koppelkans"

// copyOutPostgres lets pg_dump write the schema of the connection, as it is
// at one moment: that at which the rows are counted.
func copyOutPostgres(ctx context.Context, config Config, path string, options CopyOptions) (copied Copy, err error) {
	tools, err := newPGTools(config.URL, options.Tools)
	if err != nil {
		return copied, err
	}
	db, err := openPool(config.URL)
	if err != nil {
		return copied, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return copied, fault.Wrap(err, fault.Broken, "store.no-answer", nil)
	}
	defer func() { err = errors.Join(err, ignoreDone(tx.Rollback())) }()
	copied, err = describePostgres(ctx, tx)
	if err != nil {
		return copied, err
	}
	if len(copied.Rows) == 0 {
		return copied, fault.New(fault.Invalid, "backup.nothing", fault.Args{"Folder": copied.Namespace})
	}
	if copied.Tool, err = tools.version(ctx, "pg_dump", major(copied.Server)); err != nil {
		return copied, err
	}
	var moment string
	if err := tx.QueryRowContext(ctx, `SELECT pg_export_snapshot()`).Scan(&moment); err != nil {
		return copied, err
	}
	done := int64(0)
	said := &lineCounter{text: "dumping contents of table", each: func() { done++; options.tell(done, int64(len(copied.Rows))) }}
	// Compressing is left to the file around it.
	_, err = tools.run(ctx, said, "pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges", "--no-password", "--verbose",
		"--schema="+exactly(copied.Namespace), "--snapshot="+moment, "--file="+path)
	return copied, err
}

// exactly writes a name as a pattern of pg_dump that fits nothing else.
func exactly(name string) string { return quoted(name) }

// major gives the first number of a version.
func major(version string) int {
	digits, _, _ := strings.Cut(version, ".")
	number, err := strconv.Atoi(strings.TrimSpace(digits))
	if err != nil {
		return 0
	}
	return number
}

func openPool(address string) (*sql.DB, error) {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return nil, fault.New(fault.Invalid, "store.bad-address", nil) // it may hold a password
	}
	return db, nil
}

// describePostgres tells what the schema of a connection holds.
func describePostgres(ctx context.Context, from querier) (copied Copy, err error) {
	copied.Dialect = postgres.name
	var namespace sql.NullString
	var version int
	err = from.QueryRowContext(ctx, `SELECT current_schema(), current_setting('server_version_num')::int`).Scan(&namespace, &version)
	if err != nil {
		return copied, fault.Wrap(err, fault.Broken, "store.no-answer", nil)
	}
	if !namespace.Valid {
		return copied, fault.New(fault.Invalid, "backup.no-namespace", nil)
	}
	copied.Namespace, copied.Server = namespace.String, fmt.Sprintf("%d.%d", version/10000, version%10000)
	rows, err := from.QueryContext(ctx, `SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
		AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1`)
	tables, err := collect(rows, err, func(row scanner) (name string, err error) { return name, row.Scan(&name) })
	if err != nil {
		return copied, err
	}
	if slices.Contains(tables, "goose_db_version") {
		if copied.Schema, err = schemaOf(ctx, from, "true"); err != nil {
			return copied, err
		}
	}
	copied.Rows, err = countRows(ctx, from, tables)
	return copied, err
}

// checkPostgres refuses a copy that cannot be put back here.
func checkPostgres(ctx context.Context, config Config, copied Copy, options CopyOptions) (err error) {
	tools, err := newPGTools(config.URL, options.Tools)
	if err != nil {
		return err
	}
	db, err := openPool(config.URL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = mayReplace(ctx, db, tools, copied, options)
	return err
}

// mayReplace tells what is there, or why a copy cannot take its place.
func mayReplace(ctx context.Context, db *sql.DB, tools *pgTools, copied Copy, options CopyOptions) (Copy, error) {
	there, err := describePostgres(ctx, db)
	switch {
	case err != nil:
		return there, err
	case there.Namespace != copied.Namespace:
		return there, fault.New(fault.Invalid, "backup.other-namespace", fault.Args{"Backup": copied.Namespace, "Here": there.Namespace})
	case major(there.Server) < major(copied.Server):
		return there, fault.New(fault.Invalid, "backup.old-server", fault.Args{"Backup": copied.Server, "Here": there.Server})
	case len(there.Rows) > 0 && !options.Replace:
		return there, fault.New(fault.Conflict, "backup.not-empty", nil)
	}
	for _, tool := range []string{"pg_restore", "psql"} {
		if _, err := tools.version(ctx, tool, max(major(copied.Tool), major(there.Server))); err != nil {
			return there, err
		}
	}
	return there, nobodyElse(ctx, db)
}

// copyInPostgres puts a copy back in one transaction, which also takes away
// what was there and counts what came.
func copyInPostgres(ctx context.Context, config Config, path string, copied Copy, options CopyOptions) (err error) {
	tools, err := newPGTools(config.URL, options.Tools)
	if err != nil {
		return err
	}
	db, err := openPool(config.URL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	there, err := mayReplace(ctx, db, tools, copied, options)
	if err != nil {
		return err
	}
	drop, err := dropEverything(ctx, db)
	if err != nil {
		return err
	}
	script, err := restoreScript(ctx, tools, path, copied, there, drop, options)
	if err != nil {
		return err
	}
	done := int64(0)
	said := &lineCounter{text: progressMark, each: func() { done++; options.tell(done, int64(len(copied.Rows))) }}
	_, err = tools.run(ctx, said, "psql", "--no-psqlrc", "--quiet", "--no-password", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file="+script)
	return err
}

// nobodyElse refuses to replace what another of our processes works with.
func nobodyElse(ctx context.Context, db *sql.DB) error {
	var others int
	err := db.QueryRowContext(ctx, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1
		AND pid <> pg_backend_pid() AND backend_type = 'client backend'`, applicationName).Scan(&others)
	if err != nil {
		return err
	}
	if others > 0 {
		return fault.New(fault.Conflict, "backup.in-use", nil)
	}
	return nil
}

// dropEverything gives the statements that empty the schema of a connection:
// all but what belongs to extensions.
func dropEverything(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, `SELECT statement FROM (
			SELECT 1 AS turn, format('DROP %s IF EXISTS %s CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, c.oid::regclass) AS statement
			FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
				AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
			UNION ALL -- those that belong to a table have gone with it by then
			SELECT 2, format('DROP SEQUENCE IF EXISTS %s CASCADE', c.oid::regclass)
			FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'S'
				AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
			UNION ALL
			SELECT 3, format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure)
			FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
				AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
		) AS everything ORDER BY turn`)
	return collect(rows, err, func(row scanner) (statement string, err error) { return statement, row.Scan(&statement) })
}

// progressMark stands in what psql says after each table.
const progressMark = "koppelkans: table done"

// restoreScript writes all that is to be done in the one transaction.
func restoreScript(ctx context.Context, tools *pgTools, path string, copied, there Copy, drop []string, options CopyOptions) (string, error) {
	list, err := tools.run(ctx, nil, "pg_restore", "--list", path)
	if err != nil {
		return "", err
	}
	chosen, plain := filepath.Join(options.Scratch, "list"), filepath.Join(options.Scratch, "plain.sql")
	if err := os.WriteFile(chosen, []byte(withoutSchema(list)), 0o600); err != nil {
		return "", err
	}
	if _, err := tools.run(ctx, nil, "pg_restore", "--no-owner", "--no-privileges", "--use-list="+chosen, "--file="+plain, path); err != nil {
		return "", err
	}
	script := filepath.Join(options.Scratch, "restore.sql")
	name := func(table string) string { return quoted(copied.Namespace) + "." + quoted(table) }
	// The address leads to this schema; names that are dropped are written without it.
	begin := append([]string{`SET search_path TO ` + quoted(copied.Namespace)}, drop...)
	var end []string
	for _, table := range slices.Sorted(maps.Keys(copied.Rows)) {
		end = append(end, fmt.Sprintf(`DO $count$ BEGIN
	IF (SELECT count(*) FROM %s) <> %d THEN RAISE EXCEPTION 'the table %% does not have the rows that were counted', '%s'; END IF;
END $count$`, name(table), copied.Rows[table], strings.ReplaceAll(table, "'", "''")))
	}
	return script, joinScript(script, begin, plain, append(end, finishing(copied, name)...), major(there.Server))
}

// withoutSchema leaves out of a list of pg_restore what makes the schema
// itself, which is there.
func withoutSchema(list string) string {
	var kept strings.Builder
	for line := range strings.Lines(list) {
		fields := strings.Fields(line)
		if len(fields) > 3 && !strings.HasPrefix(line, ";") && (fields[3] == "SCHEMA" || fields[3] == "COMMENT" && len(fields) > 5 && fields[5] == "SCHEMA") {
			continue
		}
		kept.WriteString(line)
	}
	return kept.String()
}
