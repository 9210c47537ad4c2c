package learning

import (
	"context"
	"encoding/json"
	"math/rand/v2"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Fill keeps a filled-in checklist without the name of who filled it in. Its
// error tells when they did before, or the round is closed.
func (s *Service) Fill(ctx context.Context, actor access.Actor, which id.ID, scores Scores) error {
	seen, _, err := s.Records.Get(ctx, actor, ChecklistRounds().Kind(), which)
	if err != nil {
		return err
	}
	round := ChecklistRounds().Of(seen.Row)
	if seen.Deleted() || !round.Open(s.today()) {
		return fault.New(fault.Conflict, "learning.not-open", nil)
	}
	if err := s.mayAnswer(ctx, actor, round.Partnership); err != nil {
		return err
	}
	clean, given := Scores{}, 0
	for _, item := range s.Checklist.Items() {
		score := scores[item.ID]
		if score < 0 || score > Points {
			return fault.New(fault.Invalid, "learning.no-score", nil)
		}
		if clean[item.ID] = score; score > 0 {
			given++
		}
	}
	if given == 0 {
		return record.Wrong("scores", "learning.say-something", nil)
	}
	text, err := json.Marshal(clean)
	if err != nil {
		return err
	}
	number := s.Number
	if number == nil {
		number = rand.Int64
	}
	return s.Store.KeepChecklist(ctx, which, actor.Person, number(), string(text))
}

// Outcome is what came of a checklist round. While it is open there is only
// how many answered: who sees results between two answers knows the second.
type Outcome struct {
	Round    ChecklistRound
	Answered int
	Done     bool // by the reader
	Results  []Result
}

// Outcomes gives the rounds of a partnership, newest first, with results of
// those that are closed and have enough answers.
func (s *Service) Outcomes(ctx context.Context, actor access.Actor, in id.ID) ([]Outcome, error) {
	list, err := s.Records.List(ctx, actor, ChecklistRounds().Kind(), record.Ask{Filters: map[string]string{record.PartnershipField: in.String()}, Sort: "opens", Down: true, Limit: mostRounds})
	if err != nil {
		return nil, err
	}
	all := make([]Outcome, len(list.Rows))
	ids := make([]id.ID, len(list.Rows))
	for at := range list.Rows {
		all[at].Round = ChecklistRounds().Of(list.Rows[at].Row)
		ids[at] = all[at].Round.ID
	}
	counts, err := s.Store.ChecklistCounts(ctx, ids)
	if err != nil {
		return nil, err
	}
	done := map[id.ID]bool{}
	if actor.Person != 0 {
		if done, err = s.Store.ChecklistsDone(ctx, actor.Person, ids); err != nil {
			return nil, err
		}
	}
	var shows []id.ID
	for at := range all {
		one := all[at].Round
		all[at].Answered, all[at].Done = counts[one.ID], done[one.ID]
		if one.Closes < s.today() && counts[one.ID] >= s.Checklist.K {
			shows = append(shows, one.ID)
		}
	}
	results, err := s.results(ctx, shows)
	for at := range all {
		all[at].Results = results[all[at].Round.ID]
	}
	return all, err
}

// mostRounds is how many rounds are shown beside each other.
const mostRounds = 8

func (s *Service) results(ctx context.Context, rounds []id.ID) (map[id.ID][]Result, error) {
	texts, err := s.Store.ChecklistAnswers(ctx, rounds)
	if err != nil {
		return nil, err
	}
	results := map[id.ID][]Result{}
	for round, list := range texts {
		answers := make([]Scores, len(list))
		for at, text := range list {
			if err := json.Unmarshal([]byte(text), &answers[at]); err != nil {
				return nil, err
			}
		}
		results[round] = s.Checklist.Results(answers)
	}
	return results, nil
}
