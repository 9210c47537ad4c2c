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

// operation begins the description of an operation; its words stand under text.
func (b *book) operation(method, path, id, text string, tags []string) huma.Operation {
	return huma.Operation{Method: method, Path: path, OperationID: id, Tags: tags, Summary: b.t("api.do." + text), Description: b.t("api.do." + text + "Text")}
}

func (b *book) query(name string, schema *huma.Schema) *huma.Param {
	return &huma.Param{Name: name, In: "query", Schema: schema, Description: b.t("api.parameter." + name)}
}

func (b *book) inPath(name string, schema *huma.Schema) *huma.Param {
	return &huma.Param{Name: name, In: "path", Required: true, Schema: schema, Description: b.t("api.parameter." + name)}
}

func (b *book) idParam() []*huma.Param {
	return []*huma.Param{b.inPath("id", &huma.Schema{Type: huma.TypeString})}
}

func (b *book) header(name string, required bool) *huma.Param {
	return &huma.Param{Name: name, In: "header", Required: required, Schema: &huma.Schema{Type: huma.TypeString}, Description: b.t("api.header." + name)}
}
