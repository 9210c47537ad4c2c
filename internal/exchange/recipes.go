package exchange

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

//go:embed recipes/*.yaml
var shipped embed.FS

// Recipes gives the recipes that come with Koppelkans, by id.
func Recipes() (map[string]*Recipe, error) {
	files, err := fs.Glob(shipped, "recipes/*.yaml")
	if err != nil {
		return nil, fault.Wrap(err, fault.Broken, "import.recipe-shipped", nil)
	}
	sort.Strings(files)
	recipes := map[string]*Recipe{}
	for _, file := range files {
		data, err := shipped.ReadFile(file)
		if err != nil {
			return nil, fault.Wrap(err, fault.Broken, "import.recipe-shipped", nil)
		}
		recipe, err := ParseRecipe(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if want := strings.TrimSuffix(path.Base(file), ".yaml"); recipe.ID != want {
			return nil, fmt.Errorf("%s: %w", file, recipe.wrong("id", "not the name of its file"))
		}
		recipes[recipe.ID] = recipe
	}
	return recipes, nil
}

// RecipeText gives a shipped recipe as it is written, to learn from or to
// change into one of one's own.
func RecipeText(id string) ([]byte, error) {
	data, err := shipped.ReadFile("recipes/" + path.Base(id) + ".yaml")
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "import.recipe-unknown", fault.Args{"Recipe": id})
	}
	return data, nil
}
