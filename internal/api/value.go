package api

import (
	"encoding/json"

	"github.com/koppelkans/koppelkans/internal/record"
)

// outside gives a value of a field as the interface writes it: as the field
// does, but a border as the object that its text describes.
func outside(field *record.Field, value any) any {
	if text, _ := value.(string); field.Sort == record.Border && text != "" && json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return field.JSON(value)
}

// inside reads a value that was sent.
func inside(field *record.Field, value any) (any, *record.Problem) {
	if field.Sort != record.Border || value == nil {
		return field.FromJSON(value)
	}
	if _, is := value.(map[string]any); !is {
		return nil, &record.Problem{Field: field.Name, Key: "api.no-geojson"}
	}
	text, err := json.Marshal(value)
	if err != nil { // cannot be: it was read from JSON
		return nil, &record.Problem{Field: field.Name, Key: "api.no-geojson"}
	}
	return field.FromJSON(string(text))
}

// jsonValue keeps null apart from nothing at all.
type jsonValue struct{ value any }

// MarshalJSON writes the value.
func (j jsonValue) MarshalJSON() ([]byte, error) { return json.Marshal(j.value) }
