package exchange

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"path"
	"path/filepath"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// mostZipped bounds the files in a zip that are looked at.
const mostZipped = 10_000

// unzip takes the one file out of a zip that can be read; a shapefile comes
// with the parts beside it.
func (s *source) unzip(ctx context.Context, how opening) error {
	archive, err := zip.NewReader(bytes.NewReader(s.data), int64(len(s.data)))
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "import.zip", fault.Args{"File": s.name})
	}
	chosen, err := choose(archive.File, s.name, how.layer)
	if err != nil {
		return err
	}
	if isShape(chosen) {
		s.beside = map[string][]byte{}
		for _, file := range archive.File {
			if extension := strings.ToLower(path.Ext(file.Name)); stem(file.Name) == stem(chosen.Name) && shapeParts[extension] {
				if s.beside[extension], err = unpack(ctx, file, s.name, how.bounds); err != nil {
					return err
				}
			}
		}
	}
	s.part = path.Base(chosen.Name)
	if s.data, err = unpack(ctx, chosen, s.name, how.bounds); err != nil {
		return err
	}
	if s.format, err = sniff(s.data, s.name); err != nil {
		return err
	}
	if s.format == formatZip {
		return fault.New(fault.Invalid, "import.zip-nested", fault.Args{"File": s.name})
	}
	return nil
}

func unpack(ctx context.Context, file *zip.File, name string, bounds limits) ([]byte, error) {
	content, err := file.Open()
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "import.zip", fault.Args{"File": name})
	}
	defer content.Close()
	// What a zip says of a size may be a lie: it only saves copying.
	expect := min(int64(min(file.UncompressedSize64, 1<<40)), int64(file.CompressedSize64)*20+1<<16, bounds.bytes)
	data, err := readBounded(ctx, io.Reader(content), expect, name, bounds)
	if fault.CodeOf(err) == fault.Invalid {
		return nil, fault.Wrap(err, fault.Invalid, "import.zip", fault.Args{"File": name})
	}
	return data, err
}

var shapeParts = map[string]bool{".dbf": true, ".prj": true, ".cpg": true}

var readable = map[string]bool{".shp": true, ".gpkg": true, ".geojson": true, ".json": true, ".csv": true, ".txt": true}

func isShape(file *zip.File) bool { return strings.EqualFold(path.Ext(file.Name), ".shp") }

// stem is a path without extension, in small letters.
func stem(name string) string {
	return strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
}

// choose finds the file that is meant: the only one that can be read, or the
// one whose name the user gives as layer. Text files count only when there is
// nothing else, as many a zip holds a manual.
func choose(files []*zip.File, name, layer string) (*zip.File, error) {
	if len(files) > mostZipped {
		return nil, fault.New(fault.Limit, "import.too-many", fault.Args{"File": name})
	}
	var found, texts []*zip.File
	for _, file := range files {
		base := path.Base(filepath.ToSlash(file.Name))
		if base == "[Content_Types].xml" {
			return nil, fault.New(fault.Invalid, "import.excel", fault.Args{"File": name})
		}
		extension := strings.ToLower(path.Ext(base))
		if !readable[extension] || strings.HasPrefix(base, ".") || strings.HasPrefix(file.Name, "__MACOSX/") {
			continue
		}
		switch {
		case layer != "" && (strings.EqualFold(base, layer) || stem(base) == strings.ToLower(layer)):
			return file, nil
		case extension == ".txt":
			texts = append(texts, file)
		default:
			found = append(found, file)
		}
	}
	if len(found) == 0 {
		found = texts
	}
	switch len(found) {
	case 0:
		return nil, fault.New(fault.Invalid, "import.zip-empty", fault.Args{"File": name})
	case 1:
		return found[0], nil
	}
	names := make([]string, len(found))
	for at, file := range found {
		names[at] = path.Base(file.Name)
	}
	return nil, fault.New(fault.Invalid, "import.zip-many", fault.Args{"File": name, "Files": listNames(names)})
}
