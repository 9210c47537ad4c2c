package healthmap

import (
	"bytes"
	"embed"
	"io/fs"

	"go.yaml.in/yaml/v3"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
)

//go:embed sets/*.yaml
var shipped embed.FS

// LoadSets reads the map sets that are embedded in the program, in the order
// of their file names. Whether their indicators exist is for Check to tell.
func LoadSets() ([]MapSet, error) {
	sets, err := fs.Sub(shipped, "sets")
	if err != nil {
		return nil, fault.Wrap(err, fault.Broken, "mapset.unreadable", nil)
	}
	return loadSets(sets)
}

func loadSets(from fs.FS) ([]MapSet, error) {
	files, err := fs.Glob(from, "*.yaml")
	if err != nil {
		return nil, fault.Wrap(err, fault.Broken, "mapset.unreadable", nil)
	}
	var sets []MapSet
	seen := map[string]bool{}
	for _, file := range files {
		set, err := readSet(from, file)
		if err != nil {
			return nil, err
		}
		if seen[set.ID] {
			return nil, fault.New(fault.Invalid, "mapset.twice", fault.Args{"File": file, "Set": set.ID})
		}
		seen[set.ID] = true
		set.Facts.Audience = access.Public
		sets = append(sets, set)
	}
	return sets, nil
}

// readSet reads one file and refuses fields that nobody knows.
func readSet(from fs.FS, file string) (MapSet, error) {
	content, err := fs.ReadFile(from, file)
	if err != nil {
		return MapSet{}, fault.Wrap(err, fault.Broken, "mapset.unreadable", fault.Args{"File": file})
	}
	var set MapSet
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(&set); err != nil {
		return MapSet{}, fault.Wrap(err, fault.Invalid, "mapset.unreadable", fault.Args{"File": file})
	}
	if err := set.Check(nil); err != nil {
		return MapSet{}, fault.Wrap(err, fault.Invalid, "mapset.wrong", fault.Args{"File": file})
	}
	return set, nil
}
