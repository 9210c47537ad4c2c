package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// Inputs of a question are these, with the id of the other organisation behind.
const (
	strengthInput = "sterk."
	sortInput     = "soort."
	anotherInput  = "ander_naam" // the name of an organisation that is not asked about yet
	anotherKey    = "ander"
)

// networkSurvey answers the questions of the round that is open. What was
// answered before is filled in; what was typed and not sent is offered.
func (s *site) networkSurvey(rp *recordPage) error {
	seen, title, err := rp.partnershipOf()
	if err != nil {
		return err
	}
	shown := rp.surveyPage(seen, title)
	q, err := s.Networks.Ask(rp.r.Context(), rp.actor, seen.ID)
	if isClosed(err) {
		shown.Closed = rp.p.T("network.closed")
		return s.show(rp.w, rp.r, view.NetworkSurveyPage(rp.p, shown))
	}
	if err != nil {
		return err
	}
	typed, err := rp.surveyDraft(&shown)
	if err != nil {
		return err
	}
	if typed == nil {
		if typed, err = rp.madeOther(q); err != nil {
			return err
		}
	}
	shown.Saved = rp.r.URL.Query().Get("bewaard") == "1"
	rp.ask(&shown, q, typed)
	return s.show(rp.w, rp.r, view.NetworkSurveyPage(rp.p, shown))
}

// madeOther fills in the question about one more organisation when the reader
// comes back from adding it.
func (rp *recordPage) madeOther(q *partnership.Questionnaire) (url.Values, error) {
	query := rp.r.URL.Query()
	if query.Get(anotherKey) == "" {
		return nil, nil
	}
	made, err := id.Parse(query.Get(anotherKey))
	if err != nil {
		return nil, fault.New(fault.NotFound, "record.unknown", nil)
	}
	other, titles, err := rp.Records.Get(rp.r.Context(), rp.actor, rp.kindOf("organisation"), made)
	if err != nil {
		return nil, err
	}
	title := (&recordPage{site: rp.site, p: rp.p, kind: other.Kind}).title(&other, titles)
	return givenBefore(q, url.Values{anotherInput: {title}, strengthInput + anotherKey: query[strengthInput+anotherKey]}), nil
}

// givenBefore adds what was answered to what is filled in.
func givenBefore(q *partnership.Questionnaire, filled url.Values) url.Values {
	for to, given := range q.Given {
		filled.Set(strengthInput+to.String(), strconv.FormatInt(given.Strength, 10))
		filled[sortInput+to.String()] = given.Sorts
	}
	return filled
}

func isClosed(err error) bool {
	var told *fault.Fault
	return errors.As(err, &told) && told.Key == "network.closed"
}

func (rp *recordPage) surveyPage(seen record.Seen, title string) view.NetworkSurvey {
	own := rp.url(seen.ID)
	rp.p.Title = rp.p.T("network.surveyOf", "name", title)
	return view.NetworkSurvey{Back: own, Action: own + "/netwerk/vragenlijst", NetworkURL: own + "/netwerk", RoundURL: addTo(rp.actor, rp.kindOf("networkRound"), seen, nil)}
}

// surveyDraft gives what was typed before, when the reader asks for it, or
// offers it.
func (rp *recordPage) surveyDraft(shown *view.NetworkSurvey) (url.Values, error) {
	if rp.Drafts == nil || rp.actor.Account == 0 {
		return nil, nil
	}
	typed, at, err := rp.Drafts.Draft(rp.r.Context(), rp.actor.Account, rp.r.URL.Path)
	if err != nil || typed == "" {
		return nil, err
	}
	if rp.r.URL.Query().Get("concept") == "1" {
		return draftValues(typed), nil
	}
	shown.Draft = rp.p.T("record.draft", "when", rp.p.Fmt().Moment(at, rp.p.Now))
	return nil, nil
}

// ask fills the questions in, with what was typed or else with what was answered
// before.
func (rp *recordPage) ask(shown *view.NetworkSurvey, q *partnership.Questionnaire, typed url.Values) {
	if shown.Nobody = len(q.Others) == 0; shown.Nobody {
		shown.PeopleURL = shown.Back + "/mensen"
		shown.MemberURL = rp.newMemberURL(q.Round.Partnership, q.Round.Place, 0, shown.Action)
	}
	shown.Lead = rp.p.T("network.surveyLead", "name", q.Own.Name, "n", len(q.Others), "day", rp.p.Day(q.Round.Closes))
	shown.Note = q.Round.Note
	for _, other := range q.Others {
		given, has := q.Given[other.ID]
		strength, sorts := "", given.Sorts
		if has {
			strength = strconv.FormatInt(given.Strength, 10)
		}
		one := rp.question(other.ID.String(), strength, sorts, typed)
		one.Name, one.Shape = other.Name, shapeOf(other.Sort, other.Domains)
		shown.Questions = append(shown.Questions, one)
	}
	shown.Another = rp.question(anotherKey, "", nil, typed)
	shown.Another.Name = typed.Get(anotherInput)
}

// question gives a question with what was typed or else with what was answered.
func (rp *recordPage) question(key, strength string, sorts []string, typed url.Values) view.NetworkQuestion {
	if typed != nil {
		strength, sorts = typed.Get(strengthInput+key), typed[sortInput+key]
	}
	one := view.NetworkQuestion{ID: key}
	for step := range partnership.StrongestRelation + 1 {
		value := strconv.Itoa(step)
		one.Strengths = append(one.Strengths, view.Option{Value: value, Label: rp.p.T("network.strength." + value), Chosen: value == strength})
	}
	open := !slices.ContainsFunc(one.Strengths, func(o view.Option) bool { return o.Chosen })
	one.Strengths = append(one.Strengths, view.Option{Label: rp.p.T("network.leaveOpen"), Chosen: open})
	for _, sort := range partnership.RelationSorts {
		one.Sorts = append(one.Sorts, view.Option{Value: string(sort), Label: rp.p.T("kind.relation.option.sorts." + string(sort)), Chosen: slices.Contains(sorts, string(sort))})
	}
	return one
}

// sendNetworkSurvey saves the answers. What cannot be saved is shown again, with
// why and what to do; the rest is saved all the same.
func (s *site) sendNetworkSurvey(rp *recordPage) error {
	seen, title, err := rp.partnershipOf()
	if err != nil {
		return err
	}
	if err := parseForm(rp.w, rp.r); err != nil {
		return err
	}
	q, err := s.Networks.Ask(rp.r.Context(), rp.actor, seen.ID)
	if err != nil {
		return err
	}
	answers, other, err := rp.readAnswers(q)
	if err != nil {
		return err
	}
	shown := rp.surveyPage(seen, title)
	shown.Problem, shown.OtherURL = other.problem, other.addURL
	if len(answers) > 0 {
		if err := s.Networks.Answer(rp.r.Context(), rp.actor, seen.ID, answers); err != nil {
			return err
		}
		shown.Saved = true
	} else if shown.Problem == "" {
		shown.Problem = rp.p.T("network.nothingSent")
	}
	if shown.Problem != "" {
		rp.ask(&shown, q, rp.r.PostForm)
		s.render(rp.w, rp.r, http.StatusUnprocessableEntity, view.NetworkSurveyPage(rp.p, shown))
		return nil
	}
	if err := rp.forgetDraft(); err != nil {
		return err
	}
	http.Redirect(rp.w, rp.r, rp.r.URL.Path+"?bewaard=1", http.StatusSeeOther)
	return nil
}

// otherWrong is why the answer about one more organisation cannot be saved.
type otherWrong struct{ problem, addURL string }

// readAnswers reads what was answered. A question that was left open is none,
// unless it was answered before: then that is taken back.
func (rp *recordPage) readAnswers(q *partnership.Questionnaire) ([]partnership.Answer, otherWrong, error) {
	form := rp.r.PostForm
	var list []partnership.Answer
	for _, other := range q.Others {
		key := other.ID.String()
		answer, is := readAnswer(form, key)
		if _, before := q.Given[other.ID]; !is && before && form.Has(strengthInput+key) {
			answer.Open, is = true, true
		}
		if answer.To = other.ID; is {
			list = append(list, answer)
		}
	}
	answer, wrong, err := rp.readOther(q)
	if answer.To != 0 {
		list = append(list, answer)
	}
	return list, wrong, err
}

// readOther reads the answer about an organisation that was typed.
func (rp *recordPage) readOther(q *partnership.Questionnaire) (answer partnership.Answer, wrong otherWrong, err error) {
	form, kind := rp.r.PostForm, rp.kindOf("organisation")
	name := strings.TrimSpace(form.Get(anotherInput))
	if name == "" {
		return answer, wrong, nil
	}
	found, err := rp.Records.FindTitled(rp.r.Context(), rp.actor, kind, name, 2)
	if err != nil {
		return answer, wrong, err
	}
	if len(found) != 1 || found[0].ID == q.Own.ID {
		wrong.problem = rp.p.T("network.noSuchOther", "name", name)
		if access.CanAnywhere(rp.actor, access.Create, kind.Class) {
			back := rp.r.URL.Path + "?" + url.Values{strengthInput + anotherKey: form[strengthInput+anotherKey]}.Encode()
			wrong.addURL = "/" + kind.Path + "/toevoegen?" + url.Values{kind.TitleField().Name: {name}, backInput: {back}, fillsInput: {anotherKey}}.Encode()
		}
		return answer, wrong, nil
	}
	answer, is := readAnswer(form, anotherKey)
	if !is {
		wrong.problem = rp.p.T("network.otherOpen", "name", name)
		return partnership.Answer{}, wrong, nil
	}
	answer.To = found[0].ID
	return answer, wrong, nil
}

// readAnswer reads the answer to one question; false when it was left open.
func readAnswer(form url.Values, key string) (answer partnership.Answer, is bool) {
	strength, err := strconv.ParseInt(form.Get(strengthInput+key), 10, 64)
	if err != nil || strength < 0 || strength > partnership.StrongestRelation {
		return answer, false
	}
	answer.Strength = strength
	for _, sort := range partnership.RelationSorts {
		if slices.Contains(form[sortInput+key], string(sort)) {
			answer.Sorts = append(answer.Sorts, string(sort))
		}
	}
	if strength > 0 && len(answer.Sorts) == 0 {
		answer.Sorts = []string{string(partnership.Contact)}
	}
	return answer, true
}
