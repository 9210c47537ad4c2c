package api_test

import (
	"iter"
	"regexp"
	"strconv"
	"strings"
)

// object is an object of JSON.
type object = map[string]any

// outline is an OpenAPI document as JSON, to be walked through.
type outline struct{ object }

// at gives an object of the document, the one that is referred to when it is a
// reference.
func (o outline) at(node any) object {
	found, _ := node.(object)
	for range 10 { // a reference to a reference to …
		ref, is := found["$ref"].(string)
		if !is {
			return found
		}
		found = o.object
		for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
			found, _ = found[strings.NewReplacer("~1", "/", "~0", "~").Replace(part)].(object)
		}
	}
	return found
}

// list gives what stands under a name when it is a list of objects.
func (o outline) list(of object, name string) []object {
	all, _ := of[name].([]any)
	list := make([]object, len(all))
	for at := range all {
		list[at] = o.at(all[at])
	}
	return list
}

// inner gives the objects that stand under a name, by their own names.
func (o outline) inner(of object, name string) iter.Seq2[string, object] {
	all, _ := of[name].(object)
	return func(yield func(string, object) bool) {
		for name, one := range all {
			if !yield(name, o.at(one)) {
				return
			}
		}
	}
}

// outlined is an operation of an outline.
type outlined struct {
	object
	path, method string
	parameters   []object
}

func (o outlined) String() string { return strings.ToUpper(o.method) + " " + o.path }

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// operations gives every operation, with the parameters of its path as well.
func (o outline) operations() []outlined {
	var all []outlined
	for path, item := range o.inner(o.object, "paths") {
		for _, method := range methods {
			if operation, has := item[method].(object); has {
				all = append(all, outlined{operation, path, method, append(o.list(item, "parameters"), o.list(operation, "parameters")...)})
			}
		}
	}
	return all
}

// answers gives the answers of every operation whose status fits.
func (o outline) answers(status string) iter.Seq2[string, object] {
	fits := regexp.MustCompile("^" + status + "$")
	return func(yield func(string, object) bool) {
		for _, operation := range o.operations() {
			for number, response := range o.inner(operation.object, "responses") {
				if fits.MatchString(number) && !yield(operation.String()+" "+number, response) {
					return
				}
			}
		}
	}
}

// nodes gives every object with its JSON pointer.
func (o outline) nodes() iter.Seq2[string, object] {
	return func(yield func(string, object) bool) { walkNodes("", o.object, yield) }
}

func walkNodes(pointer string, node any, yield func(string, object) bool) bool {
	switch node := node.(type) {
	case object:
		if !yield(pointer, node) {
			return false
		}
		for name, child := range node {
			if !walkNodes(pointer+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(name), child, yield) {
				return false
			}
		}
	case []any:
		for at, child := range node {
			if !walkNodes(pointer+"/"+strconv.Itoa(at), child, yield) {
				return false
			}
		}
	}
	return true
}

// properties gives every property of every schema, by its pointer.
func (o outline) properties() iter.Seq2[string, object] {
	return func(yield func(string, object) bool) {
		for pointer, node := range o.nodes() {
			for name, schema := range o.inner(node, "properties") {
				if !yield(pointer+"/properties/"+name, schema) {
					return
				}
			}
		}
	}
}

var schemaPlace = regexp.MustCompile(`/(schema|items|(properties|schemas)/[^/]+)$`)

// schemas gives every schema that stands in the document itself.
func (o outline) schemas() iter.Seq2[string, object] {
	return func(yield func(string, object) bool) {
		for pointer, node := range o.nodes() {
			if schemaPlace.MatchString(pointer) && !yield(pointer, node) {
				return
			}
		}
	}
}
