package survey

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

func sheetOf(t testing.TB, text string) *sheet.Table {
	t.Helper()
	table, err := sheet.Read(strings.NewReader(text), sheet.UsualLimits())
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestColumnsAreKnownByName(t *testing.T) {
	want := map[int]map[string]Count{2024: {"BU00010000": {40, 14}, "BU00010001": {0, 0}}}
	for _, text := range []string{
		"gebied;n;percentage\nBU00010000;40;34,5\nBU00010001;0;\n",
		"Buurtcode,Aantal respondenten,Percentage\nBU00010000,40,34.5%\nBU00010001,0,0\n",
		"code;respondents;count;year\nBU00010000;40;14;2024\nBU00010001;0;0;2024\n",
		"code;n;procent;aantal\nBU00010000;40;99;14\nBU00010001;0;0;0\n", // the count is taken
		"code;n;ja;naam\nBU00010000;40;14;Noord\nBU00010001;0;0;Zuid\nWK000100;40;14;Wijk\nGM0001;40;14;Gemeente\n",
	} {
		read := readAnswers(sheetOf(t, text), 2024)
		if read.wrong > 0 || read.level != place.Neighbourhood {
			t.Errorf("%q: %+v", text, read.findings)
		}
		if diff := cmp.Diff(want, read.rounds); diff != "" {
			t.Errorf("%q:\n%s", text, diff)
		}
	}
}

func TestWhatIsNotUnderstoodIsTold(t *testing.T) {
	for text, want := range map[string]string{
		"gebied;n;percentage\nBU0001;40;34\n":                      "2 gebied survey.noCode",
		"gebied;n;percentage\n1234;40;34\n":                        "2 gebied survey.noCode",
		"gebied;n;percentage\nBU00010000;-4;34\n":                  "2 n survey.noPeople",
		"gebied;n;percentage\nBU00010000;1.000;34\n":               "2 n survey.noPeople", // one, or a thousand?
		"gebied;n;percentage\nBU00010000;4,5;34\n":                 "2 n survey.noPeople",
		"gebied;n;percentage\nBU00010000;;34\n":                    "2 n survey.noPeople",
		"gebied;n;percentage\nBU00010000;1e3;34\n":                 "2 n survey.noPeople",
		"gebied;n;percentage\nBU00010000;NaN;34\n":                 "2 n survey.noPeople",
		"gebied;n;percentage\nBU00010000;40;134\n":                 "2 percentage survey.noPercent",
		"gebied;n;percentage\nBU00010000;40;\n":                    "2 percentage survey.noPercent",
		"gebied;n;aantal\nBU00010000;40;41\n":                      "2 aantal survey.moreThanAll",
		"gebied;n;aantal\nBU00010000;40;1\nBU00010000;40;1\n":      "3 gebied survey.twice",
		"gebied;n;aantal;jaar\nBU00010000;40;1;24\n":               "2 jaar survey.noYear",
		"gebied;n\nBU00010000;40\n":                                "0  survey.noColumn",
		"gebied;percentage\nBU00010000;40\n":                       "0  survey.noColumn",
		"n;percentage\n40;40\n":                                    "0  survey.noColumn",
		"gebied;code;n;percentage\nBU00010000;BU00010000;40;40\n":  "0 code survey.columnTwice",
		"gebied;n;aantal\nWK000100;x;y\nBU00010000;3;1\nGM1;3;1\n": "4 gebied survey.noCode",
	} {
		read := readAnswers(sheetOf(t, text), 2024)
		told := ""
		for _, f := range read.findings {
			if !f.Notice && told == "" {
				told = fmt.Sprint(f.Row, " ", f.Column, " ", f.Key)
			}
		}
		if told != want {
			t.Errorf("%q: %q, want %q", text, told, want)
		}
	}
	if read := readAnswers(sheetOf(t, "gebied;n;aantal\nBU00010000;40;1\n"), 0); read.wrong == 0 {
		t.Error("no year anywhere, and nothing told")
	}
}

// Findings are bounded, their number is not.
func TestFindingsAreBounded(t *testing.T) {
	text := "gebied;n;aantal\n" + strings.Repeat("x;1;1\n", 1000)
	if read := readAnswers(sheetOf(t, text), 2024); len(read.findings) != mostFindings || read.wrong != 1000+0 {
		t.Errorf("%d findings kept of %d", len(read.findings), read.wrong)
	}
}

func FuzzReadAnswers(f *testing.F) {
	f.Add("gebied;n;percentage\nBU00010000;40;34,5\n")
	f.Add("code,respondents,yes,year\nWK000100,3,1,2024\nGM0001,3,1,2024\n")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := sheet.Read(strings.NewReader(text), sheet.Limits{Bytes: 1 << 16, Unpacked: 1 << 20, Rows: 1000, Columns: 50, CellRunes: 1000})
		if err != nil {
			return
		}
		read := readAnswers(table, 2024)
		if len(read.findings) > mostFindings {
			t.Errorf("%d findings", len(read.findings))
		}
		for period, round := range read.rounds {
			if !goodYear(period) {
				t.Errorf("period %d", period)
			}
			for code, count := range round {
				if level, known := place.LevelOf(code); !known || level != read.level || count.Yes < 0 || count.Yes > count.Asked || count.Asked > mostAsked {
					t.Errorf("%s: %+v", code, count)
				}
			}
		}
	})
}

// The file of the documentation is read without a word.
func TestExampleOfTheDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../docs/own-indicators-example.csv")
	if err != nil {
		t.Fatal(err)
	}
	read := readAnswers(sheetOf(t, string(text)), 0)
	if len(read.findings) > 0 || read.rows != 6 || read.rounds[2024]["BU00010000"] != (Count{Asked: 84, Yes: 52}) {
		t.Errorf("%+v", read)
	}
}
