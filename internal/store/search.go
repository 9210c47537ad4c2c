package store

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/search"
)

// Search finds what a reader may see by its words, best first. Words are read
// as they are typed, by their Dutch stems, and the last one as a beginning;
// when that finds only a few records, typing errors are forgiven.
//
// The cost grows with what is asked for, not with what there is: postings
// stand in the order of the answer, so that reading stops after a page. What
// makes it more: several words of which each stands in very many records that
// do not hold the others, and a reader who may see few of the records with a
// word (docs/decisions/0015-own-search.md).
func (db *DB) Search(ctx context.Context, ask search.Ask) (search.Result, error) {
	ask = ask.Bounded()
	readings, view := search.Read(ask.Words), newSight(ask)
	if len(readings) == 0 || len(view.lanes) == 0 {
		return search.Result{}, nil
	}
	want := ask.Offset + ask.Limit + 1
	found, err := db.bestOf(ctx, readings, view, want)
	if err != nil {
		return search.Result{}, err
	}
	if len(found) < search.Few {
		known, err := db.nearWords(ctx, readings)
		if err != nil {
			return search.Result{}, err
		}
		for at := range readings {
			readings[at] = readings[at].Forgiving(known)
		}
		if found, err = db.bestOf(ctx, readings, view, want); err != nil {
			return search.Result{}, err
		}
	}
	return answer(found, ask), nil
}

// answer cuts a page from what was found.
func answer(found []candidate, ask search.Ask) search.Result {
	result := search.Result{More: len(found) > ask.Offset+ask.Limit}
	for _, one := range found[min(ask.Offset, len(found)):min(ask.Offset+ask.Limit, len(found))] {
		result.Found = append(result.Found, search.Found{Kind: one.kind, ID: one.facts.ID, Title: one.title, Score: one.share})
		for _, word := range one.meant {
			if !slices.Contains(result.Meant, word) {
				result.Meant = append(result.Meant, word)
			}
		}
	}
	return result
}

// candidate is a record that matches, with how well.
type candidate struct {
	kind, title, sort, words string
	class                    access.Class
	facts                    access.Facts
	score                    int
	share                    float64 // of the best score that the reading allows
	meant                    []string
}

func compareCandidates(a, b candidate) int {
	return cmp.Or(-cmp.Compare(a.score, b.score), cmp.Compare(a.sort, b.sort), cmp.Compare(a.facts.ID, b.facts.ID))
}

// bestOf gives the first so many records over all readings of a question.
func (db *DB) bestOf(ctx context.Context, readings []search.Reading, view sight, want int) ([]candidate, error) {
	var all []candidate
	for _, reading := range readings {
		found, err := db.best(ctx, reading, view, want)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	if len(readings) == 1 {
		return all, nil
	}
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Or(-cmp.Compare(a.share, b.share), compareCandidates(a, b)) })
	seen := map[id.ID]bool{}
	all = slices.DeleteFunc(all, func(one candidate) bool {
		again := seen[one.facts.ID]
		seen[one.facts.ID] = true
		return again
	})
	return all[:min(want, len(all))], nil
}

// nearWords gives the known words that share a key with a word of a question.
func (db *DB) nearWords(ctx context.Context, readings []search.Reading) ([]string, error) {
	var keys []int64
	for _, reading := range readings {
		keys = append(keys, reading.Keys()...)
	}
	if len(keys) == 0 {
		return nil, nil
	}
	return texts(db.read.QueryContext(ctx, `SELECT DISTINCT word FROM search_near WHERE near IN (`+numbers(keys)+`) ORDER BY word`))
}

// best gives the first so many records that answer a reading. One word, the
// rarest, proposes records in the order of what it counts for; they are judged
// as a whole. Streams that may hold better answers are read first, and it stops
// when what may come cannot come before what was found.
func (db *DB) best(ctx context.Context, reading search.Reading, view sight, want int) (list []candidate, err error) {
	leader, arms, err := db.leader(ctx, reading)
	if err != nil {
		return nil, err
	}
	others := search.Best * (len(reading) - 1)
	var open []*stream
	for _, arm := range arms {
		for _, lane := range view.lanes {
			open = append(open, &stream{arm: arm, lane: lane, bound: candidate{score: arm.Best() + others}})
		}
	}
	from := db.newProposer(reading, leader, view)
	defer func() { err = errors.Join(err, from.close()) }()
	found := map[id.ID]candidate{}
	for {
		next := promising(open, list, want)
		if len(next) == 0 {
			return list[:min(want, len(list))], nil
		}
		limit := want
		for _, one := range next {
			limit = max(limit, one.limit*8)
		}
		beginnings, err := from.read(ctx, next, limit)
		if err != nil {
			return nil, err
		}
		for at, rows := range beginnings {
			for _, row := range rows {
				if judged, ok := judge(row.candidate, reading, view); ok {
					found[judged.facts.ID] = judged
				}
			}
			if next[at].limit = limit; len(rows) < limit {
				next[at].ended = true
				continue
			}
			last := rows[limit-1]
			next[at].bound = last.candidate
			next[at].bound.score = next[at].arm.Closeness*(4-last.grade) + others
		}
		open = slices.DeleteFunc(open, func(one *stream) bool { return one.ended })
		list = slices.SortedFunc(maps.Values(found), compareCandidates)
	}
}

// judge gives a candidate its score, from what the reader may see of it.
func judge(one candidate, reading search.Reading, view sight) (candidate, bool) {
	from, visible := search.Sight(view.where[one.class], one.facts)
	if !visible {
		return one, false
	}
	var ok bool
	one.score, one.meant, ok = reading.Score(one.words, from)
	one.share = float64(one.score) / float64(search.Best*len(reading))
	return one, ok
}

// leader chooses the word with the fewest postings, and writes out its arms:
// the beginning of a word becomes the words that begin so.
func (db *DB) leader(ctx context.Context, reading search.Reading) (int, []search.Arm, error) {
	best, least := 0, -1
	var chosen []search.Arm
	for at, word := range reading {
		arms, err := db.writtenOut(ctx, word.Arms)
		if err != nil {
			return 0, nil, err
		}
		if len(reading) == 1 {
			return 0, arms, nil
		}
		terms := make([]string, len(arms))
		for i, arm := range arms {
			terms[i] = arm.Term
		}
		var count int
		err = db.read.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM search_posting WHERE term IN (`+placeholders(1, len(terms))+`) LIMIT 2000) AS counted`, anys(terms)...).Scan(&count)
		if err != nil {
			return 0, nil, err
		}
		if least < 0 || count < least {
			best, least, chosen = at, count, arms
		}
	}
	return best, chosen, nil
}

// writtenOut replaces the beginning of a word by the words that begin so.
func (db *DB) writtenOut(ctx context.Context, arms []search.Arm) ([]search.Arm, error) {
	var list []search.Arm
	for _, arm := range arms {
		if !arm.Begins {
			list = append(list, arm)
			continue
		}
		words, err := texts(db.read.QueryContext(ctx, `SELECT word FROM search_word WHERE word > $1 AND word < $2 ORDER BY word`, arm.Term, arm.Term+"\U0010FFFF"))
		if err != nil {
			return nil, err
		}
		for _, word := range words {
			list = append(list, search.Arm{Term: word, Closeness: arm.Closeness})
		}
	}
	return list, nil
}
