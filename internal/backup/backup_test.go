package backup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/koppelkans/koppelkans/internal/fault"
)

func yes(Manifest) error { return nil }

// sample makes what a backup is made of.
func sample(t testing.TB) Contents {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{"database": strings.Repeat("rows ", 1000), "files/a": "one", "files/sub/b": "", "files/c.part": "half", "other/d": "not kept"} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return Contents{Database: filepath.Join(folder, "database"), Folder: folder, Parts: []string{"files", "absent"}}
}

func written(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	manifest := Manifest{Program: "1", CreatedAt: time.Unix(1e9, 0).UTC(), Dialect: "sqlite3", Schema: 3, Rows: map[string]int64{"a": 2}}
	if err := Write(t.Context(), &out, manifest, sample(t), nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func file(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "backup")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	into, last := t.TempDir(), int64(0)
	manifest, contents, err := Read(t.Context(), file(t, written(t)), into, yes, func(done, total int64) {
		if done < last || done > total {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	if manifest.Format != Format || manifest.Schema != 3 || manifest.Rows["a"] != 2 || manifest.Total() != 2 {
		t.Errorf("manifest %+v", manifest)
	}
	for path, want := range map[string]string{contents.Database: strings.Repeat("rows ", 1000), filepath.Join(contents.Folder, "files/a"): "one", filepath.Join(contents.Folder, "files/sub/b"): ""} {
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%s: %d bytes, %v", path, len(got), err)
		}
	}
	for _, path := range []string{"data/files/c.part", "data/other/d"} {
		if _, err := os.Stat(filepath.Join(into, path)); err == nil {
			t.Errorf("%s was kept", path)
		}
	}
}

// Wherever a backup ends too early, and whichever byte changed, it is refused.
func TestDamageIsSeen(t *testing.T) {
	whole := written(t)
	for length := 0; length < len(whole); length += 5 {
		if _, _, err := Read(t.Context(), file(t, whole[:length]), t.TempDir(), yes, nil); fault.CodeOf(err) != fault.Invalid {
			t.Fatalf("cut off after %d of %d bytes: %v", length, len(whole), err)
		}
	}
	for at := 10; at < len(whole); at += 3 { // before this stands gzip's own date and system
		changed := bytes.Clone(whole)
		changed[at] ^= 0x10
		_, _, err := Read(t.Context(), file(t, changed), t.TempDir(), yes, nil)
		if err == nil && bytes.Equal(unzipped(t, changed), unzipped(t, whole)) {
			continue // a bit that says nothing
		}
		if fault.CodeOf(err) != fault.Invalid {
			t.Fatalf("byte %d of %d changed: %v", at, len(whole), err)
		}
	}
}

func unzipped(t testing.TB, content []byte) []byte {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func zipped(t testing.TB, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	if _, err := zip.Write(content); err != nil || zip.Close() != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// packed makes an archive of entries, with the right checksums or without.
func packed(t testing.TB, entries [][2]string) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	to := tar.NewWriter(zip)
	for _, entry := range entries {
		if err := to.WriteHeader(&tar.Header{Name: entry[0], Size: int64(len(entry[1])), Mode: 0o600, Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write([]byte(entry[1])); err != nil {
			t.Fatal(err)
		}
	}
	if to.Close() != nil || zip.Close() != nil {
		t.Fatal("not packed")
	}
	return out.Bytes()
}

func TestNothingIsWrittenElsewhere(t *testing.T) {
	manifest, err := json.Marshal(Manifest{Format: Format})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../evil", "data/../../evil", "/evil", "evil", "data/../evil", "data/files/../../../evil"} {
		outer := t.TempDir()
		into := filepath.Join(outer, "into")
		if err := os.Mkdir(into, 0o700); err != nil {
			t.Fatal(err)
		}
		bad := file(t, packed(t, [][2]string{{manifestName, string(manifest)}, {databaseName, "x"}, {name, "evil"}, {checksumsName, "{}"}}))
		if _, _, err := Read(t.Context(), bad, into, yes, nil); err == nil {
			t.Errorf("%s was taken", name)
		}
		err := filepath.WalkDir(outer, func(path string, entry fs.DirEntry, err error) error {
			if strings.HasSuffix(path, "evil") && filepath.Dir(path) != into && !strings.HasPrefix(path, filepath.Join(into, "data")) {
				t.Errorf("%s was written as %s", name, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestRefusedManifestEndsTheReading(t *testing.T) {
	into := t.TempDir()
	_, _, err := Read(t.Context(), file(t, written(t)), into, func(Manifest) error { return fault.New(fault.Conflict, "store.newer-schema", nil) }, nil)
	if fault.CodeOf(err) != fault.Conflict {
		t.Errorf("refused with %v", err)
	}
	if entries, err := os.ReadDir(into); err != nil || len(entries) != 0 {
		t.Errorf("it unpacked %v, %v", entries, err)
	}
	newer := file(t, packed(t, [][2]string{{manifestName, `{"format": 2, "program": "9"}`}}))
	if _, _, err := Read(t.Context(), newer, into, yes, nil); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("a newer format: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Read(ended, file(t, written(t)), into, yes, nil); err == nil || fault.CodeOf(err) == fault.Invalid {
		t.Errorf("a reading that was stopped: %v", err)
	}
}

// Whatever a file holds, reading it ends with an answer and writes nothing
// outside its folder.
func FuzzRead(f *testing.F) {
	f.Add(unzipped(f, written(f)))
	f.Add([]byte("hello"))
	f.Add(unzipped(f, packed(f, [][2]string{{manifestName, `{"format":1}`}, {databaseName, "x"}, {"data/../x", "y"}, {checksumsName, `{}`}})))
	f.Fuzz(func(t *testing.T, content []byte) { // what gzip guards is of no use to fuzz
		outer := t.TempDir()
		into := filepath.Join(outer, "into")
		if err := os.Mkdir(into, 0o700); err != nil {
			t.Fatal(err)
		}
		path := file(t, zipped(t, content))
		_, _, _ = Read(t.Context(), path, into, yes, nil)
		if entries, err := os.ReadDir(outer); err != nil || len(entries) != 1 {
			t.Fatalf("written beside the folder: %v, %v", entries, err)
		}
	})
}
