package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/learning"
)

// KeepReflection keeps an answer, or puts it in the place of an earlier one of
// the same account. It holds the reflection meanwhile, so that nobody answers
// one that is being opened.
func (db *DB) KeepReflection(ctx context.Context, a learning.Answer) error {
	agrees := 0
	if a.Agrees {
		agrees = 1
	}
	return db.inTx(ctx, func(tx *sql.Tx) error {
		opened := ""
		err := tx.QueryRowContext(ctx, `SELECT opened FROM reflection WHERE id = $1 AND deleted_at = 0`+db.dialect.forUpdate(), int64(a.Reflection)).Scan(&opened)
		if errors.Is(err, sql.ErrNoRows) || err == nil && opened != "" {
			return fault.New(fault.Conflict, "learning.opened", nil)
		}
		if err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `INSERT INTO reflection_answer (reflection, person, went, otherwise, learned, agrees, account) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (reflection, person) DO UPDATE SET went = excluded.went, otherwise = excluded.otherwise, learned = excluded.learned, agrees = excluded.agrees
			WHERE reflection_answer.account = excluded.account`,
			int64(a.Reflection), int64(a.Person), a.Went, a.Otherwise, a.Learned, agrees, int64(a.Account))
		return orConflict(result, err, "learning.other-account")
	})
}

// orConflict gives a conflict when a statement changed nothing.
func orConflict(result sql.Result, err error, key string) error {
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return fault.New(fault.Conflict, key, nil)
}

// ReflectionAnswers gives the answers to a reflection.
func (db *DB) ReflectionAnswers(ctx context.Context, reflection id.ID) ([]learning.Answer, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT reflection, person, went, otherwise, learned, agrees, account FROM reflection_answer WHERE reflection = $1 ORDER BY person`, int64(reflection))
	return collect(rows, err, func(row scanner) (a learning.Answer, err error) {
		agrees := 0
		err = row.Scan(&a.Reflection, &a.Person, &a.Went, &a.Otherwise, &a.Learned, &agrees, &a.Account)
		a.Agrees = agrees != 0
		return a, err
	})
}

// KeepChecklist keeps an answer without a name, and apart from it that somebody
// gave one. All answers of the round are written anew, by their numbers: the
// place of a row in the file, or the transaction that wrote it, tells nothing.
func (db *DB) KeepChecklist(ctx context.Context, round, person id.ID, number int64, scores string) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		held := 0
		err := tx.QueryRowContext(ctx, `SELECT 1 FROM checklist_round WHERE id = $1`+db.dialect.forUpdate(), int64(round)).Scan(&held)
		if err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `INSERT INTO checklist_done (round, person) VALUES ($1, $2) ON CONFLICT (round, person) DO NOTHING`, int64(round), int64(person))
		if err := orConflict(result, err, "learning.answered"); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT id, scores FROM checklist_answer WHERE round = $1`, int64(round))
		kept, err := collect(rows, err, func(row scanner) (one keptAnswer, err error) { return one, row.Scan(&one.number, &one.scores) })
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM checklist_answer WHERE round = $1`, int64(round)); err != nil {
			return err
		}
		kept = append(kept, keptAnswer{number, scores})
		slices.SortFunc(kept, func(a, b keptAnswer) int { return cmp.Compare(a.number, b.number) })
		for _, one := range kept {
			if _, err := tx.ExecContext(ctx, `INSERT INTO checklist_answer (id, round, scores) VALUES ($1, $2, $3)`, one.number, int64(round), one.scores); err != nil {
				return err
			}
		}
		return nil
	})
}

// keptAnswer is a filled-in checklist.
type keptAnswer struct {
	number int64
	scores string
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
