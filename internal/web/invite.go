package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// invitationCookie holds the token of an invitation between opening its link
// and accepting it.
const invitationCookie = "uitnodiging"

// onlyInviters refuses whoever may invite nobody.
func (s *site) onlyInviters(r *http.Request) error {
	if s.Accounts == nil || !access.CanAnywhere(s.actor(r), access.Invite, access.Accounts) {
		return fault.New(fault.Denied, "invite.denied", nil)
	}
	return nil
}

// invitePage answers /uitnodigen: the form, and who was invited before.
func (s *site) invitePage(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlyInviters(r); err != nil {
		return err
	}
	return s.showInvite(w, r, http.StatusOK, view.InviteForm{Role: string(access.Reader)})
}

func (s *site) showInvite(w http.ResponseWriter, r *http.Request, status int, form view.InviteForm) error {
	p := s.page(w, r)
	p.Title, p.Path = p.T("invite.title"), "/uitnodigen"
	actor := s.actor(r)
	shown := view.Invite{InviteForm: form}
	var err error
	if shown.Places, err = s.placesToInvite(r, p); err != nil {
		return err
	}
	if shown.Language == "" {
		shown.Language = p.Lang
	}
	for _, role := range account.RolesToInviteAnywhere(actor) {
		shown.Roles = append(shown.Roles, view.Choice{Value: string(role), Label: p.T("role." + string(role))})
	}
	for _, lang := range s.Catalogue.Languages() {
		shown.Languages = append(shown.Languages, view.Choice{Value: lang, Label: view.LanguageName(lang)})
	}
	if actor.Organisation != 0 {
		names, err := s.Accounts.OrganisationNames(r.Context(), []id.ID{actor.Organisation})
		if err != nil {
			return err
		}
		shown.Organisation = names[actor.Organisation]
	}
	if key := inviteDone[r.URL.Query().Get("gedaan")]; key != "" {
		shown.Done = p.T(key)
	}
	if err := s.invitationRows(r, p, &shown); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	s.render(w, r, status, view.InvitePage(p, shown))
	return nil
}

// inviteDone is what the page may say that was just done.
var inviteDone = map[string]string{"uitgenodigd": "invite.done", "ingetrokken": "invite.done-withdrawn", "opnieuw": "invite.done-again"}

// wherePlace and wherePartnership begin what the form sends of where a role
// holds; nothing is everywhere.
const (
	wherePlace       = "gebied-"
	wherePartnership = "samenwerking-"
)

// placesToInvite lists where the actor may invite somebody.
func (s *site) placesToInvite(r *http.Request, p view.Page) ([]view.Choice, error) {
	actor := s.actor(r)
	may := access.For(actor, access.Invite, access.Accounts, access.Public)
	facts := func(place, partnership id.ID) access.Facts {
		return access.Facts{Place: place, Partnership: partnership, Audience: access.OwnOrganisation}
	}
	var list []view.Choice
	if may.Holds(facts(0, 0)) {
		list = append(list, view.Choice{Label: p.T("account.everywhere")})
	}
	var together []id.ID
	for _, role := range []access.Role{access.Coordinator, access.Administrator} {
		together = append(together, actor.Scopes[role].Partnerships...)
	}
	slices.Sort(together)
	names, err := s.Accounts.PartnershipNames(r.Context(), slices.Compact(together))
	if err != nil {
		return nil, err
	}
	for _, one := range slices.Compact(together) {
		list = append(list, view.Choice{Value: wherePartnership + one.String(), Label: p.T("invite.partnership", "name", names[one])})
	}
	if s.Scopes == nil {
		return list, nil
	}
	places, err := s.Scopes.Scopes(r.Context())
	if err != nil {
		return nil, err
	}
	for _, one := range places {
		if may.Holds(facts(one.ID, 0)) {
			list = append(list, view.Choice{Value: wherePlace + one.ID.String(), Label: p.T("level."+string(one.Level)) + " " + one.Name})
		}
	}
	return list, nil
}

// mostInvitations is how many invitations the page lists.
const mostInvitations = 50

func (s *site) invitationRows(r *http.Request, p view.Page, shown *view.Invite) error {
	var before id.ID
	if text := r.URL.Query().Get("voor"); text != "" {
		var err error
		if before, err = id.Parse(text); err != nil {
			return fault.New(fault.Invalid, "audit.bad", fault.Args{"value": text})
		}
	}
	list, err := s.Accounts.Invitations(r.Context(), s.actor(r), before, mostInvitations+1)
	if err != nil {
		return err
	}
	if len(list) > mostInvitations {
		list = list[:mostInvitations]
		shown.Older = p.With("voor", list[mostInvitations-1].ID.String())
	}
	grants := make([]account.Grant, len(list))
	by := make([]id.ID, len(list))
	for at, one := range list {
		grants[at], by[at] = one.Given, one.InvitedBy
	}
	held, err := s.Accounts.Named(r.Context(), grants)
	if err != nil {
		return err
	}
	names, err := s.Accounts.Names(r.Context(), by)
	if err != nil {
		return err
	}
	for at, one := range list {
		row := view.InvitationRow{ID: one.ID.String(), Name: one.Name, Email: one.Email, Role: p.T("role." + string(one.Given.Role)), Where: held[at].Where,
			By: names[one.InvitedBy], Since: p.Fmt().Day(one.CreatedAt), Waiting: one.AcceptedAt.IsZero()}
		if one.Given.Place == 0 && one.Given.Partnership == 0 {
			row.Where = p.T("account.everywhere")
		}
		switch {
		case !one.AcceptedAt.IsZero():
			row.State = p.T("invite.accepted", "day", p.Fmt().Day(one.AcceptedAt))
		case one.Open(s.Now()):
			row.State = p.T("invite.waits", "day", p.Fmt().Day(one.Ends))
		default:
			row.State, row.Late = p.T("invite.expired", "day", p.Fmt().Day(one.Ends)), true
		}
		shown.Rows = append(shown.Rows, row)
	}
	return nil
}

// invite answers the form.
func (s *site) invite(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlyInviters(r); err != nil {
		return err
	}
	form := view.InviteForm{
		Email: r.PostFormValue("email"), Name: r.PostFormValue("naam"), Role: r.PostFormValue("rol"), Place: r.PostFormValue("waar"),
		Until: r.PostFormValue("tot"), Language: r.PostFormValue("taal"), Own: r.PostFormValue("eigen") != "",
	}
	ask := account.Invite{Email: form.Email, Name: form.Name, Language: form.Language, Own: form.Own}
	ask.Grant.Role, ask.Grant.Until = access.Role(form.Role), form.Until
	if !s.Catalogue.Has(ask.Language) {
		ask.Language = s.language(r)
	}
	var err error
	switch {
	case strings.HasPrefix(form.Place, wherePlace):
		ask.Grant.Place, err = id.Parse(strings.TrimPrefix(form.Place, wherePlace))
	case strings.HasPrefix(form.Place, wherePartnership):
		ask.Grant.Partnership, err = id.Parse(strings.TrimPrefix(form.Place, wherePartnership))
	case form.Place != "":
		err = fault.New(fault.Invalid, "invite.beyond", nil)
	}
	if err != nil {
		return fault.New(fault.Invalid, "invite.beyond", nil)
	}
	err = s.Accounts.Invite(r.Context(), s.actor(r), ask)
	if f, is := s.mendable(err); is {
		p := s.page(w, r)
		form.Wrong = p.Catalogue.T(p.Lang, f.Key, f.Args)
		form.WrongField = map[string]string{"signin.bad-email": "email", "account.bad-day": "tot", "invite.blocked": "email"}[f.Key]
		return s.showInvite(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/uitnodigen?gedaan=uitgenodigd", http.StatusSeeOther)
	return nil
}

// changeInvitation takes an invitation back, or sends it again.
func (s *site) changeInvitation(w http.ResponseWriter, r *http.Request) error {
	if err := s.onlyInviters(r); err != nil {
		return err
	}
	which, err := id.Parse(r.PostFormValue("uitnodiging"))
	if err != nil {
		return fault.New(fault.NotFound, "invite.unknown", nil)
	}
	done := "opnieuw"
	if r.PostFormValue("trekin") != "" {
		done = "ingetrokken"
		err = s.Accounts.Withdraw(r.Context(), s.actor(r), which)
	} else {
		err = s.Accounts.InviteAgain(r.Context(), s.actor(r), which)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/uitnodigen?gedaan="+done, http.StatusSeeOther)
	return nil
}

// openInvitation takes the token out of the address.
func (s *site) openInvitation(w http.ResponseWriter, r *http.Request) error {
	s.keepToken(w, r, invitationCookie, int((24 * time.Hour).Seconds()))
	http.Redirect(w, r, "/uitnodiging", http.StatusSeeOther)
	return nil
}

// invitationPage shows what somebody is invited to, with the button.
func (s *site) invitationPage(w http.ResponseWriter, r *http.Request) error {
	if err := s.canSignIn(); err != nil {
		return err
	}
	who, grants, err := s.Accounts.Invited(r.Context(), s.token(r, invitationCookie))
	if err != nil {
		return err
	}
	p := s.page(w, r)
	p.Title = p.T("invite.welcome")
	w.Header().Set("Cache-Control", "no-store")
	return s.show(w, r, view.InvitationPage(p, view.Confirm{Email: who.Email, Name: who.Name}, s.heldRows(p, grants)))
}

// acceptInvitation accepts an invitation and signs in.
func (s *site) acceptInvitation(w http.ResponseWriter, r *http.Request) error {
	if err := s.canSignIn(); err != nil {
		return err
	}
	if err := s.count(s.limits.signIns, s.addressKey(r)); err != nil {
		return err
	}
	who, err := s.Accounts.Accept(r.Context(), s.token(r, invitationCookie))
	if err != nil {
		s.signInFailed(r, account.ByInvitation, err)
		return err
	}
	s.dropToken(w, invitationCookie)
	return s.signIn(w, r, who, account.ByInvitation, "/account")
}
