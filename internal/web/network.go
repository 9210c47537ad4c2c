package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"

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
	Network(ctx context.Context, actor access.Actor, of id.ID, wish partnership.NetworkWish) (*partnership.Network, error)
	Ask(ctx context.Context, actor access.Actor, of id.ID) (*partnership.Questionnaire, error)
	RoundState(ctx context.Context, actor access.Actor, round partnership.NetworkRound) (*partnership.RoundState, error)
	Answer(ctx context.Context, actor access.Actor, of id.ID, answers []partnership.Answer) error
	Influence(ctx context.Context, actor access.Actor, of id.ID, phase partnership.Phase) (*partnership.Influence, error)
}

// networkRoutes are the pages of the network of a partnership.
func (s *site) networkRoutes(of func(h func(*recordPage) error) handler) []Route {
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, "/samenwerkingen/{id}/netwerk", "network", true, true, of(s.networkPage)},
		{get, "/samenwerkingen/{id}/netwerk/organisaties.csv", "network-organisations", false, true, of(s.networkFile)},
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

// What of a network a page shows, in its address.
const (
	roundParam = "ronde"
	sortParam  = "soort"
	sizeParam  = "groot" // the drawing at its true size
	tiesParam  = "pl"    // the page of the table of lines; that of organisations is p
)

// network reads what the address asks of a network.
func (rp *recordPage) network(of id.ID) (*partnership.Network, error) {
	query, wish := rp.r.URL.Query(), partnership.NetworkWish{}
	unknown := fault.New(fault.NotFound, "record.unknown", nil)
	if wish.Sort = partnership.RelationSort(query.Get(sortParam)); wish.Sort != "" && !slices.Contains(partnership.RelationSorts, wish.Sort) {
		return nil, unknown
	}
	if chosen := query.Get(roundParam); chosen != "" {
		round, err := id.Parse(chosen)
		if err != nil {
			return nil, unknown
		}
		wish.Round = round
	}
	n, err := rp.Networks.Network(rp.r.Context(), rp.actor, of, wish)
	if err == nil && wish.Round != 0 && n.Round.ID != wish.Round {
		err = unknown
	}
	return n, err
}

// networkPage answers who works with whom.
func (s *site) networkPage(rp *recordPage) error {
	seen, title, err := rp.partnershipOf()
	if err != nil {
		return err
	}
	n, err := rp.network(seen.ID)
	if err != nil {
		return err
	}
	rp.p.Title = rp.p.T("network.titleOf", "name", title)
	told := networkTeller{p: rp.p, n: n, site: s}
	query := rp.r.URL.Query()
	if told.page, err = readPage(query); err != nil {
		return err
	}
	if told.tiesPage, err = readPageOf(query, tiesParam); err != nil {
		return err
	}
	told.large = query.Get(sizeParam) == "1"
	shown := told.tell()
	own := rp.url(seen.ID)
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
	shown.SizeURL = rp.p.With(sizeParam, map[bool]string{false: "1"}[told.large])
	shown.FileURL = own + "/netwerk/organisaties.csv?" + url.Values{roundParam: query[roundParam], sortParam: query[sortParam]}.Encode()
	shown.AllURL = "/" + s.kindOf("relation").Path + "?" + url.Values{record.PartnershipField: {seen.ID.String()}}.Encode()
	return s.show(rp.w, rp.r, view.NetworkPage(rp.p, shown))
}
