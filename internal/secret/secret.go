// Package secret makes what only its holder has: the token in a link, in a
// letter, or in the address of a calendar.
package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

// New gives a token that nobody guesses: at least 128 bits, as letters and
// digits that an address takes.
func New() string { return rand.Text() }

// Hashed is how a token is kept: who reads the database cannot use it.
func Hashed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
