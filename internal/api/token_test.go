package api_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// A token works within its scope, until its end, and as long as its account
// may come in.
func TestATokenWorksWithinItsScopeUntilItsEnd(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h, ctx := newHouse(t, config, nil), context.Background()
		today := account.Today(time.Now())
		add := func(secret, kind string) int {
			return h.do(call{method: "POST", path: "/api/v1/" + kind, secret: secret, body: map[string]any{"name": "Een", "sort": "school"}}).StatusCode
		}
		if got := add(h.token(access.Editor, account.Token{}), "organisations"); got != http.StatusForbidden {
			t.Errorf("a token that only reads adds: %d", got)
		}
		people := h.token(access.Editor, account.Token{Writes: true, Classes: []access.Class{access.People}})
		if got := add(people, "organisations"); got != http.StatusForbidden {
			t.Errorf("a token for people adds an organisation: %d", got)
		}
		if got := add(people, "people"); got != http.StatusBadRequest { // people have no sort
			t.Errorf("a token for people does not reach people: %d", got)
		}

		secret := h.token(access.Editor, account.Token{Writes: true, Until: today})
		token, _, err := h.accounts.ByToken(ctx, secret)
		must(t, err)
		works := func() bool {
			answer := h.do(call{method: "GET", path: "/api/v1/organisations", secret: secret})
			if answer.StatusCode == http.StatusUnauthorized && answer.Header.Get("WWW-Authenticate") == "" {
				t.Error("a refused token is not told how to come in")
			}
			return answer.StatusCode == http.StatusOK
		}
		if !works() {
			t.Error("a token does not work on its last day")
		}
		tokens, err := h.accounts.Tokens(ctx, token.Account)
		must(t, err)
		if len(tokens) != 1 || tokens[0].UsedOn != today {
			t.Errorf("%+v does not tell that it was used", tokens)
		}
		h.accounts.Now = func() time.Time { return time.Now().AddDate(0, 0, 1) }
		if works() {
			t.Error("a token works after its last day")
		}
		h.accounts.Now = time.Now
		must(t, h.accounts.Block(ctx, token.Account, true, 0))
		if works() {
			t.Error("a token of a blocked account works")
		}
		must(t, h.accounts.Block(ctx, token.Account, false, 0))
		if works() { // blocking may end tokens or hold them; whatever it does, withdrawing ends them
			must(t, h.accounts.WithdrawToken(ctx, token.Account, token.ID))
		}
		if works() {
			t.Error("a token that was withdrawn works")
		}
	})
}

// Whoever reads the files of the database finds no secret.
func TestSecretsAreNotInTheDatabase(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	h := newHouse(t, config, nil)
	files, err := filepath.Glob(filepath.Join(config.Folder, "*"))
	must(t, err)
	hashes := 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		must(t, err)
		for _, secret := range h.secrets {
			if strings.Contains(string(content), secret) || strings.Contains(string(content), strings.TrimPrefix(secret, "kk_")) {
				t.Errorf("%s has a secret", filepath.Base(file))
			}
		}
		hashes += strings.Count(string(content), "test") // the name of each token is there
	}
	if hashes == 0 {
		t.Error("this did not look where tokens are")
	}
}

// A token lasts at most a year, and has a name.
func TestATokenHasAnEnd(t *testing.T) {
	h := newHouse(t, store.Config{Folder: t.TempDir()}, nil)
	token, _, err := h.accounts.ByToken(context.Background(), h.secrets[access.Reader])
	must(t, err)
	for until, sound := range map[string]bool{
		"": false, "soon": false, account.Today(time.Now().AddDate(0, 0, -1)): false, account.Today(time.Now()): true,
		account.TokenLast(time.Now()): true, account.Today(time.Now().AddDate(1, 0, 2)): false,
	} {
		if _, _, err := h.accounts.MakeToken(context.Background(), account.Token{Account: token.Account, Name: "x", Until: until}); (err == nil) != sound {
			t.Errorf("until %q: %v", until, err)
		}
	}
}
