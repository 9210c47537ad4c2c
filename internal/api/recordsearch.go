package api

import (
	"net/http"
	"slices"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// SearchInput is what is looked for. It is sent, and does not stand in the
// address, because it can be the name of somebody.
type SearchInput struct {
	Words string `json:"words" minLength:"1" maxLength:"200"`
	Limit int    `json:"limit,omitempty" minimum:"1" maximum:"100" default:"20"`
}

const (
	longestWords = 200
	mostFound    = 100
	usuallyFound = 20
)

// searches tells whether records of a kind can be found by words.
func searches(kind *record.Kind) bool {
	return slices.ContainsFunc(kind.Fields, func(f record.Field) bool { return f.Weight > 0 })
}

// search describes searching.
func (k *kindBook) search(answer handler, one *huma.Schema) operation {
	op := k.operation(http.MethodPost, "/_search", "search"+k.many, "search")
	op.RequestBody = sends(k.schema(SearchInput{}), "application/json")
	found := k.put(k.name+"Found", &huma.Schema{Type: huma.TypeObject, Required: []string{"items", "more"}, Properties: map[string]*huma.Schema{
		"items": {Type: huma.TypeArray, Items: one}, "more": {Type: huma.TypeBoolean},
	}})
	op.Responses = responses(http.StatusOK, good(k.t("api.good.found"), found), http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	return operation{Operation: op, answer: answer}
}

// searchRecords answers the records that fit some words, the best first.
func (s *server) searchRecords(kind *record.Kind) handler {
	return func(r *request) (*answer, error) {
		words, limit, err := readSearch(r)
		if err != nil {
			return nil, err
		}
		ids, more, err := s.Records.Search(r.Context(), r.actor, kind, words, limit)
		if err != nil {
			return nil, err
		}
		items := []any{}
		if len(ids) > 0 {
			list, err := s.Records.List(r.Context(), r.actor, kind, record.Ask{IDs: ids, Limit: len(ids)})
			if err != nil {
				return nil, err
			}
			slices.SortFunc(list.Rows, func(a, b record.Seen) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
			for at := range list.Rows {
				items = append(items, s.written(&list.Rows[at], map[id.ID]bool{}))
			}
		}
		return ok(map[string]any{"items": items, "more": more}), nil
	}
}

// readSearch reads what is looked for, and tells all that is wrong with it.
func readSearch(r *request) (words string, limit int, err error) {
	object, err := readObject(r, []string{"application/json"})
	if err != nil {
		return "", 0, err
	}
	limit = usuallyFound
	problems := r.problems
	if _, given := object["words"]; !given {
		problems = append(problems, record.Problem{Field: "words", Key: "record.required"})
	}
	for name, value := range object {
		problem := &record.Problem{Field: shorten(name), Key: "record.no-field"}
		switch name {
		case "words":
			words, problem = readWords(value)
		case "limit":
			limit, problem = readMost(value)
		}
		if problem != nil {
			problems = append(problems, *problem)
		}
	}
	if len(problems) > 0 {
		err = fault.Wrap(problems, fault.Invalid, "record.invalid", fault.Args{"n": len(problems)})
	}
	return words, limit, err
}

func readWords(value any) (string, *record.Problem) {
	words, is := value.(string)
	switch length := utf8.RuneCountInString(words); {
	case !is:
		return "", &record.Problem{Field: "words", Key: "record.not-text"}
	case length == 0:
		return "", &record.Problem{Field: "words", Key: "record.required"}
	case length > longestWords:
		return "", &record.Problem{Field: "words", Key: "record.too-long", Args: fault.Args{"Most": longestWords, "Length": length}}
	}
	return words, nil
}

func readMost(value any) (int, *record.Problem) {
	number, is := value.(float64)
	if !is || number != float64(int(number)) {
		return 0, &record.Problem{Field: "limit", Key: "record.not-whole"}
	}
	if number < 1 || number > mostFound {
		return 0, &record.Problem{Field: "limit", Key: "record.out-of-range", Args: fault.Args{"Least": 1, "Greatest": mostFound}}
	}
	return int(number), nil
}
