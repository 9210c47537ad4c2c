package app

import (
	"context"
	"fmt"
	"testing"

	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// Only words of the region are taken over, and many words of a partnership push
// none of the region's out.
func TestWordsOfTheRegion(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		c := newCircle(t, config)
		ctx, words, program := context.Background(), c.hall.parts.language, commandLineActor()
		kind := c.hall.kind("partnership")
		other, _, err := c.hall.parts.records.Get(ctx, program, kind, c.one("partnership", "name", "Groen en koel in de zomer").ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := words.TakeOver(ctx, program, c.one("term", "word", "signaal").ID, &other); err == nil {
			t.Error("a word of another partnership is taken over")
		}
		if _, err := words.TakeOver(ctx, program, c.one("term", "word", "inclusie").ID, &other); err != nil {
			t.Errorf("a word of the region is not taken over: %v", err)
		}
		before, err := words.Of(ctx, program, 0)
		if err != nil || len(before) == 0 {
			t.Fatalf("the region has %d words: %v", len(before), err)
		}
		var drafts []record.Draft
		for n := range 1_000 {
			drafts = append(drafts, record.Draft{Kind: c.hall.kind("term"), Values: record.Values{"word": fmt.Sprintf("aa%04d", n), record.PartnershipField: c.in}})
		}
		if _, err := c.hall.parts.records.Together(ctx, program, drafts); err != nil {
			t.Fatal(err)
		}
		if after, err := words.Of(ctx, program, 0); err != nil || len(after) != len(before) {
			t.Errorf("the region has %d words, and had %d: %v", len(after), len(before), err)
		}
	})
}
