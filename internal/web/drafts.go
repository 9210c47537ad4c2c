package web

import (
	"net/http"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// pathInput names the page whose form a draft is of.
const pathInput = "_pad"

// largestDraft bounds what is kept of one form, in bytes.
const largestDraft = 256 << 10

// saveDraft keeps what is being typed; the script of a page calls it.
func (s *site) saveDraft(w http.ResponseWriter, r *http.Request) error {
	path, err := s.readDraftPath(w, r)
	if err != nil {
		return err
	}
	r.PostForm.Del(pathInput)
	if err := s.Drafts.SaveDraft(r.Context(), s.actor(r).Account, path, r.PostForm.Encode()); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// dropDraft throws away what was kept of a form, and goes back to the form.
func (s *site) dropDraft(w http.ResponseWriter, r *http.Request) error {
	path, err := s.readDraftPath(w, r)
	if err != nil {
		return err
	}
	if err := s.Drafts.DropDraft(r.Context(), s.actor(r).Account, path); err != nil {
		return err
	}
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// readDraftPath reads of which page a draft is. Only somebody with an account
// has drafts, and only of pages of this site.
func (s *site) readDraftPath(w http.ResponseWriter, r *http.Request) (string, error) {
	if s.Drafts == nil || s.actor(r).Account == 0 {
		return "", fault.New(fault.Denied, "record.denied", nil)
	}
	r.Body = http.MaxBytesReader(w, r.Body, largestDraft)
	if err := r.ParseForm(); err != nil {
		return "", fault.Wrap(err, fault.Limit, "record.formTooLarge", nil)
	}
	path := r.PostForm.Get(pathInput)
	if len(path) > 200 || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\?#") {
		return "", fault.New(fault.NotFound, "record.unknown", nil)
	}
	return path, nil
}

// useDraft brings what was typed before into a form that was opened, when the
// reader asks for it or comes back with a record that was made on the way; else
// it offers to.
func (rp *recordPage) useDraft(form *view.RecordForm, state *formState) error {
	if rp.Drafts == nil || rp.actor.Account == 0 || rp.r.Method != http.MethodGet {
		return nil
	}
	typed, at, err := rp.Drafts.Draft(rp.r.Context(), rp.actor.Account, rp.r.URL.Path)
	if err != nil || typed == "" {
		return err
	}
	if rp.r.URL.Query().Get("concept") != "1" && rp.filled() == nil {
		form.Draft = rp.p.T("record.draft", "when", rp.p.Fmt().Moment(at, rp.p.Now))
		return nil
	}
	rp.r.PostForm, rp.r.Form = draftValues(typed), draftValues(typed)
	state.sent, err = rp.readTyped(state.row)
	state.sent.problems = nil // nobody asked to save it yet
	form.Continued, form.Version = true, state.sent.version
	return err
}

// filled gives the field that a record which was made on the way fills in; nil
// when nobody comes back with one.
func (rp *recordPage) filled() *record.Field {
	if rp.r.Method != http.MethodGet {
		return nil
	}
	field, known := rp.kind.Field(rp.r.URL.Query().Get(filledInput))
	if !known || !field.IsRef() || field.Fixed {
		return nil
	}
	return field
}

// takeFilled puts the record that was made on the way on top of what was typed
// before.
func (rp *recordPage) takeFilled(state *formState) {
	field := rp.filled()
	if field == nil || state.row.Hidden[field.Name] {
		return
	}
	value, problem := field.Parse(rp.r.URL.Query().Get(field.Name))
	if problem != nil {
		return
	}
	if state.sent.values == nil {
		state.sent.values = record.Values{}
	}
	state.sent.values[field.Name] = value
	delete(state.sent.typed, field.Name)
}

// forgetDraft forgets what was kept of a form that was saved.
func (rp *recordPage) forgetDraft() error {
	if rp.Drafts == nil || rp.actor.Account == 0 {
		return nil
	}
	return rp.Drafts.DropDraft(rp.r.Context(), rp.actor.Account, rp.r.URL.Path)
}
