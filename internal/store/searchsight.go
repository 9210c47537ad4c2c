package store

import (
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/search"
)

// sight is what a reader may see, written as SQL.
type sight struct {
	where map[access.Class]access.Where
	lanes []lane
	kinds []string
}

// lane is an audience of postings, with the condition on the records e whose
// postings with this audience the reader may find.
type lane struct {
	audience  access.Audience
	condition string
}

func newSight(ask search.Ask) sight {
	s := sight{where: map[access.Class]access.Where{}, kinds: ask.Kinds}
	for _, class := range access.Classes {
		s.where[class] = access.For(ask.Actor, access.See, class, access.Public)
	}
	for audience := access.Public; audience >= 0; audience-- {
		var classes []string
		for _, class := range access.Classes {
			// The posting's audience is the record's, or the lower ceiling of the
			// text; that of the row would be the record's.
			if reached := reachedBy(s.where[class], audience); !reached.Nothing() {
				classes = append(classes, "(e.class = '"+string(class)+"' AND "+where(reached, "e")+")")
			}
		}
		if classes != nil {
			s.lanes = append(s.lanes, lane{audience, "(" + strings.Join(classes, " OR ") + ")"})
		}
	}
	return s
}

// condition is that on a posting p and its record e over all lanes.
func (s sight) condition() string {
	conditions := make([]string, len(s.lanes))
	for at, one := range s.lanes {
		conditions[at] = "(p.audience = " + one.literal() + " AND " + one.condition + ")"
	}
	return "(" + strings.Join(conditions, " OR ") + ")"
}

func (l lane) literal() string { return strconv.Itoa(int(l.audience)) }

// reachedBy gives what a condition asks of records when their audience is
// known.
func reachedBy(w access.Where, audience access.Audience) access.Where {
	var reached access.Where
	for _, condition := range w.Any {
		if condition.AtLeast <= audience {
			condition.AtLeast = 0
			reached.Any = append(reached.Any, condition)
		}
	}
	return reached
}
