package app

import (
	"context"
	"path/filepath"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/transfer"
)

// uploadsFolder holds, within the data folder, files that people sent and have
// not decided on.
const uploadsFolder = "uploads"

// newTransfer makes the service that moves records in and out as files.
func (p *parts) newTransfer(config store.Config) *transfer.Service {
	return &transfer.Service{
		Records: p.records, Store: p.db, Jobs: p.jobs, Now: config.Now,
		Uploads: &transfer.Uploads{Folder: filepath.Join(config.Folder, uploadsFolder), Now: config.Now},
		ActorOf: func(ctx context.Context, account id.ID) (access.Actor, error) {
			who, err := p.accounts.ActorOf(ctx, account)
			return who.Actor, err
		},
	}
}
