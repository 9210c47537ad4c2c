package store_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// BenchmarkDeliver writes a table as large as that of RIVM for one year:
// 17,000 areas with 35 indicators. Cost grows with areas × indicators.
func BenchmarkDeliver(b *testing.B) {
	var load delivery.Load
	for row := range 17_000 {
		load.Claims = append(load.Claims, neighbourhood(fmt.Sprintf("BU%08d", row), fmt.Sprintf("Naam %d", row), 2024, nil))
	}
	for number := range 35 {
		column := delivery.Column{Indicator: fmt.Sprintf("i%d", number), Period: 2020, Readings: make([]indicator.Reading, len(load.Claims))}
		for row := range column.Readings {
			column.Readings[row].Value = float64(row) + 0.5
		}
		load.Columns = append(load.Columns, column)
	}
	for b.Loop() {
		db := storetest.Open(b, store.Config{Folder: b.TempDir()})
		arrival := delivery.Arrival{Delivery: delivery.Delivery{Source: "test", Checksum: "x"}, Load: load}
		if _, err := service(db).Deliver(context.Background(), []delivery.Arrival{arrival}, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(17_000*35*b.N)/b.Elapsed().Seconds(), "figures/s")
}
