package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi-validator/errors"

	"github.com/koppelkans/koppelkans/internal/api"
)

// checker holds answers against the document.
type checker struct {
	validator.Validator
	operations []described
}

// described is an operation of the document.
type described struct {
	id, method, path string
	pattern          *regexp.Regexp
	statuses         []int
}

// checkers keeps what it costs a second to make.
var checkers struct {
	sync.Mutex
	by map[string]*checker
}

func checkerOf(t testing.TB, document []byte) *checker {
	t.Helper()
	checkers.Lock()
	defer checkers.Unlock()
	if checkers.by == nil {
		checkers.by = map[string]*checker{}
	}
	if checkers.by[string(document)] == nil {
		checkers.by[string(document)] = newChecker(t, document)
	}
	return checkers.by[string(document)]
}

// newChecker reads the document as a caller does. Properties that the document
// does not name are faults.
func newChecker(t testing.TB, document []byte) *checker {
	t.Helper()
	parsed, err := libopenapi.NewDocument(document)
	must(t, err)
	checks, errs := validator.NewValidator(parsed, config.WithFormatAssertions(), config.WithContentAssertions(), config.WithStrictMode(),
		config.WithRejectUndeclaredRequestBody(), config.WithStrictIgnoredHeadersExtra(onEveryAnswer...),
		config.WithStrictIgnorePaths(anyGeoJSON...))
	for _, err := range errs {
		t.Fatal(err)
	}
	sound, faults := checks.ValidateDocument()
	if !sound {
		t.Fatal(told(faults))
	}
	return &checker{checks, operationsOf(t, document)}
}

var inPath = regexp.MustCompile(`\\\{[^}]*\}`)

func operationsOf(t testing.TB, document []byte) []described {
	t.Helper()
	var read struct {
		Paths map[string]map[string]struct {
			OperationID string
			Responses   map[string]any
		}
	}
	must(t, json.Unmarshal(document, &read))
	var list []described
	for path, methods := range read.Paths {
		pattern := regexp.MustCompile("^" + inPath.ReplaceAllString(regexp.QuoteMeta(api.Root+path), "[^/]+") + "$")
		for method, operation := range methods {
			one := described{id: operation.OperationID, method: strings.ToUpper(method), path: path, pattern: pattern}
			for status := range operation.Responses {
				number, err := strconv.Atoi(status)
				must(t, err)
				one.statuses = append(one.statuses, number)
			}
			list = append(list, one)
		}
	}
	slices.SortFunc(list, func(a, b described) int { return strings.Compare(a.id, b.id) })
	return list
}

// operation gives the name of what was asked, "" when it is nothing.
func (c *checker) operation(request *http.Request) string {
	for _, one := range c.operations {
		if one.method == request.Method && one.pattern.MatchString(request.URL.Path) {
			return one.id
		}
	}
	return ""
}

// onEveryAnswer are headers about which the document need not speak.
var onEveryAnswer = []string{
	"Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Content-Language", "Content-Security-Policy", "Cross-Origin-Resource-Policy",
	"Referrer-Policy", "Strict-Transport-Security", "Vary", "X-Content-Type-Options", "X-Frame-Options",
}

// anyGeoJSON are the places where an object of GeoJSON can stand.
var anyGeoJSON = []string{
	"$.body.border.*", "$.body.items[*].border.*", "$.body.items[*].fields[*].before.*", "$.body.items[*].fields[*].after.*",
	"$.body.clashes[*].mine.*", "$.body.clashes[*].theirs.*",
}

// told writes all that is wrong.
func told(faults []*errors.ValidationError) string {
	var text bytes.Buffer
	for _, fault := range faults {
		text.WriteString(fault.Message + ": " + fault.Reason + "\n")
		for _, schema := range fault.SchemaValidationErrors {
			text.WriteString("    " + schema.KeywordLocation + " " + schema.Reason + "\n")
		}
	}
	return text.String()
}

// check holds an answer against the document, and the request as well when it
// was a good one. What no operation answered is passed over, and so is the
// document itself: it is held against OpenAPI.
func (c *checker) check(t testing.TB, request *http.Request, body []byte, response *http.Response, text []byte) {
	t.Helper()
	isDocument := strings.HasSuffix(request.URL.Path, "/openapi.json") && response.StatusCode == http.StatusOK
	if c.operation(request) == "" || isDocument {
		return
	}
	request = request.Clone(request.Context())
	request.Body = io.NopCloser(bytes.NewReader(body))
	copied := *response
	copied.Body = io.NopCloser(bytes.NewReader(text))
	if sound, faults := c.ValidateHttpResponse(request, &copied); !sound {
		t.Errorf("%s %s → %s is not as described:\n%s%s", request.Method, request.URL, response.Status, told(faults), text)
	}
	if response.StatusCode >= http.StatusBadRequest {
		return
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	if sound, faults := c.ValidateHttpRequestSync(request); !sound {
		t.Errorf("%s %s is not as described, and gave %s:\n%s%s", request.Method, request.URL, response.Status, told(faults), body)
	}
}
