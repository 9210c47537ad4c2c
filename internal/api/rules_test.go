package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pb33f/jsonschema/v6"
	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"

	"github.com/koppelkans/koppelkans/internal/store"
)

// designRule is a rule of the public rule set of the NLGov API Design Rules,
// by its name there and in our own words. find gives what breaks it. Why the
// set itself is not run: docs/decisions/0014-interface-from-descriptions.md.
type designRule struct {
	name, says string
	find       func(outline) []string
}

var designRules = []designRule{
	{"oas3-schema", "the document is OpenAPI", notOpenAPI},
	{"operation-operationId-unique", "no two operations have one name", sameOperationID},
	{"path-params", "what stands in braces in a path is a parameter, and the other way round", strangePathParams},
	{"openapi-tags-uniqueness", "no two tags have one name", sameTags},
	{"oas3-valid-media-example", "an example of a body fits its schema", badMediaExamples},
	{"oas3-valid-schema-example", "an example or default fits its schema", badSchemaExamples},
	{"oas3-server-variables", "what stands in braces in the address of a server is a variable", strangeServerVariables},
	{"oas3-api-servers", "there is a server", noServers},
	{"path-keys-no-trailing-slash", "no path ends with a slash", trailingSlashes},
	{"nlgov:openapi3", "the document says that it is version 3 of OpenAPI", rootText("openapi", `^3(\.\d+){1,2}$`)},
	{"nlgov:openapi-root-exists", "the document says which version of OpenAPI it is", rootText("openapi", `.`)},
	{"nlgov:missing-version-header", "good answers have the header API-Version", noVersionHeader},
	{"nlgov:missing-header", "good answers have headers", noHeaders},
	{"nlgov:include-major-version-in-uri", "the address of a server has the major version", serverText(`/v\d+(/|$)`)},
	{"nlgov:paths-no-trailing-slash", "no path ends with a slash", trailingSlashes},
	{"info-contact", "the document says whom to ask", noContact},
	{"nlgov:info-contact-fields-exist", "who is to be asked has a name, an address and mail", halfContact},
	{"nlgov:http-methods", "only methods of HTTP are used", strangeMethods},
	{"nlgov:paths-kebab-case", "paths have small letters, digits and hyphens", strangePaths},
	{"nlgov:query-keys-camel-case", "parameters in the address are lowerCamelCase", strangeQueries},
	{"nlgov:schema-camel-case", "schemas are UpperCamelCase", strangeSchemas},
	{"nlgov:servers-use-https", "no server is reached by http", serverText(`^(https://|/)`)},
	{"nlgov:use-problem-schema", "answers to what fails are problem details", noProblems},
	{"nlgov:problem-schema-members", "problem details have status, title and detail", halfProblems},
	{"nlgov:problem-invalid-input", "what takes input can answer 400", noBadRequest},
	{"nlgov:property-casing", "properties are lowerCamelCase", strangeProperties},
	{"nlgov:date-time-ensure-timezone", "a moment has a time zone", propertyFormat("date-time-local")},
	{"nlgov:time-without-timezone", "a time of the day has none", propertyFormat("time")},
	{"nlgov:specify-format-for-date-and-time", "a date has a format", dates(func(format any) bool { return format != nil })},
	{"nlgov:use-date-instead-of-datetime", "a date is no moment", dates(func(format any) bool { return format != "date-time" })},
	{"nlgov:semver", "the version is one of semantic versioning", badVersion},
}

func notOpenAPI(o outline) []string {
	text, err := json.Marshal(o.object)
	if err != nil {
		return []string{err.Error()}
	}
	parsed, err := libopenapi.NewDocument(text)
	if err != nil {
		return []string{err.Error()}
	}
	checks, errs := validator.NewValidator(parsed)
	if len(errs) > 0 {
		return []string{fmt.Sprint(errs)}
	}
	if sound, faults := checks.ValidateDocument(); !sound {
		return []string{told(faults)}
	}
	return nil
}

// twice gives what is in a list more than once.
func twice(list []string) []string {
	slices.Sort(list)
	var found []string
	for at := 1; at < len(list); at++ {
		if list[at] == list[at-1] {
			found = append(found, list[at])
		}
	}
	return found
}

func sameOperationID(o outline) []string {
	var names []string
	for _, operation := range o.operations() {
		names = append(names, fmt.Sprint(operation.object["operationId"]))
	}
	return twice(names)
}

func sameTags(o outline) []string {
	var names []string
	for _, tag := range o.list(o.object, "tags") {
		names = append(names, fmt.Sprint(tag["name"]))
	}
	return twice(names)
}

var braces = regexp.MustCompile(`\{([^}]*)\}`)

func strangePathParams(o outline) []string {
	var found []string
	for _, operation := range o.operations() {
		var inAddress, described []string
		for _, match := range braces.FindAllStringSubmatch(operation.path, -1) {
			inAddress = append(inAddress, match[1])
		}
		for _, param := range operation.parameters {
			if param["in"] == "path" && param["required"] == true {
				described = append(described, fmt.Sprint(param["name"]))
			}
		}
		slices.Sort(inAddress)
		slices.Sort(described)
		if !slices.Equal(inAddress, described) {
			found = append(found, operation.String())
		}
	}
	return found
}

// unfit gives the values that do not fit the schema at a pointer.
func (o outline) unfit(pointer string, values []any) []string {
	if len(values) == 0 {
		return nil
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("document.json", o.object); err != nil {
		return []string{err.Error()}
	}
	schema, err := compiler.Compile("document.json#" + pointer)
	if err != nil {
		return []string{err.Error()}
	}
	var found []string
	for _, value := range values {
		if err := schema.Validate(value); err != nil {
			found = append(found, pointer+": "+err.Error())
		}
	}
	return found
}

func badMediaExamples(o outline) []string {
	var found []string
	for pointer, node := range o.nodes() {
		if path.Base(path.Dir(pointer)) != "content" {
			continue
		}
		var values []any
		if example, has := node["example"]; has {
			values = append(values, example)
		}
		for _, example := range o.inner(node, "examples") {
			values = append(values, example["value"])
		}
		found = append(found, o.unfit(pointer+"/schema", values)...)
	}
	return found
}

func badSchemaExamples(o outline) []string {
	var found []string
	for pointer, schema := range o.schemas() {
		values, _ := schema["examples"].([]any)
		for _, name := range []string{"example", "default"} {
			if value, has := schema[name]; has {
				values = append(values, value)
			}
		}
		found = append(found, o.unfit(pointer, values)...)
	}
	return found
}

func noServers(o outline) []string {
	if len(o.list(o.object, "servers")) == 0 {
		return []string{"servers"}
	}
	return nil
}

func strangeServerVariables(o outline) []string {
	var found []string
	for _, server := range o.list(o.object, "servers") {
		variables, _ := server["variables"].(object)
		for _, match := range braces.FindAllStringSubmatch(fmt.Sprint(server["url"]), -1) {
			if variables[match[1]] == nil {
				found = append(found, match[1])
			}
		}
	}
	return found
}

// serverText refuses addresses of servers that look otherwise.
func serverText(pattern string) func(outline) []string {
	looks := regexp.MustCompile(pattern)
	return func(o outline) []string {
		var found []string
		for _, server := range o.list(o.object, "servers") {
			if url := fmt.Sprint(server["url"]); !looks.MatchString(url) {
				found = append(found, url)
			}
		}
		return found
	}
}

// pathText gives the paths that look otherwise.
func (o outline) pathText(pattern string) []string {
	looks := regexp.MustCompile(pattern)
	var found []string
	for path := range o.inner(o.object, "paths") {
		if !looks.MatchString(path) {
			found = append(found, path)
		}
	}
	return found
}

func trailingSlashes(o outline) []string { return o.pathText(`[^/]$|^/$`) }

// strangePaths lets the document itself be, and a last part that begins with
// an underscore: that is how the rules write what is no resource.
func strangePaths(o outline) []string {
	return o.pathText(`^/openapi\.(json|yaml)$|^/$|^(/([a-z0-9-]+|\{[^}]+\}))*(/_[a-z]+)?/?$`)
}

func rootText(name, pattern string) func(outline) []string {
	looks := regexp.MustCompile(pattern)
	return func(o outline) []string {
		if text, _ := o.object[name].(string); !looks.MatchString(text) {
			return []string{fmt.Sprintf("%s is %q", name, text)}
		}
		return nil
	}
}

func badVersion(o outline) []string {
	info, _ := o.object["info"].(object)
	return rootText("version", `^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)(outline{info})
}

func noHeaders(o outline) []string {
	var found []string
	for name, answer := range o.answers(`[23]\d\d`) {
		if headers, _ := answer["headers"].(object); len(headers) == 0 {
			found = append(found, name)
		}
	}
	return found
}

func noVersionHeader(o outline) []string {
	var found []string
	for name, answer := range o.answers(`[23]\d\d`) {
		has := false
		for header := range o.inner(answer, "headers") {
			has = has || strings.EqualFold(header, "API-Version")
		}
		if !has {
			found = append(found, name)
		}
	}
	return found
}

func noContact(o outline) []string {
	info, _ := o.object["info"].(object)
	if contact, _ := info["contact"].(object); len(contact) == 0 {
		return []string{"info"}
	}
	return nil
}

func halfContact(o outline) []string {
	info, _ := o.object["info"].(object)
	contact, _ := info["contact"].(object)
	var found []string
	for _, name := range []string{"name", "url", "email"} {
		if text, _ := contact[name].(string); text == "" {
			found = append(found, name)
		}
	}
	return found
}

func strangeMethods(o outline) []string {
	known := append([]string{"parameters", "summary", "description", "servers", "$ref"}, methods...)
	var found []string
	for path, item := range o.inner(o.object, "paths") {
		for name := range item {
			if !slices.Contains(known, name) {
				found = append(found, path+" "+name)
			}
		}
	}
	return found
}

var lowerCamel = regexp.MustCompile(`^[a-z][a-z0-9]*([A-Z][a-z0-9]*)*$`)

func strangeQueries(o outline) []string {
	var found []string
	for _, operation := range o.operations() {
		for _, param := range operation.parameters {
			if name := fmt.Sprint(param["name"]); param["in"] == "query" && !lowerCamel.MatchString(name) {
				found = append(found, operation.String()+" "+name)
			}
		}
	}
	return found
}

func strangeSchemas(o outline) []string {
	components, _ := o.object["components"].(object)
	var found []string
	for name := range o.inner(components, "schemas") {
		if !regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`).MatchString(name) {
			found = append(found, name)
		}
	}
	return found
}

func noProblems(o outline) []string {
	var found []string
	for name, answer := range o.answers(`[45]\d\d`) {
		content, has := answer["content"].(object)
		if !has || content["application/problem+json"] == nil && content["application/problem+xml"] == nil {
			found = append(found, name)
		}
	}
	return found
}

func halfProblems(o outline) []string {
	var found []string
	for name, answer := range o.answers(`[45]\d\d`) {
		for kind, media := range o.inner(answer, "content") {
			properties, _ := o.at(media["schema"])["properties"].(object)
			if strings.HasPrefix(kind, "application/problem+") && (properties["status"] == nil || properties["title"] == nil || properties["detail"] == nil) {
				found = append(found, name)
			}
		}
	}
	return found
}

func noBadRequest(o outline) []string {
	var found []string
	for _, operation := range o.operations() {
		takes := slices.Contains([]string{"put", "post", "patch"}, operation.method) || len(operation.parameters) > 0
		if responses, _ := operation.object["responses"].(object); takes && responses["400"] == nil {
			found = append(found, operation.String())
		}
	}
	return found
}

func strangeProperties(o outline) []string {
	var found []string
	for pointer := range o.properties() {
		if !lowerCamel.MatchString(path.Base(pointer)) {
			found = append(found, pointer)
		}
	}
	return found
}

func propertyFormat(never string) func(outline) []string {
	return func(o outline) []string {
		var found []string
		for pointer, schema := range o.properties() {
			if schema["format"] == never {
				found = append(found, pointer)
			}
		}
		return found
	}
}

var dateName = regexp.MustCompile(`^(date|datum)$|(\w+D|_[dD])(ate|atum)`)

func dates(fits func(format any) bool) func(outline) []string {
	return func(o outline) []string {
		var found []string
		for pointer, schema := range o.properties() {
			if dateName.MatchString(path.Base(pointer)) && !fits(schema["format"]) {
				found = append(found, pointer)
			}
		}
		return found
	}
}

func TestTheDocumentFollowsTheDesignRules(t *testing.T) {
	h := newHouse(t, store.Config{Folder: t.TempDir()}, nil)
	for _, lang := range []string{"nl", "en"} {
		answer := h.do(call{method: "GET", path: "/api/v1/openapi.json", header: map[string]string{"Accept-Language": lang}}).wants(t, http.StatusOK)
		read := outline{answer.object(t)}
		if len(read.operations()) < 10 {
			t.Fatal("this is not the document")
		}
		for _, rule := range designRules {
			for _, found := range rule.find(read) {
				t.Errorf("%s (%s): %s", rule.name, rule.says, found)
			}
		}
	}
}
