package api_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi-validator/errors"
)

// checker holds answers against the document.
type checker struct{ validator.Validator }

// newChecker reads the document as a caller does. Properties that the document
// does not name are faults.
func newChecker(t testing.TB, document []byte) *checker {
	t.Helper()
	parsed, err := libopenapi.NewDocument(document)
	must(t, err)
	checks, errs := validator.NewValidator(parsed, config.WithFormatAssertions(), config.WithContentAssertions(), config.WithStrictMode(),
		config.WithRejectUndeclaredRequestBody(), config.WithStrictIgnoredHeadersExtra(onEveryAnswer...))
	for _, err := range errs {
		t.Fatal(err)
	}
	sound, faults := checks.ValidateDocument()
	if !sound {
		t.Fatal(told(faults))
	}
	return &checker{checks}
}

// onEveryAnswer are headers about which the document need not speak.
var onEveryAnswer = []string{
	"Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Content-Language", "Content-Security-Policy", "Cross-Origin-Resource-Policy",
	"Referrer-Policy", "Strict-Transport-Security", "Vary", "X-Content-Type-Options", "X-Frame-Options",
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
// was a good one. What no operation answered is passed over.
func (c *checker) check(t testing.TB, request *http.Request, body []byte, response *http.Response, text []byte) {
	t.Helper()
	if response.StatusCode == http.StatusMethodNotAllowed || request.Method == http.MethodOptions {
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
