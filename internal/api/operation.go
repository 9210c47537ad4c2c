package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// operation is one thing that can be asked: what the document says of it, and
// what answers it.
type operation struct {
	huma.Operation
	answer handler
	// writes is whether it changes something.
	writes bool
}

// handler answers a request, or says why not.
type handler func(*request) (*answer, error)

// answer is what goes back. A body that is nil is none.
type answer struct {
	status int
	header http.Header
	body   any
	raw    []byte // instead of body, when it is made already
	kind   string // of raw
}

func ok(body any) *answer { return &answer{status: http.StatusOK, header: http.Header{}, body: body} }

// with adds a header.
func (a *answer) with(name, value string) *answer {
	a.header.Set(name, value)
	return a
}
