package store

import (
	"context"
	"database/sql"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/learning"
)

// KeepReflection keeps an answer, or puts it in the place of an earlier one.
func (db *DB) KeepReflection(ctx context.Context, a learning.Answer) error {
	agrees := 0
	if a.Agrees {
		agrees = 1
	}
	_, err := db.write.ExecContext(ctx, `INSERT INTO reflection_answer (reflection, person, went, otherwise, learned, agrees) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (reflection, person) DO UPDATE SET went = excluded.went, otherwise = excluded.otherwise, learned = excluded.learned, agrees = excluded.agrees`,
		int64(a.Reflection), int64(a.Person), a.Went, a.Otherwise, a.Learned, agrees)
	return err
}

// ReflectionAnswers gives the answers to a reflection.
func (db *DB) ReflectionAnswers(ctx context.Context, reflection id.ID) ([]learning.Answer, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT reflection, person, went, otherwise, learned, agrees FROM reflection_answer WHERE reflection = $1 ORDER BY person`, int64(reflection))
	return collect(rows, err, func(row scanner) (a learning.Answer, err error) {
		agrees := 0
		err = row.Scan(&a.Reflection, &a.Person, &a.Went, &a.Otherwise, &a.Learned, &agrees)
		a.Agrees = agrees != 0
		return a, err
	})
}

// KeepChecklist keeps an answer without a name, and apart from it that somebody
// gave one.
func (db *DB) KeepChecklist(ctx context.Context, round, person id.ID, number int64, scores string) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `INSERT INTO checklist_done (round, person) VALUES ($1, $2) ON CONFLICT (round, person) DO NOTHING`, int64(round), int64(person))
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			if err != nil {
				return err
			}
			return fault.New(fault.Conflict, "learning.answered", nil)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO checklist_answer (id, round, scores) VALUES ($1, $2, $3)`, number, int64(round), scores)
		return err
	})
}

// ChecklistAnswers gives the answers of a round, in an order by chance.
func (db *DB) ChecklistAnswers(ctx context.Context, round id.ID) ([]string, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT scores FROM checklist_answer WHERE round = $1 ORDER BY id`, int64(round))
	return collect(rows, err, func(row scanner) (text string, err error) { return text, row.Scan(&text) })
}

// ChecklistCount counts the answers of a round.
func (db *DB) ChecklistCount(ctx context.Context, round id.ID) (n int, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT count(*) FROM checklist_answer WHERE round = $1`, int64(round)).Scan(&n)
	return n, err
}

// ChecklistDone tells whether somebody answered.
func (db *DB) ChecklistDone(ctx context.Context, round, person id.ID) (bool, error) {
	n := 0
	err := db.read.QueryRowContext(ctx, `SELECT count(*) FROM checklist_done WHERE round = $1 AND person = $2`, int64(round), int64(person)).Scan(&n)
	return n > 0, err
}
