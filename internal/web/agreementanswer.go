package web

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// answerCookie holds the token of a letter about an agreement, for as long as
// somebody may take to read it.
const (
	answerCookie  = "antwoord"
	answerSeconds = 4 * 3600
)

// openAnswer takes the token out of the address.
func (s *site) openAnswer(w http.ResponseWriter, r *http.Request) error {
	s.keepToken(w, r, answerCookie, answerSeconds)
	http.Redirect(w, r, "/antwoord", http.StatusSeeOther)
	return nil
}

// asked gives what the holder of a link is asked.
func (s *site) asked(r *http.Request) (agreement.Question, error) {
	if s.Agreements == nil {
		return agreement.Question{}, fault.New(fault.NotFound, "agreement.link-over", nil)
	}
	token := s.token(r, answerCookie)
	if token == "" {
		return agreement.Question{}, fault.New(fault.Invalid, "agreement.no-cookie", nil)
	}
	return s.Agreements.ByLink(r.Context(), token)
}

// answerPage shows the agreement to who came with a link, with the form.
func (s *site) answerPage(w http.ResponseWriter, r *http.Request) error {
	return s.showAnswer(w, r, http.StatusOK, view.AnswerForm{})
}

// showAnswer shows the agreement of a link, with the question of that link and
// what was typed.
func (s *site) showAnswer(w http.ResponseWriter, r *http.Request, status int, form view.AnswerForm) error {
	question, err := s.asked(r)
	if used(err) {
		return s.showUsed(w, r, question)
	}
	if err != nil {
		return err
	}
	p := s.page(w, r)
	// The holder of a link sees what the letter is about, and nothing else.
	rp := &recordPage{site: s, w: w, r: r, p: p, kind: agreement.Agreements().Kind(), actor: access.Actor{Program: true}}
	seen, titles, err := s.Records.Get(r.Context(), rp.actor, rp.kind, question.Agreement.ID)
	if err != nil {
		return err
	}
	p.Title = question.Agreement.What
	rp.p = p
	form.Action = "/antwoord"
	form.Text = withoutLinks(rp.fieldsOf(&seen, titles, textFields()[1:]...))
	if form.Parties, err = rp.partyNames(question); err != nil {
		return err
	}
	by := cmp.Or(question.AskedBy, question.Agreement.ChangedBy, question.Agreement.CreatedBy)
	names, err := rp.makers(by)
	if err != nil {
		return err
	}
	form.By = names(by)
	if question.Review {
		if form.Opinion == nil {
			form.Opinion = &view.OpinionForm{}
		}
		form.Opinion.Options = opinionOptions(p)
		form.Text = append(form.Text, rp.fieldsOf(&seen, titles, "review")...)
	} else {
		rp.fillQuestion(question, &form)
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	s.render(w, r, status, view.AnswerPage(p, form))
	return nil
}

// used tells whether a link did its work already.
func used(err error) bool {
	var f *fault.Fault
	return errors.As(err, &f) && f.Key == "agreement.link-used"
}

// showUsed tells who opens a link again what they answered with it.
func (s *site) showUsed(w http.ResponseWriter, r *http.Request, question agreement.Question) error {
	p := s.page(w, r)
	p.Title = p.T("agreement.answeredBefore")
	party, one := question.Party, question.Agreement
	said, day := p.T("kind.agreementParty.option.answer."+string(party.Answer)), party.Answered
	if question.Review {
		said, day = opinionWords(p, party.Opinion), party.OpinionDay
	}
	w.Header().Set("Cache-Control", "no-store")
	s.render(w, r, http.StatusConflict, view.AnsweredPage(p, p.T("agreement.answeredSaid", "what", one.What, "said", said, "day", p.Day(day))))
	return nil
}

// withoutLinks leaves out addresses of pages that the reader may not open.
func withoutLinks(values []view.RecordValue) []view.RecordValue {
	for at := range values {
		values[at].URL = ""
	}
	return values
}

// partyNames gives the organisations that are parties, and who asks their own
// name; people of others are theirs to tell.
func (rp *recordPage) partyNames(question agreement.Question) ([]view.AgreementParty, error) {
	_, list, err := rp.partiesOf(question.Agreement)
	if err != nil {
		return nil, err
	}
	for at := range list {
		if list[at].For != "" {
			list[at].Name, list[at].For = list[at].For, ""
		}
		list[at].URL, list[at].AddURL, list[at].Reason = "", "", ""
	}
	return list, nil
}

// fillQuestion fills in what a form asks, beside what was typed.
func (rp *recordPage) fillQuestion(question agreement.Question, form *view.AnswerForm) {
	form.Version = question.Agreement.Version
	if question.Before != nil {
		form.Changed = rp.compared(*question.Before, question.Agreement, false)
	}
}

// sentAnswer is what a form sent.
func sentAnswer(w http.ResponseWriter, r *http.Request) (form view.AnswerForm, version int64, err error) {
	if err := parseForm(w, r); err != nil {
		return form, 0, err
	}
	form.Answer, form.Reason = r.PostForm.Get("antwoord"), strings.TrimSpace(r.PostForm.Get("reden"))
	version, _ = strconv.ParseInt(r.PostForm.Get("versie"), 10, 64)
	return form, version, nil
}

// tellWrong puts what is wrong beside the field of an answer.
func (s *site) tellWrong(r *http.Request, problems record.Problems, form *view.AnswerForm) {
	for _, problem := range problems {
		text := s.Catalogue.T(s.language(r), problem.Key, problem.Args)
		if problem.Field == "answer" {
			form.WrongAnswer = text
		} else {
			form.WrongReason = text
		}
	}
}

// giveAnswer keeps the answer of who came with a link.
func (s *site) giveAnswer(w http.ResponseWriter, r *http.Request) error {
	question, err := s.asked(r)
	if used(err) {
		return s.showUsed(w, r, question)
	}
	if err != nil {
		return err
	}
	if question.Review {
		return s.giveOpinion(w, r)
	}
	form, version, err := sentAnswer(w, r)
	if err != nil {
		return err
	}
	one, err := s.Agreements.AnswerByLink(r.Context(), s.token(r, answerCookie), version, agreement.Answer(form.Answer), form.Reason)
	problems, err := problemsOf(err)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		s.tellWrong(r, problems, &form)
		return s.showAnswer(w, r, http.StatusUnprocessableEntity, form)
	}
	key := "agreement.answeredYes"
	if form.Answer == string(agreement.No) {
		key = "agreement.answeredNo"
	}
	return s.thankAnswer(w, r, key, one)
}

// thankAnswer says what was kept of an answer by link.
func (s *site) thankAnswer(w http.ResponseWriter, r *http.Request, key string, one agreement.Agreement) error {
	p := s.page(w, r)
	p.Title = p.T("agreement.answered")
	w.Header().Set("Cache-Control", "no-store")
	return s.show(w, r, view.AnsweredPage(p, p.T(key, "what", one.What)))
}

// giveOpinion keeps what who came with a link thinks of an agreement now.
func (s *site) giveOpinion(w http.ResponseWriter, r *http.Request) error {
	if err := parseForm(w, r); err != nil {
		return err
	}
	form := sentOpinion(r)
	one, err := s.Agreements.OpineByLink(r.Context(), s.token(r, answerCookie), agreement.Opinion(form.Opinion), form.Why)
	problems, err := problemsOf(err)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		s.tellWrongOpinion(r, problems, form)
		return s.showAnswer(w, r, http.StatusUnprocessableEntity, view.AnswerForm{Opinion: form})
	}
	return s.thankAnswer(w, r, "agreement.answeredReview", one)
}

// sentOpinion is what the form about a review sent.
func sentOpinion(r *http.Request) *view.OpinionForm {
	return &view.OpinionForm{Opinion: r.PostForm.Get("mening"), Why: strings.TrimSpace(r.PostForm.Get("toelichting"))}
}

// tellWrongOpinion puts what is wrong beside the field of an opinion.
func (s *site) tellWrongOpinion(r *http.Request, problems record.Problems, form *view.OpinionForm) {
	for _, problem := range problems {
		text := s.Catalogue.T(s.language(r), problem.Key, problem.Args)
		if problem.Field == "opinionWhy" {
			form.WrongWhy = text
		} else {
			form.WrongOpinion = text
		}
	}
}

// answerMine keeps the answer of somebody who is signed in.
func (s *site) answerMine(rp *recordPage) error {
	seen, _, err := rp.get()
	if err != nil {
		return err
	}
	form, version, err := sentAnswer(rp.w, rp.r)
	if err != nil {
		return err
	}
	_, err = s.Agreements.AnswerMine(rp.r.Context(), rp.actor, seen.ID, version, agreement.Answer(form.Answer), form.Reason)
	problems, err := problemsOf(err)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		s.tellWrong(rp.r, problems, &form)
		return rp.showAgreement(http.StatusUnprocessableEntity, view.Agreement{Question: &form})
	}
	http.Redirect(rp.w, rp.r, rp.url(seen.ID), http.StatusSeeOther)
	return nil
}
