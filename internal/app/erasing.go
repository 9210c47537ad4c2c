package app

import "context"

// afterErasing takes away what lies outside the database and may hold what
// was erased: files that were made to be fetched and were not.
func (p *parts) afterErasing(ctx context.Context) error {
	_, err := p.files.EraseAll(ctx)
	return err
}
