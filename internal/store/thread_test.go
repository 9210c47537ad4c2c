package store_test

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
	"github.com/koppelkans/koppelkans/internal/thread"
)

// chain makes successes, each of which came of an earlier one, and gives them
// with the place of the one before.
type chain struct {
	*house
	kind *record.Kind
	rows []record.Row
	from []int // the place in rows, or -1
}

func newChain(h *house) *chain {
	kind, _ := h.Kinds.ByName("success")
	return &chain{house: h, kind: kind}
}

// add lays a record with its link, as Together does.
func (c *chain) add(t testing.TB, head record.Head, from int) {
	t.Helper()
	row := c.kind.Empty()
	row.Head = head
	row.Set(c.kind.TitleField(), fmt.Sprintf("number %d", len(c.rows)))
	write := record.Write{Kind: c.kind, Row: row, Change: record.Change{ID: c.IDs.Next(), Batch: c.IDs.Next(), Kind: c.kind.One, Record: row.ID, Version: 1, Deed: record.Created, At: c.Now()}}
	if from >= 0 {
		write.From = []record.Origin{{Kind: c.kind.One, ID: c.rows[from].ID}}
	}
	if err := c.Store.Write(context.Background(), []record.Write{write}); err != nil {
		t.Fatal(err)
	}
	c.rows, c.from = append(c.rows, row), append(c.from, from)
}

func (c *chain) threads(db *store.DB) *thread.Service {
	return &thread.Service{Kinds: c.Kinds, Store: db, Records: db, Maker: c.Service}
}

// On random worlds a thread has just what the reader may see and reach by what
// they may see, on both databases: what they may not see ends it.
func TestAThreadEndsAtWhatMayNotBeSeen(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h := newHouse(t, config)
		db := h.Store.(*store.DB)
		rapid.Check(t, func(rt *rapid.T) {
			c := newChain(h)
			for at := range rapid.IntRange(1, 9).Draw(rt, "records") {
				c.add(t, aHead(rt, h, at), rapid.IntRange(-1, at-1).Draw(rt, "from"))
			}
			var ids []id.ID
			for _, row := range c.rows {
				ids = append(ids, row.ID)
			}
			actor := anActor(rt, ids)
			start := rapid.IntRange(0, len(c.rows)-1).Draw(rt, "start")
			story, err := c.threads(db).Of(context.Background(), actor, c.kind, &c.rows[start])
			if err != nil {
				rt.Fatal(err)
			}
			want := c.reach(actor, start)
			if len(story.Nodes) != len(want) {
				rt.Fatalf("%d in the thread, %d can be reached", len(story.Nodes), len(want))
			}
			for _, node := range story.Nodes {
				if !want[node.ID] {
					rt.Fatalf("%v is in the thread, and may not be seen or reached", node.ID)
				}
			}
			if story.Nodes[story.Start].ID != c.rows[start].ID || story.Nodes[story.Start].Step != 0 {
				rt.Fatal("it begins elsewhere")
			}
			if links := len(want) - 1; len(story.Links) != links { // they form a tree
				rt.Fatalf("%d links, and not %d", len(story.Links), links)
			}
		})
	})
}

// reach goes through what an actor may see, the slow way.
func (c *chain) reach(actor access.Actor, start int) map[id.ID]bool {
	reached := map[int]bool{start: true}
	for changed := true; changed; {
		changed = false
		for to, from := range c.from {
			if from < 0 || reached[to] == reached[from] {
				continue
			}
			other := to
			if reached[to] {
				other = from
			}
			if access.Can(actor, access.See, c.kind.Class, c.rows[other].Facts()) {
				reached[other], changed = true, true
			}
		}
	}
	ids := map[id.ID]bool{}
	for at := range reached {
		ids[c.rows[at].ID] = true
	}
	return ids
}

// A sentence that was released lets the thread run through a record, and tells
// nothing else of it.
func TestAReleasedSentenceLetsTheThreadThrough(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		h := newHouse(t, config)
		db := h.Store.(*store.DB)
		c, ctx := newChain(h), context.Background()
		head := func(audience access.Audience) record.Head {
			return record.Head{ID: h.IDs.Next(), Owner: 101, Audience: audience, Version: 1}
		}
		c.add(t, head(access.Public), -1)
		c.add(t, head(access.OwnOrganisation), 0)
		c.add(t, head(access.Public), 1)
		threads := c.threads(db)
		story := func() thread.Story {
			story, err := threads.Of(ctx, access.Actor{}, c.kind, &c.rows[0])
			if err != nil {
				t.Fatal(err)
			}
			return story
		}
		if got := story(); len(got.Nodes) != 1 || got.More {
			t.Fatalf("the public sees %+v", got)
		}
		owner := access.Actor{Account: 7, Organisation: 101, Scopes: map[access.Role]access.Scope{access.Editor: {Everywhere: true}}}
		said := thread.Disclosure{Head: record.Head{Audience: access.Public}, Sentence: "We zijn ermee bezig.", Status: thread.Doing}
		stranger := owner
		stranger.Organisation = 102
		if err := threads.Disclose(ctx, stranger, c.kind, c.rows[1].ID, said); err == nil {
			t.Error("somebody of another organisation released a sentence")
		}
		if err := threads.Disclose(ctx, owner, c.kind, c.rows[1].ID, said); err != nil {
			t.Fatal(err)
		}
		got := story()
		if len(got.Nodes) != 3 || len(got.Links) != 2 {
			t.Fatalf("the thread does not run through: %+v", got)
		}
		if hidden := got.Nodes[1]; hidden.Kind != nil || hidden.ID != 0 || hidden.Title != "" || !hidden.Day.IsZero() || hidden.Sentence != said.Sentence {
			t.Errorf("the node tells %+v", hidden)
		}
	})
}

// A million links do not slow a thread of fifty: go test ./internal/store -run
// '^$' -bench Thread.
func BenchmarkThread(b *testing.B) {
	for _, one := range []struct {
		name   string
		config func() store.Config
	}{{"sqlite", func() store.Config { return store.Config{Folder: b.TempDir()} }}, {"postgres", func() store.Config { return store.Config{URL: storetest.Postgres(b)} }}} {
		b.Run(one.name, func(b *testing.B) {
			h := newHouse(b, one.config())
			db := h.Store.(*store.DB)
			c := newChain(h)
			c.lay(b, db, 200, 50)
			c.fill(b, db, 1_000_000)
			threads, actor := c.threads(db), access.Actor{Program: true}
			b.ResetTimer()
			for turn := 0; b.Loop(); turn++ {
				start := c.rows[(turn*7_919)%len(c.rows)]
				story, err := threads.Of(context.Background(), actor, c.kind, &start)
				if err != nil || len(story.Nodes) != 50 {
					b.Fatalf("%d, %v", len(story.Nodes), err)
				}
			}
		})
	}
}

// fill lays links between others, which no thread touches.
func (c *chain) fill(b testing.TB, db *store.DB, links int) {
	b.Helper()
	const each = 20_000
	for range links / each {
		row := c.kind.Empty()
		row.Head = record.Head{ID: c.IDs.Next(), Audience: access.Public, Version: 1, CreatedAt: c.Now()}
		write := record.Write{Kind: c.kind, Row: row, Change: record.Change{ID: c.IDs.Next(), Kind: c.kind.One, Record: row.ID, Version: 1, Deed: record.Created, At: c.Now()}}
		for range each {
			write.From = append(write.From, record.Origin{Kind: c.kind.One, ID: c.IDs.Next()})
		}
		if err := db.Write(context.Background(), []record.Write{write}); err != nil {
			b.Fatal(err)
		}
	}
}

// lay writes threads of some length, each record of which came of one of the
// seven before it.
func (c *chain) lay(b testing.TB, db *store.DB, threads, length int) {
	b.Helper()
	var writes []record.Write
	for range threads {
		first := len(c.rows)
		for at := range length {
			row := c.kind.Empty()
			row.Head = record.Head{ID: c.IDs.Next(), Audience: access.Public, Version: 1, CreatedAt: c.Now()}
			row.Set(c.kind.TitleField(), "één van velen")
			write := record.Write{Kind: c.kind, Row: row, Change: record.Change{ID: c.IDs.Next(), Kind: c.kind.One, Record: row.ID, Version: 1, Deed: record.Created, At: c.Now()}}
			if at > 0 {
				write.From = []record.Origin{{Kind: c.kind.One, ID: c.rows[first+max(0, at-1-at%7)].ID}}
			}
			c.rows, writes = append(c.rows, row), append(writes, write)
		}
		if len(writes) >= 10_000 {
			if err := db.Write(context.Background(), writes); err != nil {
				b.Fatal(err)
			}
			writes = nil
		}
	}
	if err := db.Write(context.Background(), writes); err != nil {
		b.Fatal(err)
	}
}
