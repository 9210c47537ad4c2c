package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// Agreements asks parties, keeps their answers and ends agreements;
// *agreement.Service is one.
type Agreements interface {
	AskAll(ctx context.Context, actor access.Actor, which id.ID) (agreement.Posted, error)
	Mine(ctx context.Context, actor access.Actor, which id.ID) (agreement.Question, bool, error)
	ByLink(ctx context.Context, token string) (agreement.Question, error)
	AnswerByLink(ctx context.Context, token string, version int64, answer agreement.Answer, reason string) (agreement.Agreement, error)
	AnswerMine(ctx context.Context, actor access.Actor, which id.ID, version int64, answer agreement.Answer, reason string) (agreement.Agreement, error)
	OpineByLink(ctx context.Context, token string, opinion agreement.Opinion, why string) (agreement.Agreement, error)
	UnderReview(one agreement.Agreement) bool
	Reviewer(ctx context.Context, actor access.Actor, one agreement.Agreement) (agreement.Party, bool, error)
	Opine(ctx context.Context, actor access.Actor, which id.ID, opinion agreement.Opinion, why string) error
	StillRight(ctx context.Context, actor access.Actor, which id.ID, next string) error
	Stop(ctx context.Context, actor access.Actor, which id.ID, why string) error
	Resume(ctx context.Context, actor access.Actor, which id.ID) error
	Texts(ctx context.Context, actor access.Actor, which id.ID) ([]agreement.Text, error)
}

// agreementRoutes are the pages of agreements and role cards, on top of those
// that every kind of record has.
func (s *site) agreementRoutes() []Route {
	all, err := kinds.All()
	if err != nil {
		return nil // the registry's own test tells why
	}
	kind, _ := all.ByName("agreement")
	partnerships, _ := all.ByName("partnership")
	of := func(h func(*recordPage) error) handler {
		return s.withKind(kind, func(rp *recordPage) error {
			if s.Agreements == nil {
				return fault.New(fault.NotFound, "record.unknown", nil)
			}
			return h(rp)
		})
	}
	members, _ := all.ByName("member")
	part := func(h func(*recordPage) error) handler { return s.withKind(members, h) }
	in := func(h func(*recordPage) error) handler { return s.withKind(partnerships, h) }
	const get, post = http.MethodGet, http.MethodPost
	const page, data, public = true, false, true
	return []Route{
		{get, "/afspraken", "agreements", page, public, of(s.recordList)},
		{get, "/afspraken/{id}", "agreement", page, public, of(s.agreementPage)},
		{get, "/afspraken/{id}/teksten", "agreement-texts", page, public, of(s.agreementTexts)},
		{post, "/afspraken/{id}/partijen", "agreement-parties", data, !public, of(s.addParties)},
		{post, "/afspraken/{id}/vragen", "agreement-ask", data, !public, of(s.askParties)},
		{post, "/afspraken/{id}/antwoord", "agreement-answer", data, !public, of(s.answerMine)},
		{get, "/afspraken/{id}/klopt-het-nog", "agreement-review", page, !public, of(s.reviewAgreement)},
		{post, "/afspraken/{id}/klopt-het-nog", "agreement-reviewed", data, !public, of(s.reviewedAgreement)},
		{get, "/antwoord/{token}", "answer-open", data, public, s.openAnswer},
		{get, "/antwoord", "answer", page, public, s.answerPage},
		{post, "/antwoord", "answer-give", data, public, s.giveAnswer},
		{get, "/samenwerkingen/{id}/convenant", "covenant", page, public, in(s.covenantPage)},
		{get, "/samenwerkingen/{id}/convenant.docx", "covenant-docx", data, public, in(s.covenantFile)},
		{get, "/deelnemers/{id}/vertrekken", "member-leave", page, !public, part(s.memberLeave)},
		{post, "/deelnemers/{id}/vertrekken", "member-left", data, !public, part(s.memberLeft)},
		{get, "/samenwerkingen/{id}/rollen", "roles", page, public, in(s.rolesPage)},
	}
}

// textFields are the fields of an agreement that parties accept, and the two
// that belong to it but may change without them.
func textFields() []string {
	return []string{"what", "details", "forWhom", "until", "measure", "excludes"}
}

// agreementPage answers the page of an agreement.
func (s *site) agreementPage(rp *recordPage) error {
	return rp.showAgreement(http.StatusOK, view.Agreement{})
}

// showAgreement shows an agreement; typed has what stood in its forms.
func (rp *recordPage) showAgreement(status int, typed view.Agreement) error {
	seen, titles, err := rp.get()
	if err != nil {
		return err
	}
	shown := typed
	if shown.Record, err = rp.record(&seen, titles); err != nil {
		return err
	}
	rp.p.Title = shown.Title
	one := agreement.Agreements().Of(seen.Row)
	if !seen.Deleted() {
		if err := rp.fillAgreement(&seen, titles, one, &shown); err != nil {
			return err
		}
	}
	rp.site.render(rp.w, rp.r, status, view.AgreementPage(rp.p, shown))
	return nil
}

func (rp *recordPage) fillAgreement(seen *record.Seen, titles record.Titles, one agreement.Agreement, shown *view.Agreement) error {
	parties, list, err := rp.partiesOf(one)
	if err != nil {
		return err
	}
	shown.State = rp.p.T("kind.agreement.option.state." + string(one.State))
	shown.StateText, shown.Settled = rp.stateText(one, parties), one.State == agreement.Accepted
	shown.Text = rp.fieldsOf(seen, titles, append(textFields()[1:], "steward")...)
	shown.Parties = list
	if one.State != agreement.Stopped && one.Review != "" {
		shown.ReviewText = rp.p.T("agreement.reviewOn", "day", rp.p.Day(one.Review))
	}
	_, asked, err := rp.Agreements.Reviewer(rp.r.Context(), rp.actor, one)
	if err != nil {
		return err
	}
	shown.MayReview = asked || shown.MayChange
	if one.Partnership != 0 {
		shown.Covenant = "/samenwerkingen/" + one.Partnership.String() + "/convenant"
	}
	if shown.MayChange && one.State != agreement.Stopped {
		shown.AskURL = shown.URL
		shown.NewMember = rp.newMemberURL(one.Partnership, one.Place, 0, shown.URL)
		for _, party := range parties {
			if party.Edition != one.Edition {
				shown.Ask++
				shown.Reminds = shown.Reminds || party.AskedOn != ""
			}
		}
		if shown.Members, err = rp.possibleParties(one, parties); err != nil {
			return err
		}
	}
	rp.noticeAsked(shown)
	question, answers, err := rp.Agreements.Mine(rp.r.Context(), rp.actor, one.ID)
	if err != nil {
		return err
	}
	if answers && shown.Question == nil {
		shown.Question = &view.AnswerForm{}
	}
	if answers {
		rp.fillQuestion(question, shown.Question)
		// What is wrong with an answer is told beside it, below the agreement.
		shown.Question.Action = shown.URL + "/antwoord#antwoord"
	}
	return rp.addThread(seen, &shown.Thread)
}

// noticeAsked tells how many letters went out, when the page was come to from
// asking.
func (rp *recordPage) noticeAsked(shown *view.Agreement) {
	for _, told := range []struct{ name, key string }{{"mails", "agreement.sent"}, {"zonder", "agreement.unreached"}} {
		if n, err := strconv.Atoi(rp.r.URL.Query().Get(told.name)); err == nil && n > 0 && n <= 1_000 {
			shown.Notices = append(shown.Notices, rp.p.T(told.key, "n", n))
		}
	}
}

func (rp *recordPage) stateText(one agreement.Agreement, parties []agreement.Party) string {
	yes := 0
	for _, party := range parties {
		if party.Answer == agreement.Yes && party.Edition == one.Edition {
			yes++
		}
	}
	day := one.Since
	if one.State == agreement.Stopped {
		day = one.Ended
	}
	if day != "" {
		day = rp.p.Day(day)
	}
	return rp.p.T("agreement.stand-"+string(one.State), "yes", yes, "all", len(parties), "day", day, "why", one.EndedWhy)
}

// fieldsOf shows some fields of a record that say something.
func (rp *recordPage) fieldsOf(seen *record.Seen, titles record.Titles, names ...string) []view.RecordValue {
	var list []view.RecordValue
	for _, name := range names {
		if field, known := rp.kind.Field(name); known {
			if value := rp.value(seen, field, titles); value.Text != "" {
				list = append(list, value)
			}
		}
	}
	return list
}

// mostParties is how many parties of an agreement a page shows.
const mostParties = 200

// partiesOf gives the parties of an agreement, and as the page shows them, in
// the same order.
func (rp *recordPage) partiesOf(one agreement.Agreement) ([]agreement.Party, []view.AgreementParty, error) {
	kind := agreement.Parties().Kind()
	list, err := rp.Records.List(rp.r.Context(), rp.actor, kind, record.Ask{Filters: map[string]string{"agreement": one.ID.String()}, Limit: mostParties})
	if err != nil {
		return nil, nil, err
	}
	members, err := rp.memberIDs(one.Partnership)
	if err != nil {
		return nil, nil, err
	}
	type both struct {
		party agreement.Party
		line  view.AgreementParty
	}
	var all []both
	for at := range list.Rows {
		party := agreement.Parties().Of(list.Rows[at].Row)
		line := partyLine(rp.p, one, party, list.Titles)
		if rp.actor.Professional() {
			line.URL = recordURL(kind, party.ID)
		}
		if party.Person != 0 && !members[party.Person] {
			line.AddURL = rp.newMemberURL(one.Partnership, one.Place, party.Person, rp.url(one.ID))
		}
		all = append(all, both{party, line})
	}
	slices.SortStableFunc(all, func(a, b both) int {
		return strings.Compare(record.SortKey(a.line.For+a.line.Name), record.SortKey(b.line.For+b.line.Name))
	})
	var parties []agreement.Party
	var shown []view.AgreementParty
	for _, one := range all {
		parties, shown = append(parties, one.party), append(shown, one.line)
	}
	return parties, shown, nil
}

// partyLine tells who a party is and what it answered.
func partyLine(p view.Page, one agreement.Agreement, party agreement.Party, titles record.Titles) view.AgreementParty {
	line := view.AgreementParty{Name: titles[party.Person], For: titles[party.Organisation], Reason: party.Reason}
	if line.Name == "" {
		line.Name = party.Name
	}
	if line.Name == "" {
		line.Name, line.For = line.For, ""
	}
	if line.Name == "" {
		line.Name = p.T("record.hidden")
	}
	if said := party.Said(one); said != "" {
		line.Opinion = p.T("agreement.says", "what", opinionWords(p, said), "day", p.Day(party.OpinionDay), "why", party.OpinionWhy)
	}
	current := party.Edition == one.Edition
	switch {
	case current && party.Answer != "":
		line.Yes, line.No = party.Answer == agreement.Yes, party.Answer == agreement.No
		line.Answer, line.Note = p.T("kind.agreementParty.option.answer."+string(party.Answer)), p.T("agreement.on", "day", p.Day(party.Answered))
	case party.Answer == agreement.Yes:
		line.Note = p.T("agreement.earlier", "n", party.Edition)
	case party.Answer == agreement.No:
		line.Note = p.T("agreement.earlierNo", "n", party.Edition)
	case party.AskedOn != "":
		line.Note = p.T("agreement.waiting", "day", p.Day(party.AskedOn))
	default:
		line.Note = p.T("agreement.notAsked")
	}
	return line
}

// memberIDs gives the people who are in a partnership now.
func (rp *recordPage) memberIDs(in id.ID) (map[id.ID]bool, error) {
	members, err := rp.membersNow(in)
	ids := map[id.ID]bool{}
	for _, member := range members {
		ids[member.Person] = true
	}
	return ids, err
}

// membersNow gives who is in a partnership and has not left.
func (rp *recordPage) membersNow(in id.ID) ([]partnership.Member, error) {
	if in == 0 {
		return nil, nil
	}
	list, err := rp.Records.List(rp.r.Context(), rp.actor, partnership.Members().Kind(), record.Ask{Filters: map[string]string{record.PartnershipField: in.String()}, Limit: mostMembers})
	if err != nil {
		return nil, err
	}
	var members []partnership.Member
	for at := range list.Rows {
		if member := partnership.Members().Of(list.Rows[at].Row); member.In(rp.p.Today()) {
			members = append(members, member)
		}
	}
	return members, nil
}
