package app

import (
	"context"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
)

// What is shipped can be changed on screen, and a new version of the program
// leaves alone what somebody changed.
func TestShippedIndicatorsAndThresholdsAreRecords(t *testing.T) {
	ctx := context.Background()
	p := openTest(t)
	analyst := access.Actor{Account: 7, Scopes: map[access.Role]access.Scope{access.Analyst: {Everywhere: true}}}
	kind := func(name string) *record.Kind { k, _ := p.records.Kinds.ByName(name); return k }
	thresholds, err := p.records.List(ctx, analyst, kind("threshold"), record.Ask{})
	if err != nil || thresholds.Total < 10 {
		t.Fatalf("%d thresholds, %v", thresholds.Total, err)
	}
	var loneliness id.ID
	for _, row := range thresholds.Rows {
		if item, _ := kind("threshold").Field("item"); row.Get(item) == "loneliness" {
			loneliness = row.ID
		}
	}
	values := record.Values{"value": 42.5, "example": false, "sourceNl": "Raadsbesluit", "sourceEn": "Council decision"}
	if _, err := p.records.Change(ctx, analyst, kind("threshold"), loneliness, 1, values); err != nil {
		t.Fatal(err)
	}
	check := func(when string) {
		t.Helper()
		set, err := p.maps.Set(ctx, analyst, "city8")
		if err != nil {
			t.Fatal(err)
		}
		if cut := set.Items[0].Cut; cut.Threshold != 42.5 || cut.Example || cut.Source["en"] != "Council decision" {
			t.Errorf("%s the map set has %+v", when, cut)
		}
	}
	check("after the change")
	indicators, err := p.records.FindTitled(ctx, analyst, kind("indicator"), record.SortKey("Goed ervaren gezondheid"), 1)
	if err != nil || len(indicators) != 1 {
		t.Fatalf("%v, %v", indicators, err)
	}
	if _, err := p.records.Change(ctx, analyst, kind("indicator"), indicators[0].ID, 1, record.Values{"nameEn": "Feels healthy"}); err != nil {
		t.Fatal(err)
	}
	if err := p.catalogue.Refresh(ctx, p.db); err != nil {
		t.Fatal(err)
	}
	if known, _ := p.catalogue.ByID("rivm-good-health"); known.Name["en"] != "Feels healthy" {
		t.Errorf("the catalogue calls it %q", known.Name["en"])
	}
	if err := p.db.SaveSetting(ctx, settingShipped, "of another version"); err != nil {
		t.Fatal(err)
	}
	if err := p.takeShipped(ctx); err != nil {
		t.Fatal(err)
	}
	check("after an upgrade")
	if _, err := p.records.Change(ctx, analyst, kind("indicator"), indicators[0].ID, 2, record.Values{"decimals": int64(9)}); err == nil {
		t.Error("nine decimals were accepted")
	}
	public := access.Actor{}
	if _, err := p.records.Change(ctx, public, kind("threshold"), loneliness, 2, values); err == nil {
		t.Error("the public changed a threshold")
	}
}

// openTest opens the services on an empty database.
func openTest(t *testing.T) *parts {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := openParts(context.Background(), store.Config{Folder: t.TempDir()}, words)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.db.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}
