package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/koppelkans/koppelkans/internal/healthmap"
)

// MapSetDefinitions gives the map sets that were changed or added in this
// installation, by id, as YAML.
func (db *DB) MapSetDefinitions(ctx context.Context) (map[string]string, error) {
	definitions := map[string]string{}
	rows, err := db.read.QueryContext(ctx, `SELECT id, definition FROM map_set`)
	_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
		var name, definition string
		err = row.Scan(&name, &definition)
		definitions[name] = definition
		return none, err
	})
	return definitions, err
}

// SaveMapSet keeps a changed or added map set; an empty definition takes the
// change back, so that the shipped set holds again.
func (db *DB) SaveMapSet(ctx context.Context, name, definition string) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM map_set WHERE id = $1`, name); err != nil {
			return err
		}
		if definition != "" {
			_, err := tx.ExecContext(ctx, `INSERT INTO map_set (id, definition, changed_at) VALUES ($1, $2, $3)`, name, definition, micros(db.now()))
			if err != nil {
				return err
			}
		}
		return db.addEvent(ctx, tx, "map-set.changed", 0)
	})
}

// Setting gives a setting, "" when it was never set.
func (db *DB) Setting(ctx context.Context, name string) (string, error) {
	var value string
	err := db.read.QueryRowContext(ctx, `SELECT value FROM setting WHERE name = $1`, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// SaveSetting sets a setting.
func (db *DB) SaveSetting(ctx context.Context, name, value string) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
		if err != nil {
			return err
		}
		return db.addEvent(ctx, tx, "setting.changed", 0)
	})
}

// MappedMunicipalities lists the municipalities of which neighbourhoods with a
// border are known, by name.
func (db *DB) MappedMunicipalities(ctx context.Context) ([]healthmap.Mapped, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT m.code, coalesce((SELECT e.name FROM edition e WHERE e.level = 'municipality' AND e.code = m.code AND e.shown = 1 ORDER BY e.year DESC LIMIT 1), m.code),
		m.year, m.neighbourhoods, m.fictional
		FROM (SELECT 'GM' || substr(e.code, 3, 4) AS code, e.year AS year, count(*) AS neighbourhoods, max(CASE WHEN d.source = $1 THEN 1 ELSE 0 END) AS fictional
			FROM edition e JOIN delivery d ON d.id = e.border_delivery
			WHERE e.level = 'neighbourhood' AND e.shown = 1 GROUP BY substr(e.code, 3, 4), e.year) m
		ORDER BY 2, 1, 3`, healthmap.FictionalSource)
	all, err := collect(rows, err, func(row scanner) (m healthmap.Mapped, err error) {
		var fictional int
		err = row.Scan(&m.Code, &m.Name, &m.BoundaryYear, &m.Neighbourhoods, &fictional)
		m.Fictional = fictional != 0
		return m, err
	})
	var newest []healthmap.Mapped
	for _, m := range all { // the years of a municipality follow each other
		if last := len(newest) - 1; last >= 0 && newest[last].Code == m.Code {
			newest[last] = m
			continue
		}
		newest = append(newest, m)
	}
	return newest, err
}
