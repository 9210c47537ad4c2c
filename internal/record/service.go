package record

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/id"
)

// Service is what is done with records, whatever their kind. Every method asks
// whether the actor may.
type Service struct {
	Kinds *Registry
	Store Store
	IDs   *id.Maker
	Now   func() time.Time
	// Words are what columns and options of files may be called; nil is names and
	// codes only.
	Words *i18n.Catalogue
	// LikelyPlace gives the place in which an actor works; nil is none.
	LikelyPlace func(context.Context, access.Actor) (id.ID, error)
	// Guards are checks, by kind, of packages that stand above it.
	Guards map[string][]Guard
	// AfterErasing clears what is kept outside the store when a person was
	// erased: exports that were not fetched. nil is nothing.
	AfterErasing func(context.Context) error

	counts counts
}

// Values are new values of fields, by name. What is not named stays as it is.
// A *Problem in the place of a value says that what was given is none; it is
// told together with all else that is wrong.
type Values map[string]any

// Guard checks what the description of fields cannot say, before a change is
// written. It gives Wrong for a field, or another fault.
type Guard func(ctx context.Context, planned Planned) error

// Planned is a change that is about to be written.
type Planned struct {
	Actor  access.Actor
	Deed   Deed
	Kind   *Kind
	Before *Row // nil for a new record
	After  *Row // a guard may fill in fixed fields
	Store  Store
	// Turned says that only references go from a double to the record that it
	// is, or back.
	Turned bool
}

// ErrOvertaken is what the store gives when a record changed since it was read.
var ErrOvertaken = errors.New("record: changed since it was read")

// mostTries is how often a change is put on top of newer ones of other fields.
const mostTries = 8

// hidden is the answer for a record that is not there and for one that the
// actor may not see: nobody can tell them apart.
func hidden() error { return fault.New(fault.NotFound, "record.unknown", nil) }

// denied is the answer for a record that the actor sees but may not change.
func denied() error { return fault.New(fault.Denied, "record.denied", nil) }

// find gives a record that the actor may see, deleted or not.
func (s *Service) find(ctx context.Context, actor access.Actor, kind *Kind, one id.ID) (Row, error) {
	row, err := s.Store.FindRow(ctx, kind, one)
	if fault.CodeOf(err) == fault.NotFound && err != nil {
		return row, hidden()
	}
	if err != nil {
		return row, err
	}
	if !access.Can(actor, access.See, kind.Class, row.Facts()) || gone(actor, kind, &row) {
		return row, hidden()
	}
	return row, nil
}

// gone tells whether a record was deleted for this reader: who may not see its
// history may not read on in what was taken away. One that was merged leads on
// to the other.
func gone(actor access.Actor, kind *Kind, row *Row) bool {
	return row.Deleted() && row.MergedInto == 0 && !access.Can(actor, access.History, kind.Class, row.Facts())
}

// findFor gives a record that the actor may see and do something with.
func (s *Service) findFor(ctx context.Context, actor access.Actor, action access.Action, kind *Kind, one id.ID) (Row, error) {
	row, err := s.find(ctx, actor, kind, one)
	if err == nil && (!access.Can(actor, action, kind.Class, row.Facts()) || kind.Erased(&row) && action != access.History) {
		err = denied()
	}
	return row, err
}

// New gives an empty record with the values it begins with for this actor.
func (s *Service) New(actor access.Actor, kind *Kind) Row {
	row := kind.Empty()
	row.Owner = actor.Organisation
	return row
}

// Begin gives an empty record that lies where the actor is likely to want it,
// for a form, or a row of a file, that says nothing of that.
func (s *Service) Begin(ctx context.Context, actor access.Actor, kind *Kind) (Row, error) {
	row := s.New(actor, kind)
	if s.LikelyPlace == nil {
		return row, nil
	}
	var err error
	row.Place, err = s.LikelyPlace(ctx, actor)
	return row, err
}

// Create adds a record.
func (s *Service) Create(ctx context.Context, actor access.Actor, kind *Kind, values Values) (Row, error) {
	row := s.New(actor, kind)
	if kind.Derived && !actor.Program || !access.CanAnywhere(actor, access.Create, kind.Class) {
		return row, denied()
	}
	if err := s.fill(ctx, actor, kind, &row, nil, values, nil); err != nil {
		return row, err
	}
	write, err := s.planned(ctx, actor, Created, kind, nil, row, s.IDs.Next())
	if err != nil {
		return row, err
	}
	return write.Row, s.Store.Write(ctx, []Write{write})
}

// fill sets values that the actor gives, and tells all at once what is wrong
// with the row that this makes. Fields that the actor may not see or that the
// program sets are refused; for a change, before tells what it was. fresh are
// records of the same transaction, which may be pointed to.
func (s *Service) fill(ctx context.Context, actor access.Actor, kind *Kind, row *Row, before *Row, values Values, fresh map[id.ID]string) error {
	wrong := map[string]Problem{}
	for name, value := range values {
		if problem, is := value.(*Problem); is {
			wrong[name] = *problem
			continue
		}
		field, known := kind.Field(name)
		if !known {
			wrong[name] = Problem{Field: name, Key: "record.no-field"}
			continue
		}
		if field.Equal(value, row.Get(field)) {
			continue
		}
		if field.Fixed && !actor.Program || field.Ceiling != 0 && before != nil &&
			!access.CanSeeField(actor, kind.Class, before.Facts(), field.Ceiling) {
			wrong[name] = Problem{Field: name, Key: "record.fixed"}
			continue
		}
		row.Set(field, value)
	}
	refs, err := s.checkRefs(ctx, actor, kind, row, before, fresh)
	if err != nil {
		return err
	}
	for _, problem := range append(refs, kind.Check(row)...) {
		if _, told := wrong[problem.Field]; !told {
			wrong[problem.Field] = problem
		}
	}
	return kind.inOrder(wrong).fault()
}

// inOrder gives problems in the order of the fields, those of unknown fields
// last.
func (k *Kind) inOrder(wrong map[string]Problem) Problems {
	var problems Problems
	for at := range k.Fields {
		if problem, is := wrong[k.Fields[at].Name]; is {
			problems = append(problems, problem)
			delete(wrong, k.Fields[at].Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(wrong)) {
		problems = append(problems, wrong[name])
	}
	return problems
}

// checkRefs tells whether what a record newly points to is there, of the right
// kind, and to be seen by the actor.
func (s *Service) checkRefs(ctx context.Context, actor access.Actor, kind *Kind, row *Row, before *Row, fresh map[id.ID]string) (Problems, error) {
	var problems Problems
	for at := range kind.Fields {
		field := &kind.Fields[at]
		one, is := row.Get(field).(id.ID)
		if !is || one == 0 || before != nil && field.Equal(one, before.Get(field)) || field.Of != "" && fresh[one] == field.Of {
			continue
		}
		sound, err := s.pointsToSomething(ctx, actor, field, one)
		if err != nil {
			return nil, err
		}
		if !sound {
			problems = append(problems, Problem{Field: field.Name, Key: "record.no-such"})
		}
	}
	return problems, nil
}

func (s *Service) pointsToSomething(ctx context.Context, actor access.Actor, field *Field, one id.ID) (bool, error) {
	if field.Sort == PlaceRef {
		names, err := s.Store.PlaceNames(ctx, []id.ID{one})
		return len(names) == 1, err
	}
	// Everybody may name their own organisation, also one that hides itself.
	if field.Name == OwnerField && one == actor.Organisation {
		return true, nil
	}
	kind, _ := s.Kinds.ByName(field.Of)
	found, err := s.Store.Named(ctx, kind, []id.ID{one})
	if err != nil || len(found) == 0 || found[0].Deleted {
		return false, err
	}
	return access.Can(actor, access.See, kind.Class, found[0].Facts), nil
}

// Change changes fields of a record that was read at a version. What others
// changed since then stays, when it is in other fields; the same field gives
// an *Overtaken error.
func (s *Service) Change(ctx context.Context, actor access.Actor, kind *Kind, one id.ID, version int64, values Values) (Row, error) {
	for range mostTries {
		row, err := s.changeOnce(ctx, actor, kind, one, version, values)
		if !errors.Is(err, ErrOvertaken) {
			return row, err
		}
	}
	return Row{}, fault.New(fault.Conflict, "record.busy", nil)
}

func (s *Service) changeOnce(ctx context.Context, actor access.Actor, kind *Kind, one id.ID, version int64, values Values) (Row, error) {
	theirs, err := s.findFor(ctx, actor, access.Change, kind, one)
	if err != nil {
		return theirs, err
	}
	base, err := s.At(ctx, kind, theirs, version)
	if err != nil {
		return theirs, err
	}
	mine := base.clone()
	if err := s.fill(ctx, actor, kind, &mine, &base, values, nil); err != nil {
		return theirs, err
	}
	if theirs.Deleted() {
		return theirs, s.overtaken(kind, theirs, mine, nil)
	}
	merged, clashes := kind.mend(base, mine, theirs)
	if len(clashes) > 0 {
		return theirs, s.overtaken(kind, theirs, mine, clashes)
	}
	if len(kind.Differences(&theirs, &merged)) == 0 {
		return theirs, nil
	}
	write, err := s.planned(ctx, actor, Changed, kind, &theirs, merged, s.IDs.Next())
	if err != nil {
		return theirs, err
	}
	return write.Row, s.Store.Write(ctx, []Write{write})
}

// At gives a record as it was at an earlier version.
func (s *Service) At(ctx context.Context, kind *Kind, row Row, version int64) (Row, error) {
	if version == row.Version {
		return row, nil
	}
	if version < 1 || version > row.Version {
		return row, fault.New(fault.Invalid, "record.no-version", nil)
	}
	since, err := s.Store.ChangesSince(ctx, kind, row.ID, version)
	if err != nil {
		return row, err
	}
	return kind.Rewind(row, since), nil
}

// planned checks a change and makes the write of it.
func (s *Service) planned(ctx context.Context, actor access.Actor, deed Deed, kind *Kind, before *Row, after Row, batch id.ID) (Write, error) {
	if err := mayBecome(actor, kind, before, &after); err != nil {
		return Write{}, err
	}
	if deed == Created || deed == Changed {
		if err := kind.Check(&after).fault(); err != nil {
			return Write{}, err
		}
	}
	return s.guarded(ctx, actor, deed, kind, before, after, batch)
}

// guarded makes the write of a change whose permission was asked already.
func (s *Service) guarded(ctx context.Context, actor access.Actor, deed Deed, kind *Kind, before *Row, after Row, batch id.ID) (Write, error) {
	return s.guardedAs(ctx, Planned{Actor: actor, Deed: deed, Kind: kind, Before: before}, after, batch)
}

func (s *Service) guardedAs(ctx context.Context, planned Planned, after Row, batch id.ID) (Write, error) {
	actor, deed, kind, before := planned.Actor, planned.Deed, planned.Kind, planned.Before
	now := s.Now().UTC().Truncate(time.Microsecond)
	if before == nil {
		if after.ID == 0 { // an import gives one beforehand to what others in the file point to
			after.ID = s.IDs.Next()
		}
		after.CreatedAt, after.CreatedBy, after.Version = now, actor.Account, 0
	}
	after.ChangedAt, after.ChangedBy = now, actor.Account
	after.Version++
	planned.After, planned.Store = &after, s.Store
	for _, guard := range slices.Concat(kind.Guards, s.Guards[kind.One]) {
		if err := guard(ctx, planned); err != nil {
			return Write{}, err
		}
	}
	from := before
	if from == nil {
		blank := Row{Values: make([]any, len(after.Values))}
		for at := range blank.Values {
			blank.Values[at] = kind.Fields[at].zero()
		}
		from = &blank
	}
	return Write{Kind: kind, Row: after, Before: before, Change: Change{
		ID: s.IDs.Next(), Batch: batch, Kind: kind.One, Record: after.ID, Version: after.Version,
		Deed: deed, At: now, By: actor.Account, Facts: after.Facts(), Fields: kind.Differences(from, &after),
	}}, nil
}

// notThereKey refuses a record where the actor may not make one.
const notThereKey = "record.not-there"

// mayBecome tells whether the actor may have a record look like that. Whoever
// moves a record to another owner, place, partnership or audience must be
// allowed to make one there.
func mayBecome(actor access.Actor, kind *Kind, before, after *Row) error {
	moved := before == nil
	if before != nil {
		was, is := before.Facts(), after.Facts()
		moved = was.Owner != is.Owner || was.Place != is.Place || was.Partnership != is.Partnership || was.Audience != is.Audience
	}
	facts := after.Facts()
	if before == nil {
		facts.CreatedBy = actor.Account
	}
	if moved && !access.Can(actor, access.Create, kind.Class, facts) {
		return fault.New(fault.Denied, notThereKey, nil)
	}
	return nil
}

// Overtaken is the error of a change of a record that somebody else changed in
// the meantime, in the same fields, or deleted.
type Overtaken struct {
	Kind    *Kind
	Theirs  Row // as it is now
	Mine    Row // what was asked
	Deleted bool
	Clashes []Clash
}

// Error gives the log's text.
func (o *Overtaken) Error() string { return "record: overtaken" }

func (s *Service) overtaken(kind *Kind, theirs, mine Row, clashes []Clash) error {
	key := "record.overtaken"
	if theirs.Deleted() {
		key = "record.overtaken-deleted"
	}
	return fault.Wrap(&Overtaken{Kind: kind, Theirs: theirs, Mine: mine, Deleted: theirs.Deleted(), Clashes: clashes}, fault.Conflict, key, nil)
}
