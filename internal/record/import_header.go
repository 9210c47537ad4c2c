package record

import (
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// noColumnKey is the fault of a column that no field has.
const noColumnKey = "record.importNoColumn"

// importColumn is a column with values of a field, or with the names of what
// the field points to.
type importColumn struct {
	at    int    // of the value; -1 is none
	name  string // as it stands in the file
	field *Field
	named int // with names, beside that of a reference; -1 is none
}

// readHeader finds what each column is about, and blames those of which that
// cannot be told.
func (i *importing) readHeader(table *sheet.Table) {
	at := map[heading]int{}
	for column, name := range table.Columns {
		if name == "" {
			continue
		}
		switch meant := i.words.find(name); len(meant) {
		case 0:
			i.plan.blame(table.Header, name, noColumnKey, fault.Args{"Column": shorten(name), "Known": i.kind.knownColumns()})
		case 1:
			if other, twice := at[meant[0]]; twice {
				i.blameTwice(table, name, table.Columns[other])
				continue
			}
			at[meant[0]] = column
		default:
			i.plan.blame(table.Header, name, "record.importColumnUnclear", fault.Args{"Column": shorten(name), "Known": namesOf(meant)})
		}
	}
	column := func(h heading) int {
		if found, is := at[h]; is {
			return found
		}
		return -1
	}
	i.id, i.version = column(heading{part: partID}), column(heading{part: partVersion})
	for f := range i.kind.Fields {
		field := &i.kind.Fields[f]
		found := importColumn{at: column(heading{field, partValue}), field: field, named: column(heading{field, partName})}
		if one := column(heading{field, partID}); one >= 0 {
			// Beside a column that says to hold ids, the other holds names.
			if found.at >= 0 && found.named >= 0 {
				i.blameTwice(table, table.Columns[found.at], table.Columns[found.named])
				continue
			}
			found.at, found.named = one, max(found.at, found.named)
		}
		if found.at < 0 && found.named < 0 {
			continue
		}
		found.name = table.Columns[max(found.at, 0)]
		if found.at < 0 {
			found.name = table.Columns[found.named]
		}
		i.columns = append(i.columns, found)
	}
}

func (i *importing) blameTwice(table *sheet.Table, name, other string) {
	i.plan.blame(table.Header, name, "record.importColumnTwice", fault.Args{"Column": shorten(name), "Other": shorten(other)})
}

// namesOf gives what the program calls the fields that a heading can mean.
func namesOf(meant []heading) string {
	var names []string
	for _, h := range meant {
		if h.field != nil {
			names = append(names, h.field.Name)
		} else {
			names = append(names, IDColumn)
		}
	}
	return listed(names)
}

func (k *Kind) knownColumns() string {
	var names []string
	for _, column := range k.FileColumns() {
		names = append(names, column.Name)
	}
	return listed(names)
}

// columnOf gives the column of a field as it stands in the file.
func (i *importing) columnOf(field string) string {
	for _, column := range i.columns {
		if column.field.Name == field {
			return column.name
		}
	}
	return field
}

// has tells whether the file has a column of a field.
func (i *importing) has(field string) bool {
	for _, column := range i.columns {
		if column.field.Name == field {
			return true
		}
	}
	return false
}
