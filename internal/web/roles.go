package web

import (
	"strings"

	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// rolesOf holds the cards of a partnership against each other and shows what
// comes of it.
func (rp *recordPage) rolesOf(in id.ID, list record.List) (view.Roles, error) {
	shown := view.Roles{Outside: !mayJudge(rp.actor, in) && len(list.Rows) == 0}
	kind := agreement.Cards().Kind()
	var cards []agreement.Card
	who, carded := map[id.ID]string{}, map[id.ID]bool{}
	for at := range list.Rows {
		card := agreement.Cards().Of(list.Rows[at].Row)
		cards = append(cards, card)
		carded[card.Person] = true
		who[card.ID] = card.Role
		if name := list.Titles[card.Person]; name != "" {
			who[card.ID] = name + " (" + card.Role + ")"
		}
		line := view.RoleCard{Role: card.Role, Who: list.Titles[card.Person], URL: recordURL(kind, card.ID), Tasks: card.TaskLines(), NotMine: card.Refusals(), Mandate: card.Mandate}
		if card.Amount > 0 {
			line.Amount = rp.p.T("roles.amount", "amount", "€\u00a0"+rp.p.Fmt().Fixed(card.Amount, 0))
		}
		shown.Cards = append(shown.Cards, line)
	}
	rp.tellFindings(agreement.Look(cards), who, &shown)
	members, err := rp.peopleOf(in)
	if err != nil {
		return shown, err
	}
	people := partnership.People().Kind()
	for _, person := range members {
		if !carded[person.ID] {
			shown.Without = append(shown.Without, view.Link{Name: person.Name, URL: recordURL(people, person.ID)})
		}
	}
	return shown, nil
}

// tellFindings says what role cards show beside each other.
func (rp *recordPage) tellFindings(found agreement.Findings, who map[id.ID]string, shown *view.Roles) {
	for _, overlap := range found.Overlaps {
		var names []string
		for _, line := range overlap.Lines {
			names = append(names, who[line.Card])
		}
		shown.Overlaps = append(shown.Overlaps, view.Overlap{Task: overlap.Lines[0].Text, Who: strings.Join(names, ", ")})
	}
	tell := func(key string, lines []agreement.Line) {
		for _, line := range lines {
			shown.Gaps = append(shown.Gaps, rp.p.T(key, "who", who[line.Card], "what", line.Text))
		}
	}
	tell("roles.expected", found.Expected)
	tell("roles.refused", found.Refused)
	tell("roles.believed", found.Believed)
	for _, card := range found.Mandateless {
		shown.Gaps = append(shown.Gaps, rp.p.T("roles.mandateless", "who", who[card]))
	}
}
