package job

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/koppelkans/koppelkans/internal/check"
	"github.com/koppelkans/koppelkans/internal/fault"
)

// filesCheck holds the folder of result files against their rows.
type filesCheck struct{ files *Files }

// Check is a check on the folder of result files, for the list of checks.
func (f *Files) Check() check.Check { return filesCheck{f} }

func (filesCheck) Name() string { return "job-files" }

// Run looks for rows whose file is gone, or has another length, and for files
// that nothing speaks of. These last are removed by the next worker, so that
// they are no fault.
func (c filesCheck) Run(ctx context.Context, tell func(check.Finding)) error {
	rows, err := c.files.Store.ListJobFiles(ctx, FileAsk{})
	if err != nil {
		return err
	}
	for _, row := range rows {
		info, err := os.Stat(filepath.Join(c.files.Folder, row.Name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err == nil && info.Size() == row.Bytes {
			continue
		}
		// It may have been fetched since.
		if _, err := c.files.Store.FindJobFile(ctx, row.Name); err == nil {
			tell(check.Finding{Key: "check.file-lost", Args: fault.Args{"ID": row.Job.String()}})
		} else if fault.CodeOf(err) != fault.NotFound {
			return err
		}
	}
	entries, err := os.ReadDir(c.files.Folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	left := 0
	for _, entry := range entries {
		is, err := c.files.leftover(ctx, entry.Name())
		if err != nil {
			return err
		}
		if is {
			left++
		}
	}
	if left > 0 {
		tell(check.Finding{Key: "check.file-left", Args: fault.Args{"Count": left}, Notice: true})
	}
	return nil
}
