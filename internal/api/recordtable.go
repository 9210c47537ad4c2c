package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/koppelkans/koppelkans/internal/record"
)

// kindBook describes the operations on the records of one kind.
type kindBook struct {
	*book
	kind *record.Kind
	tags []string
	name string // of its schema
	many string // Organisations
	call string // what people call one
}

// recordOperations lists what can be asked of the records of a kind.
func (s *server) recordOperations(b *book, kind *record.Kind) []operation {
	k := &kindBook{book: b, kind: kind, name: pascal(kind.One), many: manyName(kind.Many), call: b.t(kind.OneKey())}
	k.tags = b.tag(kind.Many, b.t(kind.ManyKey())+". "+b.t(kind.LeadKey()))
	one := b.recordSchema(kind)
	list := []operation{
		k.list(s.listRecords(kind), one),
		k.get(s.getRecord(kind), one),
		k.change(s.changeRecord(kind), one),
		k.history(s.historyOfRecord(kind)),
	}
	if searches(kind) {
		list = append(list, k.search(s.searchRecords(kind), one))
	}
	if !kind.Derived {
		list = append(list, k.create(s.createRecord(kind), one), k.remove(s.deleteRecord(kind)), k.restore(s.restoreRecord(kind), one))
	}
	return list
}

// manyName turns access-grants into AccessGrants.
func manyName(many string) string {
	name, upper := "", true
	for _, char := range many {
		if char == '-' {
			upper = true
			continue
		}
		if upper {
			name += pascal(string(char))
		} else {
			name += string(char)
		}
		upper = false
	}
	return name
}

func (k *kindBook) operation(method, path, id, text string) huma.Operation {
	return huma.Operation{
		Method: method, Path: "/" + k.kind.Many + path, OperationID: id, Tags: k.tags,
		Summary: k.t("api.do."+text, "kind", k.call), Description: k.t("api.do."+text+"Text", "kind", k.call),
	}
}

func (k *kindBook) list(answer handler, one *huma.Schema) operation {
	op := k.operation(http.MethodGet, "", "list"+k.many, "list")
	op.Parameters = append(k.pageParams(), k.query("orderBy", &huma.Schema{Type: huma.TypeString, Enum: orders(k.kind)}),
		k.query("deleted", &huma.Schema{Type: huma.TypeBoolean, Default: false}))
	for at := range k.kind.Fields {
		field := &k.kind.Fields[at]
		if !filters(field) {
			continue
		}
		schema := k.field(k.kind, field)
		if field.Sort == record.Choices {
			schema = schema.Items
		}
		schema.Description = ""
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: field.Name, In: "query", Schema: schema, Description: k.t("api.filter", "field", k.t(k.kind.LabelKey(field))),
		})
	}
	op.Responses = responses(http.StatusOK, good(k.t("api.good.list"), k.page(k.name, one), "Link"))
	return operation{Operation: op, answer: answer}
}

func (k *kindBook) get(answer handler, one *huma.Schema) operation {
	op := k.operation(http.MethodGet, "/{id}", "get"+k.name, "get")
	op.Parameters = append(k.idParam(), k.header("If-None-Match", false))
	op.Responses = responses(http.StatusOK, good(k.t("api.good.one"), one, "ETag"), http.StatusNotFound)
	op.Responses["304"] = &huma.Response{Description: k.t("api.good.same"), Headers: headers("ETag")}
	return operation{Operation: op, answer: answer}
}

func (k *kindBook) create(answer handler, one *huma.Schema) operation {
	op := k.operation(http.MethodPost, "", "create"+k.name, "create")
	op.RequestBody = sends(k.inputSchema(k.kind), "application/json")
	op.Responses = responses(http.StatusCreated, good(k.t("api.good.created"), one, "ETag", "Location"),
		http.StatusForbidden, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	op.Security = needsToken()
	return operation{Operation: op, answer: answer, writes: true}
}

func (k *kindBook) change(answer handler, one *huma.Schema) operation {
	op := k.operation(http.MethodPatch, "/{id}", "change"+k.name, "change")
	op.Parameters = append(k.idParam(), k.header("If-Match", true))
	op.RequestBody = sends(k.changeSchema(k.kind), "application/merge-patch+json", "application/json")
	op.Responses = responses(http.StatusOK, good(k.t("api.good.changed"), one, "ETag"),
		http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed,
		http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusPreconditionRequired)
	op.Security = needsToken()
	return operation{Operation: op, answer: answer, writes: true}
}

func (k *kindBook) remove(answer handler) operation {
	op := k.operation(http.MethodDelete, "/{id}", "delete"+k.name, "delete")
	op.Parameters = append(k.idParam(), k.header("If-Match", true))
	op.Responses = responses(http.StatusNoContent, &huma.Response{Description: k.t("api.good.deleted"), Headers: headers()},
		http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired)
	op.Security = needsToken()
	return operation{Operation: op, answer: answer, writes: true}
}

func (k *kindBook) restore(answer handler, one *huma.Schema) operation {
	op := k.operation(http.MethodPost, "/{id}/_restore", "restore"+k.name, "restore")
	op.Parameters = k.idParam()
	op.Responses = responses(http.StatusOK, good(k.t("api.good.restored"), one, "ETag"),
		http.StatusForbidden, http.StatusNotFound, http.StatusConflict)
	op.Security = needsToken()
	return operation{Operation: op, answer: answer, writes: true}
}

func (k *kindBook) history(answer handler) operation {
	op := k.operation(http.MethodGet, "/{id}/changes", "list"+k.name+"Changes", "history")
	op.Parameters = append(k.idParam(), k.query("before", &huma.Schema{Type: huma.TypeInteger, Format: "int64", Minimum: of(1.0)}))
	op.Responses = responses(http.StatusOK, good(k.t("api.good.history"), k.schema(RecordHistory{}), "Link"), http.StatusForbidden, http.StatusNotFound)
	op.Security = needsToken()
	return operation{Operation: op, answer: answer}
}

// needsToken says that the public cannot do this.
func needsToken() []map[string][]string { return []map[string][]string{{bearerName: {}}} }

func sends(schema *huma.Schema, types ...string) *huma.RequestBody {
	body := &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{}}
	for _, kind := range types {
		body.Content[kind] = &huma.MediaType{Schema: schema}
	}
	return body
}

// orders are the ways in which a list can be ordered.
func orders(kind *record.Kind) []any {
	list := []any{}
	for at := range kind.Fields {
		if field := &kind.Fields[at]; field.Sorted {
			list = append(list, field.Name, "-"+field.Name)
		}
	}
	return list
}
