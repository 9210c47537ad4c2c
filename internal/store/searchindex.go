package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/search"
)

// mostPostingsAtOnce is how many postings one statement takes away.
const mostPostingsAtOnce = 100

// posting is a row of search_posting.
type posting struct {
	search.Posting
	sort  string
	entry id.ID
}

func (p posting) grade() int { return 4 - p.Weight }

func comparePostings(a, b posting) int {
	return cmp.Or(cmp.Compare(a.Term, b.Term), cmp.Compare(a.Audience, b.Audience), cmp.Compare(a.grade(), b.grade()),
		cmp.Compare(a.sort, b.sort), cmp.Compare(a.entry, b.entry))
}

// indexEntries makes records findable, in the transaction that writes them.
// What could be found of them before is replaced; rows that stay the same are
// not touched. The cost grows with the words of the entries, not with what the
// index holds.
func (db *DB) indexEntries(ctx context.Context, tx *sql.Tx, entries []search.Entry) error {
	return inChunks(entries, 500, func(part []search.Entry) error {
		ids := make([]id.ID, len(part))
		for at, entry := range part {
			ids[at] = entry.Facts.ID
		}
		before, err := takeEntries(ctx, tx, ids)
		if err != nil {
			return err
		}
		part = lastOfEach(part)
		var after []posting
		for _, entry := range part {
			sort := search.SortKey(entry.Title)
			for _, one := range entry.Postings() {
				after = append(after, posting{one, sort, entry.Facts.ID})
			}
		}
		if err := db.insertEntries(ctx, tx, part); err != nil {
			return err
		}
		return db.replacePostings(ctx, tx, before, after)
	})
}

// lastOfEach leaves one entry for each record.
func lastOfEach(entries []search.Entry) []search.Entry {
	at := make(map[id.ID]int, len(entries))
	var list []search.Entry
	for _, entry := range entries {
		if before, is := at[entry.Facts.ID]; is {
			list[before] = entry
			continue
		}
		at[entry.Facts.ID] = len(list)
		list = append(list, entry)
	}
	return list
}

// forgetEntries takes records out of the index, with the words that stand in
// no other record.
func (db *DB) forgetEntries(ctx context.Context, tx *sql.Tx, kind string, ids []id.ID) error {
	return inChunks(ids, 500, func(part []id.ID) error {
		rows, err := tx.QueryContext(ctx, `SELECT id FROM search_entry WHERE kind = $1 AND id IN (`+literals(part)+`)`, kind)
		kept, err := collect(rows, err, func(row scanner) (one id.ID, err error) { return one, row.Scan(&one) })
		if err != nil || len(kept) == 0 {
			return err
		}
		before, err := takeEntries(ctx, tx, kept)
		if err != nil {
			return err
		}
		return db.replacePostings(ctx, tx, before, nil)
	})
}

// takeEntries deletes entries and gives the postings that they had.
func takeEntries(ctx context.Context, tx *sql.Tx, ids []id.ID) ([]posting, error) {
	var list []posting
	rows, err := tx.QueryContext(ctx, `DELETE FROM search_entry WHERE id IN (`+literals(ids)+`) RETURNING id, sort, words`)
	_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
		var entry id.ID
		var sort, words string
		err = row.Scan(&entry, &sort, &words)
		search.Unpack(words, func(one search.Posting) { list = append(list, posting{one, sort, entry}) })
		return none, err
	})
	return list, err
}

func (db *DB) insertEntries(ctx context.Context, tx *sql.Tx, entries []search.Entry) error {
	columns := []string{"id", "kind", "class", "owner", "place", "partnership", "audience", "created_by", "title", "sort", "words"}
	return db.dialect.insertRows(ctx, tx, "search_entry", columns, len(entries), func(i int, into []any) {
		e := entries[i]
		copy(into, []any{int64(e.Facts.ID), e.Kind, string(e.Class), int64(e.Facts.Owner), int64(e.Facts.Place), int64(e.Facts.Partnership),
			int(e.Facts.Audience), int64(e.Facts.CreatedBy), e.Title, search.SortKey(e.Title), search.Pack(e.Postings())})
	})
}

// replacePostings writes what is in after and not in before, takes away what
// is in before and not in after, and keeps the words in step. Everything goes
// in order, so that two writers wait for each other instead of both.
func (db *DB) replacePostings(ctx context.Context, tx *sql.Tx, before, after []posting) error {
	slices.SortFunc(before, comparePostings)
	slices.SortFunc(after, comparePostings)
	gone, come := differences(before, after)
	if err := db.addWords(ctx, tx, wordsOf(come)); err != nil {
		return err
	}
	columns := []string{"term", "audience", "grade", "sort", "entry"}
	err := db.dialect.insertRows(ctx, tx, "search_posting", columns, len(come), func(i int, into []any) {
		into[0], into[1], into[2], into[3], into[4] = come[i].Term, int(come[i].Audience), come[i].grade(), come[i].sort, int64(come[i].entry)
	})
	if err != nil {
		return err
	}
	if err := inChunks(gone, mostPostingsAtOnce, func(part []posting) error { return deletePostings(ctx, tx, part) }); err != nil {
		return err
	}
	return db.dropWords(ctx, tx, wordsOf(gone))
}

// differences walks two lists in order: what is only in the first, and what
// is only in the second.
func differences(before, after []posting) (gone, come []posting) {
	for len(before) > 0 && len(after) > 0 {
		switch order := comparePostings(before[0], after[0]); {
		case order < 0:
			gone, before = append(gone, before[0]), before[1:]
		case order > 0:
			come, after = append(come, after[0]), after[1:]
		default:
			before, after = before[1:], after[1:]
		}
	}
	return append(gone, before...), append(come, after...)
}

// deletePostings names each row by its whole key.
func deletePostings(ctx context.Context, tx *sql.Tx, list []posting) error {
	var args arguments
	conditions := make([]string, len(list))
	for at, p := range list {
		conditions[at] = fmt.Sprintf("(term = %s AND audience = %d AND grade = %d AND sort = %s AND entry = %d)",
			args.add(p.Term), p.Audience, p.grade(), args.add(p.sort), p.entry)
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM search_posting WHERE `+strings.Join(conditions, " OR "), args.values...)
	return err
}

// wordsOf gives the words, not the stems and beginnings, of postings in order.
func wordsOf(list []posting) []string {
	words := map[string]bool{}
	for _, p := range list {
		if search.IsWord(p.Term) {
			words[p.Term] = true
		}
	}
	return slices.Sorted(maps.Keys(words))
}

// addWords keeps words and their neighbourhoods. On PostgreSQL it holds them
// until the end of the transaction, so that nobody drops a word meanwhile that
// a posting is about to stand on; a word that was dropped just before comes
// back.
func (db *DB) addWords(ctx context.Context, tx *sql.Tx, words []string) error {
	return inChunks(words, 1000, func(part []string) error {
		for range 5 {
			if err := db.insertWords(ctx, tx, part); err != nil || !db.dialect.isPostgres() {
				return err
			}
			held, err := texts(tx.QueryContext(ctx, `SELECT word FROM search_word WHERE word IN (`+placeholders(1, len(part))+`) ORDER BY word FOR KEY SHARE`, anys(part)...))
			if err != nil || len(held) == len(part) {
				return err
			}
		}
		return fault.New(fault.Conflict, "store.busy", nil)
	})
}

func (db *DB) insertWords(ctx context.Context, tx *sql.Tx, words []string) error {
	values := make([]string, len(words))
	for at := range words {
		values[at] = "($" + number(at+1) + ")"
	}
	added, err := texts(tx.QueryContext(ctx, `INSERT INTO search_word (word) VALUES `+strings.Join(values, ",")+` ON CONFLICT DO NOTHING RETURNING word`, anys(words)...))
	if err != nil {
		return err
	}
	slices.Sort(added)
	var rows []near
	for _, word := range added {
		for _, key := range search.NearKeys(word) {
			rows = append(rows, near{key, word})
		}
	}
	return db.dialect.insertRows(ctx, tx, "search_near", []string{"near", "word"}, len(rows), func(i int, into []any) {
		into[0], into[1] = rows[i].key, rows[i].word
	})
}

// near is a row of search_near.
type near struct {
	key  int64
	word string
}

// dropWords forgets words that stand in no posting any more, with their
// neighbourhoods: nobody's name stays behind. On PostgreSQL a word that
// another writer holds is waited for and looked at again.
func (db *DB) dropWords(ctx context.Context, tx *sql.Tx, words []string) error {
	const unused = ` AND NOT EXISTS (SELECT 1 FROM search_posting p WHERE p.term = search_word.word)`
	return inChunks(words, 1000, func(part []string) error {
		if db.dialect.isPostgres() {
			var err error
			part, err = texts(tx.QueryContext(ctx, `SELECT word FROM search_word WHERE word IN (`+placeholders(1, len(part))+`)`+unused+` ORDER BY word FOR UPDATE`, anys(part)...))
			if err != nil || len(part) == 0 {
				return err
			}
		}
		dropped, err := texts(tx.QueryContext(ctx, `DELETE FROM search_word WHERE word IN (`+placeholders(1, len(part))+`)`+unused+` RETURNING word`, anys(part)...))
		if err != nil {
			return err
		}
		for _, word := range dropped {
			keys := search.NearKeys(word)
			if len(keys) == 0 {
				continue
			}
			if _, err := tx.ExecContext(ctx, `DELETE FROM search_near WHERE word = $1 AND near IN (`+numbers(keys)+`)`, word); err != nil {
				return err
			}
		}
		return nil
	})
}

// numbers writes whole numbers with commas between them.
func numbers(list []int64) string {
	ids := make([]id.ID, len(list))
	for at, one := range list {
		ids[at] = id.ID(one)
	}
	return literals(ids)
}

// texts reads rows of one text.
func texts(rows *sql.Rows, err error) ([]string, error) {
	return collect(rows, err, func(row scanner) (text string, err error) { return text, row.Scan(&text) })
}
