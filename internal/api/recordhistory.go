package api

import (
	"net/http"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// historyOfRecord answers the changes of a record, newest first.
func (s *server) historyOfRecord(kind *record.Kind) handler {
	return func(r *request) (*answer, error) {
		changes, _, err := s.Records.History(r.Context(), r.actor, kind, r.id("id"), r.whole("before"))
		if err != nil {
			return nil, err
		}
		makers, err := s.makers(r, changes)
		if err != nil {
			return nil, err
		}
		items := make([]any, len(changes))
		for at := range changes {
			items[at] = writtenChange(kind, &changes[at], makers)
		}
		links := map[string]string{"self": r.URL.RequestURI()}
		header := `<` + links["self"] + `>; rel="self"`
		if len(changes) == record.HistoryPage && changes[len(changes)-1].Version > 1 {
			links["next"] = r.URL.Path + "?before=" + strconv.FormatInt(changes[len(changes)-1].Version, 10)
			header += `, <` + links["next"] + `>; rel="next"`
		}
		return (&answer{status: http.StatusOK, header: http.Header{}, body: map[string]any{"items": items, "links": links}}).with("Link", header), nil
	}
}

// makers tells which of the accounts that made changes the caller may see.
func (s *server) makers(r *request, changes []record.Change) (map[id.ID]bool, error) {
	kind, known := s.Records.Kinds.ByName("account")
	if !known {
		return nil, nil
	}
	var ids []id.ID
	for _, change := range changes {
		if change.By != 0 {
			ids = append(ids, change.By)
		}
	}
	return s.visible(r, kind, ids)
}

func writtenChange(kind *record.Kind, change *record.Change, makers map[id.ID]bool) map[string]any {
	fields := []any{}
	for _, step := range change.Fields {
		field, known := kind.Field(step.Field)
		if !known {
			continue
		}
		object := map[string]any{"field": step.Field}
		if step.Erased {
			object["erased"] = true
		} else {
			put(object, "before", field, step.Before)
			put(object, "after", field, step.After)
		}
		fields = append(fields, object)
	}
	object := map[string]any{
		"version": change.Version, "deed": string(change.Deed), "at": moment(change.At), "fields": fields,
	}
	if makers[change.By] {
		object["by"] = change.By.String()
	}
	return object
}

// put writes a value that the history keeps. Left out are what is no value any
// more, by the present description of the field, and references that are empty
// or that the caller may not see.
func put(object map[string]any, name string, field *record.Field, text string) {
	if field.IsRef() && text == "" {
		return
	}
	if value, problem := field.Parse(text); problem == nil {
		object[name] = field.JSON(value)
	}
}
