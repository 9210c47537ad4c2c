package app

import "github.com/alecthomas/kong"

const about = `Koppelkans: the health map of a municipality, from its own official areas and figures.

First steps:
  koppelkans demo  --data ./data                     fill an empty folder with a fictional municipality
  koppelkans serve --data ./data                     show it on http://localhost:8080
  koppelkans import table rivm-50090ned FILE --data ./data
  koppelkans map export --place GM0772 --set city8 --format csv --out map.csv --data ./data

Every setting can also be given by environment: KOPPELKANS_DATA, KOPPELKANS_DATABASE, KOPPELKANS_LISTEN, …
Messages are in Dutch when the terminal is, else in English (KOPPELKANS_LANG=nl or en).`

// commandLine is the grammar of the program: what can be typed.
type commandLine struct {
	Serve      serveCommand      `cmd:"" help:"Serve the pages."`
	Demo       demoCommand       `cmd:"" help:"Fill an empty data folder with the fictional municipality of Waterhoven."`
	Import     importCommands    `cmd:"" help:"Read official areas and figures. --dry-run only checks a file."`
	Own        ownGroup          `cmd:"" help:"Load what residents answered in a survey of our own; small numbers are hidden."`
	Recipes    recipesCommand    `cmd:"" help:"List the recipes that can read a table, or show one."`
	Deliveries deliveryGroup     `cmd:"" help:"List what was delivered; undo a delivery or bring it back."`
	Sets       setsGroup         `cmd:"" help:"List, show and change map sets and their thresholds."`
	Map        mapGroup          `cmd:"" help:"Export the health map."`
	Factsheets factsheetsCommand `cmd:"" help:"Write the factsheets of all areas of a municipality into one zip file."`
	Areas      areasGroup        `cmd:"" help:"Find which areas continued, split, merged or got another code."`
	Jobs       jobsGroup         `cmd:"" help:"List, follow, cancel and retry the work that goes on behind the pages."`
	Records    recordsGroup      `cmd:"" help:"List the kinds of records; export and import them."`
	Search     searchGroup       `cmd:"" help:"Make the search index anew."`
	Account    accountGroup      `cmd:"" help:"Make the first account; mend who can sign in."`
	Mail       mailGroup         `cmd:"" help:"Note which letters came back."`
	Backup     backupCommand     `cmd:"" help:"Write all data into one file, while a server runs."`
	Restore    restoreCommand    `cmd:"" help:"Put a backup back."`
	Check      checkCommand      `cmd:"" help:"Tell whether the data hold together; exit code 1 when something is wrong."`
	Settings   settingsCommand   `cmd:"" help:"Show or change settings of this installation."`

	Version kong.VersionFlag `help:"Print the version."`
}

// Where tells where the data is; every command has it.
type Where struct {
	Data     string `help:"Folder with the data (embedded SQLite)." default:"./data" env:"KOPPELKANS_DATA" placeholder:"DIR" type:"path"`
	Database string `help:"Use this PostgreSQL instead, postgres://…" env:"KOPPELKANS_DATABASE" placeholder:"URL"`
}
