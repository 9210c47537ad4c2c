package app

import (
	"context"
	"errors"
)

// afterErasing takes away what lies outside the database and may hold what
// was erased: files that were made to be fetched and were not, and files that
// somebody sent and has not decided on.
func (p *parts) afterErasing(ctx context.Context) error {
	_, err := p.files.EraseAll(ctx)
	return errors.Join(err, p.transfer.Uploads.EraseAll())
}
