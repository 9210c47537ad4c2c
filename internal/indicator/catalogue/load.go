package catalogue

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/indicator"
)

//go:embed data/*.yaml
var embedded embed.FS

// files are read in this order, which is also the order of the catalogue.
var files = []string{
	"rivm.yaml", "ses-police.yaml", "cbs-people.yaml", "cbs-place.yaml",
	"distances.yaml", "environment.yaml", "eindhoven.yaml",
}

// Load reads the catalogue that is embedded in the program. It takes some
// milliseconds: call it once and pass the result on.
func Load() (*Catalogue, error) {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, fault.Wrap(err, fault.Broken, "catalogue.unreadable", nil)
	}
	return load(data, files)
}

// load reads themes.yaml, sources.yaml and files of indicators, and checks
// that they hold together.
func load(from fs.FS, files []string) (*Catalogue, error) {
	c := &Catalogue{indicators: map[string]int{}, sources: map[string]int{}, themes: map[string]int{}}
	if err := c.loadThemes(from); err != nil {
		return nil, err
	}
	if err := c.loadSources(from); err != nil {
		return nil, err
	}
	documents, err := decodeAll(from, files)
	if err != nil {
		return nil, err
	}
	for at, document := range documents {
		if err := c.addIndicators(files[at], document.Indicators); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *Catalogue) loadThemes(from fs.FS) error {
	const file = "themes.yaml"
	var document struct {
		Themes []Theme `yaml:"themes"`
	}
	if err := decode(from, file, &document); err != nil {
		return err
	}
	for _, theme := range document.Themes {
		if err := checkTheme(theme); err != nil {
			return wrong(file, theme.ID, err)
		}
		if _, twice := c.themes[theme.ID]; twice {
			return wrong(file, theme.ID, errTwice)
		}
		c.themes[theme.ID] = len(c.Themes)
		c.Themes = append(c.Themes, theme)
	}
	return nil
}

func (c *Catalogue) loadSources(from fs.FS) error {
	const file = "sources.yaml"
	var document struct {
		Sources []delivery.Source `yaml:"sources"`
	}
	if err := decode(from, file, &document); err != nil {
		return err
	}
	for _, source := range document.Sources {
		if err := checkSource(source); err != nil {
			return wrong(file, source.ID, err)
		}
		if _, twice := c.sources[source.ID]; twice {
			return wrong(file, source.ID, errTwice)
		}
		c.sources[source.ID] = len(c.Sources)
		c.Sources = append(c.Sources, source)
	}
	return nil
}

// document is a file of indicators.
type document struct {
	// Templates hold what the indicators of a file share; indicators take them
	// over with YAML's own merge key, so there is nothing to do with them here.
	Templates  map[string]indicator.Indicator `yaml:"templates"`
	Indicators []indicator.Indicator          `yaml:"indicators"`
}

// decodeAll reads the files side by side: reading YAML is most of the time
// that Load takes, and every start of the program waits for it.
func decodeAll(from fs.FS, files []string) ([]document, error) {
	documents, errs := make([]document, len(files)), make([]error, len(files))
	var group sync.WaitGroup
	for at, file := range files {
		group.Go(func() { errs[at] = decode(from, file, &documents[at]) })
	}
	group.Wait()
	return documents, errors.Join(errs...)
}

func (c *Catalogue) addIndicators(file string, indicators []indicator.Indicator) error {
	for _, i := range indicators {
		if i.Short == nil {
			i.Short = i.Name
		}
		if err := c.checkIndicator(i); err != nil {
			return wrong(file, i.ID, err)
		}
		if _, twice := c.indicators[i.ID]; twice {
			return wrong(file, i.ID, errTwice)
		}
		c.indicators[i.ID] = len(c.Indicators)
		c.Indicators = append(c.Indicators, i)
	}
	return nil
}

// decode reads one file and refuses fields that nobody knows.
func decode(from fs.FS, file string, into any) error {
	content, err := fs.ReadFile(from, file)
	if err != nil {
		return fault.Wrap(err, fault.Broken, "catalogue.unreadable", fault.Args{"File": file})
	}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return fault.Wrap(err, fault.Invalid, "catalogue.unreadable", fault.Args{"File": file})
	}
	return nil
}

// wrong names the file and the id that a check refused.
func wrong(file, id string, err error) error {
	return fault.Wrap(err, fault.Invalid, "catalogue.wrong", fault.Args{"File": file, "ID": id, "Why": fmt.Sprint(err)})
}
