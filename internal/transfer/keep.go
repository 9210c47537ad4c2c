package transfer

import (
	"bytes"
	"errors"
	"io"

	"github.com/koppelkans/koppelkans/internal/id"
)

// Put keeps what somebody has not decided on yet, instead of what they had
// before of the same sort: as long as an upload, and for nobody else.
func (u *Uploads) Put(account id.ID, what string, content []byte) error {
	in, err := u.save(account, what, what, bytes.NewReader(content))
	if err != nil {
		return err
	}
	return u.write(in)
}

// Take gives what was kept; false when there is nothing, or not any more.
func (u *Uploads) Take(account id.ID, what string) (content []byte, found bool, err error) {
	in, found, err := u.find(account, what)
	if err != nil || !found {
		return nil, false, err
	}
	file, err := u.open(in)
	if isGone(err) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	content, err = io.ReadAll(file)
	return content, err == nil, errors.Join(err, file.Close())
}

// Drop forgets what was kept.
func (u *Uploads) Drop(account id.ID, what string) error { return u.removeAll(prefix(account, what)) }
