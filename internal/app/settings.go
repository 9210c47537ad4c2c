package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/survey"
	"github.com/koppelkans/koppelkans/internal/web"
)

// Names of settings.
const (
	settingTiles       = "background-tiles"
	settingAttribution = "background-attribution"
	settingEmbed       = "embed-in"
)

// settingNames tells what can be set, and what each is for.
var settingNames = map[string]string{
	settingTiles:       "setting.background-tiles",
	settingAttribution: "setting.background-attribution",
	settingEmbed:       "setting.embed-in",

	account.SettingContact: "setting.security-contact",
	survey.SettingSmallest: "setting.survey-smallest",
}

// pdok is the background map of PDOK, in Web Mercator.
var pdok = map[string]string{
	settingTiles:       "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png",
	settingAttribution: "Kadaster, PDOK (CC BY 4.0)",
}

type settingsCommand struct {
	Where
	Name  string  `arg:"" optional:"" help:"Setting to change."`
	Value *string `arg:"" optional:"" help:"Its value; 'pdok' for background-tiles switches PDOK's map on, '' switches it off."`
}

// Run shows settings, or changes one.
func (cmd *settingsCommand) Run(ctx context.Context, c *console) error {
	return cmd.with(ctx, c, func(p *parts) error {
		if cmd.Value != nil {
			if err := cmd.change(ctx, p); err != nil {
				return err
			}
		}
		for _, name := range slices.Sorted(maps.Keys(settingNames)) {
			value, err := p.db.Setting(ctx, name)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%s = %q  # %s\n", name, value, c.say(settingNames[name], nil))
		}
		return nil
	})
}

func (cmd *settingsCommand) change(ctx context.Context, p *parts) error {
	if settingNames[cmd.Name] == "" {
		return fault.New(fault.Invalid, "app.setting", fault.Args{"Setting": cmd.Name, "Known": strings.Join(slices.Sorted(maps.Keys(settingNames)), ", ")})
	}
	if cmd.Name == settingTiles && *cmd.Value == "pdok" {
		for name, value := range pdok {
			if err := p.db.SaveSetting(ctx, name, value); err != nil {
				return err
			}
		}
		return nil
	}
	if cmd.Name == account.SettingContact && *cmd.Value != "" {
		if err := account.CheckContact(*cmd.Value); err != nil {
			return err
		}
	}
	if cmd.Name == settingEmbed {
		if _, err := web.CheckOrigins(*cmd.Value); err != nil {
			return err
		}
	}
	if cmd.Name == survey.SettingSmallest && *cmd.Value != "" {
		if _, err := survey.ParseSmallest(*cmd.Value); err != nil {
			return err
		}
	}
	return p.db.SaveSetting(ctx, cmd.Name, *cmd.Value)
}
