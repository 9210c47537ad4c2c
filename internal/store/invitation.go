package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
)

// AddInvitation keeps an invitation.
func (db *DB) AddInvitation(ctx context.Context, i account.Invitation) error {
	_, err := db.write.ExecContext(ctx, `INSERT INTO account_invitation (id, account, access_grant, invited_by, created_at, expires_at, accepted_at, withdrawn_at)
		VALUES ($1, $2, $3, $4, $5, $6, 0, 0)`, int64(i.ID), int64(i.Account), int64(i.Grant), int64(i.InvitedBy), micros(db.now()), micros(i.Ends))
	return err
}

// selectInvitation reads invitations with who is invited, and to what.
const selectInvitation = `SELECT i.id, i.account, i.access_grant, i.invited_by, i.created_at, i.expires_at, i.accepted_at, i.withdrawn_at, a.email, a.name,
	coalesce(g.id, 0), coalesce(g.version, 0), coalesce(g.account, 0), coalesce(g.role, ''), coalesce(g.place, 0), coalesce(g.partnership, 0), coalesce(g.audience, 0), coalesce(g.until, '')
	FROM account_invitation i JOIN account a ON a.id = i.account LEFT JOIN access_grant g ON g.id = i.access_grant AND g.deleted_at = 0`

func scanInvitation(row scanner) (i account.Invitation, err error) {
	var created, ends, accepted, withdrawn int64
	g := &i.Given
	err = row.Scan(&i.ID, &i.Account, &i.Grant, &i.InvitedBy, &created, &ends, &accepted, &withdrawn, &i.Email, &i.Name,
		&g.ID, &g.Version, &g.Account, &g.Role, &g.Place, &g.Partnership, &g.Audience, &g.Until)
	i.CreatedAt, i.Ends, i.AcceptedAt, i.WithdrawnAt = fromMicros(created), fromMicros(ends), fromMicros(accepted), fromMicros(withdrawn)
	return i, err
}

// Invitation gives an invitation; its grant is empty when that was taken away.
func (db *DB) Invitation(ctx context.Context, which id.ID) (account.Invitation, error) {
	i, err := scanInvitation(db.read.QueryRowContext(ctx, selectInvitation+` WHERE i.id = $1`, int64(which)))
	if errors.Is(err, sql.ErrNoRows) {
		return i, fault.New(fault.NotFound, "invite.unknown", nil)
	}
	return i, err
}

// Invitations lists invitations to grants that somebody may see, the newest
// first, from before one.
func (db *DB) Invitations(ctx context.Context, may access.Where, before id.ID, limit int) ([]account.Invitation, error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	rows, err := db.read.QueryContext(ctx, selectInvitation+` WHERE i.withdrawn_at = 0 AND i.id < $1 AND g.id IS NOT NULL AND `+where(may, "g")+` ORDER BY i.id DESC LIMIT $2`, int64(before), limit)
	return collect(rows, err, scanInvitation)
}

// AcceptInvitations notes that all open invitations of an account were
// accepted: whoever reads its mail accepted one.
func (db *DB) AcceptInvitations(ctx context.Context, of id.ID) error {
	_, err := db.write.ExecContext(ctx, `UPDATE account_invitation SET accepted_at = $2 WHERE account = $1 AND accepted_at = 0 AND withdrawn_at = 0`, int64(of), micros(db.now()))
	return err
}

// ProlongInvitation gives an open invitation another end.
func (db *DB) ProlongInvitation(ctx context.Context, which id.ID, end time.Time) error {
	_, err := db.write.ExecContext(ctx, `UPDATE account_invitation SET expires_at = $2 WHERE id = $1 AND accepted_at = 0 AND withdrawn_at = 0`, int64(which), micros(end))
	return err
}

// WithdrawInvitation takes an open invitation back.
func (db *DB) WithdrawInvitation(ctx context.Context, which id.ID) error {
	_, err := db.write.ExecContext(ctx, `UPDATE account_invitation SET withdrawn_at = $2 WHERE id = $1 AND accepted_at = 0 AND withdrawn_at = 0`, int64(which), micros(db.now()))
	return err
}
