package story

import "context"

// takesWord makes a word of the region one of a partnership.
func takesWord(in, word, as string) Deed {
	return func(ctx context.Context, s *scene) error {
		kind, err := s.kind("partnership")
		if err != nil {
			return err
		}
		where, err := s.find(in)
		if err != nil {
			return err
		}
		which, err := s.find(word)
		if err != nil {
			return err
		}
		seen, _, err := s.Records.Get(ctx, s.actor, kind, where)
		if err != nil {
			return err
		}
		s.made[as], err = s.Language.TakeOver(ctx, s.actor, which, &seen)
		return err
	}
}
