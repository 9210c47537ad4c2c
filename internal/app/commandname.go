package app

import "github.com/alecthomas/kong"

// commandName is the last word of the command that was typed, for commands
// that share a type.
type commandName string

// BeforeApply gives each of the commands that share deliveryTurn its name.
func (cmd *deliveryTurn) BeforeApply(path *kong.Path, context *kong.Context) error {
	context.Bind(commandName(path.Node().Name))
	return nil
}
