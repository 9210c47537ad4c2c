package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/sheet"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// bigTable is a file with many organisations, without ids.
func bigTable(from, rows int, phone string) *sheet.Table {
	table := &sheet.Table{Header: 1, Columns: []string{"name", "sort", "domains", "phone", "email", "address", "audience"}}
	for at := from; at < from+rows; at++ {
		table.Rows = append(table.Rows, sheet.Row{Number: at - from + 2, Cells: []string{
			fmt.Sprintf("Organisatie %d", at), "welfare", "social;health", phone, fmt.Sprintf("info%d@example.org", at), "Straat 1\n1234 AB Waterhoven", "professionals",
		}})
	}
	return table
}

// BenchmarkPlanImport plans 10,000 rows against a database of some size.
func BenchmarkPlanImport(b *testing.B) {
	configs := map[string]store.Config{"sqlite": {Folder: b.TempDir()}, "postgres": {URL: storetest.Postgres(b)}}
	for name, config := range configs {
		h := newHouse(b, config)
		ctx, size := context.Background(), 0
		for _, want := range []int{10_000, 50_000} {
			start := time.Now()
			if _, err := h.Import(ctx, program, h.organisations, bigTable(size, want-size, "040 123"), nil, nil); err != nil {
				b.Fatal(err)
			}
			b.Logf("%s: %d written in %s", name, want-size, time.Since(start).Round(time.Millisecond))
			size = want
			for _, c := range []struct {
				name  string
				table *sheet.Table
			}{{"new", bigTable(1_000_000, 10_000, "040 123")}, {"same", bigTable(0, 10_000, "040 123")}, {"changed", bigTable(0, 10_000, "040 999")}} {
				b.Run(fmt.Sprintf("%s/%d/%s", name, size, c.name), func(b *testing.B) {
					for b.Loop() {
						if plan, err := h.PlanImport(ctx, program, h.organisations, c.table, nil); err != nil || plan.FaultsTotal > 0 {
							b.Fatal(err, plan)
						}
					}
				})
			}
		}
	}
}

var _ record.Store = (*store.DB)(nil)
