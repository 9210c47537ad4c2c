package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/backup"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/store"
)

// keptFolders are the folders within the data folder that a backup holds,
// beside the database.
func keptFolders() []string { return []string{filesFolder} }

// postgresTools is a setting of commands that run the programs of PostgreSQL.
type postgresTools struct {
	PgBin string `help:"Folder with pg_dump, pg_restore and psql; default: found along PATH." env:"KOPPELKANS_PG_BIN" placeholder:"DIR" type:"path"`
}

type backupCommand struct {
	Where
	postgresTools
	File    string `arg:"" help:"File to write." type:"path"`
	Replace bool   `help:"Write over a file that is there."`
}

// Run writes a backup. It appears under its name when it is whole.
func (cmd *backupCommand) Run(ctx context.Context, c *console) (err error) {
	name := filepath.Base(cmd.File)
	if _, err := os.Stat(cmd.File); err == nil && !cmd.Replace {
		return fault.New(fault.Conflict, "backup.file-there", fault.Args{"File": name})
	}
	scratch, err := os.MkdirTemp(filepath.Dir(cmd.File), ".backup-")
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "app.cannot-write", fault.Args{"File": cmd.File})
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	bar := c.newBar(c.say("backup.copying", nil))
	defer bar.end()
	database := filepath.Join(scratch, "database")
	copied, err := store.CopyOut(ctx, store.Config{Folder: cmd.Data, URL: cmd.Database}, database, store.CopyOptions{Tools: cmd.PgBin, Scratch: scratch, Progress: bar.part})
	if err != nil {
		return err
	}
	bar.next(c.say("backup.packing", nil))
	manifest := backup.Manifest{
		Program: Version, CreatedAt: time.Now().UTC().Truncate(time.Second), Dialect: copied.Dialect, Schema: copied.Schema,
		Server: copied.Server, Tool: copied.Tool, Namespace: copied.Namespace, Rows: copied.Rows,
	}
	whole := filepath.Join(scratch, "whole")
	contents := backup.Contents{Database: database, Folder: cmd.Data, Parts: keptFolders()}
	if err := writeWhole(ctx, whole, manifest, contents, bar.part); err != nil {
		return err
	}
	if err := os.Rename(whole, cmd.File); err != nil {
		return err
	}
	if err := store.SyncFolder(filepath.Dir(cmd.File)); err != nil {
		return err
	}
	info, err := os.Stat(cmd.File)
	if err != nil {
		return err
	}
	bar.end()
	c.print("backup.done", fault.Args{"File": cmd.File, "Tables": len(manifest.Rows), "Rows": manifest.Total(), "Kilobytes": (info.Size() + 1023) / 1024})
	return nil
}

// writeWhole writes a backup to a file and makes it last.
func writeWhole(ctx context.Context, path string, manifest backup.Manifest, contents backup.Contents, progress backup.Progress) (err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := backup.Write(ctx, file, manifest, contents, progress); err != nil {
		return err
	}
	return file.Sync()
}

type restoreCommand struct {
	Where
	postgresTools
	File    string `arg:"" help:"Backup to put back." type:"existingfile"`
	Replace bool   `help:"Put it in the place of the data that are there; these are lost. Stop all programs first."`
}

// scratchFolder begins the name of a folder in which a backup is unpacked.
const scratchFolder = ".restore-"

// Run puts a backup back: all of it, or nothing.
func (cmd *restoreCommand) Run(ctx context.Context, c *console) (err error) {
	// Within the data folder, so that what was unpacked can be moved by a rename.
	scratch, err := cmd.scratch()
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "store.no-folder", fault.Args{"Folder": cmd.Data})
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	config := store.Config{Folder: cmd.Data, URL: cmd.Database}
	bar := c.newBar(c.say("backup.unpacking", nil))
	defer bar.end()
	options := store.CopyOptions{Tools: cmd.PgBin, Scratch: scratch, Replace: cmd.Replace, Progress: bar.part}
	accept := func(m backup.Manifest) error { return store.CheckCopyIn(ctx, config, copyOf(m), options) }
	manifest, contents, err := backup.Read(ctx, cmd.File, scratch, accept, bar.part)
	if err != nil {
		return err
	}
	bar.next(c.say("backup.restoring", nil))
	// Files come before the database: one that nothing speaks of does no harm.
	if err := moveFiles(contents.Folder, cmd.Data); err != nil {
		return err
	}
	if err := store.CopyIn(ctx, config, contents.Database, copyOf(manifest), options); err != nil {
		return err
	}
	bar.end()
	c.print("backup.restored", fault.Args{"Program": manifest.Program, "Time": manifest.CreatedAt.Local().Format("2006-01-02 15:04"), "Tables": len(manifest.Rows), "Rows": manifest.Total()})
	// Opening brings an older schema up to date, and shows that it can be opened.
	return cmd.with(ctx, c, func(p *parts) error { return p.files.Sweep(ctx) })
}

// scratch makes a folder to unpack in, and removes those that restores left
// that were cut off.
func (cmd *restoreCommand) scratch() (string, error) {
	if err := os.MkdirAll(cmd.Data, 0o750); err != nil {
		return "", err
	}
	left, err := os.ReadDir(cmd.Data)
	if err != nil {
		return "", err
	}
	for _, entry := range left {
		if !strings.HasPrefix(entry.Name(), scratchFolder) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(cmd.Data, entry.Name())); err != nil {
			return "", err
		}
	}
	return os.MkdirTemp(cmd.Data, scratchFolder)
}

func copyOf(m backup.Manifest) store.Copy {
	return store.Copy{Dialect: m.Dialect, Schema: m.Schema, Server: m.Server, Tool: m.Tool, Namespace: m.Namespace, Rows: m.Rows}
}

// moveFiles moves the files of a backup into the data folder.
func moveFiles(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a backup without files
		}
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
			return err
		}
		return os.Rename(path, target)
	})
}
