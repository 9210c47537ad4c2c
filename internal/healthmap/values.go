package healthmap

import (
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/indicator"
	"github.com/koppelkans/koppelkans/internal/place"
)

// Words gives the sentence behind a key of the language catalogue.
type Words func(lang, key string) string

// reader is who a document is written for.
type reader struct {
	lang  string
	words Words
}

func (r reader) text(key string) string { return r.words(r.lang, key) }

// writeValues makes the document of a set and year. Year 0 is the newest with
// figures; a year without figures shows the newest before it.
func (s *Service) writeValues(f *figures, set MapSet, year int, r reader) *Values {
	values := &Values{Set: set.ID, Name: set.Name.In(r.lang), Year: year, Years: f.setYears(set, s.Catalogue)}
	if year == 0 && len(values.Years) > 0 {
		values.Year = values.Years[len(values.Years)-1]
	}
	for _, item := range set.Items {
		values.Items = append(values.Items, s.writeItem(f, item, values.Year, r))
	}
	for _, d := range f.deliveries {
		values.Fictional = values.Fictional || d.Source == FictionalSource
	}
	return values
}

// FictionalSource is the source of everything that was made up.
const FictionalSource = "demo"

// setYears lists the periods in which any part of a set has figures.
func (f *figures) setYears(set MapSet, catalogue Catalogue) []int {
	years := []int{}
	for _, item := range set.Items {
		for _, part := range item.Parts {
			if known, found := catalogue.ByID(part.Indicator); found {
				years = append(years, f.years(part.Indicator, part.Table, known.Support)...)
			}
		}
	}
	slices.Sort(years)
	return slices.Compact(years)
}

func (s *Service) writeItem(f *figures, item Item, year int, r reader) ValueItem {
	written := ValueItem{
		ID: item.ID, Name: item.Name.In(r.lang), Short: item.Short.In(r.lang), Note: item.Note.In(r.lang),
		Domain: string(item.Domain), Combine: item.Combine, Cut: writeCut(item.Cut, r),
	}
	for _, part := range item.Parts {
		written.Parts = append(written.Parts, s.writePart(f, part, year, r))
	}
	return written
}

func writeCut(cut *Cut, r reader) *ValueCut {
	if cut == nil {
		return nil
	}
	return &ValueCut{Cut: *cut, SourceText: cut.Source.In(r.lang)}
}

func (s *Service) writePart(f *figures, part Part, year int, r reader) ValuePart {
	known, _ := s.Catalogue.ByID(part.Indicator) // map sets are checked when they are loaded
	written := ValuePart{
		Indicator: part.Indicator, Name: known.Name.In(r.lang), Unit: r.text("unit." + known.Unit), Decimals: known.Decimals,
		Cut: writeCut(part.Cut, r), Support: string(known.Support), SupportText: r.text("level." + string(known.Support)),
		Sort: string(known.Sort), SortText: r.text("sort." + string(known.Sort)), Columns: []ValueColumn{},
	}
	key, period, found := f.newest(part.Indicator, part.Table, known.Support, year)
	s.writeSource(&written, known, f, key, period, found)
	if !found {
		return written
	}
	written.Period = period
	for _, level := range []place.Level{place.Neighbourhood, place.District, place.Postcode4} {
		key.level = level
		if _, published := f.seen[key][period]; published {
			written.Columns = append(written.Columns, f.column(key, period))
		}
	}
	return written
}

// writeSource says who published a part: the delivery's source when there is
// one, else the source of the catalogue.
func (s *Service) writeSource(written *ValuePart, known indicator.Indicator, f *figures, key series, period int, found bool) {
	name, table := known.Source, ""
	if found {
		d := f.deliveryOf(key, period)
		name, table = d.Source, d.Table
		written.Notice, written.Assumed = d.Note, f.assumed[d.ID][known.ID]
	}
	source, listed := s.Catalogue.Source(name)
	if !listed {
		written.Source = name
		return
	}
	written.Source = strings.TrimSpace(source.Publisher + ", " + source.Name)
	if table != "" {
		written.Source += " (" + table + ")"
	}
	written.Licence, written.URL = source.Licence, source.URL
}
