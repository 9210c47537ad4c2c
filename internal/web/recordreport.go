package web

import (
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/record"
)

// reporting gives a record whose end the actor tells.
func (rp *recordPage) reporting() (record.Seen, record.Titles, error) {
	seen, titles, err := rp.get()
	if err == nil && !rp.Records.MayReport(rp.actor, rp.kind, &seen.Row) {
		err = fault.New(fault.Denied, "record.denied", nil)
	}
	return seen, titles, err
}

// recordReport answers the form with which who was to do something tells how
// it ended.
func (s *site) recordReport(rp *recordPage) error {
	seen, titles, err := rp.reporting()
	if err != nil {
		return err
	}
	return rp.reportForm(http.StatusOK, formState{row: seen, titles: titles, there: true})
}

func (rp *recordPage) reportForm(status int, state formState) error {
	state.only = rp.kind.Report.Fields
	state.title = rp.p.T("record.reportTitle", "title", rp.title(&state.row, state.titles))
	return rp.form(status, state)
}

// recordReported keeps it, or shows the form again.
func (s *site) recordReported(rp *recordPage) error {
	seen, titles, err := rp.reporting()
	if err != nil {
		return err
	}
	sent, err := rp.readForm(seen)
	if err != nil {
		return err
	}
	maps.DeleteFunc(sent.values, func(name string, _ any) bool { return !slices.Contains(rp.kind.Report.Fields, name) })
	state := formState{row: seen, titles: titles, there: true, sent: sent}
	if len(sent.problems) > 0 {
		return rp.reportForm(http.StatusUnprocessableEntity, state)
	}
	_, err = rp.Records.Report(rp.r.Context(), rp.actor, rp.kind, seen.ID, sent.version, sent.values)
	var overtaken *record.Overtaken
	if errors.As(err, &overtaken) {
		state.overtaken = overtaken
		return rp.reportForm(http.StatusConflict, state)
	}
	if state.sent.problems, err = problemsOf(err); err != nil {
		return err
	}
	if len(state.sent.problems) > 0 {
		return rp.reportForm(http.StatusUnprocessableEntity, state)
	}
	return rp.saved(seen.ID, "")
}
