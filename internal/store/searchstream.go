package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/search"
)

// stream is the postings of one term and audience, in their order.
type stream struct {
	arm   search.Arm
	lane  lane
	limit int // how many were asked for; 0 is none yet
	ended bool
	bound candidate // no record that is still to come stands before it
}

// promising gives the streams to read next. When too little was found yet,
// those are the closest that were not read to their end: a word as it was
// typed before others that begin so, one typing error before two. Else they
// are those that may hold something better than the last that is wanted.
func promising(open []*stream, found []candidate, want int) []*stream {
	if len(found) < want {
		var next []*stream
		for level := 0; level < search.Levels && len(next) == 0; level++ {
			next = slices.DeleteFunc(slices.Clone(open), func(one *stream) bool { return one.arm.Level() > level })
		}
		return next
	}
	return slices.DeleteFunc(slices.Clone(open), func(one *stream) bool { return compareCandidates(one.bound, found[want-1]) >= 0 })
}

// proposed is a candidate with the grade of the posting that proposed it.
type proposed struct {
	candidate
	grade int
}

// beginning writes how a stream is read: in its order, the records in sight
// that hold the other words too.
func beginning(term, audience, condition string, limit int) string {
	return `SELECT p.grade, e.id, e.kind, e.class, e.owner, e.place, e.partnership, e.audience, e.created_by, e.title, e.sort, e.words
		FROM search_posting p JOIN search_entry e ON e.id = p.entry
		WHERE p.term = ` + term + ` AND p.audience = ` + audience + ` AND ` + condition + `
		ORDER BY p.grade, p.sort, p.entry LIMIT ` + strconv.Itoa(limit)
}

// scanProposed reads a candidate, behind what else stands in the row.
func scanProposed(row scanner, before ...any) (proposed, error) {
	var p proposed
	f := &p.facts
	return p, row.Scan(append(before, &p.grade, &f.ID, &p.kind, &p.class, &f.Owner, &f.Place, &f.Partnership, &f.Audience, &f.CreatedBy, &p.title, &p.sort, &p.words)...)
}

// proposer reads the beginnings of streams. PostgreSQL reads many streams in
// one statement; SQLite, which is no journey away, one after another.
type proposer struct {
	db        *DB
	condition string
	args      arguments
	// prepared is SQLite's statement for a limit, and done gives it back.
	prepared *sql.Stmt
	limit    int
	done     func() error
}

func (db *DB) newProposer(reading search.Reading, leader int, view sight) *proposer {
	p := &proposer{db: db}
	p.condition = view.condition() + db.alsoAsked(&p.args, reading, leader, view)
	return p
}

func (p *proposer) read(ctx context.Context, streams []*stream, limit int) ([][]proposed, error) {
	if p.db.dialect.isPostgres() {
		return p.readTogether(ctx, streams, limit)
	}
	return p.readEach(ctx, streams, limit)
}

func (p *proposer) close() error {
	if p.prepared == nil {
		return nil
	}
	p.prepared = nil
	return p.done()
}

func (p *proposer) readTogether(ctx context.Context, streams []*stream, limit int) ([][]proposed, error) {
	args := arguments{slices.Clone(p.args.values)}
	terms, audiences := make([]string, len(streams)), make([]string, len(streams))
	for at, one := range streams {
		terms[at], audiences[at] = one.arm.Term, one.lane.literal()
	}
	rows, err := p.db.read.QueryContext(ctx, `SELECT s.stream, x.*
		FROM unnest(string_to_array(`+args.add(strings.Join(terms, " "))+`, ' '), string_to_array(`+args.add(strings.Join(audiences, " "))+`, ' ')::bigint[])
			WITH ORDINALITY AS s (term, audience, stream)
		CROSS JOIN LATERAL (`+beginning(`s.term COLLATE "C"`, "s.audience", p.condition, limit)+`) AS x`, args.values...)
	type numbered struct {
		stream int
		proposed
	}
	all, err := collect(rows, err, func(row scanner) (one numbered, err error) {
		one.proposed, err = scanProposed(row, &one.stream)
		return one, err
	})
	beginnings := make([][]proposed, len(streams))
	for _, one := range all {
		beginnings[one.stream-1] = append(beginnings[one.stream-1], one.proposed)
	}
	for _, rows := range beginnings { // a join promises no order
		slices.SortFunc(rows, func(a, b proposed) int {
			return cmp.Or(cmp.Compare(a.grade, b.grade), cmp.Compare(a.sort, b.sort), cmp.Compare(a.facts.ID, b.facts.ID))
		})
	}
	return beginnings, err
}

func (p *proposer) readEach(ctx context.Context, streams []*stream, limit int) (beginnings [][]proposed, err error) {
	if err := p.prepare(ctx, limit); err != nil {
		return nil, err
	}
	for _, one := range streams {
		rows, err := p.prepared.QueryContext(ctx, append(slices.Clone(p.args.values), one.arm.Term, int(one.lane.audience))...)
		list, err := collect(rows, err, func(row scanner) (proposed, error) { return scanProposed(row) })
		if err != nil {
			return nil, err
		}
		beginnings = append(beginnings, list)
	}
	return beginnings, nil
}

// prepare makes the statement for a limit. The sign before a parameter keeps
// SQLite from preparing it again for each value.
func (p *proposer) prepare(ctx context.Context, limit int) (err error) {
	if p.prepared != nil && p.limit == limit {
		return nil
	}
	if err := p.close(); err != nil {
		return err
	}
	after := len(p.args.values)
	p.prepared, p.done, err = p.db.read.prepare(ctx, beginning("+$"+strconv.Itoa(after+1), "+$"+strconv.Itoa(after+2), p.condition, limit))
	p.limit = limit
	return err
}

// alsoAsked writes what is asked of a record besides the word that proposes
// it: its kind, and the other words.
func (db *DB) alsoAsked(args *arguments, reading search.Reading, leader int, view sight) string {
	var conditions string
	if view.kinds != nil {
		names := make([]string, len(view.kinds))
		for at, kind := range view.kinds {
			names[at] = args.add(kind)
		}
		conditions = ` AND e.kind IN (` + strings.Join(append(names, "''"), ",") + `)`
	}
	for at, word := range reading {
		if at != leader {
			conditions += db.holds(args, word)
		}
	}
	return conditions
}

// holds writes a condition that every record fulfils that holds a word, and
// few others; who holds it in truth is judged by its score.
func (db *DB) holds(args *arguments, word search.Word) string {
	find := "instr"
	if db.dialect.isPostgres() {
		find = "strpos"
	}
	parts := make([]string, len(word.Arms))
	for at, arm := range word.Arms {
		text := " " + arm.Term
		if !arm.Begins {
			text += "="
		}
		parts[at] = fmt.Sprintf("%s(e.words, %s) > 0", find, args.add(text))
	}
	return " AND (" + strings.Join(parts, " OR ") + ")"
}
