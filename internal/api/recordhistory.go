package api

import (
	"strconv"

	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// RecordHistory is a part of the history of a record.
type RecordHistory struct {
	Items []RecordHistoryItem `json:"items" nullable:"false"`
	Links Links               `json:"links"`
}

// RecordHistoryItem is one step in the history of a record.
type RecordHistoryItem struct {
	Version int64                `json:"version" minimum:"1"`
	Deed    record.Deed          `json:"deed" enum:"created,changed,removed,returned,merged,undone,erased"`
	At      string               `json:"at" format:"date-time"`
	By      string               `json:"by,omitempty"`
	Fields  []RecordHistoryField `json:"fields" nullable:"false"`
}

// RecordHistoryField is what a step did to a field.
type RecordHistoryField struct {
	Field  string `json:"field"`
	Before any    `json:"before,omitempty"`
	After  any    `json:"after,omitempty"`
	Erased bool   `json:"erased,omitempty"`
}

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
		history := RecordHistory{Items: make([]RecordHistoryItem, len(changes))}
		for at := range changes {
			history.Items[at] = writtenChange(kind, &changes[at], makers)
		}
		next := ""
		if len(changes) == record.HistoryPage && changes[len(changes)-1].Version > 1 {
			next = strconv.FormatInt(changes[len(changes)-1].Version, 10)
		}
		links, header := linked(r, "before", next)
		history.Links = links
		return ok(history).with("Link", header), nil
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

func writtenChange(kind *record.Kind, change *record.Change, makers map[id.ID]bool) RecordHistoryItem {
	item := RecordHistoryItem{Version: change.Version, Deed: change.Deed, At: moment(change.At), Fields: []RecordHistoryField{}}
	for _, step := range change.Fields {
		field, known := kind.Field(step.Field)
		if !known {
			continue
		}
		told := RecordHistoryField{Field: step.Field, Erased: step.Erased}
		if !step.Erased {
			told.Before, told.After = kept(field, step.Before), kept(field, step.After)
		}
		item.Fields = append(item.Fields, told)
	}
	if makers[change.By] {
		item.By = change.By.String()
	}
	return item
}

// kept gives a value that the history keeps. There is none of what is no value
// any more, by the present description of the field, and of references that
// are empty or that the caller may not see.
func kept(field *record.Field, text string) any {
	if field.IsRef() && text == "" {
		return nil
	}
	value, problem := field.Parse(text)
	if problem != nil {
		return nil
	}
	return jsonValue{outside(field, value)}
}
