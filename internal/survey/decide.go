package survey

import (
	"context"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/suppress"
)

// Names of the dimensions and of the answers in a plan.
const (
	byArea, byAnswer, byRound = "area", "answer", "round"

	asked, yes, no = "asked", "yes", "no"
)

// plan decides what of a series shows. It goes on from the ledger, so that
// what was decided before stays as it was.
func (s *Series) plan(ctx context.Context, key []byte) (*suppress.Plan, error) {
	table, err := s.table()
	if err != nil {
		return nil, err
	}
	rule := suppress.Rule{Smallest: s.Smallest, Key: key}
	if s.Rounding > 0 {
		rule.Rounding = &suppress.Rounding{Base: s.Rounding}
	}
	return suppress.Build(ctx, table, rule, s.Ledger)
}

// table is areas × answers × rounds. Sums of areas, and all who answered, are
// cells of it too: how many people took part is guarded with their answers.
func (s *Series) table() (*suppress.Table, error) {
	var areas []suppress.Node
	for _, area := range s.Areas {
		areas = append(areas, suppress.Node{ID: area.Code, Level: string(area.Level), Of: area.Of})
	}
	var rounds []string
	for _, round := range s.Rounds {
		rounds = append(rounds, strconv.Itoa(round.Period))
	}
	table, err := suppress.NewTable(suppress.NewDimension(byArea, areas...),
		suppress.Answers(byAnswer, asked, suppress.Node{ID: yes}, suppress.Node{ID: no}), suppress.Rounds(byRound, rounds...))
	if err != nil {
		return nil, err
	}
	for _, round := range s.Rounds {
		if err := s.fill(table, round); err != nil {
			return nil, err
		}
	}
	return table, nil
}

func (s *Series) fill(table *suppress.Table, round Round) error {
	for code := range s.parts() {
		count, listed := round.Counts[code]
		for answer, number := range map[string]int{yes: count.Yes, no: count.Asked - count.Yes} {
			at := suppress.At{byArea: code, byAnswer: answer, byRound: strconv.Itoa(round.Period)}
			err := table.Add(at, number)
			if !listed && round.Unlisted == NotAsked {
				err = table.Impossible(at)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// column gives the figures of a round as they show.
func (s *Series) column(plan *suppress.Plan, period int) (delivery.Column, error) {
	column := delivery.Column{Indicator: s.Indicator, Period: period}
	for _, area := range s.Areas {
		at := suppress.At{byArea: area.Code, byAnswer: yes, byRound: strconv.Itoa(period)}
		share, err := plan.Share(at)
		if err != nil {
			return column, err
		}
		at[byAnswer] = asked
		number, err := plan.Number(at)
		if err != nil {
			return column, err
		}
		sure := indicator.Sureness{}
		if count, shown := number.Count(); shown && share.Known() {
			sure.Respondents = count
		}
		if share.Hole == indicator.Impossible { // nobody was asked, as everybody knows
			share.Hole = indicator.NotAsked
		}
		column.Readings, column.Sureness = append(column.Readings, share), append(column.Sureness, sure)
	}
	return column, nil
}

// claims name the areas of a series, in the order of its columns.
func (s *Series) claims() []place.Claim {
	var claims []place.Claim
	for _, area := range s.Areas {
		claims = append(claims, place.Claim{Key: place.Key{Level: area.Level, Code: area.Code, Year: s.BoundaryYear}})
	}
	return claims
}

// Outcome tells who has the counts what becomes of them: in how many areas the
// figure shows, and why not in others. It must not be published: it tells how
// many holes are small.
type Outcome struct {
	Shown    int
	FewAsked int // fewer than k people took part
	FewYes   int // fewer than k of them gave the answer
	FewNo    int // fewer than k of them did not
	With     int // hidden with these, so that nobody can work them out
	NotAsked int
}

// Hidden is in how many areas no figure shows, for whatever reason.
func (o Outcome) Hidden() int { return o.FewAsked + o.FewYes + o.FewNo + o.With }

// add counts the areas of a round.
func (o *Outcome) add(s *Series, round Round, column delivery.Column) {
	for at, area := range s.Areas {
		count := round.sum(area)
		switch {
		case column.Readings[at].Known():
			o.Shown++
		case column.Readings[at].Hole == indicator.NotAsked:
			o.NotAsked++
		case count.Asked < s.Smallest:
			o.FewAsked++
		case count.Yes < s.Smallest:
			o.FewYes++
		case count.Asked-count.Yes < s.Smallest:
			o.FewNo++
		default:
			o.With++
		}
	}
}

// sum adds up the smallest areas of an area.
func (r Round) sum(area Area) Count {
	if len(area.Of) == 0 {
		return r.Counts[area.Code]
	}
	var sum Count
	for _, code := range area.Of {
		sum.Asked += r.Counts[code].Asked
		sum.Yes += r.Counts[code].Yes
	}
	return sum
}
