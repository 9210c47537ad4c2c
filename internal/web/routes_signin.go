package web

import (
	"net/http"

	"github.com/koppelkans/koppelkans/internal/demo/tour"
)

// signInRoutes are those of signing in and of accounts.
func (s *site) signInRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	const page, data, public = true, false, true
	return []Route{
		{get, "/inloggen", "sign-in", page, public, s.signInPage},
		{post, "/uitloggen", "sign-out", data, public, s.signOut},
		{post, "/inloggen/mail", "link-ask", data, public, s.askLink},
		{get, "/inloggen/mail/gevraagd", "link-asked", page, public, s.linkAsked},
		{get, "/inloggen/mail/{token}", "link-open", data, public, s.openLink},
		{get, "/inloggen/mail/bevestigen", "link-confirm", page, public, s.confirmLink},
		{post, "/inloggen/mail/bevestigen", "link-use", data, public, s.useLink},
		{get, "/inloggen/organisatie/{provider}", "openid-begin", data, public, s.openIDBegin},
		{get, "/inloggen/organisatie/{provider}/terug", "openid-back", data, public, s.openIDBack},
		{post, "/inloggen/sleutel/begin", "passkey-ask", data, public, s.passkeySignInBegin},
		{post, "/inloggen/sleutel", "passkey-sign-in", data, public, s.passkeySignIn},
		{post, "/account/sleutels/begin", "passkey-begin", data, !public, s.passkeyBegin},
		{post, "/account/sleutels", "passkey-add", data, !public, s.passkeyAdd},
		{post, "/account/sleutel", "passkey-change", data, !public, s.passkeyChange},
		{get, "/account", "account", page, !public, s.accountPage},
		{post, "/account", "account-save", data, !public, s.saveAccount},
		{post, "/account/sessies", "sessions-end", data, !public, s.endSessions},
		{get, "/account/tokens", "tokens", page, !public, s.tokensPage},
		{post, "/account/tokens", "token-make", data, !public, s.makeToken},
		{post, "/account/tokens/intrekken", "token-withdraw", data, !public, s.withdrawToken},
		{get, "/account/vertrekken", "leave", page, !public, s.leavePage},
		{post, "/account/vertrekken", "leave-go", data, !public, s.leave},
		{get, "/vertrokken", "left", page, public, s.left},
		{get, "/.well-known/security.txt", "security-text", data, public, s.securityText},
		{get, "/uitnodigen", "invite", page, !public, s.invitePage},
		{post, "/uitnodigen", "invite-send", data, !public, s.invite},
		{post, "/uitnodigen/wijzigen", "invite-change", data, !public, s.changeInvitation},
		{get, "/uitnodiging/{token}", "invitation-open", data, public, s.openInvitation},
		{get, "/uitnodiging", "invitation", page, public, s.invitationPage},
		{post, "/uitnodiging", "invitation-accept", data, public, s.acceptInvitation},
		{get, "/beheer", "admin", page, !public, s.admin},
		{get, "/beheer/logboek", "audit", page, !public, s.auditPage},
		{get, "/beheer/logboek.csv", "audit-file", data, !public, s.auditCSV},
		{get, "/demo", "demo", page, public, s.demo},
		{post, "/demo", "demo-sign-in", data, public, s.demoSignIn},
		{get, tourPath, "tour", data, public, s.startTour},
		{get, tour.Finder, "tour-step", data, public, s.findTourStep},
	}
}
