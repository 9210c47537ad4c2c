package store

import (
	"context"
	"database/sql"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/check"
	"github.com/koppelkans/koppelkans/internal/fault"
)

// databaseChecks look at the database itself, whatever it holds.
func databaseChecks() []integrityCheck {
	return []integrityCheck{
		{"pages", checkPages}, {"schema", checkSchema}, {"references", checkReferences}, {"numbers", checkNumbers},
	}
}

func wrong(key, text string) check.Finding {
	return check.Finding{Key: key, Args: fault.Args{"About": text}}
}

// checkPages makes sure that every row and index can be read.
func checkPages(ctx context.Context, db *DB, q querier, tell func(check.Finding)) error {
	if db.dialect.isPostgres() {
		return readEveryRow(ctx, q, tell)
	}
	rows, err := q.QueryContext(ctx, `PRAGMA integrity_check(20)`)
	_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
		var verdict string
		if err := row.Scan(&verdict); err != nil {
			return none, err
		}
		if verdict != "ok" {
			tell(wrong("check.page", verdict))
		}
		return none, nil
	})
	return err
}

// readEveryRow reads every value of every row in PostgreSQL, which has no
// check of its own: what lies on a damaged page gives an error. It also tells
// when texts were sorted by another version of the system's language rules, as
// indexes then miss rows.
func readEveryRow(ctx context.Context, q querier, tell func(check.Finding)) error {
	tables, err := tablesOf(ctx, q)
	if err != nil {
		return err
	}
	for _, table := range tables {
		var bytes sql.NullInt64
		if err := q.QueryRowContext(ctx, `SELECT sum(length(CAST(t AS TEXT))) FROM `+quoted(table)+` t`).Scan(&bytes); err != nil {
			return err // the transaction ends with it
		}
	}
	var known int
	err = q.QueryRowContext(ctx, `SELECT count(*) FROM information_schema.columns WHERE table_schema = 'pg_catalog' AND table_name = 'pg_database' AND column_name = 'datcollversion'`).Scan(&known)
	if err != nil || known == 0 {
		return err
	}
	var moved int
	err = q.QueryRowContext(ctx, `SELECT count(*) FROM pg_database WHERE datname = current_database() AND datcollversion <> pg_database_collation_actual_version(oid)`).Scan(&moved)
	if moved > 0 {
		tell(check.Finding{Key: "check.collation"})
	}
	return err
}

func tablesOf(ctx context.Context, q querier) ([]string, error) {
	rows, err := q.QueryContext(ctx, `SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
		AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1`)
	return collect(rows, err, func(row scanner) (name string, err error) { return name, row.Scan(&name) })
}

// made is what a migration makes, takes away or names anew.
var made = regexp.MustCompile(`(?im)^\s*(CREATE|DROP|ALTER)\s+(?:UNIQUE\s+)?(TABLE|INDEX|TRIGGER)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?(\w+)(?:\s+RENAME\s+TO\s+(\w+))?`)

// expected lists what the migrations make: tables, indexes and the triggers
// that keep rows as they were written.
func expected(d dialect) (map[string]bool, error) {
	files, err := migrations(d)
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	all := map[string]bool{}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		for _, part := range made.FindAllStringSubmatch(string(text), -1) {
			thing := strings.ToLower(part[2]) + " " + part[3]
			switch strings.ToUpper(part[1]) {
			case "CREATE":
				all[thing] = true
			case "DROP":
				delete(all, thing)
			case "ALTER":
				if part[4] != "" {
					delete(all, thing)
					all[strings.ToLower(part[2])+" "+part[4]] = true
				}
			}
		}
	}
	return all, nil
}

// checkSchema makes sure that nothing was taken out of the database by hand.
func checkSchema(ctx context.Context, db *DB, q querier, tell func(check.Finding)) error {
	want, err := expected(db.dialect)
	if err != nil {
		return err
	}
	query := `SELECT type || ' ' || name FROM sqlite_schema`
	if db.dialect.isPostgres() {
		query = `SELECT CASE relkind WHEN 'i' THEN 'index ' ELSE 'table ' END || relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'i')
			UNION ALL SELECT 'trigger ' || g.tgname FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid WHERE c.relnamespace = current_schema()::regnamespace AND g.tgenabled <> 'D'`
	}
	rows, err := q.QueryContext(ctx, query)
	there, err := collect(rows, err, func(row scanner) (name string, err error) { return name, row.Scan(&name) })
	if err != nil {
		return err
	}
	for _, name := range there {
		delete(want, name)
	}
	for name := range want {
		tell(wrong("check.missing", name))
	}
	return nil
}

// checkReferences makes sure that what the database itself guards holds.
func checkReferences(ctx context.Context, db *DB, q querier, tell func(check.Finding)) error {
	if db.dialect.isPostgres() {
		return checkForeignKeys(ctx, q, tell)
	}
	rows, err := q.QueryContext(ctx, `SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2`)
	_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
		var table, parent, count string
		if err := row.Scan(&table, &parent, &count); err != nil {
			return none, err
		}
		tell(check.Finding{Key: "check.reference", Args: fault.Args{"Table": table, "Other": parent, "Count": count}})
		return none, nil
	})
	return err
}

// checkForeignKeys looks for rows that a foreign key of PostgreSQL should have
// refused: triggers can be switched off, and pages can be lost.
func checkForeignKeys(ctx context.Context, q querier, tell func(check.Finding)) error {
	rows, err := q.QueryContext(ctx, `SELECT c.conrelid::regclass::text, c.confrelid::regclass::text,
			format('SELECT count(*) FROM %s t WHERE %s AND NOT EXISTS (SELECT 1 FROM %s o WHERE %s)', c.conrelid::regclass,
				string_agg(format('t.%I IS NOT NULL', a.attname), ' AND '), c.confrelid::regclass, string_agg(format('o.%I = t.%I', b.attname, a.attname), ' AND '))
		FROM pg_constraint c
		JOIN LATERAL unnest(c.conkey, c.confkey) AS k(own, other) ON true
		JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own
		JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.other
		WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace GROUP BY c.oid, c.conrelid, c.confrelid`)
	type key struct{ table, other, query string }
	keys, err := collect(rows, err, func(row scanner) (k key, err error) { return k, row.Scan(&k.table, &k.other, &k.query) })
	if err != nil {
		return err
	}
	for _, k := range keys {
		var count int64
		if err := q.QueryRowContext(ctx, k.query).Scan(&count); err != nil {
			return err
		}
		if count > 0 {
			tell(check.Finding{Key: "check.reference", Args: fault.Args{"Table": k.table, "Other": k.other, "Count": count}})
		}
	}
	return nil
}

// checkNumbers makes sure that the next number of a numbered table is free:
// after a restore by hand a sequence of PostgreSQL can lag behind.
func checkNumbers(ctx context.Context, db *DB, q querier, tell func(check.Finding)) error {
	if db.dialect.isPostgres() {
		rows, err := q.QueryContext(ctx, `SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname) FROM pg_class c
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`)
		type numbered struct{ table, column, sequence string }
		list, err := collect(rows, err, func(row scanner) (n numbered, err error) { return n, row.Scan(&n.table, &n.column, &n.sequence) })
		if err != nil {
			return err
		}
		for _, n := range list {
			var behind bool
			err := q.QueryRowContext(ctx, `SELECT coalesce((SELECT max(`+quoted(n.column)+`) FROM `+quoted(n.table)+`), 0) > (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM `+n.sequence+`)`).Scan(&behind)
			if err != nil {
				return err
			}
			if behind {
				tell(wrong("check.sequence", n.table))
			}
		}
	}
	var ahead, below int64
	err := q.QueryRowContext(ctx, `SELECT coalesce(sum(CASE WHEN at > $1 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN seq <= 0 THEN 1 ELSE 0 END), 0) FROM event`,
		micros(db.now().AddDate(0, 0, 1))).Scan(&ahead, &below)
	if ahead > 0 {
		tell(check.Finding{Key: "check.future", Args: fault.Args{"Count": ahead}, Notice: true})
	}
	if below > 0 {
		tell(check.Finding{Key: "check.event-number", Args: fault.Args{"Count": below}})
	}
	return err
}
