package api

import (
	"net/url"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/koppelkans/koppelkans/internal/record"
)

// mostItems is how many things a page can have.
const mostItems = 1_000

// Links are addresses that an answer leads to.
type Links struct {
	Self string `json:"self" format:"uri-reference" readOnly:"true"`
	Next string `json:"next,omitempty" format:"uri-reference" readOnly:"true"`
}

// page is a part of a list.
type page struct {
	Items []any `json:"items"`
	Total int   `json:"total"`
	Links Links `json:"links"`
}

// linked gives the addresses of the part that was asked and of the next one,
// in which a parameter has another value, and the same for the header; "" is
// that there is no next.
func linked(r *request, parameter, next string) (Links, string) {
	links := Links{Self: r.URL.RequestURI()}
	header := `<` + links.Self + `>; rel="self"`
	if next != "" {
		query := r.URL.Query()
		query.Set(parameter, next)
		links.Next = (&url.URL{Path: r.URL.Path, RawQuery: query.Encode()}).RequestURI()
		header += `, <` + links.Next + `>; rel="next"`
	}
	return links, header
}

// answer gives the page. The next one begins after what next says.
func (p page) answer(r *request, next string) *answer {
	links, header := linked(r, "after", next)
	p.Links = links
	return ok(p).with("Link", header)
}

// limit is how many things are asked at once.
func (r *request) limit() int {
	if r.given("limit") {
		return int(r.whole("limit"))
	}
	return record.PageSize
}

// passed reads how many things come before the page, of lists that are passed
// through by number.
func (r *request) passed() (int, error) {
	if !r.given("after") {
		return 0, nil
	}
	number, err := strconv.Atoi(r.text("after"))
	if err != nil || number < 0 || number > 1e9 {
		return 0, record.Wrong("after", "api.bad-after", nil)
	}
	return number, nil
}

// numbered gives a page of a list that is passed through by number.
func numbered[T any](r *request, part []T, passed, total int, write func(T) any) *answer {
	p := page{Items: make([]any, len(part)), Total: total}
	for at := range part {
		p.Items[at] = write(part[at])
	}
	next := ""
	if passed += len(part); len(part) > 0 && passed < total {
		next = strconv.Itoa(passed)
	}
	return p.answer(r, next)
}

// cut gives the part of a list that is asked.
func cut[T any](r *request, all []T, write func(T) any) (*answer, error) {
	passed, err := r.passed()
	if err != nil {
		return nil, err
	}
	part := all[min(passed, len(all)):]
	return numbered(r, part[:min(r.limit(), len(part))], passed, len(all), write), nil
}

// page is the schema of a page of a list.
func (b *book) page(name string, one *huma.Schema) *huma.Schema {
	return b.put(name+"List", &huma.Schema{Type: huma.TypeObject, Required: []string{"items", "links", "total"}, Properties: map[string]*huma.Schema{
		"items": {Type: huma.TypeArray, Items: one}, "total": {Type: huma.TypeInteger, Minimum: of(0.0)}, "links": b.schema(Links{}),
	}})
}

// pageParams are those of every list.
func (b *book) pageParams() []*huma.Param {
	return []*huma.Param{
		b.query("limit", &huma.Schema{Type: huma.TypeInteger, Minimum: of(1.0), Maximum: of(float64(mostItems)), Default: record.PageSize}),
		b.query("after", &huma.Schema{Type: huma.TypeString, MaxLength: of(40)}),
	}
}
