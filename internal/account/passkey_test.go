package account

import "testing"

// A passkey belongs to a name, reached over TLS or on this machine.
func TestWherePasskeysCanBe(t *testing.T) {
	for base, want := range map[string]bool{
		"https://kans.example.org": true, "https://kans.example.org:8443": true, "http://localhost:8080": true,
		"": false, "http://kans.example.org": false, "https://192.0.2.1": false, "http://127.0.0.1:8080": false, "https://[2001:db8::1]": false,
	} {
		keys, err := Passkeys(base, "Koppelkans")
		if err != nil || (keys != nil) != want {
			t.Errorf("%q: %v, %v; want %v", base, keys, err, want)
		}
	}
}
