package store

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/id"
)

// GetsNewsletter notes that a person gets a newsletter; false when they were
// noted before.
func (db *DB) GetsNewsletter(ctx context.Context, newsletter, person id.ID) (bool, error) {
	result, err := db.write.ExecContext(ctx, `INSERT INTO newsletter_reader (newsletter, person) VALUES ($1, $2) ON CONFLICT (newsletter, person) DO NOTHING`, int64(newsletter), int64(person))
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// WantsLetters tells whether an account has not ended its letters.
func (db *DB) WantsLetters(ctx context.Context, of id.ID) (bool, error) {
	setting, err := db.LetterSetting(ctx, of)
	return !setting.Off && !setting.Stopped(), err
}
