package app

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// excelOf writes a workbook: n and yes by neighbourhood.
func excelOf(t *testing.T, codes []string, n, yes int) string {
	t.Helper()
	var file bytes.Buffer
	table, err := sheet.NewWriter(&file, sheet.XLSX, []sheet.Column{{Name: "gebied"}, {Name: "n", Sort: sheet.Number}, {Name: "aantal", Sort: sheet.Number}})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range codes {
		if err := table.Write([]string{code, strconv.Itoa(n), strconv.Itoa(yes)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.Close(); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// A GGD loads one survey of all its municipalities, as the workbook that it has:
// figures come for the region and for each municipality. An area elsewhere is
// refused, with its row.
func TestOwnFiguresOfAGGDRegion(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		one, two := town{1, []int{2, 2}}, town{2, []int{3}}
		h := newRegionHall(t, config, one, two)
		analyst, public := h.as(t, access.Analyst), h.as(t, "")
		if form := h.page(t, analyst, "/cijfers/eigen"); !strings.Contains(form, `value="GG0001"`) {
			t.Error("the form does not offer the region")
		}
		codes := append(one.neighbourhoods(), two.neighbourhoods()...)
		elsewhere := excelOf(t, append(codes[:len(codes):len(codes)], "BU00030000"), 100, 40)
		if status, _, text := h.send(t, analyst, newOwn("GG0001"), "peiling.xlsx", elsewhere); status != http.StatusUnprocessableEntity || !strings.Contains(text, "BU00030000") {
			t.Errorf("an area of another region: %d\n%s", status, between(text, "notice-wrong", "</div>"))
		}
		status, where, text := h.send(t, analyst, newOwn("GG0001"), "peiling.xlsx", excelOf(t, codes, 100, 40))
		if status != http.StatusSeeOther {
			t.Fatalf("%d\n%s", status, text)
		}
		mark := between(h.page(t, analyst, where), `name="kenmerk" value="`, `"`)
		answer, err := analyst.PostForm(h.server.URL+"/cijfers/eigen/publiceren", url.Values{"kenmerk": {mark}})
		if err != nil || answer.StatusCode != http.StatusSeeOther {
			t.Fatalf("%v, %v\n%s", answer, err, read(t, answer))
		}
		answer.Body.Close()
		for path, people := range map[string]string{
			"/gebieden/ggd-region/GG0001/cijfers": "700 mensen deden mee", "/gebieden/municipality/GM0001/cijfers": "400 mensen deden mee", "/gebieden/municipality/GM0002/cijfers": "300 mensen deden mee",
		} {
			if got := h.page(t, public, path); !strings.Contains(got, people) {
				t.Errorf("%s does not say %q: %s", path, people, between(got, "<table", "</table>"))
			}
		}
	})
}
