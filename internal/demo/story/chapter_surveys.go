package story

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/survey"
)

// surveyName is what residents are asked with every year.
const surveyName = "Buurtpeiling Waterhoven"

// surveys: residents are asked whether they feel at home, twice. Where few
// answered, nothing shows.
func surveys() []Step {
	return []Step{
		{690, "anna", asks(survey.Form{New: survey.NewIndicator{
			Name: "Voelt zich thuis in de buurt", Short: "Voelt zich thuis", Description: "Aandeel van wie antwoordde dat zich thuis voelt in de eigen buurt.",
			Theme: "social-contact", Domain: indicator.Social, Perspective: indicator.Promote, Direction: indicator.HigherIsBetter,
		}}, 58)},
		{1_070, "anna", asks(survey.Form{}, 63)},
	}
}

// asks takes in a round of the survey of that year; about so many in a hundred
// say yes. A round after the first is of the indicator that there is.
func asks(form survey.Form, percent int) Deed {
	return func(ctx context.Context, s *scene) error {
		form.Survey, form.Scope, form.BoundaryYear, form.Period = surveyName, s.World.Towns[0].Code, 2024, s.Clock.Now().Year()
		form.Unlisted = survey.NobodyAnswered
		if err := s.Refresh(ctx); err != nil {
			return err
		}
		for _, known := range s.Surveys.Own(s.actor) {
			form.Indicator = known.ID
		}
		seen, _, err := s.Surveys.Load(ctx, s.actor, form, "buurtpeiling.csv", s.answers(percent), false)
		if err == nil && seen.Wrong > 0 {
			err = fmt.Errorf("the survey is wrong: %+v", seen.Findings)
		}
		return err
	}
}

// answers makes up how many answered in each neighbourhood, at most one in
// twenty of who lives there, and how many of them said yes.
func (s *scene) answers(percent int) *sheet.Table {
	random := rand.New(rand.NewPCG(s.Seed, uint64(percent)))
	table := &sheet.Table{Header: 1, Columns: []string{"gebied", "n", "aantal"}}
	for _, area := range s.inhabited() {
		n := min(area.residents/20, 40+random.IntN(120))
		yes := 0
		for range n {
			if random.IntN(100) < percent+area.leaning {
				yes++
			}
		}
		table.Rows = append(table.Rows, sheet.Row{Number: len(table.Rows) + 2, Cells: []string{area.code, strconv.Itoa(n), strconv.Itoa(yes)}})
	}
	return table
}

// inhabitedArea is a neighbourhood with how many people live there; leaning is
// how many points it differs in what people say.
type inhabitedArea struct {
	code      string
	residents int
	leaning   int
}

// inhabited lists the neighbourhoods of the town with residents.
func (s *scene) inhabited() []inhabitedArea {
	var list []inhabitedArea
	seen := map[string]bool{}
	for _, arrival := range s.World.Arrivals {
		for _, column := range arrival.Load.Columns {
			if column.Indicator != indicator.Residents || arrival.Delivery.BoundaryYear != 2024 {
				continue
			}
			for at, claim := range arrival.Load.Claims {
				people := column.Readings[at]
				if claim.Level != place.Neighbourhood || place.MunicipalityOf(claim.Code) != s.World.Towns[0].Code || seen[claim.Code] || !people.Known() || people.Value == 0 {
					continue
				}
				seen[claim.Code] = true
				list = append(list, inhabitedArea{claim.Code, int(people.Value), 9 - 6*(len(list)%4)})
			}
		}
	}
	return list
}
