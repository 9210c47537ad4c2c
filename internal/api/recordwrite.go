package api

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// largestBody bounds what may be sent, in bytes.
const largestBody = 1 << 20

// createRecord adds a record.
func (s *server) createRecord(kind *record.Kind) handler {
	return func(r *request) (*answer, error) {
		values, err := readRecord(kind, r, "application/json")
		if err != nil {
			return nil, err
		}
		row, err := s.Records.Create(r.Context(), r.actor, kind, values)
		if err != nil {
			return nil, err
		}
		made, err := s.recordAnswer(r, kind, row.ID)
		if err != nil {
			return nil, err
		}
		made.status = http.StatusCreated
		return made.with("Location", recordPath(kind, row.ID)), nil
	}
}

// changeRecord changes fields of a record.
func (s *server) changeRecord(kind *record.Kind) handler {
	return func(r *request) (*answer, error) {
		version, err := s.versionOf(kind, r)
		if err != nil {
			return nil, err
		}
		values, err := readRecord(kind, r, "application/merge-patch+json", "application/json")
		if err != nil {
			return nil, err
		}
		row, err := s.Records.Change(r.Context(), r.actor, kind, r.id("id"), version, values)
		if err != nil {
			return nil, noVersion(err)
		}
		return s.recordAnswer(r, kind, row.ID)
	}
}

// deleteRecord deletes a record.
func (s *server) deleteRecord(kind *record.Kind) handler {
	return func(r *request) (*answer, error) {
		version, err := s.versionOf(kind, r)
		if err != nil {
			return nil, err
		}
		if _, err := s.Records.Delete(r.Context(), r.actor, kind, r.id("id"), version); err != nil {
			return nil, err
		}
		return &answer{status: http.StatusNoContent, header: http.Header{}}, nil
	}
}

// restoreRecord brings a deleted record back.
func (s *server) restoreRecord(kind *record.Kind) handler {
	return func(r *request) (*answer, error) {
		row, err := s.Records.Return(r.Context(), r.actor, kind, r.id("id"))
		if err != nil {
			return nil, err
		}
		return s.recordAnswer(r, kind, row.ID)
	}
}

// versionOf reads at which version the caller knows a record.
func (s *server) versionOf(kind *record.Kind, r *request) (int64, error) {
	text := r.header("If-Match")
	switch {
	case text == "":
		return 0, refused(http.StatusPreconditionRequired, "header", "If-Match", "api.if-match-needed", nil)
	case text == "*":
		seen, _, err := s.Records.Get(r.Context(), r.actor, kind, r.id("id"))
		return seen.Version, err
	}
	// A proxy that compresses makes a tag weak; a version stays a version.
	version, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(text, "W/"), `"`), 10, 64)
	if err != nil || tag(version) != strings.TrimPrefix(text, "W/") || version < 1 {
		return 0, refused(http.StatusBadRequest, "header", "If-Match", "api.bad-if-match", nil)
	}
	return version, nil
}

// noVersion turns the fault of a version that never was into a failed
// precondition.
func noVersion(err error) error {
	var known *fault.Fault
	if errors.As(err, &known) && known.Key == "record.no-version" {
		return refused(http.StatusPreconditionFailed, "header", "If-Match", known.Key, nil)
	}
	return err
}

// readRecord reads values of fields from what was sent. What is no value goes
// on as the problem that it is, so that all is told at once.
func readRecord(kind *record.Kind, r *request, types ...string) (record.Values, error) {
	object, err := readObject(r, types)
	if err != nil {
		return nil, err
	}
	values := record.Values{}
	for at := range r.problems {
		values["?"+r.problems[at].Field] = &r.problems[at]
	}
	for name, value := range object {
		field, known := kind.Field(name)
		if !known {
			values[shorten(name)] = value // the service says that there is no such field
			continue
		}
		read, problem := inside(field, value)
		if problem != nil {
			read = problem
		}
		values[name] = read
	}
	return values, nil
}

// readObject reads a JSON object.
func readObject(r *request, types []string) (map[string]any, error) {
	kind, _, err := mime.ParseMediaType(r.header("Content-Type"))
	suits := false
	for _, known := range types {
		suits = suits || kind == known
	}
	if err != nil || !suits {
		return nil, refused(http.StatusUnsupportedMediaType, "header", "Content-Type", "api.bad-type", fault.Args{"Known": strings.Join(types, ", ")})
	}
	content, err := io.ReadAll(http.MaxBytesReader(r.w, r.Body, largestBody))
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, fault.Wrap(err, fault.Limit, "api.too-large", fault.Args{"Most": largestBody >> 10})
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "api.cut-off", nil)
	}
	var object map[string]any
	if err := json.Unmarshal(content, &object); err != nil || object == nil {
		return nil, refused(http.StatusBadRequest, "body", "", "api.no-object", nil)
	}
	return object, nil
}

// tellClashes brings both versions of the fields that two changed into a
// problem, as far as the caller may see them.
func (s *server) tellClashes(r *request, overtaken *record.Overtaken, problem *Problem) error {
	seen, _, err := s.Records.Get(r.Context(), r.actor, overtaken.Kind, overtaken.Theirs.ID)
	if err != nil {
		return err
	}
	problem.Version = seen.Version
	for _, clash := range overtaken.Clashes {
		told := ProblemClash{Field: clash.Field.Name}
		for _, side := range []struct {
			value any
			into  *any
		}{{clash.Mine, &told.Mine}, {clash.Theirs, &told.Theirs}} {
			shows, err := s.mayTell(r, &seen, clash.Field, side.value)
			if err != nil {
				return err
			}
			if shows {
				*side.into = jsonValue{outside(clash.Field, side.value)}
			}
		}
		problem.Clashes = append(problem.Clashes, told)
	}
	return nil
}

// mayTell tells whether the caller may know a value that a field has or had.
func (s *server) mayTell(r *request, seen *record.Seen, field *record.Field, value any) (bool, error) {
	if !field.IsRef() {
		return seen.Shows(field), nil
	}
	one, _ := value.(id.ID)
	of, _ := s.Records.Kinds.ByName(field.Of)
	may, err := s.visible(r, of, []id.ID{one})
	return may[one], err
}
