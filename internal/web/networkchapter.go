package web

import (
	"net/http"

	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// NetworkChapter leads from a partnership to who works with whom in it.
type NetworkChapter struct{ Records *record.Service }

// Of gives the links that the reader may follow.
func (c NetworkChapter) Of(r *http.Request, p view.Page, of record.Seen) (view.ProfileChapter, error) {
	kind, _ := c.Records.Kinds.ByName("partnership")
	own := recordURL(kind, of.ID)
	chapter := view.ProfileChapter{Heading: p.T("network.chapter"), Lines: []view.ProfileLine{
		{Text: p.T("network.title"), Note: p.T("network.titleNote"), URL: own + "/netwerk"},
	}}
	if mayJudge(p.Actor, of.ID) {
		chapter.Lines = append(chapter.Lines, view.ProfileLine{Text: p.T("network.influence"), Note: p.T("network.private"), URL: own + "/invloed"})
	}
	if p.Actor.Person != 0 {
		rounds, _ := c.Records.Kinds.ByName("networkRound")
		list, err := c.Records.List(r.Context(), p.Actor, rounds, record.Ask{Filters: map[string]string{record.PartnershipField: of.ID.String()}, Sort: "opens", Down: true, Limit: 1})
		if err != nil {
			return chapter, err
		}
		for at := range list.Rows {
			if round := partnership.NetworkRounds().Of(list.Rows[at].Row); round.Open(p.Today()) {
				chapter.Lines = append(chapter.Lines, view.ProfileLine{Text: p.T("network.fillIn"), Note: p.T("network.until", "day", p.Day(round.Closes)), URL: own + "/netwerk/vragenlijst"})
			}
		}
	}
	return chapter, nil
}
