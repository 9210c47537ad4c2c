package store

import (
	"context"
	"database/sql"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
)

// forgetSuccessions drops what was derived from borders that a delivery
// touches; it is derived again from what shows now.
func forgetSuccessions(ctx context.Context, tx *sql.Tx, d id.ID) error {
	rows, err := tx.QueryContext(ctx, `SELECT DISTINCT e.level, e.year FROM claim c JOIN edition e ON e.id = c.edition_id WHERE c.delivery_id = $1 AND c.has_border = 1`, int64(d))
	drawn, err := collect(rows, err, func(row scanner) (key place.Key, err error) { return key, row.Scan(&key.Level, &key.Year) })
	if err != nil {
		return err
	}
	for _, key := range drawn {
		_, err := tx.ExecContext(ctx, `DELETE FROM succession WHERE level = $1 AND (from_year = $2 OR to_year = $3)`, key.Level, key.Year, key.Year)
		if err != nil {
			return err
		}
	}
	return nil
}

// SaveSuccessions keeps what was derived for one pair of boundary years.
// seen is the number of the last event when the borders were read; when
// another change came since, nothing is kept and saved is false.
func (db *DB) SaveSuccessions(ctx context.Context, seen int64, level place.Level, from, to int, list []place.Succession) (saved bool, err error) {
	err = db.inTx(ctx, func(tx *sql.Tx) error {
		var last int64
		if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM event`).Scan(&last); err != nil || last != seen {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM succession WHERE level = $1 AND from_year = $2 AND to_year = $3`, level, from, to); err != nil {
			return err
		}
		columns := []string{"level", "from_year", "to_year", "from_code", "to_code", "kind", "share_from", "share_to"}
		err := db.dialect.insertRows(ctx, tx, "succession", columns, len(list), func(i int, into []any) {
			s := list[i]
			copy(into, []any{string(level), from, to, s.From, s.To, string(s.Kind), s.ShareFrom, s.ShareTo})
		})
		if err != nil {
			return err
		}
		for _, s := range list {
			if s.Kind == place.Recoded {
				if err := unite(ctx, tx, level, from, to, s); err != nil {
					return err
				}
			}
		}
		saved = true
		return nil
	})
	return saved, err
}

// unite makes an area that only got another code the same place as before, so
// that its figures follow it. Editions of the new code from then on move to
// the place of the old one.
func unite(ctx context.Context, tx *sql.Tx, level place.Level, from, to int, s place.Succession) error {
	_, err := tx.ExecContext(ctx, `UPDATE edition SET place_id = (SELECT o.place_id FROM edition o WHERE o.level = $1 AND o.code = $2 AND o.year = $3)
		WHERE level = $4 AND code = $5 AND year >= $6
		AND EXISTS (SELECT 1 FROM edition o WHERE o.level = $7 AND o.code = $8 AND o.year = $9)`,
		level, s.From, from, level, s.To, to, level, s.From, from)
	return err
}

const selectSuccession = `SELECT from_code, to_code, kind, share_from, share_to FROM succession WHERE level = $1 AND from_year = $2 AND to_year = $3`

func scanSuccession(row scanner) (s place.Succession, err error) {
	return s, row.Scan(&s.From, &s.To, &s.Kind, &s.ShareFrom, &s.ShareTo)
}

// Successions gives a page of what was derived for a pair of boundary years,
// changes before what went on unchanged, with the total and the number of
// each kind. kind "" asks for all.
func (db *DB) Successions(ctx context.Context, level place.Level, from, to int, kind place.SuccessionKind, offset, limit int) ([]place.Succession, map[place.SuccessionKind]int, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT kind, count(*) FROM succession WHERE level = $1 AND from_year = $2 AND to_year = $3 GROUP BY kind`, level, from, to)
	counts := map[place.SuccessionKind]int{}
	_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
		var kind place.SuccessionKind
		var count int
		err = row.Scan(&kind, &count)
		counts[kind] = count
		return none, err
	})
	if err != nil {
		return nil, nil, err
	}
	condition, arguments := "", []any{level, from, to}
	if kind != "" {
		condition, arguments = ` AND kind = $4`, append(arguments, kind)
	}
	arguments = append(arguments, limit, offset)
	rows, err = db.read.QueryContext(ctx, selectSuccession+condition+` ORDER BY CASE kind WHEN 'continued' THEN 1 ELSE 0 END, kind, from_code, to_code LIMIT $`+number(len(arguments)-1)+` OFFSET $`+number(len(arguments)), arguments...)
	list, err := collect(rows, err, scanSuccession)
	return list, counts, err
}

// SuccessionsOf gives what became of, or came before, the editions with some
// codes between two boundary years.
func (db *DB) SuccessionsOf(ctx context.Context, level place.Level, from, to int, codes []string) ([]place.Succession, error) {
	var list []place.Succession
	err := inChunks(codes, 500, func(part []string) error {
		arguments := append([]any{level, from, to}, anys(part)...)
		arguments = append(arguments, anys(part)...)
		rows, err := db.read.QueryContext(ctx, selectSuccession+` AND (from_code IN (`+placeholders(4, len(part))+`) OR to_code IN (`+placeholders(4+len(part), len(part))+`)) ORDER BY from_code, to_code`, arguments...)
		found, err := collect(rows, err, scanSuccession)
		list = append(list, found...)
		return err
	})
	return list, err
}

// DerivedPairs gives the pairs of boundary years of a level for which
// successions are kept.
func (db *DB) DerivedPairs(ctx context.Context, level place.Level) (map[[2]int]bool, error) {
	pairs := map[[2]int]bool{}
	rows, err := db.read.QueryContext(ctx, `SELECT DISTINCT from_year, to_year FROM succession WHERE level = $1`, level)
	_, err = collect(rows, err, func(row scanner) (pair [2]int, err error) {
		err = row.Scan(&pair[0], &pair[1])
		pairs[pair] = true
		return pair, err
	})
	return pairs, err
}
