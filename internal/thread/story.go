package thread

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Bounds of one thread.
const (
	mostNodes  = 200
	mostRounds = 40
	mostLinks  = 1_000 // that are read in one round
)

// Service follows threads for a reader.
type Service struct {
	Kinds   *record.Registry
	Store   Store
	Records Records
	Maker   *record.Service // makes releases
}

// Node is a record of a thread as the reader may see it. Of one that they may
// not see there is only what its owner released: Kind is nil, and it has no id,
// title or day.
type Node struct {
	Kind  *record.Kind
	ID    id.ID
	Title string
	Day   time.Time // when it happened
	// Step is how far it stands from where the reader began: below 0 led to it,
	// above 0 came of it.
	Step     int
	Sentence string
	Status   Status
}

// Laid says who laid a link, and when: the account that made the one into the
// other; 0 is the program.
type Laid struct {
	By id.ID
	At time.Time
}

// Story is a thread, in the order of time.
type Story struct {
	Nodes []Node
	Start int      // where the reader began, in Nodes
	Links [][2]int // from and to, in Nodes
	Laid  []Laid   // of each link
	More  bool     // it goes on
}

// Of gives the whole thread of a record that the reader may see: all that is
// linked to it, one through the other. What the reader may not see ends the
// thread there without a trace, unless its owner released a sentence. The cost
// follows the length of the thread and not the number of records: a few
// statements for each step.
func (s *Service) Of(ctx context.Context, actor access.Actor, kind *record.Kind, row *record.Row) (Story, error) {
	w := &walk{Service: s, actor: actor, seen: map[id.ID]*Node{}, shut: map[id.ID]bool{}}
	w.add(kind, row, 0)
	frontier := []id.ID{row.ID}
	for round := 0; len(frontier) > 0; round++ {
		if round == mostRounds {
			w.more = true
			break
		}
		var err error
		if frontier, err = w.onward(ctx, frontier); err != nil {
			return Story{}, err
		}
	}
	return w.story(row.ID), nil
}

// Near gives only what stands next to a record: what led to it, and what came
// of it.
func (s *Service) Near(ctx context.Context, actor access.Actor, kind *record.Kind, row *record.Row) (Story, error) {
	w := &walk{Service: s, actor: actor, seen: map[id.ID]*Node{}, shut: map[id.ID]bool{}}
	w.add(kind, row, 0)
	if _, err := w.onward(ctx, []id.ID{row.ID}); err != nil {
		return Story{}, err
	}
	return w.story(row.ID), nil
}

// walk is a thread while it is followed.
type walk struct {
	*Service
	actor access.Actor
	order []id.ID
	seen  map[id.ID]*Node
	shut  map[id.ID]bool // what the reader may not see
	links []Link
	more  bool
}

func (w *walk) add(kind *record.Kind, row *record.Row, step int) {
	node := Node{Kind: kind, ID: row.ID, Day: dayOf(kind, row), Step: step}
	if ceiling := kind.TitleField().Ceiling; ceiling == 0 || access.For(w.actor, access.See, kind.Class, ceiling).Holds(row.Facts()) {
		node.Title = kind.Title(row)
	}
	w.seen[row.ID] = &node
	w.order = append(w.order, row.ID)
}

// onward goes one step along the links of some records, and gives the records
// that are new.
func (w *walk) onward(ctx context.Context, from []id.ID) ([]id.ID, error) {
	links, err := w.Store.LinksOf(ctx, from, mostLinks+1)
	if err != nil {
		return nil, err
	}
	if len(links) > mostLinks {
		w.more, links = true, links[:mostLinks]
	}
	ends := map[record.Origin]int{} // new ends with their step
	for _, link := range links {
		w.links = append(w.links, link)
		if near, known := w.seen[link.From.ID]; known {
			w.reach(ends, link.To, near.Step+1)
		}
		if near, known := w.seen[link.To.ID]; known {
			w.reach(ends, link.From, near.Step-1)
		}
	}
	return w.enter(ctx, ends)
}

func (w *walk) reach(ends map[record.Origin]int, end record.Origin, step int) {
	if _, known := w.seen[end.ID]; known || w.shut[end.ID] {
		return
	}
	if was, known := ends[end]; !known || abs(step) < abs(was) {
		ends[end] = step
	}
}

// enter takes in the ends that the reader may see, or of which a sentence was
// released, and gives those.
func (w *walk) enter(ctx context.Context, ends map[record.Origin]int) ([]id.ID, error) {
	byKind := map[string][]id.ID{}
	for end := range ends {
		byKind[end.Kind] = append(byKind[end.Kind], end.ID)
	}
	var fresh []id.ID
	var hidden []record.Origin
	for _, kind := range w.Kinds.All() { // in this order, so that a bound cuts the same each time
		ids := byKind[kind.One]
		if len(ids) == 0 {
			continue
		}
		slices.Sort(ids)
		rows, err := w.Records.FindRows(ctx, kind, ids)
		if err != nil {
			return nil, err
		}
		may := access.For(w.actor, access.See, kind.Class, access.Public)
		for at := range rows {
			end := record.Origin{Kind: kind.One, ID: rows[at].ID}
			switch {
			case rows[at].Deleted():
				w.shut[end.ID] = true
			case !may.Holds(rows[at].Facts()):
				hidden = append(hidden, end)
			case len(w.order) >= mostNodes:
				w.more = true
			default:
				w.add(kind, &rows[at], ends[end])
				fresh = append(fresh, end.ID)
			}
		}
	}
	through, err := w.released(ctx, hidden, ends)
	return append(fresh, through...), err
}

// released takes in the sentences about records that the reader may not see.
func (w *walk) released(ctx context.Context, hidden []record.Origin, ends map[record.Origin]int) ([]id.ID, error) {
	if len(hidden) == 0 {
		return nil, nil
	}
	kind := Disclosures()
	about, _ := kind.Kind().Field("about")
	var values []any
	byName := map[string]record.Origin{}
	for _, one := range hidden {
		w.shut[one.ID] = true
		values = append(values, one.String())
		byName[one.String()] = one
	}
	rows, err := w.Records.FindByValues(ctx, kind.Kind(), about, values)
	if err != nil {
		return nil, err
	}
	may := access.For(w.actor, access.See, kind.Kind().Class, access.Public)
	var through []id.ID
	for _, row := range rows {
		end, known := byName[kind.Of(row).About]
		if !known || row.Deleted() || !may.Holds(row.Facts()) || len(w.order) >= mostNodes {
			continue
		}
		said := kind.Of(row)
		delete(w.shut, end.ID)
		w.seen[end.ID] = &Node{Sentence: said.Sentence, Status: said.Status, Step: ends[end]}
		w.order = append(w.order, end.ID)
		through = append(through, end.ID)
	}
	return through, nil
}

// story puts the thread in the order of time. What has no day, because it was
// only released, stands behind what it came from.
func (w *walk) story(start id.ID) Story {
	days := w.days()
	slices.SortStableFunc(w.order, func(a, b id.ID) int {
		return cmp.Or(days[a].Compare(days[b]), cmp.Compare(w.seen[a].Step, w.seen[b].Step))
	})
	story := Story{More: w.more}
	place := map[id.ID]int{}
	for at, one := range w.order {
		place[one] = at
		story.Nodes = append(story.Nodes, *w.seen[one])
	}
	story.Start = place[start]
	known := map[[2]int]bool{}
	for _, link := range w.links {
		from, hasFrom := place[link.From.ID]
		to, hasTo := place[link.To.ID]
		if pair := [2]int{from, to}; hasFrom && hasTo && !known[pair] {
			known[pair] = true
			story.Links, story.Laid = append(story.Links, pair), append(story.Laid, Laid{By: link.By, At: link.At})
		}
	}
	return story
}

// days gives every node a day to be ordered by: its own, or else the last one
// of what led to it.
func (w *walk) days() map[id.ID]time.Time {
	days := map[id.ID]time.Time{}
	for one, node := range w.seen {
		days[one] = node.Day
	}
	for range len(w.order) { // as far as a row of released ones is long
		changed := false
		for _, link := range w.links {
			to, known := w.seen[link.To.ID]
			if known && to.Kind == nil && days[link.From.ID].After(days[link.To.ID]) {
				days[link.To.ID], changed = days[link.From.ID], true
			}
		}
		if !changed {
			break
		}
	}
	return days
}

// ownDays are the fields that say on which day a record happened.
var ownDays = []string{"day", "made", "since"}

// dayOf gives when what a record tells of happened: the day that it says, or
// else when it was written down.
func dayOf(kind *record.Kind, row *record.Row) time.Time {
	for _, name := range ownDays {
		field, known := kind.Field(name)
		if !known || field.Sort != record.Day || field.Ceiling != 0 {
			continue
		}
		if day, err := time.Parse(time.DateOnly, row.Get(field).(string)); err == nil {
			return day.Add(12 * time.Hour)
		}
	}
	return row.CreatedAt
}

func abs(n int) int { return max(n, -n) }
