package web

import (
	"net/http"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/compare"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// tableFile answers /vergelijk/tabel/bestand: all areas of the table as a file,
// in its order.
func (s *site) tableFile(w http.ResponseWriter, r *http.Request) error {
	if s.Profiles == nil {
		return fault.New(fault.NotFound, "error.404text", nil)
	}
	mapped, err := s.mapPlaces(r)
	if err != nil {
		return err
	}
	q, err := s.readTableQuery(r, mapped)
	if err != nil {
		return err
	}
	p := s.page(w, r)
	table, err := s.tableOf(r, p, q)
	if err != nil {
		return err
	}
	table.SortBy(q.column(table), q.descending)
	columns := []sheet.Column{{Name: "code"}, {Name: "name"}}
	for _, column := range table.Columns {
		columns = append(columns, figureColumns(column.Indicator.ID, strconv.Itoa(column.Period))...)
	}
	return sendSheet(w, r, "areas", columns, func(write func([]string) error) error {
		for _, line := range table.Lines {
			row := []string{line.Code, line.Name}
			for at := range table.Columns {
				row = append(row, figureCells(line.Cells[at])...)
			}
			if err := write(row); err != nil {
				return err
			}
		}
		return nil
	})
}

// compareFile answers /vergelijk/bestand: the table of a comparison as a file,
// a row for each indicator and place.
func (s *site) compareFile(w http.ResponseWriter, r *http.Request) error {
	editions, err := s.compared(r)
	if err != nil {
		return err
	}
	if s.Profiles == nil || len(editions) < compare.Fewest {
		return fault.New(fault.Invalid, "compare.oneMore", nil)
	}
	var places []compare.Place
	for _, e := range editions {
		here, peers, err := s.Profiles.Around(r.Context(), e)
		if err != nil {
			return err
		}
		places = append(places, compare.Place{Area: here, Peers: peers})
	}
	rows := compare.Rows(s.Profiles.Rules, s.Indicators.Now().For(s.actor(r)), places)
	columns := []sheet.Column{{Name: "indicator"}, {Name: "source"}, {Name: "table"}, {Name: "period", Sort: sheet.Number}, {Name: "code"}, {Name: "name"},
		{Name: "value", Sort: sheet.Number}, {Name: "reason"}, {Name: "low", Sort: sheet.Number}, {Name: "high", Sort: sheet.Number}}
	return sendSheet(w, r, "comparison", columns, func(write func([]string) error) error {
		for _, row := range rows {
			for at, cell := range row.Cells {
				line := []string{row.Indicator.ID, row.Key.Source, row.Key.Table, strconv.Itoa(row.Period), places[at].Code, places[at].Name}
				line = append(append(line, figureCells(cell)...), marginCells(cell)...)
				if err := write(line); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// figureColumns are the columns of a figure in a file: its value and, when
// there is none, the reason.
func figureColumns(indicator, period string) []sheet.Column {
	return []sheet.Column{{Name: indicator + " " + period, Sort: sheet.Number}, {Name: indicator + " reason"}}
}

func figureCells(cell compare.Cell) []string {
	if !cell.Point.Known() {
		return []string{"", cell.Point.Hole.String()}
	}
	return []string{strconv.FormatFloat(cell.Point.Value, 'f', -1, 64), ""}
}

func marginCells(cell compare.Cell) []string {
	if cell.Margin.High <= cell.Margin.Low {
		return []string{"", ""}
	}
	return []string{strconv.FormatFloat(cell.Margin.Low, 'f', -1, 64), strconv.FormatFloat(cell.Margin.High, 'f', -1, 64)}
}

// sendSheet sends rows as CSV or as an Excel workbook, as the address asks.
func sendSheet(w http.ResponseWriter, r *http.Request, name string, columns []sheet.Column, rows func(write func([]string) error) error) error {
	format, known := sheet.ParseFormat(r.URL.Query().Get("als"))
	if !known {
		return fault.New(fault.Invalid, "compare.badFormat", fault.Args{"value": r.URL.Query().Get("als")})
	}
	w.Header().Set("Content-Type", format.MediaType())
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.`+string(format)+`"`)
	to, err := sheet.NewWriter(w, format, columns)
	if err != nil {
		return err
	}
	if err := rows(to.Write); err != nil {
		return err
	}
	return to.Close()
}
