package app

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/place"
)

// found is what somebody saw of an area in a round: a share between two bounds
// and how many took part; 0 when that was not seen.
type found struct {
	low, high   float64
	respondents int
}

// spy goes round the running program and notes all that it gives of the own
// indicator.
type spy struct {
	*townHall
	seen map[string]found // by area and period
	read int              // answers in which something was found
}

func (s *spy) note(area string, period int, f found) {
	key := area + " " + strconv.Itoa(period)
	if old, known := s.seen[key]; known {
		f.low, f.high, f.respondents = max(f.low, old.low), min(f.high, old.high), max(f.respondents, old.respondents)
	}
	s.seen[key] = f
	s.read++
}

// look asks as somebody for everything that the program gives of a town.
func (s *spy) look(t *testing.T, client *http.Client, n town) {
	t.Helper()
	for _, area := range newCells(n).areas {
		level, _ := place.LevelOf(area)
		path := "/gebieden/" + string(level) + "/" + area
		s.figures(area, s.page(t, client, path+"/cijfers"))
		s.told(area, s.page(t, client, path))
		s.told(area, s.page(t, client, path+"/factsheet"))
	}
	for _, area := range newCells(n).areas {
		level, _ := place.LevelOf(area)
		s.interfaceFigures(t, area, s.page(t, client, "/api/v1/places/"+string(level)+"/"+area+"/figures"))
	}
	for _, year := range []string{"2022", "2024"} {
		period := s.values(t, s.page(t, client, "/kaart/"+n.code()+"/waarden.json?set=own&jaar="+year), s.page(t, client, "/kaart/"+n.code()+"/grond.json"))
		for _, level := range []string{"neighbourhood", "district"} {
			s.interfaceAreas(t, s.page(t, client, "/api/v1/maps/"+n.code()+"/areas?mapSet=own&limit=100&level="+level+"&year="+year))
		}
		for _, path := range []string{"/tabel?set=own&niveau=buurt&jaar=", "/tabel?set=own&niveau=wijk&jaar=", "/afdruk?set=own&jaar="} {
			s.table(s.page(t, client, "/kaart/"+n.code()+path+year), period)
		}
	}
}

var (
	ownRow      = regexp.MustCompile(`(?s)/cijfers/` + ownIndicator + `".*?</tr>`)
	ownReading  = regexp.MustCompile(`<strong>(\d+)[^<]*%</strong>(?:\s*<span class="row-note">(\d[\d.]*) mensen)?`)
	ownPeriods  = regexp.MustCompile(`\b(20\d\d)\b`)
	ownSentence = regexp.MustCompile(`Voelt zich veilig: (\d+)[^.]*\.`)
	ownCode     = regexp.MustCompile(`/gebieden/[a-z]+/((?:BU|WK|GM)[0-9]+)`)
	ownPercent  = regexp.MustCompile(`\b(\d+)[\s\x{a0}\x{202f}]%`)
	ownTook     = regexp.MustCompile(`Er deden ([\d.]+) mensen mee`)
)

// figures reads the table of all figures of an area: of each period the share
// in whole percents, and how many took part.
func (s *spy) figures(area, page string) {
	now, before, _ := strings.Cut(ownRow.FindString(page), `<td class="n">2`) // the period of the newest
	if len(before) > 3 {
		s.reading(area, "2"+before[:3], now)
	}
	for _, former := range strings.Split(before, `class="former"`)[min(1, strings.Count(before, `class="former"`)):] {
		s.reading(area, ownPeriods.FindString(former), former)
	}
}

func (s *spy) reading(area, period, text string) {
	year, _ := strconv.Atoi(period)
	if got := ownReading.FindStringSubmatch(text); got != nil && year > 0 {
		s.note(area, year, rounded(got[1], got[2]))
	}
}

// rounded is a share in whole percents with a number of people.
func rounded(percent, people string) found {
	value, _ := strconv.ParseFloat(percent, 64)
	count, _ := strconv.Atoi(strings.ReplaceAll(people, ".", ""))
	return found{value - 0.5, value + 0.5, count}
}

// told reads what a profile says of the newest round.
func (s *spy) told(area, page string) {
	share := ownSentence.FindStringSubmatch(page)
	if share == nil {
		return
	}
	_, rest, _ := strings.Cut(page, share[0])
	people := ownTook.FindStringSubmatch(rest)
	if people == nil {
		return
	}
	newest := 0
	for key := range s.seen {
		if code, period, _ := strings.Cut(key, " "); code == area {
			year, _ := strconv.Atoi(period)
			newest = max(newest, year)
		}
	}
	if newest > 0 {
		s.note(area, newest, rounded(share[1], people[1]))
	}
}

// values reads the document behind the map, which has shares in full, and
// gives the round that the map is of.
func (s *spy) values(t *testing.T, values, ground string) (period int) {
	t.Helper()
	var v struct {
		Items []struct {
			Parts []struct {
				Period  int
				Columns []struct {
					Level  string
					Values []*float64
				}
			}
		}
	}
	var g struct {
		Layers []struct {
			Level string
			Areas []struct{ Code string }
		}
	}
	if err := json.Unmarshal([]byte(values), &v); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(ground), &g); err != nil {
		t.Fatal(err)
	}
	for _, item := range v.Items {
		for _, part := range item.Parts {
			period = part.Period
			for _, column := range part.Columns {
				for _, layer := range g.Layers {
					if layer.Level != column.Level {
						continue
					}
					for at, value := range column.Values {
						if value != nil {
							s.note(layer.Areas[at].Code, part.Period, found{low: *value - 1e-6, high: *value + 1e-6})
						}
					}
				}
			}
		}
	}
	return period
}

// interfaceFigures reads what the interface gives of an area.
func (s *spy) interfaceFigures(t *testing.T, area, text string) {
	t.Helper()
	var answer struct {
		Items []struct {
			Indicator           string
			Period, Respondents int
			Value               *float64
		}
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Fatal(err)
	}
	for _, item := range answer.Items {
		if item.Indicator != ownIndicator {
			continue
		}
		if item.Value == nil && item.Respondents > 0 {
			t.Errorf("%s %d: %d people of a hole", area, item.Period, item.Respondents)
		} else if item.Value != nil {
			s.note(area, item.Period, found{*item.Value - 1e-6, *item.Value + 1e-6, item.Respondents})
		}
	}
}

// interfaceAreas reads what the interface gives of a level.
func (s *spy) interfaceAreas(t *testing.T, text string) {
	t.Helper()
	var answer struct {
		Measures []struct{ Period int }
		Items    []struct {
			Code   string
			Values []struct{ Value *float64 }
		}
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Fatal(err)
	}
	for _, item := range answer.Items {
		for _, value := range item.Values {
			if value.Value != nil && len(answer.Measures) > 0 {
				s.note(item.Code, answer.Measures[0].Period, found{low: *value.Value - 1e-6, high: *value.Value + 1e-6})
			}
		}
	}
}

// table reads the map in rows: a share in whole percents for each area.
func (s *spy) table(page string, period int) {
	for _, row := range strings.Split(page, "<tr>") {
		code, value := ownCode.FindStringSubmatch(row), ownPercent.FindStringSubmatch(row)
		if code != nil && value != nil {
			s.note(code[1], period, rounded(value[1], ""))
		}
	}
}
