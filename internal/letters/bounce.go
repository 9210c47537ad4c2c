package letters

import (
	"bufio"
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// mostReport is how large a report on a letter may be, in bytes.
const mostReport = 1 << 20

// Undelivered reads a delivery status notification (RFC 3464) and gives the
// addresses that letters will never reach: those that failed for good (status
// 5.x.x). Its error tells that the message is no such report.
func Undelivered(from io.Reader) ([]string, error) {
	message, err := mail.ReadMessage(io.LimitReader(from, mostReport))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "letters.no-report", nil)
	}
	kind, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/report" || params["report-type"] != "delivery-status" {
		return nil, fault.New(fault.Invalid, "letters.no-report", nil)
	}
	parts := multipart.NewReader(message.Body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "letters.no-report", nil)
		}
		if kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type")); kind == "message/delivery-status" {
			return failures(part)
		}
	}
}

// failures reads the groups of fields of a delivery status: one about the
// message, then one for each address.
func failures(part io.Reader) ([]string, error) {
	fields := textproto.NewReader(bufio.NewReader(part))
	var list []string
	for {
		group, err := fields.ReadMIMEHeader()
		if strings.EqualFold(group.Get("Action"), "failed") && strings.HasPrefix(group.Get("Status"), "5.") {
			_, address, _ := strings.Cut(group.Get("Final-Recipient"), ";")
			list = append(list, strings.ToLower(strings.Trim(strings.TrimSpace(address), "<>")))
		}
		switch {
		case errors.Is(err, io.EOF):
			return list, nil
		case err != nil:
			return nil, fault.Wrap(err, fault.Invalid, "letters.no-report", nil)
		}
	}
}

// Bounced notes that letters to some addresses came back. Who has no account is
// passed over. It gives how many accounts get no letters any more by it.
func (s *Service) Bounced(ctx context.Context, addresses []string) (noted, ended int, err error) {
	for _, address := range addresses {
		who, err := s.Store.AccountByEmail(ctx, address)
		if err != nil {
			if fault.CodeOf(err) == fault.NotFound {
				continue
			}
			return noted, ended, err
		}
		setting, err := s.Store.LetterSetting(ctx, who.ID)
		if err != nil {
			return noted, ended, err
		}
		if setting.Came { // of the same letter
			continue
		}
		setting.Bounces, setting.Came = setting.Bounces+1, true
		noted++
		if setting.Bounces == mostBounces {
			ended++
		}
		if err := s.Store.KeepLetterSetting(ctx, setting); err != nil {
			return noted, ended, err
		}
	}
	return noted, ended, nil
}
