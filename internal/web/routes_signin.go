package web

import "net/http"

// signInRoutes are those of signing in and of accounts.
func (s *site) signInRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	const page, data, public = true, false, true
	return []Route{
		{get, "/inloggen", "sign-in", page, public, s.signInPage},
		{post, "/uitloggen", "sign-out", data, public, s.signOut},
		{get, "/account", "account", page, !public, s.accountPage},
		{get, "/demo", "demo", page, public, s.demo},
		{post, "/demo", "demo-sign-in", data, public, s.demoSignIn},
	}
}
