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
		shown.AddURL = addIn(rp, learning.ChecklistRounds().Kind(), &seen)
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
	for at, result := range closed[0].Results {
		line := view.ChecklistResult{Text: result.Item.Text(p.Lang), Said: p.T("learning.tooFew")}
		if result.N > 0 {
			line.N = p.Fmt().Int(result.N)
			var said []string
			for point, n := range result.Count {
				line.Bars = append(line.Bars, n*100/result.N)
				said = append(said, p.Fmt().Int(n)+" "+strings.ToLower(p.T("learning.point-"+p.Fmt().Int(point+1))))
			}
			line.Said = strings.Join(said, ", ")
		}
		for _, outcome := range closed {
			mean := p.T("learning.noMean")
			if outcome.Results[at].N > 0 {
				mean = p.Fmt().Fixed(outcome.Results[at].Mean, 1)
			}
			line.Means = append(line.Means, mean)
		}
		shown.Results = append(shown.Results, line)
	}
}

// fillChecklist keeps a checklist, without a name.
func (s *site) fillChecklist(rp *recordPage, seen record.Seen) error {
	if err := rp.parseForm(); err != nil {
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
