package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/healthmap"
	"github.com/koppelkans/koppelkans/internal/indicator/catalogue"
	"github.com/koppelkans/koppelkans/internal/record"
)

// SetRecords gives the map sets, deleted ones too, in the order in which they were made.
func (db *DB) SetRecords(ctx context.Context) ([]healthmap.SetRecord, error) {
	return allOf(ctx, db, healthmap.SetRecords(), "id")
}

// ThresholdRecords gives the thresholds of all map sets.
func (db *DB) ThresholdRecords(ctx context.Context) ([]healthmap.ThresholdRecord, error) {
	return allOf(ctx, db, healthmap.ThresholdRecords(), "id")
}

// IndicatorRecords gives the indicators, deleted ones too.
func (db *DB) IndicatorRecords(ctx context.Context) ([]catalogue.Record, error) {
	return allOf(ctx, db, catalogue.Indicators(&catalogue.Catalogue{}), "id")
}

// IndicatorMark changes whenever an indicator does.
func (db *DB) IndicatorMark(ctx context.Context) (string, error) {
	var count, changed, versions int64
	err := db.read.QueryRowContext(ctx, `SELECT count(*), coalesce(max(changed_at), 0), coalesce(sum(version), 0) FROM indicator`).Scan(&count, &changed, &versions)
	return fmt.Sprint(count, changed, versions), err
}

// allOf gives every record of a kind of which there are few.
func allOf[T any](ctx context.Context, db *DB, kind *record.Type[T], order string) ([]T, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+recordColumnsOf(kind.Kind())+` FROM `+kind.Kind().Table()+` ORDER BY `+order)
	all, err := collect(rows, err, scanRow(kind.Kind()))
	list := make([]T, len(all))
	for at, row := range all {
		list[at] = kind.Of(row)
	}
	return list, err
}

// FormerSets gives the map sets that were changed before they were records, as
// YAML.
func (db *DB) FormerSets(ctx context.Context) ([]string, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT definition FROM former_map_set ORDER BY id`)
	return collect(rows, err, func(row scanner) (text string, err error) { return text, row.Scan(&text) })
}

// ForgetFormerSets forgets them, after they were taken over.
func (db *DB) ForgetFormerSets(ctx context.Context) error {
	_, err := db.write.ExecContext(ctx, `DELETE FROM former_map_set`)
	return err
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
		if err := saveSetting(ctx, tx, name, value); err != nil {
			return err
		}
		if err := db.audit(ctx, tx, account.Entry{Event: account.EventSetting, Detail: name}); err != nil {
			return err
		}
		return db.addEvent(ctx, tx, "setting.changed", 0)
	})
}

func saveSetting(ctx context.Context, tx *sql.Tx, name, value string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return err
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
