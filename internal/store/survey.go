package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/suppress"
	"github.com/koppelkans/koppelkans/internal/survey"
)

// SurveySeries gives a series with all its counts; false when there is none.
// It takes three statements, however many rounds there are.
func (db *DB) SurveySeries(ctx context.Context, indicator, name, scope string, boundaryYear int) (survey.Series, bool, error) {
	s := survey.Series{Indicator: indicator, Survey: name, Scope: scope, BoundaryYear: boundaryYear, Ledger: &suppress.Ledger{}}
	var areas, ledger string
	err := db.read.QueryRowContext(ctx, `SELECT id, areas, smallest, rounding, ledger, version FROM survey_series
		WHERE indicator = $1 AND survey = $2 AND scope = $3 AND boundary_year = $4`, indicator, name, scope, boundaryYear).
		Scan(&s.ID, &areas, &s.Smallest, &s.Rounding, &ledger, &s.Version)
	if errors.Is(err, sql.ErrNoRows) {
		return s, false, nil
	}
	if err != nil {
		return s, false, err
	}
	if err := errors.Join(json.Unmarshal([]byte(areas), &s.Areas), json.Unmarshal([]byte(ledger), s.Ledger)); err != nil {
		return s, false, err
	}
	s.Rounds, err = db.surveyRounds(ctx, s.ID)
	return s, true, err
}

func (db *DB) surveyRounds(ctx context.Context, series id.ID) ([]survey.Round, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT period, unlisted FROM survey_round WHERE series_id = $1 ORDER BY number`, int64(series))
	at := map[int]int{}
	rounds, err := collect(rows, err, func(row scanner) (survey.Round, error) {
		round := survey.Round{Counts: map[string]survey.Count{}}
		err := row.Scan(&round.Period, &round.Unlisted)
		at[round.Period] = len(at)
		return round, err
	})
	if err != nil {
		return nil, err
	}
	rows, err = db.read.QueryContext(ctx, `SELECT period, area, asked, yes FROM survey_count WHERE series_id = $1`, int64(series))
	_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
		var period int
		var area string
		var count survey.Count
		err = row.Scan(&period, &area, &count.Asked, &count.Yes)
		if number, known := at[period]; known && err == nil {
			rounds[number].Counts[area] = count
		}
		return none, err
	})
	return rounds, err
}

// SurveyTaken tells which of some periods of an indicator were published for
// one of some municipalities by another series.
func (db *DB) SurveyTaken(ctx context.Context, but id.ID, indicator string, municipalities []string, periods []int) ([]int, error) {
	if len(municipalities) == 0 || len(periods) == 0 {
		return nil, nil
	}
	arguments := append([]any{indicator, int64(but)}, anys(municipalities)...)
	arguments = append(arguments, anys(periods)...)
	rows, err := db.read.QueryContext(ctx, `SELECT DISTINCT period FROM survey_cover WHERE indicator = $1 AND series_id <> $2
		AND municipality IN (`+placeholders(3, len(municipalities))+`) AND period IN (`+placeholders(3+len(municipalities), len(periods))+`) ORDER BY period`, arguments...)
	return collect(rows, err, func(row scanner) (period int, err error) { return period, row.Scan(&period) })
}

// SaveSurvey keeps a series with its ledger, and the rounds that are new.
func (db *DB) SaveSurvey(ctx context.Context, s survey.Series, rounds []survey.Round, municipalities []string) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		if err := saveSeries(ctx, tx, s); err != nil {
			return err
		}
		number := len(s.Rounds) - len(rounds)
		for at, round := range rounds {
			if err := db.saveRound(ctx, tx, s, number+at+1, round); err != nil {
				return err
			}
			if err := cover(ctx, tx, s, round.Period, municipalities); err != nil {
				return err
			}
		}
		return nil
	})
}

// saveSeries writes a series at the version after the one that was read.
func saveSeries(ctx context.Context, tx *sql.Tx, s survey.Series) error {
	ledger, err := json.Marshal(s.Ledger)
	if err != nil {
		return err
	}
	areas, err := json.Marshal(s.Areas)
	if err != nil {
		return err
	}
	var result sql.Result
	if s.Version == 0 {
		result, err = tx.ExecContext(ctx, `INSERT INTO survey_series (id, indicator, survey, scope, boundary_year, areas, smallest, rounding, ledger, version)
			VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,1) ON CONFLICT DO NOTHING`,
			int64(s.ID), s.Indicator, s.Survey, s.Scope, s.BoundaryYear, string(areas), s.Smallest, s.Rounding, string(ledger))
	} else {
		result, err = tx.ExecContext(ctx, `UPDATE survey_series SET ledger = $1, version = version + 1 WHERE id = $2 AND version = $3`, string(ledger), int64(s.ID), s.Version)
	}
	if err != nil {
		return err
	}
	if changed, err := result.RowsAffected(); err != nil || changed == 0 {
		return errors.Join(err, fault.New(fault.Conflict, "survey.overtaken", nil))
	}
	return nil
}

func (db *DB) saveRound(ctx context.Context, tx *sql.Tx, s survey.Series, number int, round survey.Round) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO survey_round (series_id, number, period, unlisted, saved_at) VALUES ($1,$2,$3,$4,$5)`,
		int64(s.ID), number, round.Period, string(round.Unlisted), micros(db.now()))
	if err != nil {
		return err
	}
	var areas []string
	for _, area := range s.Areas {
		if _, listed := round.Counts[area.Code]; listed && len(area.Of) == 0 {
			areas = append(areas, area.Code)
		}
	}
	columns := []string{"series_id", "period", "area", "asked", "yes"}
	return db.dialect.insertRows(ctx, tx, "survey_count", columns, len(areas), func(i int, into []any) {
		count := round.Counts[areas[i]]
		copy(into, []any{int64(s.ID), round.Period, areas[i], count.Asked, count.Yes})
	})
}

// cover claims a period of an indicator for a series.
func cover(ctx context.Context, tx *sql.Tx, s survey.Series, period int, municipalities []string) error {
	for _, municipality := range municipalities {
		result, err := tx.ExecContext(ctx, `INSERT INTO survey_cover (indicator, municipality, period, series_id) VALUES ($1,$2,$3,$4) ON CONFLICT DO NOTHING`,
			s.Indicator, municipality, period, int64(s.ID))
		if err != nil {
			return err
		}
		if changed, err := result.RowsAffected(); err != nil || changed == 0 {
			return errors.Join(err, fault.New(fault.Conflict, "survey.taken", fault.Args{"Period": period}))
		}
	}
	return nil
}

// settingSurveyKey is not among the settings that can be shown.
const settingSurveyKey = "survey-key"

// SurveyKey gives the secret of this installation, and keeps fresh when there
// is none yet; of two processes that begin at once the first wins.
func (db *DB) SurveyKey(ctx context.Context, fresh []byte) ([]byte, error) {
	text, err := db.Setting(ctx, settingSurveyKey)
	if err != nil {
		return nil, err
	}
	if text == "" {
		_, err := db.write.ExecContext(ctx, `INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING`, settingSurveyKey, hex.EncodeToString(fresh))
		if err != nil {
			return nil, err
		}
		if err := db.write.QueryRowContext(ctx, `SELECT value FROM setting WHERE name = $1`, settingSurveyKey).Scan(&text); err != nil {
			return nil, err
		}
	}
	return hex.DecodeString(text)
}
