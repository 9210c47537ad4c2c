// Package backup writes all of an installation into one file and reads it
// back. The file is a gzipped tar: a manifest that says what made it, the
// copy of the database, the files of the data folder, and at its end the
// checksum of each of these, so that a file that was cut off is seen as such.
package backup

import (
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// Format is the number of this layout; a file with a higher one is refused.
const Format = 1

// Names within the file.
const (
	manifestName  = "koppelkans.json"
	databaseName  = "database"
	folderName    = "data/"
	checksumsName = "checksums.json"
)

// Manifest says what made a backup and what it must hold.
type Manifest struct {
	Format    int              `json:"format"`
	Program   string           `json:"program"` // version
	CreatedAt time.Time        `json:"createdAt"`
	Dialect   string           `json:"dialect"`             // sqlite3 or postgres
	Schema    int64            `json:"schema"`              // number of the last migration
	Server    string           `json:"server,omitempty"`    // version of PostgreSQL
	Tool      string           `json:"tool,omitempty"`      // version of pg_dump
	Namespace string           `json:"namespace,omitempty"` // PostgreSQL's schema
	Rows      map[string]int64 `json:"rows"`                // by table
}

// Total counts the rows of all tables.
func (m Manifest) Total() int64 {
	var total int64
	for _, rows := range m.Rows {
		total += rows
	}
	return total
}

// Contents are the files on disk that go into a backup.
type Contents struct {
	Database string // the copy of the database
	Folder   string // the data folder
	// Parts are the folders within the data folder that are kept with it.
	Parts []string
}

// Progress is told how many bytes are done, of how many.
type Progress func(done, total int64)

// damaged is the fault of a file that is no whole backup.
func damaged(err error, file string) error {
	return fault.Wrap(err, fault.Invalid, "backup.damaged", fault.Args{"File": file})
}
