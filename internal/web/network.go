package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// Networks tells who works with whom in a partnership, asks its members, and
// tells who has influence; *partnership.Service is one.
type Networks interface {
	Network(ctx context.Context, actor access.Actor, of, round id.ID) (*partnership.Network, error)
	Ask(ctx context.Context, actor access.Actor, of id.ID) (*partnership.Questionnaire, error)
	Answer(ctx context.Context, actor access.Actor, of id.ID, answers []partnership.Answer) error
	Influence(ctx context.Context, actor access.Actor, of id.ID, phase partnership.Phase) (*partnership.Influence, error)
}

// networkRoutes are the pages of the network of a partnership.
func (s *site) networkRoutes(of func(h func(*recordPage) error) handler) []Route {
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, "/samenwerkingen/{id}/netwerk", "network", true, true, of(s.networkPage)},
		{get, "/samenwerkingen/{id}/netwerk/vragenlijst", "network-survey", true, true, of(s.networkSurvey)},
		{post, "/samenwerkingen/{id}/netwerk/vragenlijst", "network-survey-send", false, true, of(s.sendNetworkSurvey)},
		{get, "/samenwerkingen/{id}/invloed", "influence", true, true, of(s.influencePage)},
	}
}

// partnershipOf gives the partnership of an address, and leads back to it.
func (rp *recordPage) partnershipOf() (record.Seen, string, error) {
	seen, titles, err := rp.get()
	if err == nil && (seen.Deleted() || rp.Networks == nil) {
		err = fault.New(fault.NotFound, "record.unknown", nil)
	}
	if err != nil {
		return seen, "", err
	}
	title := rp.title(&seen, titles)
	rp.p.Crumb = append(rp.p.Crumb, view.Crumb{Label: title, URL: rp.url(seen.ID)})
	return seen, title, nil
}

// sizeParam asks for the drawing at its true size.
const sizeParam = "groot"

// with gives the address of this page with one of its choices made otherwise;
// "" leaves it out.
func (rp *recordPage) with(param, value string) string {
	choices := rp.r.URL.Query()
	choices.Del(param)
	if value != "" {
		choices.Set(param, value)
	}
	if len(choices) == 0 {
		return rp.r.URL.Path
	}
	return rp.r.URL.Path + "?" + choices.Encode()
}

// mayJudge tells whether the reader sees what a partnership thinks of others.
func mayJudge(actor access.Actor, of id.ID) bool {
	return access.Can(actor, access.See, access.Judgements, access.Facts{Partnership: of, Audience: access.Partnership})
}

// addTo leads to the form for a record of a kind in a partnership; "" for who
// may not add one there.
func addTo(actor access.Actor, kind *record.Kind, of record.Seen, more url.Values) string {
	if !access.CanAnywhere(actor, access.Create, kind.Class) {
		return ""
	}
	values := url.Values{record.PartnershipField: {of.ID.String()}, record.PlaceField: {of.Place.String()}}
	for name, list := range more {
		values[name] = list
	}
	return "/" + kind.Path + "/toevoegen?" + values.Encode()
}

func (s *site) kindOf(name string) *record.Kind {
	kind, _ := s.Records.Kinds.ByName(name)
	return kind
}

// networkPage answers who works with whom.
func (s *site) networkPage(rp *recordPage) error {
	seen, title, err := rp.partnershipOf()
	if err != nil {
		return err
	}
	chosen := rp.r.URL.Query().Get("ronde")
	var round id.ID
	if chosen != "" {
		if round, err = id.Parse(chosen); err != nil {
			return fault.New(fault.NotFound, "record.unknown", nil)
		}
	}
	n, err := s.Networks.Network(rp.r.Context(), rp.actor, seen.ID, round)
	if err != nil {
		return err
	}
	if chosen != "" && n.Round.ID != round {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	rp.p.Title = rp.p.T("network.titleOf", "name", title)
	told := networkTeller{p: rp.p, n: n, site: s}
	large := rp.r.URL.Query().Get(sizeParam) == "1"
	shown := told.page(large)
	own := rp.url(seen.ID)
	shown.SizeURL = rp.with(sizeParam, map[bool]string{false: "1"}[large])
	today := rp.p.Today()
	if len(n.Rounds) > 0 && rp.actor.Person != 0 {
		for _, one := range n.Rounds {
			if one.Open(today) {
				shown.AskURL = own + "/netwerk/vragenlijst"
			}
		}
	}
	shown.AddURL = addTo(rp.actor, s.kindOf("relation"), seen, url.Values{"day": {today}})
	shown.RoundURL = addTo(rp.actor, s.kindOf("networkRound"), seen, nil)
	if shown.Outside = !mayJudge(rp.actor, seen.ID); !shown.Outside {
		shown.InfluenceURL = own + "/invloed"
	}
	shown.AllURL = "/" + s.kindOf("relation").Path + "?" + url.Values{record.PartnershipField: {seen.ID.String()}}.Encode()
	return s.show(rp.w, rp.r, view.NetworkPage(rp.p, shown))
}
