package story

import (
	"context"
	"math/rand/v2"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/learning"
)

// themselves gives somebody of the cast as who answers for themselves, with or
// without an account: at a table some write on paper.
func (s *scene) themselves(who string) (access.Actor, error) {
	person, err := s.find(who)
	return access.Actor{Program: true, Person: person}, err
}

// expects writes down what somebody needs, offers, fears and hopes.
func expects(in, who string, voice learning.Voice, needs, offers, fears, hopes string) Deed {
	return func(ctx context.Context, s *scene) error {
		actor, err := s.themselves(who)
		if err != nil {
			return err
		}
		kind, err := s.kind("partnership")
		if err != nil {
			return err
		}
		where, err := s.find(in)
		if err != nil {
			return err
		}
		seen, _, err := s.Records.Get(ctx, actor, kind, where)
		if err != nil {
			return err
		}
		return s.Learning.SayMine(ctx, actor, &seen, learning.Stance{Voice: voice, Needs: needs, Offers: offers, Fears: fears, Hopes: hopes})
	}
}

// reflects answers the three questions, and agrees to opening.
func reflects(what, who, went, otherwise, learned string) Deed {
	return func(ctx context.Context, s *scene) error {
		actor, err := s.themselves(who)
		if err != nil {
			return err
		}
		which, err := s.find(what)
		if err != nil {
			return err
		}
		return s.Learning.Reflect(ctx, actor, which, learning.Answer{Went: went, Otherwise: otherwise, Learned: learned, Agrees: true})
	}
}

// opensTogether opens the answers for who sits at the table.
func opensTogether(what, who string) Deed {
	return func(ctx context.Context, s *scene) error {
		actor, err := s.themselves(who)
		if err != nil {
			return err
		}
		which, err := s.find(what)
		if err != nil {
			return err
		}
		return s.Learning.OpenTogether(ctx, actor, which)
	}
}

// fillsIn has people fill in the checklist. How they answer comes from the seed
// of the story; mean is about where their answers lie.
func fillsIn(round string, mean float64, who ...string) Deed {
	return func(ctx context.Context, s *scene) error {
		which, err := s.find(round)
		if err != nil {
			return err
		}
		random := rand.New(rand.NewPCG(s.Seed, uint64(which)))
		s.Learning.Number = random.Int64
		for _, key := range who {
			actor, err := s.themselves(key)
			if err != nil {
				return err
			}
			scores := learning.Scores{}
			for _, item := range s.Learning.Questions().Items() {
				scores[item.ID] = min(max(int(mean+random.NormFloat64()*0.9+0.5), 1), learning.Points)
			}
			if err := s.Learning.Fill(ctx, actor, which, scores); err != nil {
				return err
			}
		}
		return nil
	}
}
