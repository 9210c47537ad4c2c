package web

import (
	"net/url"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// influencePage answers who has influence and interest, for who has a role in
// the partnership.
func (s *site) influencePage(rp *recordPage) error {
	seen, title, err := rp.partnershipOf()
	if err != nil {
		return err
	}
	if !mayJudge(rp.actor, seen.ID) {
		return fault.New(fault.Denied, "network.influenceDenied", nil)
	}
	phase := partnership.Phase(rp.r.URL.Query().Get("fase"))
	i, err := s.Networks.Influence(rp.r.Context(), rp.actor, seen.ID, phase)
	if err != nil {
		return err
	}
	if phase != "" && i.Chosen != phase {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	rp.p.Title = rp.p.T("network.influenceOf", "name", title)
	kind := s.kindOf("position")
	t := influenceTeller{p: rp.p, i: i, kind: kind}
	shown := t.page()
	shown.Warning = rp.p.T(kind.WarningKey())
	shown.AddURL = addTo(rp.actor, kind, seen, url.Values{"day": {rp.p.Today()}, record.AudienceField: {"partnership"}})
	shown.AllURL = "/" + kind.Path + "?" + url.Values{record.PartnershipField: {seen.ID.String()}}.Encode()
	return s.show(rp.w, rp.r, view.InfluencePage(rp.p, shown))
}

// influenceTeller tells positions in words, as two drawings and as a table.
type influenceTeller struct {
	p    view.Page
	i    *partnership.Influence
	kind *record.Kind
}

func (t *influenceTeller) page() view.Influence {
	shown := view.Influence{Phases: t.phases(), Chosen: t.i.Chosen != "", More: t.i.More, Empty: len(t.i.Stands) == 0}
	shown.Lead = t.p.T("network.influenceLead")
	if shown.Chosen {
		shown.Lead = t.p.T("network.asItStood", "phase", t.phase(t.i.Chosen), "day", t.p.Day(t.i.Until))
	}
	if shown.Empty {
		return shown
	}
	shown.Grid, shown.Rings = t.grid(), t.rings()
	for _, stand := range t.i.Stands {
		shown.Rows = append(shown.Rows, t.row(stand))
	}
	switch {
	case shown.Chosen:
		shown.MovedHeading = t.p.T("network.movedSince", "phase", t.phase(t.i.Chosen))
	case t.i.Against != "":
		shown.MovedHeading = t.p.T("network.movedSince", "phase", t.phase(t.i.Against))
	}
	for _, move := range t.i.Moved {
		shown.Moved = append(shown.Moved, t.moved(move))
	}
	return shown
}

func (t *influenceTeller) phase(phase partnership.Phase) string {
	return t.p.T("kind.partnership.option.phase." + string(phase))
}

func (t *influenceTeller) phases() []view.Option {
	list := []view.Option{{Label: t.p.T("network.now"), Chosen: t.i.Chosen == ""}}
	for _, one := range t.i.Phases {
		list = append(list, view.Option{Value: string(one.Phase), Label: t.phase(one.Phase) + " (" + t.p.Day(one.Day) + ")", Chosen: one.Phase == t.i.Chosen})
	}
	return list
}

// ring is what a ring is called; "" has no name.
func (t *influenceTeller) ring(ring partnership.Ring) string {
	if ring == "" {
		return ""
	}
	return t.p.T("kind.position.option.ring." + string(ring))
}

// highFrom is from which value influence or interest is called high. Example: no
// publication states it.
const highFrom = 4

// corner names the quadrant of the grid where somebody stands.
func (t *influenceTeller) corner(stand partnership.Stand) string {
	return t.quadrant(stand.Influence >= highFrom, stand.Interest >= highFrom)
}

func (t *influenceTeller) quadrant(influence, interest bool) string {
	switch {
	case influence && interest:
		return t.p.T("network.corner.key")
	case influence:
		return t.p.T("network.corner.influencer")
	case interest:
		return t.p.T("network.corner.interested")
	}
	return t.p.T("network.corner.onlooker")
}

func (t *influenceTeller) row(stand partnership.Stand) view.InfluenceRow {
	same := func(ring partnership.Ring) string {
		if ring == stand.Now && ring != "" {
			return t.p.T("network.same")
		}
		return t.ring(ring)
	}
	return view.InfluenceRow{
		Name: stand.Name, URL: recordURL(t.kind, stand.ID), Shape: shapeOf(stand.Sort, stand.Domains), Corner: t.corner(stand),
		Day: t.p.Day(stand.Day), Why: stand.Why, Influence: t.p.Fmt().Int(int(stand.Influence)), Interest: t.p.Fmt().Int(int(stand.Interest)),
		Now: t.ring(stand.Now), Wanted: same(stand.Wanted), Desired: same(stand.Desired),
	}
}

// moved tells in a sentence how somebody is placed otherwise.
func (t *influenceTeller) moved(move partnership.Move) string {
	name := move.To.Name
	if move.From.ID == 0 {
		return t.p.T("network.move.new", "name", name)
	}
	var parts []string
	number := func(key string, from, to int64) {
		if from != to {
			parts = append(parts, t.p.T(key, "from", from, "to", to))
		}
	}
	number("network.move.influence", move.From.Influence, move.To.Influence)
	number("network.move.interest", move.From.Interest, move.To.Interest)
	if move.From.Now != move.To.Now {
		parts = append(parts, t.p.T("network.move.ring", "from", t.ring(move.From.Now), "to", t.ring(move.To.Now)))
	}
	return name + ": " + joined(t.p, parts)
}
