package app

import (
	"bytes"
	"encoding/csv"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/store"
)

// The difference of two maps is a file too: a picture that says what it shows,
// what went up and down, and whose figures it is of; and the figures.
func TestTheDifferenceOfTwoMapsAsAFile(t *testing.T) {
	config := store.Config{Folder: t.TempDir()}
	fillDemo(t, config)
	h := openHall(t, config)
	get := func(path string) []byte {
		t.Helper()
		answer, err := h.client.Get(h.server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(answer.Header.Get("Content-Disposition"), "verschil") {
			t.Fatalf("%s: %s, %v, %q", path, answer.Status, err, answer.Header.Get("Content-Disposition"))
		}
		return body
	}
	const base, query = "/kaart/GM9999/verschil/afbeelding.", "?jaar=2020&met-jaar=2024&niveau=buurt"
	svg := string(get(base + "svg" + query))
	for _, text := range []string{"<title>", "Waterhoven", "2020", "2024", "Wat veranderde: ", "Vergeleken: ", "Bronnen: ", "verzonnen"} {
		if !strings.Contains(strings.ToLower(svg), strings.ToLower(text)) {
			t.Errorf("the picture does not say %q", text)
		}
	}
	picture, err := png.Decode(bytes.NewReader(get(base + "png" + query)))
	if err != nil || picture.Bounds().Dx() < 600 {
		t.Errorf("the PNG: %v, %v", picture.Bounds(), err)
	}
	table := bytes.TrimPrefix(get(base+"csv"+query), []byte("\xef\xbb\xbf"))
	reader := csv.NewReader(bytes.NewReader(table))
	if head, _, _ := bytes.Cut(table, []byte("\n")); bytes.Contains(head, []byte(";")) {
		reader.Comma = ';'
	}
	rows, err := reader.ReadAll()
	if err != nil || len(rows) < 10 || len(rows[0]) != 5 {
		t.Fatalf("the table: %d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		if row[4] != "" && row[2] == "" {
			t.Errorf("%v has a difference and no score", row)
		}
	}
	answer, err := h.client.Get(h.server.URL + "/kaart/GM9999/verschil" + query)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if page, _ := io.ReadAll(answer.Body); !strings.Contains(string(page), "/kaart/GM9999/verschil/afbeelding.png?") {
		t.Error("the page does not lead to the files")
	}
}
