package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// compared holds two texts of an agreement against each other; whole shows
// what stayed the same as well.
func (rp *recordPage) compared(older, newer agreement.Agreement, whole bool) []view.ComparedField {
	kind := agreement.Agreements().Kind()
	was, is := agreement.Agreements().Row(older), agreement.Agreements().Row(newer)
	var list []view.ComparedField
	for _, name := range textFields() {
		field, _ := kind.Field(name)
		before, after := rp.shown(field, was.Get(field), nil).Text, rp.shown(field, is.Get(field), nil).Text
		if before == "" && after == "" || !whole && before == after {
			continue
		}
		line := view.ComparedField{Label: rp.p.T(kind.LabelKey(field))}
		for _, stretch := range agreement.Compare(before, after) {
			shown := view.Stretch{Text: stretch.Text, Gone: stretch.Gone, Coming: stretch.Coming}
			if !stretch.Coming {
				line.Older = append(line.Older, shown)
			}
			if !stretch.Gone {
				line.Newer = append(line.Newer, shown)
			}
		}
		list = append(list, line)
	}
	return list
}

// agreementTexts answers two texts of an agreement side by side: the newest
// beside the one before it, or those that are chosen.
func (s *site) agreementTexts(rp *recordPage) error {
	seen, titles, err := rp.get()
	if err != nil {
		return err
	}
	texts, err := s.Agreements.Texts(rp.r.Context(), rp.actor, seen.ID)
	if err != nil {
		return err
	}
	if len(texts) == 0 {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	shown := view.AgreementTexts{}
	if shown.Record, err = rp.record(&seen, titles); err != nil {
		return err
	}
	older, newer := chosenText(rp.r, texts, "oud", min(1, len(texts)-1)), chosenText(rp.r, texts, "nieuw", 0)
	shown.Older, shown.Newer = rp.textOptions(texts, older), rp.textOptions(texts, newer)
	shown.OlderHead, shown.NewerHead = shown.Older[older].Label, shown.Newer[newer].Label
	shown.Fields = rp.compared(texts[older].Agreement, texts[newer].Agreement, true)
	rp.p.Title = rp.p.T("agreement.texts")
	rp.p.Crumb = append(rp.p.Crumb, view.Crumb{Label: shown.Title, URL: shown.URL})
	return s.show(rp.w, rp.r, view.AgreementTextsPage(rp.p, shown))
}

func chosenText(r *http.Request, texts []agreement.Text, name string, usual int) int {
	version, err := strconv.ParseInt(r.URL.Query().Get(name), 10, 64)
	if err != nil {
		return usual
	}
	if at := slices.IndexFunc(texts, func(t agreement.Text) bool { return t.Agreement.Version == version }); at >= 0 {
		return at
	}
	return usual
}

func (rp *recordPage) textOptions(texts []agreement.Text, chosen int) []view.Option {
	var list []view.Option
	for at, text := range texts {
		key := "agreement.edition"
		if text.Correction {
			key = "agreement.corrected"
		}
		label := rp.p.T(key, "n", text.Agreement.Edition) + ", " + rp.p.Fmt().Day(text.Agreement.ChangedAt)
		list = append(list, view.Option{Value: strconv.FormatInt(text.Agreement.Version, 10), Label: label, Chosen: at == chosen})
	}
	return list
}

// reviewAgreement asks whether an agreement is still right.
func (s *site) reviewAgreement(rp *recordPage) error {
	return rp.showReview(http.StatusOK, view.AgreementReview{})
}

// reviewAfter is what is proposed as the time until the next look. Example: no
// publication states it.
const reviewAfter = 365 * 24 * time.Hour

func (rp *recordPage) showReview(status int, typed view.AgreementReview) error {
	seen, titles, err := rp.get()
	if err == nil && seen.Deleted() {
		err = fault.New(fault.NotFound, "record.unknown", nil)
	}
	if err != nil {
		return err
	}
	one := agreement.Agreements().Of(seen.Row)
	mine, asked, err := rp.Agreements.Reviewer(rp.r.Context(), rp.actor, one)
	if err == nil && !asked && !seen.May(rp.actor, access.Change) {
		err = fault.New(fault.Denied, "record.denied", nil)
	}
	if err != nil {
		return err
	}
	shown := typed
	if shown.Record, err = rp.record(&seen, titles); err != nil {
		return err
	}
	shown.Text = rp.fieldsOf(&seen, titles, textFields()...)
	shown.Stopped = one.State == agreement.Stopped
	if shown.Next == "" {
		shown.Next = rp.p.DayAfter(reviewAfter)
	}
	if asked {
		fillOpinion(rp.p, mine, one, &shown)
	}
	if err := rp.opinionsOf(one, &shown); err != nil {
		return err
	}
	rp.p.Title = rp.p.T("agreement.look")
	rp.p.Crumb = append(rp.p.Crumb, view.Crumb{Label: shown.Title, URL: shown.URL})
	rp.site.render(rp.w, rp.r, status, view.AgreementReviewPage(rp.p, shown))
	return nil
}

// fillOpinion shows the form for what a party thinks, with what it said.
func fillOpinion(p view.Page, mine agreement.Party, one agreement.Agreement, shown *view.AgreementReview) {
	if shown.Opinion == nil {
		shown.Opinion = &view.OpinionForm{Opinion: string(mine.Said(one))}
		if shown.Opinion.Opinion != "" {
			shown.Opinion.Why = mine.OpinionWhy
		}
	}
	shown.Opinion.Options = opinionOptions(p)
}

// opinionOptions is what a party can say of an agreement now.
func opinionOptions(p view.Page) []view.Option {
	var options []view.Option
	for _, opinion := range []agreement.Opinion{agreement.StillHolds, agreement.MustChange, agreement.MayStop} {
		options = append(options, view.Option{Value: string(opinion), Label: opinionWords(p, opinion)})
	}
	return options
}

func opinionWords(p view.Page, opinion agreement.Opinion) string {
	return p.T("kind.agreementParty.option.opinion." + string(opinion))
}

// opinionsOf shows what each party of an agreement said, while they are asked.
func (rp *recordPage) opinionsOf(one agreement.Agreement, shown *view.AgreementReview) error {
	if !rp.Agreements.UnderReview(one) {
		return nil
	}
	parties, lines, err := rp.partiesOf(one)
	if err != nil {
		return err
	}
	for at, line := range lines {
		said := parties[at].Said(one)
		row := view.AgreementParty{Name: line.Name, For: line.For, URL: line.URL, Note: rp.p.T("agreement.saidNothing")}
		if said != "" {
			row.Answer, row.Note, row.Opinion = opinionWords(rp.p, said), rp.p.T("agreement.on", "day", rp.p.Day(parties[at].OpinionDay)), parties[at].OpinionWhy
			row.Yes, row.No = said == agreement.StillHolds, said != agreement.StillHolds
		}
		shown.Said = append(shown.Said, row)
	}
	return nil
}

// reviewedAgreement keeps what was decided: it is right, or it stops, or it is
// taken up again.
func (s *site) reviewedAgreement(rp *recordPage) error {
	seen, _, err := rp.get()
	if err != nil {
		return err
	}
	if err := parseForm(rp.w, rp.r); err != nil {
		return err
	}
	ctx, form := rp.r.Context(), rp.r.PostForm
	if form.Get("deed") != "opinion" && !seen.May(rp.actor, access.Change) {
		return fault.New(fault.Denied, "record.denied", nil)
	}
	typed := view.AgreementReview{Next: form.Get("review"), Why: form.Get("waarom")}
	switch form.Get("deed") {
	case "opinion":
		typed.Opinion = sentOpinion(rp.r)
		err = s.Agreements.Opine(ctx, rp.actor, seen.ID, agreement.Opinion(typed.Opinion.Opinion), typed.Opinion.Why)
	case "still":
		err = s.Agreements.StillRight(ctx, rp.actor, seen.ID, typed.Next)
	case "stop":
		err = s.Agreements.Stop(ctx, rp.actor, seen.ID, typed.Why)
	case "resume":
		err = s.Agreements.Resume(ctx, rp.actor, seen.ID)
	default:
		err = fault.New(fault.Invalid, "agreement.choose", nil)
	}
	var problems record.Problems
	if problems, err = problemsOf(err); err != nil {
		return err
	}
	for _, problem := range problems {
		text := rp.Catalogue.T(rp.p.Lang, problem.Key, problem.Args)
		switch problem.Field {
		case "review":
			typed.WrongDay = text
		case "opinion", "opinionWhy":
			s.tellWrongOpinion(rp.r, record.Problems{problem}, typed.Opinion)
		default:
			typed.WrongWhy = text
		}
	}
	if len(problems) > 0 {
		return rp.showReview(http.StatusUnprocessableEntity, typed)
	}
	http.Redirect(rp.w, rp.r, rp.url(seen.ID), http.StatusSeeOther)
	return nil
}
