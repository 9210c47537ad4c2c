package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// about brings the record into the path above the heading.
func (rp *recordPage) about(seen *record.Seen, titles record.Titles) (view.Record, error) {
	shown, err := rp.record(seen, titles)
	rp.p.Crumb = append(rp.p.Crumb, view.Crumb{Label: shown.Title, URL: shown.URL})
	return shown, err
}

// recordAskDelete asks before a record is deleted, and says what depends on it.
func (s *site) recordAskDelete(rp *recordPage) error {
	seen, titles, err := rp.may(access.Delete)
	if err != nil {
		return err
	}
	shown, err := rp.about(&seen, titles)
	if err != nil {
		return err
	}
	dependents, err := s.Records.Dependents(rp.r.Context(), rp.actor, rp.kind, &seen)
	if err != nil {
		return err
	}
	if shown.Dependents, err = rp.dependentViews(dependents); err != nil {
		return err
	}
	rp.p.Title = rp.p.T("record.deleteTitle", "title", shown.Title)
	return rp.site.show(rp.w, rp.r, view.RecordDeletePage(rp.p, shown))
}

func (s *site) recordDelete(rp *recordPage) error {
	one, err := rp.id()
	if err != nil {
		return err
	}
	version, _ := strconv.ParseInt(rp.r.PostFormValue(versionInput), 10, 64)
	_, err = s.Records.Delete(rp.r.Context(), rp.actor, rp.kind, one, version)
	return rp.then(err, rp.url(one))
}

func (s *site) recordReturn(rp *recordPage) error {
	one, err := rp.id()
	if err != nil {
		return err
	}
	_, err = s.Records.Return(rp.r.Context(), rp.actor, rp.kind, one)
	return rp.then(err, rp.url(one))
}

// then leads on after something was done.
func (rp *recordPage) then(err error, to string) error {
	if err == nil {
		http.Redirect(rp.w, rp.r, to, http.StatusSeeOther)
	}
	return err
}

// recordHistory answers the history of a record.
func (s *site) recordHistory(rp *recordPage) error {
	seen, titles, err := rp.may(access.History)
	if err != nil {
		return err
	}
	shown, err := rp.about(&seen, titles)
	if err != nil {
		return err
	}
	below, _ := strconv.ParseInt(rp.r.URL.Query().Get("voor"), 10, 64)
	history, err := rp.history(&seen, shown, below)
	if err != nil {
		return err
	}
	rp.p.Title = rp.p.T("record.historyOf", "title", shown.Title)
	return rp.site.show(rp.w, rp.r, view.RecordHistoryPage(rp.p, history))
}

func (rp *recordPage) history(seen *record.Seen, shown view.Record, below int64) (view.RecordHistory, error) {
	history := view.RecordHistory{Record: shown}
	changes, titles, err := rp.Records.History(rp.r.Context(), rp.actor, rp.kind, seen.ID, below)
	if err != nil {
		return history, err
	}
	var accounts []id.ID
	for _, change := range changes {
		accounts = append(accounts, change.By)
	}
	names, err := rp.makers(accounts...)
	if err != nil {
		return history, err
	}
	for _, change := range changes {
		history.Changes = append(history.Changes, rp.change(change, titles, names, shown))
	}
	if len(changes) == record.HistoryPage && changes[len(changes)-1].Version > 1 {
		history.Older = shown.URL + "/geschiedenis?voor=" + strconv.FormatInt(changes[len(changes)-1].Version, 10)
	}
	return history, nil
}

func (rp *recordPage) change(change record.Change, titles record.Titles, names func(id.ID) string, shown view.Record) view.RecordChange {
	row := view.RecordChange{
		Deed: rp.p.T("record.deed." + string(change.Deed)), When: rp.p.Fmt().Moment(change.At, rp.p.Now), Who: names(change.By),
		MayUndo: shown.MayChange && change.Deed == record.Changed && len(change.Fields) > 0 ||
			shown.MayDelete && (change.Deed == record.Merged || change.Deed == record.Undone && shown.MayChange),
		UndoURL: shown.URL + "/geschiedenis/" + change.Batch.String(),
		NotSeen: len(change.Fields) == 0 && (change.Deed == record.Changed || change.Deed == record.Created),
	}
	for _, step := range change.Fields {
		field, known := rp.kind.Field(step.Field)
		if !known {
			continue
		}
		row.Steps = append(row.Steps, view.RecordStep{
			Label: rp.p.T(rp.kind.LabelKey(field)), Erased: step.Erased,
			Was: rp.plain(field, step.Before, titles), Became: rp.plain(field, step.After, titles),
		})
	}
	return row
}

// plain shows a value as history keeps it.
func (rp *recordPage) plain(field *record.Field, text string, titles record.Titles) view.RecordValue {
	value, problem := field.Parse(text)
	if problem != nil {
		return view.RecordValue{Text: text}
	}
	if field.Sort == record.PlaceRef && text == "" {
		return view.RecordValue{}
	}
	return rp.shown(field, value, titles)
}

// recordUndo takes a change back. When a field changed since, both are shown.
func (s *site) recordUndo(rp *recordPage) error {
	one, err := rp.id()
	if err != nil {
		return err
	}
	batch, err := id.Parse(rp.r.PathValue("change"))
	if err != nil {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	_, err = s.Records.Undo(rp.r.Context(), rp.actor, batch)
	var overtaken *record.Overtaken
	if errors.As(err, &overtaken) && overtaken.Kind == rp.kind && overtaken.Theirs.ID == one {
		return rp.undoClash(overtaken)
	}
	return rp.then(err, rp.url(one)+"/geschiedenis")
}

func (rp *recordPage) undoClash(overtaken *record.Overtaken) error {
	seen, titles, err := rp.may(access.History)
	if err != nil {
		return err
	}
	shown, err := rp.about(&seen, titles)
	if err != nil {
		return err
	}
	history, err := rp.history(&seen, shown, 0)
	if err != nil {
		return err
	}
	for _, clash := range overtaken.Clashes {
		if seen.Hidden[clash.Field.Name] {
			continue
		}
		both, err := rp.clash(clash.Field, clash, "")
		if err != nil {
			return err
		}
		both.Label = rp.p.T(rp.kind.LabelKey(clash.Field))
		history.Clashes = append(history.Clashes, *both)
	}
	rp.p.Title = rp.p.T("record.historyOf", "title", shown.Title)
	rp.site.render(rp.w, rp.r, http.StatusConflict, view.RecordHistoryPage(rp.p, history))
	return nil
}

// recordAskMerge looks for a double, and shows what merging would do.
func (s *site) recordAskMerge(rp *recordPage) error {
	seen, titles, err := rp.may(access.Merge)
	if err != nil {
		return err
	}
	shown, err := rp.about(&seen, titles)
	if err != nil {
		return err
	}
	merge := view.RecordMerge{Record: shown}
	query := rp.r.URL.Query()
	rp.p.Title = rp.p.T("record.mergeTitle", "title", shown.Title)
	if text := query.Get("met"); text != "" {
		double, err := id.Parse(text)
		if err != nil {
			return fault.New(fault.NotFound, "record.unknown", nil)
		}
		if err := rp.previewMerge(&merge, seen.ID, double); err != nil {
			return err
		}
		return rp.site.show(rp.w, rp.r, view.RecordMergePage(rp.p, merge))
	}
	merge.Words = query.Get("q")
	if merge.Words == "" {
		merge.Words = shown.Title
	}
	candidates, err := s.Records.Resembling(rp.r.Context(), rp.actor, rp.kind, merge.Words, mostDependents+1)
	if err != nil {
		return err
	}
	for _, named := range candidates {
		if named.ID != seen.ID {
			merge.Candidates = append(merge.Candidates, view.RecordValue{Text: named.Label(), URL: shown.URL + "/samenvoegen?met=" + url.QueryEscape(named.ID.String())})
		}
	}
	return rp.site.show(rp.w, rp.r, view.RecordMergePage(rp.p, merge))
}

func (rp *recordPage) previewMerge(merge *view.RecordMerge, keep, double id.ID) error {
	plan, err := rp.Records.PlanMerge(rp.r.Context(), rp.actor, rp.kind, keep, double)
	if err != nil {
		return err
	}
	other, titles, err := rp.Records.Get(rp.r.Context(), rp.actor, rp.kind, double)
	if err != nil {
		return err
	}
	kept, keptTitles, err := rp.Records.Get(rp.r.Context(), rp.actor, rp.kind, keep)
	if err != nil {
		return err
	}
	merge.Double, merge.DoubleTitle, merge.Moved = double.String(), rp.title(&other, titles), plan.Moved
	for _, field := range plan.Differ {
		if kept.Shows(field) && other.Shows(field) {
			mine := rp.value(&kept, field, keptTitles)
			merge.Differ = append(merge.Differ, view.RecordClash{Name: field.Name, Label: mine.Label, Mine: mine, Theirs: rp.value(&other, field, titles)})
		}
	}
	for _, field := range plan.Filled {
		if other.Shows(field) {
			merge.Filled = append(merge.Filled, rp.value(&other, field, titles))
		}
	}
	return nil
}

func (s *site) recordMerge(rp *recordPage) error {
	one, err := rp.id()
	if err != nil {
		return err
	}
	if err := rp.r.ParseForm(); err != nil {
		return fault.Wrap(err, fault.Invalid, "record.unknown", nil)
	}
	double, err := id.Parse(rp.r.PostForm.Get("met"))
	if err != nil {
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	take := map[string]bool{}
	for at := range rp.kind.Fields {
		name := rp.kind.Fields[at].Name
		take[name] = rp.r.PostForm.Get("kies."+name) == "ander"
	}
	_, err = s.Records.Merge(rp.r.Context(), rp.actor, rp.kind, one, double, take)
	return rp.then(err, rp.url(one))
}
