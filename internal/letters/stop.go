package letters

import (
	"context"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/secret"
)

// Setting gives when somebody gets their letter.
func (s *Service) Setting(ctx context.Context, of id.ID) (Setting, error) {
	return s.Store.LetterSetting(ctx, of)
}

// Choose sets the day of somebody's letter, or ends it. Choosing a day begins
// again after letters came back.
func (s *Service) Choose(ctx context.Context, of id.ID, day time.Weekday, off bool) error {
	setting, err := s.Store.LetterSetting(ctx, of)
	if err != nil {
		return err
	}
	if day < time.Sunday || day > time.Saturday {
		return fault.New(fault.Invalid, "letters.no-day", nil)
	}
	setting.Day, setting.Off, setting.Bounces, setting.Came = day, off, 0, false
	return s.Store.KeepLetterSetting(ctx, setting)
}

// Known tells whether a secret ends somebody's letters; fault.NotFound else.
func (s *Service) Known(ctx context.Context, token string) error {
	_, err := s.Store.StopOf(ctx, secret.Hashed(token))
	return err
}

// Stop ends the letters that a secret came with. It may be done again.
func (s *Service) Stop(ctx context.Context, token string) error {
	of, err := s.Store.StopOf(ctx, secret.Hashed(token))
	if err != nil {
		return err
	}
	setting, err := s.Store.LetterSetting(ctx, of)
	if err != nil {
		return err
	}
	setting.Off = true
	return s.Store.KeepLetterSetting(ctx, setting)
}
