package api_test

import (
	"encoding/json"
	"os"
	"testing"
)

// breaks are changes of a small sound document, each against one rule.
var breaks = map[string]func(o outline){
	"oas3-schema":                  func(o outline) { delete(o.part("info"), "title") },
	"operation-operationId-unique": func(o outline) { o.part("paths", tree, "put")["operationId"] = "getTree" },
	"path-params":                  func(o outline) { o.part("paths", tree, "put")["parameters"] = []any{} },
	"openapi-tags-uniqueness":      func(o outline) { o.object["tags"] = []any{object{"name": "trees"}, object{"name": "trees"}} },
	"oas3-valid-media-example":     func(o outline) { o.part(okAnswer("content", "application/json", "example")...)["height"] = "high" },
	"oas3-valid-schema-example":    func(o outline) { o.property("height")["example"] = "high" },
	"oas3-server-variables":        func(o outline) { o.server()["variables"] = object{"other": object{"default": "x"}} },
	"oas3-api-servers":             func(o outline) { delete(o.object, "servers") },
	"path-keys-no-trailing-slash":  func(o outline) { o.rename(tree, tree+"/") },
	"nlgov:openapi3":               func(o outline) { o.object["openapi"] = "2.0.0" },
	"nlgov:openapi-root-exists":    func(o outline) { delete(o.object, "openapi") },
	"nlgov:missing-version-header": func(o outline) {
		o.part(okAnswer()...)["headers"] = object{"X": object{"schema": object{"type": "string"}}}
	},
	"nlgov:missing-header":                   func(o outline) { delete(o.part(okAnswer()...), "headers") },
	"nlgov:include-major-version-in-uri":     func(o outline) { o.server()["url"] = "https://bomen.example.org/{part}" },
	"nlgov:paths-no-trailing-slash":          func(o outline) { o.rename(tree, tree+"/") },
	"info-contact":                           func(o outline) { delete(o.part("info"), "contact") },
	"nlgov:info-contact-fields-exist":        func(o outline) { delete(o.part("info", "contact"), "email") },
	"nlgov:http-methods":                     func(o outline) { o.part("paths", tree)["plant"] = o.part("paths", tree, "get") },
	"nlgov:paths-kebab-case":                 func(o outline) { o.rename(tree, "/oakTrees/{id}") },
	"nlgov:query-keys-camel-case":            func(o outline) { o.list(o.part("paths", tree, "get"), "parameters")[1]["name"] = "with_leaves" },
	"nlgov:schema-camel-case":                func(o outline) { o.part("components", "schemas")["old_tree"] = object{"type": "string"} },
	"nlgov:servers-use-https":                func(o outline) { o.server()["url"] = "http://bomen.example.org/{part}/v1" },
	"nlgov:use-problem-schema":               func(o outline) { o.part(wrong...)["content"] = object{"application/json": object{"schema": object{}}} },
	"nlgov:problem-schema-members":           func(o outline) { delete(o.part("components", "schemas", "Problem", "properties"), "title") },
	"nlgov:problem-invalid-input":            func(o outline) { delete(o.part("paths", tree, "put", "responses"), "400") },
	"nlgov:property-casing":                  func(o outline) { o.part(properties...)["Crown_Width"] = object{"type": "integer"} },
	"nlgov:date-time-ensure-timezone":        func(o outline) { o.property("seenAt")["format"] = "date-time-local" },
	"nlgov:time-without-timezone":            func(o outline) { o.property("seenAt")["format"] = "time" },
	"nlgov:specify-format-for-date-and-time": func(o outline) { delete(o.property("plantedDate"), "format") },
	"nlgov:use-date-instead-of-datetime":     func(o outline) { o.property("plantedDate")["format"] = "date-time" },
	"nlgov:semver":                           func(o outline) { o.part("info")["version"] = "1.2" },
}

// Parts of the small document.
const tree = "/oak-trees/{id}"

var (
	wrong      = []string{"components", "responses", "Wrong"}
	properties = []string{"components", "schemas", "Tree", "properties"}
)

func okAnswer(names ...string) []string {
	return append([]string{"paths", tree, "get", "responses", "200"}, names...)
}

func (o outline) part(names ...string) object {
	found := o.object
	for _, name := range names {
		found = found[name].(object)
	}
	return found
}

func (o outline) property(name string) object { return o.part(append(properties, name)...) }
func (o outline) server() object              { return o.list(o.object, "servers")[0] }

func (o outline) rename(path, as string) {
	paths := o.part("paths")
	paths[as] = paths[path]
	delete(paths, path)
}

// A rule that finds nothing in a sound document and something in the one that
// breaks it is one.
func TestEveryDesignRuleFindsWhatBreaksIt(t *testing.T) {
	text, err := os.ReadFile("testdata/small-interface.json")
	must(t, err)
	for _, rule := range designRules {
		sound, broken := outline{}, outline{}
		must(t, json.Unmarshal(text, &sound.object))
		must(t, json.Unmarshal(text, &broken.object))
		if found := rule.find(sound); len(found) > 0 {
			t.Errorf("%s refuses a sound document: %v", rule.name, found)
		}
		breaks[rule.name](broken)
		if found := rule.find(broken); len(found) == 0 {
			t.Errorf("%s finds nothing in a document that breaks it", rule.name)
		}
	}
	if len(breaks) != len(designRules) {
		t.Errorf("%d rules, %d documents that break one", len(designRules), len(breaks))
	}
}
