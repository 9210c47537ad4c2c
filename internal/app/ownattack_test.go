package app

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
	"github.com/koppelkans/koppelkans/internal/suppress"
	"github.com/koppelkans/koppelkans/internal/suppress/attack"
	"github.com/koppelkans/koppelkans/internal/survey"
)

const ownIndicator, ownSmallest = "own-voelt-zich-veilig", suppress.DefaultSmallest

// attacker tells an attacker what was seen of a town in a round.
func (s *spy) attacker(n town, period int) *attack.Attacker {
	c := newCells(n)
	a := attack.New(c.members, c.parts)
	for _, area := range c.areas {
		f, seen := s.seen[area+" "+strconv.Itoa(period)]
		if !seen || f.respondents == 0 {
			continue
		}
		all := float64(f.respondents)
		least, most := math.Ceil(f.low*all/100-1e-6), math.Floor(f.high*all/100+1e-6)
		a.Learn(c.at(area, cellAsked), all, all)
		a.Learn(c.at(area, cellYes), least, most)
		a.Learn(c.at(area, cellNo), all-most, all-least)
	}
	return a
}

// broken counts the small cells of a round of which the attacker learned more
// than is promised, and all small cells.
func (s *spy) broken(t *testing.T, n town, period int, truth answered) (broken, exact, smalls int) {
	t.Helper()
	c, a := newCells(n), s.attacker(n, period)
	for cell := range c.members {
		if c.truth(truth, cell) >= ownSmallest {
			continue
		}
		smalls++
		least, most, err := a.Bounds(cell)
		if err != nil {
			t.Fatal(err)
		}
		if least > 1e-6 || most < ownSmallest-1e-6 {
			broken++
		}
		if most-least < 1e-6 {
			exact++
		}
	}
	return broken, exact, smalls
}

// ownSet is a map of the own indicator.
const ownSet = `
id: own
name: {nl: Eigen, en: Own}
description: {nl: Eigen, en: Own}
items:
  - id: safe
    name: {nl: Veilig, en: Safe}
    short: {nl: Veilig, en: Safe}
    domain: social
    combine: single
    cut: {side: from, threshold: 50, step: 1, example: true, source: {nl: Voorbeeld, en: Example}}
    parts:
      - {indicator: ` + ownIndicator + `}
`

// spied are the towns, with two rounds each.
type spied struct {
	*spy
	rounds map[int]map[int]answered // by town and period
	made   map[int]map[int]id.ID    // deliveries
}

func newSpied(t *testing.T, config store.Config) *spied {
	t.Helper()
	towns := []town{{1, []int{3, 3}}, {2, []int{2, 4, 3}}, {3, []int{1, 4}}, {4, []int{5}}}
	s := &spied{spy: &spy{townHall: newTownHall(t, config, towns...), seen: map[string]found{}}, rounds: map[int]map[int]answered{}, made: map[int]map[int]id.ID{}}
	random := rand.New(rand.NewPCG(3, 14))
	for _, n := range towns {
		s.rounds[n.number] = map[int]answered{2022: drawAnswers(random, n), 2024: drawAnswers(random, n)}
		s.made[n.number] = map[int]id.ID{}
	}
	return s
}

// loadSet adds the map of the own indicator.
func (s *spied) loadSet(t *testing.T) {
	t.Helper()
	set, err := s.parts.maps.ReadSet([]byte(ownSet))
	if err == nil {
		err = s.parts.saveSet(t.Context(), set, false)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// publish loads a round of every town as an analyst would.
func (s *spied) publish(t *testing.T, period int) {
	t.Helper()
	for _, n := range s.towns {
		table, err := sheet.Read(strings.NewReader(s.rounds[n.number][period].file(n)), sheet.UsualLimits())
		if err != nil {
			t.Fatal(err)
		}
		form := survey.Form{Survey: "Buurtpeiling", Period: period, BoundaryYear: 2024, Scope: n.code()}
		if _, known := s.parts.catalogue.ByID(ownIndicator); known {
			form.Indicator = ownIndicator
		} else {
			form.New = survey.NewIndicator{Name: "Voelt zich veilig", Theme: "safety", Domain: indicator.Social, Perspective: indicator.Protect, Direction: indicator.HigherIsBetter}
		}
		seen, made, err := s.parts.surveys.Load(t.Context(), commandLineActor(), form, "peiling.csv", table, false)
		if err != nil || seen.Wrong > 0 {
			t.Fatalf("%s: %v %+v", n.code(), err, seen.Findings)
		}
		s.made[n.number][period] = made.ID
		if err := s.parts.catalogue.Refresh(t.Context(), s.parts.db); err != nil {
			t.Fatal(err)
		}
	}
}

// publishWithoutProtection loads a round with only the small cells hidden, as
// is often done.
func (s *spied) publishWithoutProtection(t *testing.T, period int) {
	t.Helper()
	source, _ := s.parts.catalogue.Source(survey.Source)
	for _, n := range s.towns {
		c, truth := newCells(n), s.rounds[n.number][period]
		load := delivery.Load{Columns: []delivery.Column{{Indicator: ownIndicator, Period: period}}}
		for _, area := range c.areas {
			level, _ := place.LevelOf(area)
			load.Claims = append(load.Claims, place.Claim{Key: place.Key{Level: level, Code: area, Year: 2024}})
			asked, yes, no := c.truth(truth, c.at(area, cellAsked)), c.truth(truth, c.at(area, cellYes)), c.truth(truth, c.at(area, cellNo))
			reading, sure := indicator.Reading{Value: 100 * float64(yes) / float64(asked)}, indicator.Sureness{Respondents: asked}
			if min(asked, yes, no) < ownSmallest {
				reading, sure = indicator.Reading{Hole: indicator.Suppressed}, indicator.Sureness{}
			}
			load.Columns[0].Readings, load.Columns[0].Sureness = append(load.Columns[0].Readings, reading), append(load.Columns[0].Sureness, sure)
		}
		_, err := s.parts.deliveries.Deliver(t.Context(), []delivery.Arrival{{
			Delivery: delivery.Delivery{Source: source.ID, Table: "Onbeschermd", BoundaryYear: 2024, File: "x.csv", Checksum: n.code() + strconv.Itoa(period)}, Source: source, Load: load,
		}}, nil)
		if err != nil {
			t.Fatal(err)
		}
	}
}

// everybody are all who may look; none of them may see counts.
var everybody = append([]access.Role{""}, access.Roles...)

// lookAround lets everybody look at all towns, the public at each of them and
// every role at one, and gives what was found.
func (s *spied) lookAround(t *testing.T) {
	t.Helper()
	for at, role := range everybody {
		client := s.as(t, role)
		for number, n := range s.towns {
			if role == "" || number == at%len(s.towns) {
				s.look(t, client, n)
			}
		}
		if role == "" || role == access.Coordinator {
			s.exports(t, client)
		}
	}
}

// exports fetches what else speaks of the figures, and looks for the plain sum
// of a file: who guesses the counts could see there whether they are right.
func (s *spied) exports(t *testing.T, client *http.Client) {
	t.Helper()
	paths := []string{"/cijfers/" + ownIndicator, "/leveringen", "/leveringen/export.csv", "/leveringen/export.json", "/indicatoren/export.csv", "/indicatoren/export.json", "/api/v1/indicators", "/api/v1/deliveries"}
	sums := map[string]bool{}
	for _, n := range s.towns {
		paths = append(paths, "/api/v1/maps/"+n.code()+"/cells?mapSet=own&limit=100", "/kaart/"+n.code()+"/kaart.svg?set=own")
		for period, one := range s.made[n.number] {
			paths = append(paths, "/leveringen/"+one.String(), "/api/v1/deliveries/"+one.String()+"/contents")
			sum := sha256.Sum256([]byte(s.rounds[n.number][period].file(n)))
			sums[hex.EncodeToString(sum[:])] = true
		}
	}
	for _, path := range paths {
		text := s.page(t, client, path)
		for sum := range sums {
			if strings.Contains(text, sum) {
				t.Errorf("%s gives the sum of a file with counts", path)
			}
		}
	}
}

// TestOwnFiguresWithstandAnAttack lets everybody look at everything that the
// running program gives, after each round and after one was taken back, and
// then work out what is hidden with a solver.
func TestOwnFiguresWithstandAnAttack(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		s := newSpied(t, config)
		s.publish(t, 2022)
		s.loadSet(t)
		s.lookAround(t)
		s.publish(t, 2024)
		s.lookAround(t)
		for _, n := range s.towns {
			if err := s.parts.deliveries.Undo(t.Context(), s.made[n.number][2022], 0); err != nil {
				t.Fatal(err)
			}
		}
		s.lookAround(t)
		smalls := 0
		for _, n := range s.towns {
			for period, truth := range s.rounds[n.number] {
				broken, _, found := s.broken(t, n, period, truth)
				smalls += found
				if broken > 0 {
					t.Errorf("%s %d: %d of %d small cells were narrowed", n.code(), period, broken, found)
				}
			}
		}
		s.holdAgainstPlan(t)
		t.Logf("%d small cells withstood, after %d figures were read", smalls, s.read)
		if smalls < 10 || s.read < 100 {
			t.Errorf("%d small cells, %d figures: nothing was attacked", smalls, s.read)
		}
	})
}

// holdAgainstPlan tells whether the spy saw all that shows, with its number of
// people: an attacker who sees little proves little.
func (s *spied) holdAgainstPlan(t *testing.T) {
	t.Helper()
	for _, n := range s.towns {
		for period, truth := range s.rounds[n.number] {
			c := newCells(n)
			shown := 0
			for _, area := range c.areas {
				f, seen := s.seen[area+" "+strconv.Itoa(period)]
				if !seen {
					continue
				}
				shown++
				asked, yes := c.truth(truth, c.at(area, cellAsked)), c.truth(truth, c.at(area, cellYes))
				if share := 100 * float64(yes) / float64(asked); f.respondents != asked || share < f.low-1e-6 || share > f.high+1e-6 {
					t.Errorf("%s %d: saw %+v, and %d of %d said so", area, period, f, yes, asked)
				}
				if min(asked, yes, asked-yes) < ownSmallest {
					t.Errorf("%s %d: a small number shows: %d of %d", area, period, yes, asked)
				}
			}
			if shown == 0 {
				t.Errorf("%s %d: nothing shows at all", n.code(), period)
			}
		}
	}
}

// TestTheAttackCanWin shows that the same attacker finds what is hidden when
// only small cells are, without what protects them.
func TestTheAttackCanWin(t *testing.T) {
	s := newSpied(t, store.Config{Folder: t.TempDir()})
	s.publish(t, 2022) // makes the indicator
	s.loadSet(t)
	for _, n := range s.towns {
		if err := s.parts.deliveries.Undo(t.Context(), s.made[n.number][2022], 0); err != nil {
			t.Fatal(err)
		}
	}
	s.publishWithoutProtection(t, 2024)
	public := s.as(t, "")
	broken, exact, smalls := 0, 0, 0
	for _, n := range s.towns {
		s.look(t, public, n)
		b, e, found := s.broken(t, n, 2024, s.rounds[n.number][2024])
		broken, exact, smalls = broken+b, exact+e, smalls+found
	}
	t.Logf("of %d small cells %d were narrowed, %d found exactly", smalls, broken, exact)
	if exact == 0 {
		t.Error("the attacker did not even find what has no protection")
	}
}
