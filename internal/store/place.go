package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/planar"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/place"
)

const selectEdition = `SELECT e.id, e.place_id, e.level, e.code, e.year, e.name, e.parent, e.stated_area, e.border_delivery,
	coalesce(d.source, ''), coalesce(c.rank, 0), coalesce(c.area, 0), coalesce(c.min_x, 0), coalesce(c.min_y, 0), coalesce(c.max_x, 0), coalesce(c.max_y, 0)
	FROM edition e
	LEFT JOIN claim c ON c.edition_id = e.id AND c.delivery_id = e.border_delivery
	LEFT JOIN delivery d ON d.id = e.border_delivery
	WHERE e.shown = 1`

func scanEdition(row scanner) (place.Edition, error) {
	var e place.Edition
	err := row.Scan(&e.ID, &e.PlaceID, &e.Level, &e.Code, &e.Year, &e.Name, &e.Parent, &e.StatedArea, &e.BorderFrom,
		&e.Source, &e.Rank, &e.Area, &e.Bound.Min[0], &e.Bound.Min[1], &e.Bound.Max[0], &e.Bound.Max[1])
	if e.Name == "" { // tables of figures can know areas by their code alone
		e.Name = e.Code
	}
	return e, err
}

// FindEdition gives one edition.
func (db *DB) FindEdition(ctx context.Context, key place.Key) (place.Edition, error) {
	found, err := scanEdition(db.read.QueryRowContext(ctx, selectEdition+` AND e.level = $1 AND e.code = $2 AND e.year = $3`, key.Level, key.Code, key.Year))
	if errors.Is(err, sql.ErrNoRows) {
		return found, fault.New(fault.NotFound, "place.unknown", fault.Args{"Code": key.Code})
	}
	return found, err
}

// EditionsOf gives all editions of the place with a code, old to new.
func (db *DB) EditionsOf(ctx context.Context, level place.Level, code string) ([]place.Edition, error) {
	rows, err := db.read.QueryContext(ctx, selectEdition+` AND e.place_id IN (SELECT place_id FROM edition WHERE level = $1 AND code = $2) ORDER BY e.year`, level, code)
	return collect(rows, err, scanEdition)
}

// Countries gives the editions of countries, old to new.
func (db *DB) Countries(ctx context.Context) ([]place.Edition, error) {
	rows, err := db.read.QueryContext(ctx, selectEdition+` AND e.level = $1 ORDER BY e.year, e.id`, place.Country)
	return collect(rows, err, scanEdition)
}

// EditionsWithin gives the editions of a level and boundary year that lie in
// a municipality, in the order of their codes.
func (db *DB) EditionsWithin(ctx context.Context, level place.Level, year int, municipality string) ([]place.Edition, error) {
	first, last := codeRange(level, municipality)
	rows, err := db.read.QueryContext(ctx, selectEdition+` AND e.level = $1 AND e.year = $2 AND e.code >= $3 AND e.code < $4 ORDER BY e.code`, level, year, first, last)
	return collect(rows, err, scanEdition)
}

// codeRange gives the codes of a level between which all those of a
// municipality lie: from the first, up to but not including the last.
func codeRange(level place.Level, municipality string) (first, last string) {
	switch level {
	case place.District:
		first = "WK" + municipality[2:]
	case place.Neighbourhood:
		first = "BU" + municipality[2:]
	default:
		return municipality, municipality + "\x01"
	}
	return first, first + "~" // ~ comes after every digit and letter
}

// BorderYears gives, for a level within a municipality (or everywhere when
// that is empty), the boundary years old to new.
func (db *DB) BorderYears(ctx context.Context, level place.Level, municipality string) ([]place.BorderYear, error) {
	query, arguments := `SELECT year, count(*), coalesce(sum(CASE WHEN border_delivery <> 0 THEN 1 ELSE 0 END), 0) FROM edition WHERE shown = 1 AND level = $1`, []any{level}
	if municipality != "" {
		first, last := codeRange(level, municipality)
		query, arguments = query+` AND code >= $2 AND code < $3`, append(arguments, first, last)
	}
	rows, err := db.read.QueryContext(ctx, query+` GROUP BY year ORDER BY year`, arguments...)
	return collect(rows, err, func(row scanner) (year place.BorderYear, err error) {
		return year, row.Scan(&year.Year, &year.Editions, &year.Borders)
	})
}

// EditionsTouching gives the editions of a level and year whose border's
// bound touches a bound in RD metres.
func (db *DB) EditionsTouching(ctx context.Context, level place.Level, year int, bound orb.Bound) ([]place.Edition, error) {
	rows, err := db.read.QueryContext(ctx, selectEdition+` AND e.level = $1 AND e.year = $2 AND e.border_delivery <> 0
		AND c.min_x <= $3 AND c.max_x >= $4 AND c.min_y <= $5 AND c.max_y >= $6 ORDER BY e.code`,
		level, year, bound.Max[0], bound.Min[0], bound.Max[1], bound.Min[1])
	return collect(rows, err, scanEdition)
}

// Borders gives the drawn borders of editions, by edition.
func (db *DB) Borders(ctx context.Context, editions []place.Edition) (map[id.ID]orb.MultiPolygon, error) {
	borders := make(map[id.ID]orb.MultiPolygon, len(editions))
	ids := make([]int64, 0, len(editions))
	for _, e := range editions {
		if e.HasBorder() {
			ids = append(ids, int64(e.ID))
		}
	}
	return borders, inChunks(ids, 500, func(part []int64) error {
		rows, err := db.read.QueryContext(ctx, `SELECT b.edition_id, b.geometry FROM edition e
			JOIN border b ON b.edition_id = e.id AND b.delivery_id = e.border_delivery WHERE e.id IN (`+placeholders(1, len(part))+`)`, anys(part)...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var edition id.ID
			var raw sql.RawBytes
			if err := rows.Scan(&edition, &raw); err != nil {
				return err
			}
			geometry, err := wkb.Unmarshal(raw)
			if err != nil {
				return fmt.Errorf("border of edition %s: %w", edition, err)
			}
			multi, is := geometry.(orb.MultiPolygon)
			if !is {
				return fmt.Errorf("border of edition %s is a %s", edition, geometry.GeoJSONType())
			}
			borders[edition] = multi
		}
		return rows.Err()
	})
}

// KeptBorders gives the claims of an edition, the drawn border first, without
// their geometry.
func (db *DB) KeptBorders(ctx context.Context, edition id.ID) ([]place.KeptBorder, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT d.id, d.source, c.rank, c.area, d.file FROM claim c JOIN delivery d ON d.id = c.delivery_id
		WHERE c.edition_id = $1 AND d.state = 'current' AND c.has_border = 1 ORDER BY c.rank DESC, c.delivery_id DESC`, int64(edition))
	return collect(rows, err, func(row scanner) (b place.KeptBorder, err error) {
		return b, row.Scan(&b.Delivery, &b.Source, &b.Rank, &b.Area, &b.File)
	})
}

// ListPlaces gives a page of editions with their total: those of a level (or
// all), of a boundary year (or the newest of each code when 0), whose name or
// code begins with or holds the words asked for.
func (db *DB) ListPlaces(ctx context.Context, ask place.Ask) ([]place.Edition, int, error) {
	where, arguments := []string{}, []any{}
	add := func(condition string, values ...any) {
		for _, value := range values {
			arguments = append(arguments, value)
			condition = strings.Replace(condition, "?", fmt.Sprintf("$%d", len(arguments)), 1)
		}
		where = append(where, condition)
	}
	if ask.Level != "" {
		add("e.level = ?", string(ask.Level))
	}
	if ask.Year != 0 {
		add("e.year = ?", ask.Year)
	} else {
		where = append(where, `NOT EXISTS (SELECT 1 FROM edition n WHERE n.level = e.level AND n.code = e.code AND n.year > e.year AND n.shown = 1)`)
	}
	if ask.Within != "" {
		add("(e.parent = ? OR substr(e.code, 3, 4) = ?)", ask.Within, strings.TrimPrefix(ask.Within, "GM"))
	}
	if words := Fold(ask.Words); words != "" {
		pattern := likePattern(words)
		add(`(e.search_name LIKE ? ESCAPE '\' OR e.search_name LIKE ? ESCAPE '\' OR lower(e.code) LIKE ? ESCAPE '\')`, pattern+"%", "% "+pattern+"%", pattern+"%")
	}
	condition := ""
	for _, part := range where {
		condition += " AND " + part
	}
	var total int
	if err := db.read.QueryRowContext(ctx, `SELECT count(*) FROM edition e WHERE e.shown = 1`+condition, arguments...).Scan(&total); err != nil {
		return nil, 0, err
	}
	arguments = append(arguments, ask.Limit, ask.Offset)
	// The page is chosen before anything is joined to it.
	order := fmt.Sprintf(` ORDER BY %s, e.search_name, e.code`, levelOrder)
	rows, err := db.read.QueryContext(ctx, fmt.Sprintf(`%s AND e.id IN (SELECT e.id FROM edition e WHERE e.shown = 1%s%s LIMIT $%d OFFSET $%d)%s`,
		selectEdition, condition, order, len(arguments)-1, len(arguments), order), arguments...)
	list, err := collect(rows, err, scanEdition)
	return list, total, err
}

// levelOrder sorts large areas before small ones.
var levelOrder = func() string {
	text := "CASE e.level"
	for at, level := range place.Levels {
		text += fmt.Sprintf(" WHEN '%s' THEN %d", level, at)
	}
	return text + " END"
}()

// likePattern takes the meaning from signs that LIKE would read.
func likePattern(words string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(words)
}

// CodesByName gives the codes of a level and year within a municipality by
// name, for recipes that know areas by name only.
func (db *DB) CodesByName(ctx context.Context, level place.Level, year int, within string) (map[string][]string, error) {
	editions, err := db.EditionsWithin(ctx, level, year, within)
	if err != nil {
		return nil, err
	}
	codes := make(map[string][]string, len(editions))
	for _, e := range editions {
		codes[e.Name] = append(codes[e.Name], e.Code)
	}
	return codes, nil
}

// EditionsWithBorders gives all editions of a level and year that have a
// border, in the order of their codes.
func (db *DB) EditionsWithBorders(ctx context.Context, level place.Level, year int) ([]place.Edition, error) {
	rows, err := db.read.QueryContext(ctx, selectEdition+` AND e.level = $1 AND e.year = $2 AND e.border_delivery <> 0 ORDER BY e.code`, level, year)
	return collect(rows, err, scanEdition)
}

// Codes gives the codes of a level and boundary year that are known; recipes
// tell of codes that nobody has loaded.
func (db *DB) Codes(ctx context.Context, level place.Level, year int) (map[string]bool, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT code FROM edition WHERE level = $1 AND year = $2 AND shown = 1`, level, year)
	codes := map[string]bool{}
	_, err = collect(rows, err, func(row scanner) (code string, err error) {
		err = row.Scan(&code)
		codes[code] = true
		return code, err
	})
	return codes, err
}

// MunicipalityAt gives the code of the municipality with a neighbourhood whose
// border holds a point in RD metres, in the newest boundary year that has one;
// "" when there is none.
func (db *DB) MunicipalityAt(ctx context.Context, point orb.Point) (string, error) {
	years, err := db.BorderYears(ctx, place.Neighbourhood, "")
	if err != nil {
		return "", err
	}
	for _, year := range slices.Backward(years) {
		if year.Borders == 0 {
			continue
		}
		near, err := db.EditionsTouching(ctx, place.Neighbourhood, year.Year, point.Bound())
		if err != nil {
			return "", err
		}
		borders, err := db.Borders(ctx, near)
		if err != nil {
			return "", err
		}
		for _, e := range near {
			if planar.MultiPolygonContains(borders[e.ID], point) {
				return place.MunicipalityOf(e.Code), nil
			}
		}
	}
	return "", nil
}
