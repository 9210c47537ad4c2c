package healthmap

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// scoreCases is testdata/score_cases.json, which the browser's test reads too.
type scoreCases struct {
	Cases []struct {
		Name   string
		Ground Ground
		Values Values
		Expect []struct {
			Level        string
			Score, Known []int
			Items        []struct {
				ID    string
				State []string
				Parts [][]*float64
			}
		}
	}
}

func TestScoreFindsWhatTheBrowserFinds(t *testing.T) {
	text, err := os.ReadFile("testdata/score_cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases scoreCases
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases.Cases) < 5 {
		t.Fatalf("only %d cases", len(cases.Cases))
	}
	for _, c := range cases.Cases {
		t.Run(c.Name, func(t *testing.T) {
			grid, err := c.Ground.Decode()
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range c.Expect {
				sheet := Score(grid, &c.Values, want.Level)
				if diff := cmp.Diff(want.Score, ints(sheet.Score)); diff != "" {
					t.Errorf("%s: score %s", want.Level, diff)
				}
				if diff := cmp.Diff(want.Known, ints(sheet.Known)); diff != "" {
					t.Errorf("%s: known %s", want.Level, diff)
				}
				for at, item := range want.Items {
					if diff := cmp.Diff(item.State, states(&sheet.Items[at])); diff != "" {
						t.Errorf("%s, %s: state %s", want.Level, item.ID, diff)
					}
					for part, values := range item.Parts {
						comparePart(t, values, sheet.Items[at].Parts[part])
					}
				}
			}
		})
	}
}

// comparePart wants the very same doubles, up to the last bit but two.
func comparePart(t *testing.T, want []*float64, got Readings) {
	t.Helper()
	for unit, value := range want {
		if (value == nil) != (got.Hole[unit] != "") {
			t.Errorf("unit %d: hole %q, want value %v", unit, got.Hole[unit], value)
		} else if value != nil && math.Abs(*value-got.Value[unit]) > 1e-12*math.Abs(*value) {
			t.Errorf("unit %d: %v, want %v", unit, got.Value[unit], *value)
		}
	}
}

func ints(list []uint8) []int {
	wide := make([]int, len(list))
	for at, n := range list {
		wide[at] = int(n)
	}
	return wide
}

func states(item *ItemSheet) []string {
	names := make([]string, len(item.State))
	for unit := range names {
		names[unit] = item.StateText(unit)
	}
	return names
}
