package web

import (
	"math"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/healthmap"
)

// mapQuery is what the address says of a view of the map. The script writes
// the same parameters (assets/src/map/view.ts).
type mapQuery struct {
	Set        string
	Year       int
	Level      string             // cell, neighbourhood, district
	Thresholds map[string]float64 // by item, or item.indicator when an item has several
	Page       int
}

// cutPrefix begins the parameters that move a threshold: d.loneliness=50.
const cutPrefix = "d."

var mapLevels = map[string]string{"": "cell", "vakje": "cell", "buurt": "neighbourhood", "wijk": "district"}

func readMapQuery(r *http.Request) (mapQuery, error) {
	query := r.URL.Query()
	found := mapQuery{Set: query.Get("set"), Thresholds: map[string]float64{}}
	if text := query.Get("jaar"); text != "" {
		year, err := strconv.Atoi(text)
		if err != nil || year < 1900 || year > 2200 {
			return found, fault.New(fault.Invalid, "map.badYear", fault.Args{"value": text})
		}
		found.Year = year
	}
	level, known := mapLevels[query.Get("niveau")]
	if !known {
		return found, fault.New(fault.Invalid, "map.badLevel", fault.Args{"value": query.Get("niveau")})
	}
	found.Level = level
	for name, values := range query {
		item, ok := strings.CutPrefix(name, cutPrefix)
		if !ok || values[0] == "" {
			continue
		}
		value, err := readNumber(values[0])
		if err != nil {
			return found, fault.New(fault.Invalid, "map.badThreshold", fault.Args{"item": item, "value": values[0]})
		}
		found.Thresholds[item] = value
	}
	var err error
	found.Page, err = readPage(query)
	return found, err
}

// readNumber reads a number as people type it, with a comma or a point.
func readNumber(text string) (float64, error) {
	text = strings.ReplaceAll(strings.TrimSpace(text), "−", "-")
	if strings.Contains(text, ",") {
		text = strings.ReplaceAll(strings.ReplaceAll(text, ".", ""), ",", ".")
	}
	value, err := strconv.ParseFloat(text, 64)
	if err == nil && (math.IsNaN(value) || math.IsInf(value, 0)) {
		err = strconv.ErrRange
	}
	return value, err
}

// readPage reads the number of the page, from 1.
func readPage(query url.Values) (int, error) { return readPageOf(query, "p") }

// readPageOf reads the number of the page of one of the lists of a page.
func readPageOf(query url.Values, param string) (int, error) {
	text := query.Get(param)
	if text == "" {
		return 1, nil
	}
	page, err := strconv.Atoi(text)
	if err != nil || page < 1 || page > 1_000_000 {
		return 0, fault.New(fault.Invalid, "site.badPage", fault.Args{"value": text})
	}
	return page, nil
}

// cutName is the name of a threshold in the address.
func cutName(item healthmap.ValueItem, part int) string {
	if item.Combine == healthmap.AnyOf {
		return item.ID + "." + item.Parts[part].Indicator
	}
	return item.ID
}

// withThresholds gives the values with the reader's thresholds in place of the
// set's own; the values themselves may be shared and are left alone.
func withThresholds(v *healthmap.Values, thresholds map[string]float64) *healthmap.Values {
	if len(thresholds) == 0 {
		return v
	}
	moved := *v
	moved.Items = append([]healthmap.ValueItem(nil), v.Items...)
	for at := range moved.Items {
		item := &moved.Items[at]
		if value, ok := thresholds[item.ID]; ok && item.Cut != nil {
			cut := *item.Cut
			cut.Threshold = value
			item.Cut = &cut
		}
		if item.Combine != healthmap.AnyOf {
			continue
		}
		item.Parts = append([]healthmap.ValuePart(nil), item.Parts...)
		for part := range item.Parts {
			if value, ok := thresholds[cutName(*item, part)]; ok && item.Parts[part].Cut != nil {
				cut := *item.Parts[part].Cut
				cut.Threshold = value
				item.Parts[part].Cut = &cut
			}
		}
	}
	return &moved
}

// address writes the view back as parameters, without the page.
func (q mapQuery) address() url.Values {
	values := url.Values{}
	if q.Set != "" {
		values.Set("set", q.Set)
	}
	if q.Year != 0 {
		values.Set("jaar", strconv.Itoa(q.Year))
	}
	if q.Level != "cell" {
		values.Set("niveau", levelParam(q.Level))
	}
	names := make([]string, 0, len(q.Thresholds))
	for name := range q.Thresholds {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		values.Set(cutPrefix+name, strconv.FormatFloat(q.Thresholds[name], 'f', -1, 64))
	}
	return values
}

// levelParam is the name of a level in the address.
func levelParam(level string) string {
	for name, known := range mapLevels {
		if name != "" && known == level {
			return name
		}
	}
	return ""
}
