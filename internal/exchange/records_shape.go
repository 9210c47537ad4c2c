package exchange

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/koppelkans/koppelkans/internal/exchange/shapefile"
	"github.com/koppelkans/koppelkans/internal/fault"
)

// shapeRecords is a shapefile.
type shapeRecords struct {
	shapes *shapefile.Layer
	part   string
	how    opening
}

func openShape(ctx context.Context, src *source, how opening) (records, error) {
	if src.beside == nil {
		if err := src.findBeside(ctx, how.bounds); err != nil {
			return nil, err
		}
	}
	if src.beside[".dbf"] == nil {
		return nil, fault.New(fault.Invalid, "import.no-dbf", fault.Args{"File": src.name})
	}
	shapes, err := shapefile.Open(shapefile.Files{SHP: src.data, DBF: src.beside[".dbf"], PRJ: src.beside[".prj"], CPG: src.beside[".cpg"],
		Encoding: how.encoding}, shapefile.Limits{Features: how.bounds.features, Points: how.bounds.points})
	if err != nil {
		return nil, shapeFault(err, src.name)
	}
	if len(shapes.Columns) > how.bounds.columns {
		return nil, fault.New(fault.Limit, "import.too-many", fault.Args{"File": src.name})
	}
	if shapes.EncodingGuessed {
		how.report.Add(Finding{Severity: Notice, Layer: src.part, Key: "import.dbf-encoding"})
	}
	return &shapeRecords{shapes: shapes, part: src.part, how: how}, nil
}

// findBeside reads the parts of a shapefile that lie in the same folder,
// whatever the case of their names.
func (s *source) findBeside(ctx context.Context, bounds limits) error {
	s.beside = map[string][]byte{}
	folder := filepath.Dir(s.path)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return cannotOpen(err, s.name)
	}
	for _, entry := range entries {
		extension := strings.ToLower(filepath.Ext(entry.Name()))
		if !shapeParts[extension] || stem(entry.Name()) != stem(s.name) {
			continue
		}
		if s.beside[extension], err = readFile(ctx, filepath.Join(folder, entry.Name()), bounds); err != nil {
			return err
		}
	}
	return nil
}

func shapeFault(err error, name string) error {
	var format *shapefile.FormatError
	switch {
	case errors.As(err, &format):
		return fault.Wrap(err, fault.Invalid, "import.shapefile", fault.Args{"File": name, "Part": format.Part, "Feature": format.Feature, "What": format.What})
	case errors.Is(err, shapefile.ErrLimit):
		return fault.Wrap(err, fault.Limit, "import.too-many", fault.Args{"File": name})
	}
	return err
}

func (s *shapeRecords) close()              {}
func (s *shapeRecords) layer() string       { return s.part }
func (s *shapeRecords) isMap() bool         { return true }
func (s *shapeRecords) declaredCRS() string { return s.shapes.CRS }
func (s *shapeRecords) columns() []string   { return s.shapes.Columns }

func (s *shapeRecords) each(ctx context.Context, visit func(record) error) error {
	err := s.shapes.Each(func(f shapefile.Feature) error {
		if f.Number%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		s.how.report.Rows++
		s.how.progress(int64(f.Number), int64(s.shapes.Count))
		return visit(record{row: f.Number, fields: f.Values, shape: shapeOf{kind: f.Kind, polygons: f.Polygons}})
	})
	return shapeFault(err, s.how.report.File)
}
