package web

import (
	"net/http"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// recordAskErase asks before a person is erased, and says what that means.
func (s *site) recordAskErase(rp *recordPage) error {
	erase, err := rp.erasure()
	if err != nil {
		return err
	}
	return rp.site.show(rp.w, rp.r, view.RecordErasePage(rp.p, erase))
}

func (rp *recordPage) erasure() (view.RecordErase, error) {
	seen, titles, err := rp.get()
	if err != nil {
		return view.RecordErase{}, err
	}
	plan, err := rp.Records.PlanErasure(rp.r.Context(), rp.actor, rp.kind, seen.ID)
	if err != nil {
		return view.RecordErase{}, err
	}
	shown, err := rp.about(&seen, titles)
	erase := view.RecordErase{Record: shown, Accounts: len(plan.Accounts), Held: len(plan.Held)}
	rp.p.Title = rp.p.T("record.eraseTitle", "title", shown.Title)
	for _, mention := range plan.Mentions {
		if kind, known := rp.Records.Kinds.ByName(mention.Kind); known {
			erase.Mentions = append(erase.Mentions, view.RecordValue{Label: rp.p.T(kind.OneKey()), Text: mention.Title, URL: recordURL(kind, mention.ID)})
		}
	}
	return erase, err
}

// recordErase erases a person, when it was said twice that this must be.
func (s *site) recordErase(rp *recordPage) error {
	one, err := rp.id()
	if err != nil {
		return err
	}
	if rp.r.PostFormValue("zeker") != "ja" {
		erase, err := rp.erasure()
		if err != nil {
			return err
		}
		erase.Unsure = true
		rp.site.render(rp.w, rp.r, http.StatusUnprocessableEntity, view.RecordErasePage(rp.p, erase))
		return nil
	}
	if err := s.Records.Erase(rp.r.Context(), rp.actor, rp.kind, one); err != nil {
		return err
	}
	if rp.actor.Account == one { // who erased themselves is nobody here now
		return fault.New(fault.NotFound, "record.unknown", nil)
	}
	http.Redirect(rp.w, rp.r, "/"+rp.kind.Path, http.StatusSeeOther)
	return nil
}
