package suppress

import (
	"context"
	"math/rand/v2"
	"testing"
)

// realistic are worlds of the sizes that are expected. Neighbourhoods of a
// survey have some tens of answers each; contributions are few and scattered.
func realistic() map[string]attacked {
	return map[string]attacked{
		"survey 183 areas × 6 answers × 8 rounds":          {rule: Rule{}, mean: 3.2, dimensions: []Dimension{areas(20, 9), answers(6), Rounds("round", months(8)...)}},
		"survey 183 areas × yes and no × 8 rounds":         {rule: Rule{}, mean: 3.7, dimensions: []Dimension{areas(20, 9), answers(2), Rounds("round", months(8)...)}},
		"contributions 183 areas × 6 themes × 8 months":    {rule: Rule{Zeros: ZerosShown}, mean: 0.5, dimensions: []Dimension{areas(20, 9), themes(6), Running("month", months(8)...)}},
		"contributions 20 districts × 6 themes × 8 months": {rule: Rule{Zeros: ZerosShown}, mean: 2.7, dimensions: []Dimension{areas(1, 20), themes(6), Running("month", months(8)...)}},
		"contributions 3,500 cells × 8 themes":             {rule: Rule{Zeros: ZerosShown}, mean: -1, dimensions: []Dimension{areas(100, 35), themes(8)}},
	}
}

// BenchmarkBuild tells the time, and what share of the cells is hidden.
func BenchmarkBuild(b *testing.B) {
	for name, kind := range realistic() {
		b.Run(name, func(b *testing.B) {
			w := newWorld(rand.New(rand.NewPCG(1, 2)), kind.mean, 1, kind.dimensions...)
			table := w.table(b)
			for b.Loop() {
				plan, err := Build(context.Background(), table, kind.rule, nil)
				if err != nil {
					b.Fatal(err)
				}
				small, others := plan.loss()
				b.ReportMetric(100*small, "%small")
				b.ReportMetric(100*others, "%others")
				b.ReportMetric(float64(plan.grid.size), "cells")
			}
		})
	}
}
