package catalogue

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// tables are the files of the shared data in which the fields of a source
// must be found.
var tables = map[string][]string{
	"rivm-health": {"stats/rivm_50090NED_2020_18plus.csv.gz"},
	"cbs-kwb": {
		"stats/kwb2024_rivm50150_politie_gm_wk_bu.csv.gz", "stats/kwb2020_gemeenten_buurtvergelijker.csv.gz",
	},
	"cbs-proximity": {
		"stats/kwb2024_rivm50150_politie_gm_wk_bu.csv.gz", "stats/kwb2020_gemeenten_buurtvergelijker.csv.gz",
	},
	"cbs-ses-woa":          {"stats/SES_WOA_scores_per_wijk_en_buurt_25042023_160857.csv"},
	"police-crime":         {"stats/kwb2024_rivm50150_politie_gm_wk_bu.csv.gz"},
	"pc4-environment":      {"environment/pc4_envi_factors.csv.gz"},
	"pc4-2020":             {"stats/postcodes_2021.csv.gz"},
	"eindhoven-figures":    {"eindhoven/buurten_polygons_and_figures.csv.gz"},
	"eindhoven-population": {"eindhoven/population_2008_2021.csv.gz"},
}

func TestFieldsAreColumns(t *testing.T) {
	shared := filepath.Join("..", "..", "..", "..", "shared", "data")
	if _, err := os.Stat(shared); err != nil {
		t.Skipf("needs data: no shared data at %s: the fields of the catalogue are not compared with real tables", shared)
	}
	columns := map[string]map[string]bool{}
	for source, files := range tables {
		columns[source] = map[string]bool{}
		for _, file := range files {
			for _, name := range header(t, filepath.Join(shared, file)) {
				columns[source][name] = true
			}
		}
	}
	for _, i := range loaded(t).Indicators {
		if i.Source == "koppelkans-calculated" {
			continue // has no table
		}
		for _, field := range strings.Split(i.Field, " + ") {
			if !columns[i.Source][field] {
				t.Errorf("%s: the tables of %s have no column %q", i.ID, i.Source, field)
			}
		}
	}
}

func TestEveryHealthColumnHasAnIndicator(t *testing.T) {
	file := filepath.Join("..", "..", "..", "..", "shared", "data", tables["rivm-health"][0])
	if _, err := os.Stat(file); err != nil {
		t.Skipf("needs data: no shared data: %s is not there", file)
	}
	fields := map[string]bool{}
	for _, i := range loaded(t).Indicators {
		fields[i.Field] = true
	}
	const keys = 8 // columns that say which area and year a row is about
	names := header(t, file)
	if percentages := len(names)/2 - keys; percentages != 35 {
		t.Errorf("%d percentages in the table, want 35", percentages)
	}
	for at := 2 * keys; at < len(names); at += 2 {
		if !fields[names[at+1]] {
			t.Errorf("column %s has no indicator", names[at])
		}
	}
}

// suffix is what tables put behind a name: the number of the column, or the
// year that it is about.
var suffix = regexp.MustCompile(`[_|]\d+$`)

// header gives each column of a table twice: as it is, and without suffix.
func header(t *testing.T, path string) []string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var content io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if content, err = gzip.NewReader(file); err != nil {
			t.Fatal(err)
		}
	}
	first, err := bufio.NewReader(content).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	first = strings.TrimPrefix(first, "\ufeff")
	reader := csv.NewReader(strings.NewReader(first))
	if strings.Count(first, ";") > strings.Count(first, ",") {
		reader.Comma = ';'
	}
	names, err := reader.Read()
	if err != nil {
		t.Fatal(err)
	}
	var both []string
	for _, name := range names {
		both = append(both, name, suffix.ReplaceAllString(name, ""))
	}
	return both
}
