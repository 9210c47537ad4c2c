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

// ChecklistAnswers gives the answers of rounds, in an order by chance.
func (db *DB) ChecklistAnswers(ctx context.Context, rounds []id.ID) (map[id.ID][]string, error) {
	answers := map[id.ID][]string{}
	err := inChunks(rounds, mostAtOnce, func(part []id.ID) error {
		rows, err := db.read.QueryContext(ctx, `SELECT round, scores FROM checklist_answer WHERE round IN (`+literals(part)+`) ORDER BY id`)
		_, err = collect(rows, err, func(row scanner) (one int64, err error) {
			text := ""
			err = row.Scan(&one, &text)
			answers[id.ID(one)] = append(answers[id.ID(one)], text)
			return one, err
		})
		return err
	})
	return answers, err
}

// AnsweredOf gives which of some reflections somebody answered.
func (db *DB) AnsweredOf(ctx context.Context, person id.ID, reflections []id.ID) (map[id.ID]bool, error) {
	return db.doneOf(ctx, `SELECT reflection FROM reflection_answer WHERE person = $1 AND reflection IN (`, person, reflections)
}

// ChecklistsDone gives which of some rounds somebody answered.
func (db *DB) ChecklistsDone(ctx context.Context, person id.ID, rounds []id.ID) (map[id.ID]bool, error) {
	return db.doneOf(ctx, `SELECT round FROM checklist_done WHERE person = $1 AND round IN (`, person, rounds)
}

func (db *DB) doneOf(ctx context.Context, statement string, person id.ID, of []id.ID) (map[id.ID]bool, error) {
	done := map[id.ID]bool{}
	err := inChunks(of, mostAtOnce, func(part []id.ID) error {
		rows, err := db.read.QueryContext(ctx, statement+literals(part)+`)`, int64(person))
		list, err := collect(rows, err, func(row scanner) (one int64, err error) { return one, row.Scan(&one) })
		for _, one := range list {
			done[id.ID(one)] = true
		}
		return err
	})
	return done, err
}

// ChecklistCounts counts the answers of rounds; one without any is left out.
func (db *DB) ChecklistCounts(ctx context.Context, rounds []id.ID) (map[id.ID]int, error) {
	counts := map[id.ID]int{}
	err := inChunks(rounds, mostAtOnce, func(part []id.ID) error {
		rows, err := db.read.QueryContext(ctx, `SELECT round, count(*) FROM checklist_answer WHERE round IN (`+literals(part)+`) GROUP BY round`)
		_, err = collect(rows, err, func(row scanner) (one int64, err error) {
			n := 0
			err = row.Scan(&one, &n)
			counts[id.ID(one)] = n
			return one, err
		})
		return err
	})
	return counts, err
}
