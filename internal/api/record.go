package api

import (
	"strconv"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// recordPath is the address of a record.
func recordPath(kind *record.Kind, one id.ID) string {
	return Root + "/" + kind.Many + "/" + one.String()
}

// tag is the entity tag of a record: its version.
func tag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

func moment(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }

// written gives a record as the interface writes it. What the caller may not
// see is not in it. A reference that is empty is not in it either: it looks
// like one to what they may not see, so that nothing tells of that.
func (s *server) written(seen *record.Seen, merged map[id.ID]bool) map[string]any {
	kind := seen.Kind
	object := map[string]any{
		"id": seen.ID.String(), "version": seen.Version, "createdAt": moment(seen.CreatedAt), "changedAt": moment(seen.ChangedAt),
		"links": Links{Self: recordPath(kind, seen.ID)},
	}
	if seen.Deleted() {
		object["deletedAt"] = moment(seen.DeletedAt)
	}
	if merged[seen.MergedInto] {
		object["mergedInto"] = seen.MergedInto.String()
	}
	for at := range kind.Fields {
		field := &kind.Fields[at]
		value := seen.Get(field)
		if seen.Shows(field) && !(field.IsRef() && field.Blank(value)) {
			object[field.Name] = outside(field, value)
		}
	}
	return object
}

// listRecords answers a page of the records of a kind.
func (s *server) listRecords(kind *record.Kind) handler {
	return func(r *request) (*answer, error) {
		ask, err := s.askOf(kind, r)
		if err != nil {
			return nil, err
		}
		list, err := s.Records.List(r.Context(), r.actor, kind, ask)
		if err != nil {
			return nil, err
		}
		merged, err := s.mergedInto(r, kind, list.Rows)
		if err != nil {
			return nil, err
		}
		page := page{Items: make([]any, len(list.Rows)), Total: list.Total}
		for at := range list.Rows {
			page.Items[at] = s.written(&list.Rows[at], merged)
		}
		next := ""
		if list.More {
			next = list.Rows[len(list.Rows)-1].ID.String()
		}
		return page.answer(r, next), nil
	}
}

// askOf reads what part of a list is asked.
func (s *server) askOf(kind *record.Kind, r *request) (record.Ask, error) {
	ask := record.Ask{Filters: map[string]string{}, Limit: int(r.whole("limit")), Deleted: r.truth("deleted")}
	ask.Sort, ask.Down = strings.CutPrefix(r.text("orderBy"), "-")
	if r.given("after") {
		var err error
		if ask.After, err = id.Parse(r.text("after")); err != nil {
			return ask, record.Wrong("after", "api.bad-after", nil)
		}
	}
	for at := range kind.Fields {
		if field := &kind.Fields[at]; filters(field) && r.given(field.Name) {
			ask.Filters[field.Name] = queryText(r.values[field.Name])
		}
	}
	return ask, nil
}

// queryText gives a value of the address as it was written there.
func queryText(value any) string {
	switch value := value.(type) {
	case int64:
		return strconv.FormatInt(value, 10)
	case bool:
		return strconv.FormatBool(value)
	}
	text, _ := value.(string)
	return text
}

// filters tells whether a list can be narrowed by a field. What is about a
// person does not belong in an address.
func filters(field *record.Field) bool { return (field.Filtered || field.Unique) && !field.Personal }

// mergedInto tells which of the records that doubles became part of the caller
// may see.
func (s *server) mergedInto(r *request, kind *record.Kind, rows []record.Seen) (map[id.ID]bool, error) {
	var into []id.ID
	for at := range rows {
		if one := rows[at].MergedInto; one != 0 {
			into = append(into, one)
		}
	}
	return s.visible(r, kind, into)
}

// visible tells which records the caller may see.
func (s *server) visible(r *request, kind *record.Kind, ids []id.ID) (map[id.ID]bool, error) {
	may := map[id.ID]bool{}
	if len(ids) == 0 {
		return may, nil
	}
	list, err := s.Records.List(r.Context(), r.actor, kind, record.Ask{IDs: ids, Limit: mostItems})
	for at := range list.Rows {
		may[list.Rows[at].ID] = true
	}
	return may, err
}

// getRecord answers one record.
func (s *server) getRecord(kind *record.Kind) handler {
	return func(r *request) (*answer, error) {
		return s.recordAnswer(r, kind, r.id("id"))
	}
}

// recordAnswer gives a record as it is now, or says that the caller has it
// already.
func (s *server) recordAnswer(r *request, kind *record.Kind, one id.ID) (*answer, error) {
	seen, _, err := s.Records.Get(r.Context(), r.actor, kind, one)
	if err != nil {
		return nil, err
	}
	merged, err := s.mergedInto(r, kind, []record.Seen{seen})
	if err != nil {
		return nil, err
	}
	if has(r.header("If-None-Match"), tag(seen.Version)) && (r.Method == "GET" || r.Method == "HEAD") {
		return notModified(tag(seen.Version)), nil
	}
	return ok(s.written(&seen, merged)).with("ETag", tag(seen.Version)), nil
}
