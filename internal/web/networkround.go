package web

import (
	"net/url"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// roundState tells how far a survey round is, on its page; nil for another kind
// of record.
func (rp *recordPage) roundState(seen *record.Seen) (*view.NetworkRoundState, error) {
	if rp.kind.One != partnership.NetworkRounds().Kind().One || rp.Networks == nil || seen.Deleted() {
		return nil, nil
	}
	round := partnership.NetworkRounds().Of(seen.Row)
	own := recordURL(rp.kindOf("partnership"), round.Partnership) + "/netwerk"
	shown := &view.NetworkRoundState{NetworkURL: own, Seen: rp.seesAnswers(round)}
	if round.Opens <= rp.p.Today() {
		shown.NetworkURL += "?" + url.Values{roundParam: {round.ID.String()}}.Encode()
	}
	if round.Open(rp.p.Today()) && rp.actor.Person != 0 {
		shown.AskURL = own + "/vragenlijst"
	}
	if !shown.Seen {
		return shown, nil
	}
	state, err := rp.Networks.RoundState(rp.r.Context(), rp.actor, round)
	if err != nil {
		return nil, err
	}
	shown.Answered, shown.Silent = called(state.Answered), called(state.Silent)
	return shown, nil
}

// seesAnswers tells whether the reader sees relations as they are answered: to
// others nobody would seem to have told anything.
func (rp *recordPage) seesAnswers(round partnership.NetworkRound) bool {
	return access.Can(rp.actor, access.See, rp.kindOf("relation").Class, access.Facts{Partnership: round.Partnership, Place: round.Place, Audience: access.Partnership})
}

func called(list []partnership.Organisation) []string {
	var names []string
	for _, one := range list {
		names = append(names, one.Name)
	}
	return names
}
