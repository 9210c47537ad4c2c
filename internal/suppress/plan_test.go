package suppress

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

func survey(seed uint64) *world {
	return newWorld(rand.New(rand.NewPCG(seed, 3)), 2.5, 1.2, areas(2, 4), answers(3), Rounds("round", "2024", "2026"))
}

func contributions(seed uint64) *world {
	return newWorld(rand.New(rand.NewPCG(seed, 5)), 1.5, 1.5, areas(2, 3), themes(3), Running("month", months(4)...))
}

// TestSmallCountsNeverShow reads every cell of many worlds.
func TestSmallCountsNeverShow(t *testing.T) {
	for seed := range uint64(20) {
		for _, w := range []*world{survey(seed), contributions(seed)} {
			plan := w.plan(t, Rule{}, nil)
			for cell, value := range plan.values {
				if count, shown := plan.number(cell).Count(); shown && (count != value || count < DefaultSmallest) {
					t.Fatalf("%q shows %d", plan.grid.ids(cell), count)
				}
			}
		}
	}
}

// TestSharesNeedBothSides hides the answer of nearly everybody.
func TestSharesNeedBothSides(t *testing.T) {
	w := &world{dimensions: []Dimension{NewDimension("area", Node{ID: "a"}, Node{ID: "b"}), answers(2)}}
	for at, count := range []int{3, 60, 40, 50} {
		w.places = append(w.places, At{"area": []string{"a", "b"}[at/2], "answer": []string{"a0", "a1"}[at%2]})
		w.counts = append(w.counts, count)
	}
	plan := w.plan(t, Rule{}, nil)
	for area, want := range map[string]indicator.Reading{"a": {Hole: indicator.Suppressed}, "b": {Value: 100 * 50.0 / 90}} {
		got, err := plan.Share(At{"area": area, "answer": "a1"})
		if err != nil || got != want {
			t.Errorf("%s: got %v, %v; want %v", area, got, err, want)
		}
	}
}

// TestComplementOfThreeAnswersIsGuarded has an answer of all but two people,
// who are divided over two other answers.
func TestComplementOfThreeAnswersIsGuarded(t *testing.T) {
	w := &world{dimensions: []Dimension{answers(3)}, places: []At{{"answer": "a0"}, {"answer": "a1"}, {"answer": "a2"}}, counts: []int{40, 6, 2}}
	plan := w.plan(t, Rule{}, nil)
	big, _ := plan.Number(At{"answer": "a0"})
	all, _ := plan.Number(At{"answer": "all"})
	if _, shown := big.Count(); shown {
		if _, shown := all.Count(); shown {
			t.Error("40 of 48 shows, and so that 8 did not say it")
		}
	}
}

// TestOrderDoesNotMatter builds the same world from every order of things.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := contributions(rapid.Uint64Range(0, 9).Draw(t, "seed"))
		want := mustBuild(t, w)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1))
		shuffled := &world{}
		for _, at := range random.Perm(len(w.dimensions)) {
			d := w.dimensions[at]
			if !d.ordered {
				d.nodes = slices.Clone(d.nodes)
				random.Shuffle(len(d.nodes), func(i, j int) { d.nodes[i], d.nodes[j] = d.nodes[j], d.nodes[i] })
			}
			shuffled.dimensions = append(shuffled.dimensions, d)
		}
		for _, at := range random.Perm(len(w.places)) {
			shuffled.places, shuffled.counts = append(shuffled.places, w.places[at]), append(shuffled.counts, w.counts[at])
		}
		if diff := cmp.Diff(want.Ledger(), mustBuild(t, shuffled).Ledger()); diff != "" {
			t.Error(diff)
		}
	})
}

func mustBuild(t *rapid.T, w *world) *Plan {
	table, err := NewTable(w.dimensions...)
	if err != nil {
		t.Fatal(err)
	}
	for at, place := range w.places {
		if err := table.Add(place, w.counts[at]); err != nil {
			t.Fatal(err)
		}
	}
	plan, err := Build(context.Background(), table, Rule{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestEveryViewIsOfThePlan asks in every way and gets what the plan has.
func TestEveryViewIsOfThePlan(t *testing.T) {
	plan := contributions(1).plan(t, Rule{}, nil)
	rapid.Check(t, func(t *rapid.T) {
		selection := Selection{}
		for _, a := range plan.grid.axes {
			choice := All()
			node := rapid.SampledFrom(a.nodes).Draw(t, a.name)
			switch rapid.IntRange(0, 2).Draw(t, "how") {
			case 0:
				choice = Only(node.id)
			case 1:
				choice = Level(node.level)
			}
			selection[a.name] = choice
		}
		view, err := plan.View(selection)
		if err != nil {
			t.Fatal(err)
		}
		var ats []At
		whole := true
		for _, cell := range view.Cells {
			at := At{}
			for x, name := range view.Dimensions {
				at[name] = cell.Nodes[x]
			}
			ats = append(ats, at)
			number, err := plan.Number(at)
			if err != nil || number != cell.Number {
				t.Fatalf("%v: %v in a view, %v alone (%v)", at, cell.Number, number, err)
			}
			_, shown := number.Count()
			whole = whole && shown
		}
		sum, err := plan.Sum(ats...)
		if _, shown := sum.Count(); err != nil || shown != whole {
			t.Fatalf("a sum shows (%v) though not all its cells do (%v): %v", shown, whole, err)
		}
	})
}

// TestWhatIsNotDecidedIsRefused asks for what is no cell.
func TestWhatIsNotDecidedIsRefused(t *testing.T) {
	plan := survey(1).plan(t, Rule{}, nil)
	asked := []At{
		{"area": "BU0000", "answer": "not a0", "round": "2024"},
		{"area": "BU0000", "answer": "a0"},
		{"area": "BU9999", "answer": "a0", "round": "2024"},
		{"area": "GM", "answer": "a0", "round": "2024", "sex": "f"},
		nil,
	}
	for _, at := range asked {
		if number, err := plan.Number(at); fault.CodeOf(err) != fault.NotFound || number.shown {
			t.Errorf("%v: %v, %v", at, number, err)
		}
		if _, err := plan.Guard(at, 1); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%v: guarded with %v", at, err)
		}
	}
	if _, err := plan.View(Selection{"area": All(), "answer": Only("not a0"), "round": All()}); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("a complement can be viewed: %v", err)
	}
}

// TestPeriodsGrowWithoutChange publishes period by period, with and without
// the ledger, and compares with all at once.
func TestPeriodsGrowWithoutChange(t *testing.T) {
	for seed := range uint64(10) {
		for _, w := range []*world{survey(seed), contributions(seed)} {
			whole := w.plan(t, Rule{}, nil).Ledger()
			for step, plan := range w.publish(t, Rule{}) {
				if diff := cmp.Diff(whole.Periods[:step+1], plan.Ledger().Periods); diff != "" {
					t.Fatalf("seed %d, after %d periods:\n%s", seed, step+1, diff)
				}
			}
		}
	}
}

// TestLedgerIsKept writes and reads a ledger, and refuses what is no
// continuation.
func TestLedgerIsKept(t *testing.T) {
	w := contributions(2)
	encoded, err := json.Marshal(w.upTo(2).plan(t, Rule{}, nil).Ledger())
	if err != nil {
		t.Fatal(err)
	}
	var ledger Ledger
	if err := json.Unmarshal(encoded, &ledger); err != nil {
		t.Fatal(err)
	}
	if _, err := Build(context.Background(), w.table(t), Rule{}, &ledger); err != nil {
		t.Errorf("the next period: %v", err)
	}
	late := w.table(t)
	if err := late.Add(w.places[0], 2); err != nil {
		t.Fatal(err)
	}
	wider := w.upTo(3)
	wider.dimensions[1] = themes(4)
	for name, refused := range map[string]func() (*Plan, error){
		"a late answer":   func() (*Plan, error) { return Build(context.Background(), late, Rule{}, &ledger) },
		"another limit":   func() (*Plan, error) { return Build(context.Background(), w.table(t), Rule{Smallest: 5}, &ledger) },
		"another theme":   func() (*Plan, error) { return Build(context.Background(), wider.table(t), Rule{}, &ledger) },
		"a period undone": func() (*Plan, error) { return Build(context.Background(), w.upTo(1).table(t), Rule{}, &ledger) },
	} {
		if _, err := refused(); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLedgerOfAnotherVersionHolds takes over holes that this version would not
// have chosen, and refuses ones that do not protect.
func TestLedgerOfAnotherVersionHolds(t *testing.T) {
	w := contributions(3)
	ledger := w.upTo(2).plan(t, Rule{}, nil).Ledger()
	more := ledger.Periods[1]
	var shown []string
	plan := w.upTo(2).plan(t, Rule{}, nil)
	for cell, hidden := range plan.hidden {
		if !hidden && plan.grid.facts[cell].step == 1 {
			shown = plan.grid.ids(cell)
		}
	}
	if shown == nil {
		t.Fatal("nothing shows in this world")
	}
	ledger.Periods[1].Hidden = append(slices.Clone(more.Hidden), shown)
	next, err := Build(context.Background(), w.table(t), Rule{}, ledger)
	if err != nil {
		t.Fatal(err)
	}
	if cell, _ := next.grid.find(shown); !next.hidden[cell] {
		t.Error("what was hidden shows")
	}
	ledger.Periods[1].Hidden = nil
	for cell, small := range plan.small {
		if small && plan.grid.facts[cell].step == 1 && !plan.grid.facts[cell].unasked {
			ledger.Periods[1].Hidden = append(ledger.Periods[1].Hidden, plan.grid.ids(cell))
		}
	}
	if _, err := Build(context.Background(), w.table(t), Rule{}, ledger); fault.CodeOf(err) != fault.Limit {
		t.Errorf("a period whose totals give its small counts away: %v", err)
	}
	ledger.Periods[1].Hidden = nil
	if _, err := Build(context.Background(), w.table(t), Rule{}, ledger); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("a period that shows small counts: %v", err)
	}
}

// TestAuditFindsAHoleTooFew shows a hole that a proof rests on.
func TestAuditFindsAHoleTooFew(t *testing.T) {
	plan := survey(4).plan(t, Rule{}, nil)
	found, needed := 0, 0
	for cell, hidden := range plan.hidden {
		if !hidden || plan.grid.facts[cell].unasked {
			continue
		}
		plan.hidden[cell] = false
		needed++
		if plan.audit(plan.grid.steps()-1) != nil {
			found++
		}
		plan.hidden[cell] = true
	}
	if found != needed || needed == 0 {
		t.Errorf("the audit missed %d of %d holes that were shown", needed-found, needed)
	}
}

// TestNothingElseTells prints and encodes what holds counts.
func TestNothingElseTells(t *testing.T) {
	w := survey(5)
	table, plan := w.table(t), w.plan(t, Rule{}, nil)
	for _, secret := range []any{table, plan, struct{ T *Table }{table}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%d", "%s"} {
			if text := fmt.Sprintf(verb, secret); strings.Contains(text, "[") {
				t.Errorf("%s gives %.80s", verb, text)
			}
		}
		if text, err := json.Marshal(secret); err == nil {
			t.Errorf("JSON gives %.80s", text)
		}
		var out bytes.Buffer
		slog.New(slog.NewTextHandler(&out, nil)).Info("a", "b", secret)
		if strings.Contains(out.String(), "[") {
			t.Errorf("a log gives %.80s", out.String())
		}
	}
}

// TestHolesLookAlike compares the public forms of both sorts of holes.
func TestHolesLookAlike(t *testing.T) {
	plan := survey(6).plan(t, Rule{}, nil)
	sorts := map[bool]bool{}
	for cell, hidden := range plan.hidden {
		if hidden && !plan.grid.facts[cell].unasked {
			sorts[plan.small[cell]] = true
			if plan.number(cell) != (Number{}) || plan.number(cell).Reading().Hole != indicator.Suppressed || plan.share(cell).Hole != indicator.Suppressed {
				t.Errorf("%q: %v, %v", plan.grid.ids(cell), plan.number(cell), plan.share(cell))
			}
		}
	}
	if len(sorts) != 2 {
		t.Error("the world has only one sort of hole")
	}
}

// TestRoundingIsRepeatableAndFair rounds many cells.
func TestRoundingIsRepeatableAndFair(t *testing.T) {
	r := Rule{Key: testKey, Rounding: &Rounding{}}
	sum, cells := 0, 4000
	for cell := range cells {
		name := fmt.Sprint(cell)
		got := r.rounded(name, 12)
		if got != r.rounded(name, 12) || got != 10 && got != 15 {
			t.Fatalf("12 became %d", got)
		}
		if r.rounded(name, 15) != 15 {
			t.Fatal("15 did not stay")
		}
		sum += got
	}
	if mean := float64(sum) / float64(cells); mean < 11.8 || mean > 12.2 {
		t.Errorf("12 became %.2f on average", mean)
	}
}

// TestRoundingShowsNoMore compares the holes with and without.
func TestRoundingShowsNoMore(t *testing.T) {
	w := survey(7)
	exact := w.plan(t, Rule{Key: testKey}, nil)
	rounded := w.plan(t, Rule{Key: testKey, Rounding: &Rounding{}}, nil)
	for cell := range exact.hidden {
		count, shown := exact.number(cell).Count()
		near, also := rounded.number(cell).Count()
		if shown != also || shown && (near%DefaultBase != 0 || near-count >= DefaultBase || count-near >= DefaultBase) {
			t.Errorf("%q: %d (%v) became %d (%v)", exact.grid.ids(cell), count, shown, near, also)
		}
	}
}

// TestWrongRulesAreRefused names each of them.
func TestWrongRulesAreRefused(t *testing.T) {
	w := survey(8)
	for name, rule := range map[string]Rule{
		"a limit of 4":              {Smallest: 4},
		"no spread":                 {Spread: 1},
		"a spread beyond the limit": {Spread: 11},
		"a short key":               {Key: []byte("short")},
		"rounding without a key":    {Rounding: &Rounding{}},
		"a base of 1":               {Key: testKey, Rounding: &Rounding{Base: 1}},
		"zeros of answers":          {Zeros: ZerosShown},
	} {
		if _, err := Build(context.Background(), w.table(t), rule, nil); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWrongDimensionsAreRefused names each of them.
func TestWrongDimensionsAreRefused(t *testing.T) {
	a, b := Node{ID: "a"}, Node{ID: "b"}
	for name, dimensions := range map[string][]Dimension{
		"none":                  nil,
		"without nodes":         {NewDimension("d")},
		"without name":          {NewDimension("", a)},
		"a node twice":          {NewDimension("d", a, a)},
		"a sum of nothing":      {NewDimension("d", a, Node{ID: "s", Of: []string{"z"}})},
		"a sum of itself":       {NewDimension("d", a, Node{ID: "s", Of: []string{"s"}})},
		"a sum that overlaps":   {NewDimension("d", a, b, Node{ID: "s", Of: []string{"a", "b"}}, Node{ID: "u", Of: []string{"s", "a"}})},
		"the same name twice":   {NewDimension("d", a), NewDimension("d", b)},
		"two of periods":        {Rounds("d", "1"), Rounds("e", "1")},
		"two of answers":        {Answers("d", "all", a), Answers("e", "all", b)},
		"five":                  {NewDimension("1", a), NewDimension("2", a), NewDimension("3", a), NewDimension("4", a), NewDimension("5", a)},
		"too large":             {areas(100, 60), themes(90)},
		"only sums":             {NewDimension("d", Node{ID: "s", Of: []string{"s"}})},
		"a sum of unknown part": {NewDimension("d", a, Node{ID: "s", Of: []string{"a", ""}})},
	} {
		if _, err := NewTable(dimensions...); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// TestImpossibleCellsProtectNothing gives a small cell one possible neighbour.
func TestImpossibleCellsProtectNothing(t *testing.T) {
	w := &world{dimensions: []Dimension{areas(1, 3)}, places: []At{{"area": "BU0000"}, {"area": "BU0001"}}, counts: []int{4, 30}}
	table := w.table(t)
	if err := table.Impossible(At{"area": "BU0002"}); err != nil {
		t.Fatal(err)
	}
	plan, err := Build(context.Background(), table, Rule{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]bool{"BU0000": false, "BU0001": false, "BU0002": true} {
		number, _ := plan.Number(At{"area": id})
		if _, shown := number.Count(); shown != want {
			t.Errorf("%s shows: %v", id, shown)
		}
	}
	attackPlans(t, "impossible", []*Plan{plan})
}

// TestBuildEnds stops with its context.
func TestBuildEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if plan, err := Build(ctx, survey(9).table(t), Rule{}, nil); err == nil || plan != nil {
		t.Errorf("%v, %v", plan, err)
	}
}

// FuzzBuild builds tables of any counts: each can be protected.
func FuzzBuild(f *testing.F) {
	f.Add([]byte{3, 0, 40, 9, 11, 255, 0, 0, 1, 2}, uint8(2), uint8(3), false)
	f.Add([]byte{0}, uint8(1), uint8(1), true)
	f.Fuzz(func(t *testing.T, counts []byte, across, periods uint8, zeros bool) {
		dimensions := []Dimension{areas(1+int(across%3), 1+int(across%2)), Running("month", months(1+int(periods%3))...)}
		rule := Rule{}
		if zeros {
			rule.Zeros = ZerosShown
			dimensions = append(dimensions, themes(2))
		} else {
			dimensions = append(dimensions, answers(2))
		}
		w := newWorld(rand.New(rand.NewPCG(1, 1)), 0, 0, dimensions...)
		for at := range w.counts {
			w.counts[at] = 0
			if len(counts) > 0 {
				w.counts[at] = int(counts[at%len(counts)])
			}
		}
		plan, err := Build(context.Background(), w.table(t), rule, nil)
		if err != nil {
			t.Fatal(err)
		}
		for cell, small := range plan.small {
			if small && plan.number(cell).shown {
				t.Fatalf("%q shows", plan.grid.ids(cell))
			}
		}
	})
}

// TestExampleOfTheDocumentation holds docs/suppression.md.
func TestExampleOfTheDocumentation(t *testing.T) {
	w := &world{dimensions: []Dimension{
		NewDimension("area", Node{ID: "BU01"}, Node{ID: "BU02"}, Node{ID: "BU03"}, Node{ID: "WK01", Of: []string{"BU01", "BU02", "BU03"}}),
		Answers("answer", "all", Node{ID: "lonely"}, Node{ID: "not lonely"}),
	}}
	for at, counts := range [][2]int{{4, 31}, {12, 40}, {25, 60}} {
		for side, answer := range []string{"lonely", "not lonely"} {
			w.places = append(w.places, At{"area": fmt.Sprintf("BU0%d", at+1), "answer": answer})
			w.counts = append(w.counts, counts[side])
		}
	}
	plan := w.plan(t, Rule{}, nil)
	var holes []string
	for cell, hidden := range plan.hidden {
		if hidden {
			holes = append(holes, strings.Join(plan.grid.ids(cell), " "))
		}
	}
	want := []string{"lonely BU01", "lonely BU02", "not lonely BU01", "not lonely BU02"}
	if diff := cmp.Diff(want, holes); diff != "" {
		t.Error(diff)
	}
	cell, _ := plan.grid.find([]string{"lonely", "BU01"})
	attacker := newAttacker(t, plan)
	if least, most := attacker.bounds(cell); least != 0 || most != 16 {
		t.Errorf("between %g and %g", least, most)
	}
	attacker.tell(plan, smallCells)
	if least, most := attacker.bounds(cell); least != 0 || most != 6 {
		t.Errorf("told, between %g and %g", least, most)
	}
}
