package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
)

// document answers with data for a script. The tag is made of the content, so
// that a browser that has it already gets no more than "not changed".
func document(w http.ResponseWriter, r *http.Request, value any) error {
	content, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return tagged(w, r, "application/json", content)
}

func tagged(w http.ResponseWriter, r *http.Request, kind string, content []byte) error {
	sum := sha256.Sum256(content)
	// Weak, because the same content also travels compressed.
	tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	header := w.Header()
	header.Set("ETag", tag)
	header.Set("Cache-Control", "private, no-cache")
	header.Set("Content-Type", kind)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(content)
	return err
}
