package app

import (
	"context"
	"fmt"
	"os"

	"go.yaml.in/yaml/v3"

	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/healthmap"
)

type setsGroup struct {
	List  setsList  `cmd:"" help:"List map sets."`
	Show  setsShow  `cmd:"" help:"Write a map set as YAML, to change and load again."`
	Load  setsLoad  `cmd:"" help:"Load a changed or new map set from YAML."`
	Reset setsReset `cmd:"" help:"Take changes back, so that the shipped set holds again."`
}

type setsList struct{ Where }

// Run lists map sets.
func (cmd *setsList) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		sets, err := p.maps.Sets(ctx, commandLineActor())
		for _, set := range sets {
			fmt.Fprintf(c.out, "%-16s %s (%d)\n", set.ID, set.Name.In(c.lang), len(set.Items))
		}
		return err
	})
}

type setsShow struct {
	Where
	Set string `arg:"" help:"Id of the map set."`
}

// Run writes a map set as YAML.
func (cmd *setsShow) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		set, err := p.maps.Set(ctx, commandLineActor(), cmd.Set)
		if err != nil {
			return err
		}
		text, err := yaml.Marshal(set)
		if err != nil {
			return err
		}
		_, err = c.out.Write(text)
		return err
	})
}

type setsLoad struct {
	Where
	File string `arg:"" help:"YAML, as 'sets show' writes it." type:"existingfile"`
}

// Run loads a map set.
func (cmd *setsLoad) Run(ctx context.Context, c *console) error {
	text, err := os.ReadFile(cmd.File)
	if err != nil {
		return err
	}
	return cmd.with(ctx, c, func(p *parts) error {
		set, err := p.maps.ReadSet(text)
		if err != nil {
			return err
		}
		if err := p.saveSet(ctx, set, false); err != nil {
			return err
		}
		c.print("app.set-loaded", fault.Args{"Set": set.ID, "N": len(set.Items)})
		return nil
	})
}

type setsReset struct {
	Where
	Set string `arg:"" help:"Id of the map set."`
}

// Run brings a shipped map set back to what is shipped, and deletes another.
func (cmd *setsReset) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		if _, err := p.maps.Set(ctx, commandLineActor(), cmd.Set); err != nil {
			return err
		}
		shipped, err := healthmap.LoadSets()
		if err != nil {
			return err
		}
		for _, set := range shipped {
			if set.ID == cmd.Set {
				return p.saveSet(ctx, set, false)
			}
		}
		return p.deleteSet(ctx, cmd.Set)
	})
}
