package view

// ExportLater offers a large export as work behind the pages.
type ExportLater struct {
	Action, Back string
	SignedIn     bool
}

// ImportForm is the form to send a file.
type ImportForm struct {
	Path, Wrong string
	Columns     []ImportColumn
}

// ImportColumn is a column of a file: as the screen calls it, and the program.
type ImportColumn struct{ Label, Name string }

// ImportReport is what importing a file would do, or did.
type ImportReport struct {
	Path, Name, FileName, Stage, Job, JobURL string
	New, Changed, Same, Faults               int
	Rows                                     []ImportFault
	Notices                                  []ImportFault
}

// ImportFault is what is wrong in a file.
type ImportFault struct{ Row, Column, Why string }

// More is how many faults are not shown.
func (r ImportReport) More() int { return r.Faults - len(r.Rows) }
