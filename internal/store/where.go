package store

import (
	"math/bits"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
)

// arguments collects the parameters of a statement while it is written.
type arguments struct{ values []any }

// add gives the placeholder of a value.
func (a *arguments) add(value any) string {
	a.values = append(a.values, value)
	return "$" + strconv.Itoa(len(a.values))
}

// ids gives the placeholders of ids. They are filled up to a power of two by
// repeating one, so that a database keeps few statements for lists of any
// length.
func (a *arguments) ids(list []id.ID) string {
	if len(list) == 0 {
		return "-1"
	}
	size := 1 << bits.Len(uint(len(list)-1))
	marks := make([]string, size)
	for at := range marks {
		marks[at] = a.add(int64(list[min(at, len(list)-1)]))
	}
	return strings.Join(marks, ",")
}

// where writes the condition of who may see or do something, on the columns
// id, owner, place, partnership, audience and created_by of a table. It is the
// other half of access.Where.Holds; a test on random worlds holds the two
// together. Ids are whole numbers and are written out, because a region has
// hundreds of places and a statement only so many parameters.
func where(w access.Where, table string) string {
	if w.Everything() {
		return "1 = 1"
	}
	if w.Nothing() {
		return "1 = 0"
	}
	alternatives := make([]string, len(w.Any))
	for at, condition := range w.Any {
		alternatives[at] = "(" + strings.Join(conditionParts(condition, table+"."), " AND ") + ")"
	}
	return "(" + strings.Join(alternatives, " OR ") + ")"
}

func conditionParts(c access.Condition, prefix string) []string {
	var parts []string
	if c.AtLeast > access.OwnOrganisation {
		parts = append(parts, prefix+"audience >= "+strconv.Itoa(int(c.AtLeast)))
	}
	for _, equal := range []struct {
		column string
		to     id.ID
	}{{"owner", c.Owner}, {"created_by", c.CreatedBy}, {"id", c.ID}} {
		if equal.to != 0 {
			parts = append(parts, prefix+equal.column+" = "+literal(equal.to))
		}
	}
	if c.Places != nil {
		parts = append(parts, prefix+"place IN ("+literals(c.Places)+")")
	}
	if c.Partnerships != nil {
		parts = append(parts, prefix+"partnership IN ("+literals(c.Partnerships)+")")
	}
	if len(parts) == 0 {
		return []string{"1 = 1"}
	}
	return parts
}

func literal(one id.ID) string { return strconv.FormatInt(int64(one), 10) }

// literals writes ids; an empty list becomes one that no record has.
func literals(list []id.ID) string {
	if len(list) == 0 {
		return "-1"
	}
	texts := make([]string, len(list))
	for at, one := range list {
		texts[at] = literal(one)
	}
	return strings.Join(texts, ",")
}
