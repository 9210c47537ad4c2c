package api

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// request is what was asked, by whom, in which language.
type request struct {
	*http.Request
	w      http.ResponseWriter
	actor  access.Actor
	lang   string
	values map[string]any // of the address: string, int64 or bool
	// problems are what is wrong with the address; an operation that reads a
	// body tells them with what is wrong there.
	problems record.Problems
}

func (r *request) text(name string) string   { text, _ := r.values[name].(string); return text }
func (r *request) whole(name string) int64   { number, _ := r.values[name].(int64); return number }
func (r *request) truth(name string) bool    { truth, _ := r.values[name].(bool); return truth }
func (r *request) given(name string) bool    { _, given := r.values[name]; return given }
func (r *request) id(name string) id.ID      { one, _ := id.Parse(r.PathValue(name)); return one }
func (r *request) header(name string) string { return strings.TrimSpace(r.Request.Header.Get(name)) }

// readQuery reads what stands after the question mark by what the document
// says of it, and tells all that is wrong with it.
func readQuery(op *operation, query url.Values) (map[string]any, record.Problems) {
	values, problems := map[string]any{}, record.Problems{}
	var known []string
	for _, param := range op.Parameters {
		if param.In != "query" {
			continue
		}
		known = append(known, param.Name)
		texts, given := query[param.Name]
		if !given {
			continue
		}
		value, problem := readParam(param.Schema, texts)
		if problem != nil {
			problem.Field = param.Name
			problems = append(problems, *problem)
			continue
		}
		values[param.Name] = value
	}
	var strange []string
	for name := range query {
		if !slices.Contains(known, name) {
			strange = append(strange, name)
		}
	}
	slices.Sort(strange)
	for _, name := range strange {
		problem := record.Problem{Field: shorten(name), Key: "api.unknown-parameter", Args: fault.Args{"Known": strings.Join(known, ", ")}}
		if len(known) == 0 {
			problem.Key = "api.no-parameters"
		}
		problems = append(problems, problem)
	}
	return values, problems
}

func readParam(schema *huma.Schema, texts []string) (any, *record.Problem) {
	if len(texts) != 1 {
		return nil, &record.Problem{Key: "api.given-twice"}
	}
	text := texts[0]
	switch schema.Type {
	case huma.TypeInteger:
		number, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, &record.Problem{Key: "record.not-whole"}
		}
		if schema.Minimum != nil && float64(number) < *schema.Minimum || schema.Maximum != nil && float64(number) > *schema.Maximum {
			return nil, outOfRange(schema)
		}
		return number, nil
	case huma.TypeBoolean:
		if text != "true" && text != "false" {
			return nil, &record.Problem{Key: "record.not-truth"}
		}
		return text == "true", nil
	}
	if schema.Enum != nil && !slices.Contains(schema.Enum, any(text)) {
		return nil, &record.Problem{Key: "record.no-option", Args: fault.Args{"Value": shorten(text)}}
	}
	if schema.MaxLength != nil && utf8.RuneCountInString(text) > *schema.MaxLength || !utf8.ValidString(text) {
		return nil, &record.Problem{Key: "api.bad-value"}
	}
	return text, nil
}

func outOfRange(schema *huma.Schema) *record.Problem {
	if schema.Maximum == nil {
		return &record.Problem{Key: "api.too-small", Args: fault.Args{"Least": int(*schema.Minimum)}}
	}
	return &record.Problem{Key: "record.out-of-range", Args: fault.Args{"Least": int(*schema.Minimum), "Greatest": int(*schema.Maximum)}}
}

// shorten keeps an answer readable, whatever was asked.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
