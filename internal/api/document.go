package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/koppelkans/koppelkans/internal/i18n"
)

// book has what the parts of the document share: words in one language, and
// the schemas that operations refer to.
type book struct {
	words   *i18n.Catalogue
	lang    string
	schemas huma.Registry
	tags    []*huma.Tag
}

func newBook(words *i18n.Catalogue, lang string) *book {
	b := &book{words: words, lang: lang}
	b.schemas = huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	return b
}

func (b *book) t(key string, args ...any) string {
	named := i18n.Args{}
	for at := 0; at+1 < len(args); at += 2 {
		named[args[at].(string)] = args[at+1]
	}
	return b.words.T(b.lang, key, named)
}

// has tells whether there are words for a key.
func (b *book) has(key string) bool { return b.words.T(b.lang, key, nil) != key }

// tag begins a group of operations.
func (b *book) tag(name, description string) []string {
	b.tags = append(b.tags, &huma.Tag{Name: name, Description: description})
	return []string{name}
}

// put adds a schema by name and gives a reference to it.
func (b *book) put(name string, schema *huma.Schema) *huma.Schema {
	b.schemas.Map()[name] = schema
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}

// Names of what the components of the document are called.
const (
	refHeader   = "#/components/headers/"
	refResponse = "#/components/responses/"
	bearerName  = "bearer"
)

// document makes the OpenAPI document in a language. Names are English in
// every language.
func (s *server) document(lang string) ([]byte, error) {
	b := newBook(s.Catalogue, lang)
	d := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: b.t("api.title"), Version: Version, Description: b.t("api.description"),
			Contact: &huma.Contact{Name: s.Contact.Name, URL: s.Contact.URL, Email: s.Contact.Email},
			License: &huma.License{Name: "EUPL-1.2", Identifier: "EUPL-1.2"},
		},
		Servers: []*huma.Server{{URL: Root}},
		// Without a token a caller is the public.
		Security: []map[string][]string{{}, {bearerName: {}}},
	}
	for _, op := range s.table(b) {
		d.AddOperation(&op.Operation)
	}
	b.schema(Problem{})
	b.describe()
	d.Tags = b.tags
	d.Components = &huma.Components{
		Schemas: b.schemas, Headers: b.headers(), Responses: b.problems(),
		SecuritySchemes: map[string]*huma.SecurityScheme{bearerName: {Type: "http", Scheme: "bearer", Description: b.t("api.bearer")}},
	}
	return json.Marshal(d)
}

// schema gives a reference to the schema of a Go type.
func (b *book) schema(value any) *huma.Schema { return b.schemas.Schema(typeOf(value), true, "") }

// describe gives every property of the schemas its description, from the
// catalogue, and lets answers grow: a caller must pass over what it does not
// know.
func (b *book) describe() {
	for name, schema := range b.schemas.Map() {
		for property, of := range schema.Properties {
			if of.Description != "" || of.Ref != "" {
				continue
			}
			if own := "api.schema." + name + "." + property; b.has(own) {
				of.Description = b.t(own)
			} else {
				of.Description = b.t("api.property." + property)
			}
		}
		if !strings.HasSuffix(name, inputSuffix) && !strings.HasSuffix(name, changeSuffix) {
			schema.AdditionalProperties = nil
		}
	}
}

// headers are those that answers refer to.
func (b *book) headers() map[string]*huma.Header {
	list := map[string]*huma.Header{}
	for name, schema := range map[string]*huma.Schema{
		"API-Version": {Type: huma.TypeString}, "ETag": {Type: huma.TypeString}, "Link": {Type: huma.TypeString},
		"Location": {Type: huma.TypeString, Format: "uri-reference"}, "Retry-After": {Type: huma.TypeInteger},
		"WWW-Authenticate": {Type: huma.TypeString},
	} {
		list[name] = &huma.Header{Description: b.t("api.header." + name), Schema: schema}
	}
	return list
}

func headers(names ...string) map[string]*huma.Param {
	list := map[string]*huma.Param{}
	for _, name := range append(names, "API-Version") {
		list[name] = &huma.Param{Ref: refHeader + name}
	}
	return list
}

// failures are the statuses with which a request can fail.
var failures = []int{400, 401, 403, 404, 409, 412, 413, 415, 428, 429, 500}

// problems are the answers of requests that fail, by status.
func (b *book) problems() map[string]*huma.Response {
	list := map[string]*huma.Response{}
	for _, status := range failures {
		number := strconv.Itoa(status)
		names := []string{}
		switch status {
		case http.StatusTooManyRequests:
			names = append(names, "Retry-After")
		case http.StatusUnauthorized:
			names = append(names, "WWW-Authenticate")
		}
		list["Problem"+number] = &huma.Response{
			Description: b.t("api.status." + number), Headers: headers(names...),
			Content: map[string]*huma.MediaType{"application/problem+json": {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}}},
		}
	}
	return list
}

// responses gives the answers of an operation: the good one, and the statuses
// with which it can fail.
func responses(status int, good *huma.Response, failing ...int) map[string]*huma.Response {
	list := map[string]*huma.Response{strconv.Itoa(status): good}
	for _, code := range slices.Concat(failing, []int{400, 401, 429, 500}) {
		list[strconv.Itoa(code)] = &huma.Response{Ref: refResponse + "Problem" + strconv.Itoa(code)}
	}
	return list
}

// good describes an answer with a body.
func good(description string, schema *huma.Schema, names ...string) *huma.Response {
	return &huma.Response{Description: description, Headers: headers(names...), Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}
}

// openAPI is the operation that gives the document itself.
func (s *server) openAPI(b *book) operation {
	return operation{
		Operation: huma.Operation{
			Method: http.MethodGet, Path: "/openapi.json", OperationID: "getOpenAPI", Tags: b.tag("openapi", b.t("api.tag.openapi")),
			Summary: b.t("api.do.openapi"), Description: b.t("api.do.openapiText"),
			Responses: responses(http.StatusOK, good(b.t("api.do.openapi"), &huma.Schema{Type: huma.TypeObject})),
		},
		answer: func(r *request) (*answer, error) {
			return &answer{status: http.StatusOK, header: http.Header{}, raw: s.documents[r.lang], kind: "application/json"}, nil
		},
	}
}
