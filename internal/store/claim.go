package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/planar"
	"golang.org/x/text/unicode/norm"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// WriteClaims writes what a delivery says of editions, and gives the edition
// of each claim. Editions that were not known yet get an identity; the place
// they belong to is that of another edition with the same level and code,
// else a new one.
func (db *DB) WriteClaims(ctx context.Context, d id.ID, rank int, claims []place.Claim) ([]id.ID, error) {
	var editions []id.ID
	err := db.inTx(ctx, func(tx *sql.Tx) error {
		if err := db.keepAlive(ctx, tx, d); err != nil {
			return err
		}
		var err error
		if editions, err = db.identify(ctx, tx, claims); err != nil {
			return err
		}
		if err := db.insertClaims(ctx, tx, d, rank, claims, editions); err != nil {
			return err
		}
		return db.insertBorders(ctx, tx, d, claims, editions)
	})
	return editions, err
}

// identity is an edition and its place.
type identity struct{ edition, place id.ID }

// identify finds or makes the edition of each claim, with one statement a
// level and a few for what is new.
func (db *DB) identify(ctx context.Context, tx *sql.Tx, claims []place.Claim) ([]id.ID, error) {
	known := map[place.Key]identity{}
	places := map[place.Key]id.ID{} // Year is 0 in these keys
	if err := readIdentities(ctx, tx, claims, known, places); err != nil {
		return nil, err
	}
	var newPlaces, newEditions []place.Key
	editions := make([]id.ID, len(claims))
	for at, claim := range claims {
		found, is := known[claim.Key]
		if !is {
			lasting := place.Key{Level: claim.Level, Code: claim.Code}
			if _, is := places[lasting]; !is {
				places[lasting] = db.ids.Next()
				newPlaces = append(newPlaces, lasting)
			}
			found = identity{edition: db.ids.Next(), place: places[lasting]}
			known[claim.Key] = found
			newEditions = append(newEditions, claim.Key)
		}
		editions[at] = found.edition
	}
	err := db.dialect.insertRows(ctx, tx, "place", []string{"id", "level"}, len(newPlaces), func(i int, into []any) {
		into[0], into[1] = int64(places[newPlaces[i]]), string(newPlaces[i].Level)
	})
	if err != nil {
		return nil, err
	}
	columns := []string{"id", "place_id", "level", "code", "year", "shown", "name", "search_name", "parent", "stated_area", "border_delivery"}
	return editions, db.dialect.insertRows(ctx, tx, "edition", columns, len(newEditions), func(i int, into []any) {
		key := newEditions[i]
		copy(into, []any{int64(known[key].edition), int64(known[key].place), string(key.Level), key.Code, key.Year, 0, "", "", "", 0.0, 0})
	})
}

// readIdentities reads the editions that share level and code with a claim. A
// batch of a file in the order of codes spans few others; one that is not
// reads at most all of its levels. A list of thousands of codes is what
// PostgreSQL compares one by one.
func readIdentities(ctx context.Context, tx *sql.Tx, claims []place.Claim, known map[place.Key]identity, places map[place.Key]id.ID) error {
	span := map[place.Level][2]string{}
	for _, claim := range claims {
		codes, seen := span[claim.Level]
		if !seen {
			codes = [2]string{claim.Code, claim.Code}
		}
		span[claim.Level] = [2]string{min(codes[0], claim.Code), max(codes[1], claim.Code)}
	}
	for level, codes := range span {
		rows, err := tx.QueryContext(ctx, `SELECT code, year, id, place_id FROM edition WHERE level = $1 AND code >= $2 AND code <= $3`, level, codes[0], codes[1])
		_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
			key := place.Key{Level: level}
			var found identity
			err = row.Scan(&key.Code, &key.Year, &found.edition, &found.place)
			known[key] = found
			places[place.Key{Level: level, Code: key.Code}] = found.place
			return none, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (db *DB) insertClaims(ctx context.Context, tx *sql.Tx, d id.ID, rank int, claims []place.Claim, editions []id.ID) error {
	columns := []string{"edition_id", "delivery_id", "name", "search_name", "parent", "stated_area", "rank", "has_border", "area", "min_x", "min_y", "max_x", "max_y"}
	return db.dialect.insertRows(ctx, tx, "claim", columns, len(claims), func(i int, into []any) {
		claim := claims[i]
		parent := claim.Parent
		if parent == "" {
			parent = place.ParentOf(claim.Level, claim.Code)
		}
		var bound orb.Bound
		var area float64
		if claim.Border != nil {
			bound, area = claim.Border.Bound(), planar.Area(claim.Border)
		}
		copy(into, []any{int64(editions[i]), int64(d), claim.Name, Fold(claim.Name), parent, claim.StatedArea, rank, truth(claim.Border != nil),
			area, bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]})
	})
}

func (db *DB) insertBorders(ctx context.Context, tx *sql.Tx, d id.ID, claims []place.Claim, editions []id.ID) error {
	var drawn []int
	for at, claim := range claims {
		if claim.Border != nil {
			drawn = append(drawn, at)
		}
	}
	var failed error
	err := db.dialect.insertRows(ctx, tx, "border", []string{"edition_id", "delivery_id", "geometry"}, len(drawn), func(i int, into []any) {
		geometry, err := wkb.Marshal(claims[drawn[i]].Border)
		if err != nil && failed == nil {
			failed = fmt.Errorf("border of %s: %w", claims[drawn[i]].Code, err)
		}
		copy(into, []any{int64(editions[drawn[i]]), int64(d), geometry})
	})
	if failed != nil {
		return failed
	}
	return err
}

// currentClaim is the condition of a claim c that counts for an edition. The
// state is asked per claim: joined, SQLite would start from every current
// delivery for each edition.
const currentClaim = `c.edition_id = edition.id AND (SELECT d.state FROM delivery d WHERE d.id = c.delivery_id) = 'current'`

// shownCount is 1 for an edition that a current delivery speaks of, else 0.
const shownCount = `(SELECT count(*) FROM (SELECT 1 FROM claim c WHERE ` + currentClaim + ` LIMIT 1) AS claimed)`

// resolved writes what the claims of current deliveries say of one part of an
// edition: the highest rank that has it, and of equal ranks the newest.
func resolved(part string) string {
	column, has, none := part, "c."+part+" <> ''", "''"
	switch part {
	case "stated_area":
		has, none = "c.stated_area > 0", "0"
	case "border_delivery":
		column, has, none = "delivery_id", "c.has_border = 1", "0"
	case "search_name":
		has = "c.name <> ''"
	}
	return `coalesce((SELECT c.` + column + ` FROM claim c WHERE ` + currentClaim + ` AND ` + has + ` ORDER BY c.rank DESC, c.delivery_id DESC LIMIT 1), ` + none + `)`
}

// resolveEditions writes into the editions that a delivery speaks of what the
// claims of current deliveries say of them.
func resolveEditions(ctx context.Context, tx *sql.Tx, d id.ID) error {
	statement := `UPDATE edition SET shown = ` + shownCount
	for _, part := range []string{"name", "search_name", "parent", "stated_area", "border_delivery"} {
		statement += `, ` + part + ` = ` + resolved(part)
	}
	_, err := tx.ExecContext(ctx, statement+` WHERE id IN (SELECT edition_id FROM claim WHERE delivery_id = $1)`, int64(d))
	return err
}

// dropUnclaimed removes identities that no delivery speaks of any more.
func dropUnclaimed(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM edition WHERE NOT EXISTS (SELECT 1 FROM claim WHERE claim.edition_id = edition.id)`); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM place WHERE NOT EXISTS (SELECT 1 FROM edition WHERE edition.place_id = place.id)`)
	return err
}

// WriteFigures writes columns of readings; editions is parallel to the
// readings of each column.
func (db *DB) WriteFigures(ctx context.Context, d id.ID, columns []delivery.Column, editions []id.ID) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		if err := db.keepAlive(ctx, tx, d); err != nil {
			return err
		}
		names := []string{"delivery_id", "indicator", "period", "edition_id", "value", "hole"}
		for _, column := range columns {
			number, err := indicatorNumber(ctx, tx, column.Indicator)
			if err != nil {
				return err
			}
			rows := inOrder(editions, len(column.Readings), func(row int) bool { return column.Readings[row].Hole != indicator.NotLoaded })
			err = db.dialect.insertRows(ctx, tx, "figure", names, len(rows), func(i int, into []any) {
				row := rows[i]
				into[0], into[1], into[2], into[3] = int64(d), number, column.Period, int64(editions[row])
				into[4], into[5] = column.Readings[row].Value, int64(column.Readings[row].Hole)
			})
			if err == nil {
				err = db.writeSureness(ctx, tx, d, number, column, editions)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// writeSureness writes how exact the figures of a column are, where anything
// is known of it.
func (db *DB) writeSureness(ctx context.Context, tx *sql.Tx, d id.ID, number int64, column delivery.Column, editions []id.ID) error {
	rows := inOrder(editions, len(column.Sureness), func(row int) bool {
		return column.Readings[row].Known() && column.Sureness[row] != indicator.Sureness{}
	})
	names := []string{"delivery_id", "indicator", "period", "edition_id", "low", "high", "respondents"}
	return db.dialect.insertRows(ctx, tx, "figure_sureness", names, len(rows), func(i int, into []any) {
		sure := column.Sureness[rows[i]]
		into[0], into[1], into[2], into[3] = int64(d), number, column.Period, int64(editions[rows[i]])
		into[4], into[5], into[6] = sure.Low, sure.High, sure.Respondents
	})
}

// inOrder gives the rows that are kept, in the order of the primary key, so
// that the table grows at its end.
func inOrder(editions []id.ID, count int, kept func(row int) bool) []int {
	rows := make([]int, 0, count)
	for row := range count {
		if kept(row) {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b int) int { return cmp.Compare(editions[a], editions[b]) })
	return rows
}

// indicatorNumber gives the small number of an indicator, and makes one for
// an indicator that has none. Another process may take the same number at the
// same time; then the insert does nothing and is tried again.
func indicatorNumber(ctx context.Context, tx *sql.Tx, indicator string) (int64, error) {
	var number int64
	for range 5 {
		err := tx.QueryRowContext(ctx, `SELECT number FROM indicator_number WHERE indicator = $1`, indicator).Scan(&number)
		if !errors.Is(err, sql.ErrNoRows) {
			return number, err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO indicator_number (number, indicator)
			SELECT coalesce(max(number), 0) + 1, CAST($1 AS TEXT) FROM indicator_number WHERE true ON CONFLICT DO NOTHING`, indicator)
		if err != nil {
			return 0, err
		}
	}
	return 0, fault.New(fault.Conflict, "store.busy", nil)
}

// WriteFeatures writes what backgrounds are drawn from.
func (db *DB) WriteFeatures(ctx context.Context, d id.ID, features []place.Feature) error {
	return db.inTx(ctx, func(tx *sql.Tx) error {
		if err := db.keepAlive(ctx, tx, d); err != nil {
			return err
		}
		columns := []string{"id", "delivery_id", "kind", "name", "geometry", "min_x", "min_y", "max_x", "max_y"}
		var failed error
		err := db.dialect.insertRows(ctx, tx, "feature", columns, len(features), func(i int, into []any) {
			geometry, err := wkb.Marshal(features[i].Geometry)
			if err != nil && failed == nil {
				failed = fmt.Errorf("feature %q: %w", features[i].Name, err)
			}
			bound := features[i].Geometry.Bound()
			copy(into, []any{int64(db.ids.Next()), int64(d), string(features[i].Kind), features[i].Name, geometry,
				bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]})
		})
		if failed != nil {
			return failed
		}
		return err
	})
}

// Fold brings a name to the form in which names are searched: lower case,
// without accents, single spaces.
func Fold(name string) string {
	var folded strings.Builder
	for _, char := range norm.NFD.String(strings.ToLower(name)) {
		if !unicode.Is(unicode.Mn, char) {
			folded.WriteRune(char)
		}
	}
	return strings.Join(strings.Fields(folded.String()), " ")
}
