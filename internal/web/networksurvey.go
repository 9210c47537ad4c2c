package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
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
	shown.Saved = rp.r.URL.Query().Get("bewaard") == "1"
	rp.ask(&shown, q, typed)
	return s.show(rp.w, rp.r, view.NetworkSurveyPage(rp.p, shown))
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
	for _, sort := range partnership.RelationSorts {
		one.Sorts = append(one.Sorts, view.Option{Value: string(sort), Label: rp.p.T("kind.relation.option.sorts." + string(sort)), Chosen: slices.Contains(sorts, string(sort))})
	}
	return one
}

// sendNetworkSurvey saves the answers. What cannot be saved is shown again, with
// why.
func (s *site) sendNetworkSurvey(rp *recordPage) error {
	seen, title, err := rp.partnershipOf()
	if err != nil {
		return err
	}
	rp.r.Body = http.MaxBytesReader(rp.w, rp.r.Body, largestForm)
	if err := rp.r.ParseForm(); err != nil {
		return fault.Wrap(err, fault.Limit, "record.formTooLarge", nil)
	}
	q, err := s.Networks.Ask(rp.r.Context(), rp.actor, seen.ID)
	if err != nil {
		return err
	}
	answers, problem, err := rp.readAnswers(q)
	if err != nil {
		return err
	}
	if problem != "" {
		shown := rp.surveyPage(seen, title)
		shown.Problem = rp.p.T(problem)
		rp.ask(&shown, q, rp.r.PostForm)
		s.render(rp.w, rp.r, http.StatusUnprocessableEntity, view.NetworkSurveyPage(rp.p, shown))
		return nil
	}
	if err := s.Networks.Answer(rp.r.Context(), rp.actor, seen.ID, answers); err != nil {
		return err
	}
	if err := rp.forgetDraft(); err != nil {
		return err
	}
	http.Redirect(rp.w, rp.r, rp.r.URL.Path+"?bewaard=1", http.StatusSeeOther)
	return nil
}

// readAnswers reads what was answered; a question that was left open is none.
// It gives the key of what is wrong, or "".
func (rp *recordPage) readAnswers(q *partnership.Questionnaire) ([]partnership.Answer, string, error) {
	form := rp.r.PostForm
	var list []partnership.Answer
	for _, other := range q.Others {
		if answer, is := readAnswer(form, other.ID.String()); is {
			answer.To = other.ID
			list = append(list, answer)
		}
	}
	if name := strings.TrimSpace(form.Get(anotherInput)); name != "" {
		found, err := rp.Records.FindTitled(rp.r.Context(), rp.actor, rp.kindOf("organisation"), name, 2)
		if err != nil {
			return nil, "", err
		}
		answer, is := readAnswer(form, anotherKey)
		if len(found) != 1 || found[0].ID == q.Own.ID || !is {
			return nil, "network.noSuchOther", nil
		}
		answer.To = found[0].ID
		list = append(list, answer)
	}
	if len(list) == 0 {
		return nil, "network.nothingSent", nil
	}
	return list, "", nil
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
