package web

import (
	"net/http"
	"strings"

	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// checklistPage answers the checklist of a partnership: to be filled in while a
// round is open, and what came of rounds that are closed.
func (s *site) checklistPage(rp *recordPage, seen record.Seen) error {
	return rp.showChecklist(http.StatusOK, seen, nil, "")
}

func (rp *recordPage) showChecklist(status int, seen record.Seen, typed learning.Scores, wrong string) error {
	rp.p.Title = rp.p.T("learning.checklist")
	shown := view.Checklists{Action: rp.r.URL.Path, Wrong: wrong}
	outcomes, err := rp.Learning.Outcomes(rp.r.Context(), rp.actor, seen.ID)
	if err != nil {
		return err
	}
	member, err := rp.isMember(seen.ID)
	if err != nil {
		return err
	}
	var closed []learning.Outcome
	for _, outcome := range outcomes {
		switch {
		case outcome.Round.Open(rp.p.Today()):
			shown.Waiting = append(shown.Waiting, rp.p.T("learning.roundOpen", "name", outcome.Round.Name, "day", rp.p.Day(outcome.Round.Closes), "n", outcome.Answered))
			shown.Done = shown.Done || outcome.Done
			if member && !outcome.Done {
				shown.Fill, shown.Until = true, rp.p.Day(outcome.Round.Closes)
			}
		case outcome.Results != nil:
			closed = append(closed, outcome)
		case outcome.Round.Closes < rp.p.Today():
			shown.Waiting = append(shown.Waiting, rp.p.T("learning.roundFew", "name", outcome.Round.Name, "n", rp.Learning.Questions().K))
		}
	}
	for _, block := range rp.Learning.Questions().Blocks {
		part := view.ChecklistBlock{Name: block.Name[rp.p.Lang]}
		for _, item := range block.Items {
			part.Items = append(part.Items, view.ChecklistItem{ID: item.ID, Text: item.Text(rp.p.Lang), Score: typed[item.ID]})
		}
		shown.Blocks = append(shown.Blocks, part)
	}
	fillOutcomes(rp.p, closed, &shown)
	if mayJudge(rp.actor, seen.ID) {
		shown.AddURL = addTo(rp.actor, learning.ChecklistRounds().Kind(), seen, nil)
	}
	rp.site.render(rp.w, rp.r, status, view.ChecklistsPage(rp.p, shown))
	return nil
}

// fillOutcomes puts rounds beside each other, the newest first.
func fillOutcomes(p view.Page, closed []learning.Outcome, shown *view.Checklists) {
	if len(closed) == 0 {
		return
	}
	for _, outcome := range closed {
		shown.Rounds = append(shown.Rounds, outcome.Round.Name)
	}
	at := 0
	for _, block := range shown.Blocks {
		group := view.ChecklistGroup{Name: block.Name}
		for range block.Items {
			result := view.ChecklistResult{Text: closed[0].Results[at].Item.Text(p.Lang)}
			for _, outcome := range closed {
				result.Rounds = append(result.Rounds, roundOf(p, outcome.Results[at]))
			}
			group.Results = append(group.Results, result)
			at++
		}
		for _, outcome := range closed {
			group.Means = append(group.Means, meanOf(p, outcome.Results[at-len(block.Items):at]))
		}
		shown.Results = append(shown.Results, group)
	}
}

// roundOf says how a question was answered in a round.
func roundOf(p view.Page, result learning.Result) view.ChecklistRound {
	if result.N == 0 {
		return view.ChecklistRound{Mean: p.T("learning.tooFew")}
	}
	round := view.ChecklistRound{Mean: p.T("learning.meanOf", "mean", p.Fmt().Fixed(result.Mean, 1), "n", result.N), N: result.N}
	var said []string
	for point, n := range result.Count {
		round.Bars = append(round.Bars, n)
		if n > 0 {
			said = append(said, p.Fmt().Int(n)+" "+strings.ToLower(p.T("learning.point-"+p.Fmt().Int(point+1))))
		}
	}
	round.Said = strings.Join(said, ", ")
	return round
}

// meanOf gives the mean of the means of some questions; none when one of them
// does not show, as it could be worked out of that.
func meanOf(p view.Page, results []learning.Result) string {
	sum := 0.0
	for _, result := range results {
		if result.N == 0 {
			return p.T("learning.tooFew")
		}
		sum += result.Mean
	}
	return p.Fmt().Fixed(sum/float64(len(results)), 1)
}

// fillChecklist keeps a checklist, without a name.
func (s *site) fillChecklist(rp *recordPage, seen record.Seen) error {
	if err := parseForm(rp.w, rp.r); err != nil {
		return err
	}
	scores := learning.Scores{}
	for _, item := range s.Learning.Questions().Items() {
		scores[item.ID] = numberOf(rp.r.PostForm.Get("v-" + item.ID))
	}
	outcomes, err := s.Learning.Outcomes(rp.r.Context(), rp.actor, seen.ID)
	if err != nil {
		return err
	}
	for _, outcome := range outcomes {
		if !outcome.Round.Open(rp.p.Today()) || outcome.Done {
			continue
		}
		problems, err := problemsOf(s.Learning.Fill(rp.r.Context(), rp.actor, outcome.Round.ID, scores))
		if err != nil {
			return err
		}
		if len(problems) > 0 {
			return rp.showChecklist(http.StatusUnprocessableEntity, seen, scores, rp.p.T(problems[0].Key))
		}
		break
	}
	http.Redirect(rp.w, rp.r, rp.r.URL.Path, http.StatusSeeOther)
	return nil
}
