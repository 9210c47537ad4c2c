package store

import (
	"regexp"
	"strings"
)

// dialect is what differs between SQLite and PostgreSQL. Everything else in
// this package is SQL that both take.
type dialect struct {
	name  string            // as goose calls it
	types map[string]string // for {{…}} in migrations
	// appendOnly is what keeps the rows of TABLE as they were written.
	appendOnly string
}

var (
	sqlite = dialect{name: "sqlite3", types: map[string]string{
		"{{serial}}":        "INTEGER",
		"{{double}}":        "REAL",
		"{{blob}}":          "BLOB",
		"{{ordered}}":       "TEXT",
		"{{without_rowid}}": "WITHOUT ROWID",
	}, appendOnly: `
-- +goose StatementBegin
CREATE TRIGGER TABLE_no_update BEFORE UPDATE ON TABLE BEGIN SELECT RAISE(ABORT, 'TABLE is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER TABLE_no_delete BEFORE DELETE ON TABLE BEGIN SELECT RAISE(ABORT, 'TABLE is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER TABLE_no_replace BEFORE INSERT ON TABLE WHEN EXISTS (SELECT 1 FROM TABLE WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'TABLE is append-only'); END;
-- +goose StatementEnd
`}
	postgres = dialect{name: "postgres", types: map[string]string{
		"{{serial}}": "BIGSERIAL",
		"{{double}}": "DOUBLE PRECISION",
		"{{blob}}":   "BYTEA",
		// By bytes, as Go and SQLite compare, whatever the server's language.
		"{{ordered}}":       `TEXT COLLATE "C"`,
		"{{without_rowid}}": "",
	}, appendOnly: `
-- +goose StatementBegin
CREATE FUNCTION TABLE_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'TABLE is append-only'; END $$;
-- +goose StatementEnd
CREATE TRIGGER TABLE_no_change BEFORE UPDATE OR DELETE ON TABLE FOR EACH ROW EXECUTE FUNCTION TABLE_refuse();
CREATE TRIGGER TABLE_no_truncate BEFORE TRUNCATE ON TABLE FOR EACH STATEMENT EXECUTE FUNCTION TABLE_refuse();
`}
)

// recordColumns are the columns that every kind of record has, for {{record}}
// in migrations. title_sort is the folded title, by which lists are ordered.
const recordColumns = `id BIGINT PRIMARY KEY,
    owner       BIGINT NOT NULL,
    place       BIGINT NOT NULL,
    partnership BIGINT NOT NULL,
    audience    BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    created_by  BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    changed_by  BIGINT NOT NULL,
    deleted_at  BIGINT NOT NULL,
    merged_into BIGINT NOT NULL,
    title_sort  {{ordered}} NOT NULL`

// appendOnlyToken stands in a migration where a table becomes append-only.
var appendOnlyToken = regexp.MustCompile(`\{\{append_only (\w+)\}\}`)

// translate fills in a migration what differs between the databases.
func (d dialect) translate(text string) string {
	text = strings.ReplaceAll(text, "{{record}}", recordColumns)
	text = appendOnlyToken.ReplaceAllStringFunc(text, func(token string) string {
		return strings.ReplaceAll(d.appendOnly, "TABLE", appendOnlyToken.FindStringSubmatch(token)[1])
	})
	pairs := make([]string, 0, 2*len(d.types))
	for token, name := range d.types {
		pairs = append(pairs, token, name)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// isPostgres tells the dialects apart where one statement cannot serve both.
func (d dialect) isPostgres() bool { return d.name == postgres.name }

// forUpdate ends a SELECT that holds its rows until the transaction has
// ended; SQLite, with its one writer, needs no such thing.
func (d dialect) forUpdate() string {
	if d.isPostgres() {
		return " FOR UPDATE"
	}
	return ""
}
