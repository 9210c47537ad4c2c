package app

import (
	"fmt"
	"maps"
	"slices"

	"github.com/koppelkans/koppelkans/internal/exchange"
	"github.com/koppelkans/koppelkans/internal/fault"
)

type recipesCommand struct {
	Recipe string `arg:"" optional:"" help:"Show this recipe as YAML; without it all are listed."`
}

// Run lists recipes, or shows one.
func (cmd *recipesCommand) Run(c *console) error {
	if cmd.Recipe != "" {
		text, err := exchange.RecipeText(cmd.Recipe)
		if err != nil {
			return fault.New(fault.Invalid, "app.recipe", fault.Args{"Recipe": cmd.Recipe})
		}
		_, err = c.out.Write(text)
		return err
	}
	recipes, err := exchange.Recipes()
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(recipes)) {
		fmt.Fprintf(c.out, "%-28s %s\n", name, recipes[name].Name.In(c.lang))
	}
	return nil
}
