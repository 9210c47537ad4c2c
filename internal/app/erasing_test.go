package app

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Erasing a person also takes away files that lie beside the database.
func TestErasingClearsFilesBesideTheDatabase(t *testing.T) {
	ctx, p := context.Background(), openTest(t)
	people, _ := p.records.Kinds.ByName("person")
	program := access.Actor{Program: true}
	row, err := p.records.Create(ctx, program, people, record.Values{"name": "Zorgvlinder Persoon"})
	if err != nil {
		t.Fatal(err)
	}
	uploads := p.transfer.Uploads.Folder
	if err := os.MkdirAll(uploads, 0o750); err != nil {
		t.Fatal(err)
	}
	sent := filepath.Join(uploads, "0000000000001-person-abc.csv")
	if err := os.WriteFile(sent, []byte("name\nZorgvlinder"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := p.records.Erase(ctx, program, people, row.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(sent); !os.IsNotExist(err) {
		t.Errorf("a file that was sent is still there: %v", err)
	}
}
