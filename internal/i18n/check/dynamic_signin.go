package main

// signInFamilies are the families of signing in and of accounts.
var signInFamilies = []string{
	"role.",                      // access.Role
	"token.class.",               // access.Class
	"account.state.",             // account.State
	"admin.link.", "admin.text.", // links of the page for administrators
	"audit.events.", "audit.results.", "audit.ways.", // account.Event, Result, Way
	"mail.link.", "mail.passkey.", "mail.invitation.", "passkey.", // account.Letter
	"signin.how.",        // account.Method
	"signin.demo.comes.", // access.Role
}
