package web

import (
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/koppelkans/koppelkans/internal/healthmap"
)

func TestReadMapQuery(t *testing.T) {
	r := httptest.NewRequest("GET", "/kaart/GM9999?set=city8&jaar=2024&niveau=buurt&d.stress=16&d.ses=-0,15&d.noise-air.no2=1.200,5&d.green=&p=3", nil)
	got, err := readMapQuery(r)
	if err != nil {
		t.Fatal(err)
	}
	want := mapQuery{Set: "city8", Year: 2024, Level: "neighbourhood", Page: 3,
		Thresholds: map[string]float64{"stress": 16, "ses": -0.15, "noise-air.no2": 1200.5}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if address := got.address().Encode(); address != "d.noise-air.no2=1200.5&d.ses=-0.15&d.stress=16&jaar=2024&niveau=buurt&set=city8" {
		t.Error(address)
	}
	for _, wrong := range []string{"jaar=vorig", "jaar=3", "niveau=straat", "d.stress=veel", "d.stress=NaN", "d.stress=Inf", "p=0", "p=-1", "p=x"} {
		if _, err := readMapQuery(httptest.NewRequest("GET", "/kaart/GM9999?"+wrong, nil)); err == nil {
			t.Errorf("%s was taken", wrong)
		}
	}
}

func TestWithThresholdsLeavesTheOriginal(t *testing.T) {
	cut := &healthmap.ValueCut{Cut: healthmap.Cut{Threshold: 48}}
	part := &healthmap.ValueCut{Cut: healthmap.Cut{Threshold: 20}}
	own := &healthmap.Values{Items: []healthmap.ValueItem{
		{ID: "stress", Combine: healthmap.Single, Cut: cut, Parts: []healthmap.ValuePart{{}}},
		{ID: "air", Combine: healthmap.AnyOf, Parts: []healthmap.ValuePart{{Indicator: "no2", Cut: part}}},
	}}
	moved := withThresholds(own, map[string]float64{"stress": 50, "air.no2": 25, "unknown": 1})
	if moved.Items[0].Cut.Threshold != 50 || moved.Items[1].Parts[0].Cut.Threshold != 25 {
		t.Error("thresholds did not move")
	}
	if cut.Threshold != 48 || part.Threshold != 20 || own.Items[0].Cut.Threshold != 48 {
		t.Error("the shared values were changed")
	}
}

func TestRampAndDrawn(t *testing.T) {
	for _, c := range []struct{ score, items, want int }{{0, 8, 0}, {8, 8, 8}, {3, 4, 6}, {4, 4, 8}, {1, 3, 3}, {9, 16, 5}} {
		if got := ramp(c.score, c.items); got != c.want {
			t.Errorf("%d of %d: step %d, want %d", c.score, c.items, got, c.want)
		}
	}
	sheet := &healthmap.Sheet{Items: make([]healthmap.ItemSheet, 8), Known: []uint8{0, 3, 4, 6}, Score: make([]uint8, 4), MostKnown: 6}
	for unit, want := range []string{"hole", "hole", "partly", "whole"} {
		if got := drawnAs(sheet, unit); got != want {
			t.Errorf("%d known: %s, want %s", sheet.Known[unit], got, want)
		}
	}
}

func TestPostcodeOf(t *testing.T) {
	for text, want := range map[string]string{"5623 AB": "5623", "5623ab": "5623", "5623": "5623", "Meent": "Meent", "0623ab": "0623ab", "5623a1": "5623a1"} {
		if got := postcodeOf(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
