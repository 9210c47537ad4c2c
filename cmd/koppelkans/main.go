// Command koppelkans is all of Koppelkans: the server and its command line.
package main

import (
	"os"

	"github.com/koppelkans/koppelkans/internal/app"
)

func main() { os.Exit(app.Main(os.Args[1:], os.Stdout, os.Stderr)) }
