// Package assets holds the files that pages load: style, script, letters. They
// are made by the build program beside this file and embedded in the binary.
package assets

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// all: also takes dist/.keep, so that the package compiles before the first build.
//
//go:embed all:dist
var dist embed.FS

// Files serves the built files and knows their hashed names.
type Files struct {
	root  fs.FS
	names map[string]string // app.css → app.3f2a.css
}

// Open reads the manifest of the built files.
func Open() (*Files, error) {
	root, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	files := &Files{root: root, names: map[string]string{}}
	manifest, err := fs.ReadFile(root, "manifest.json")
	if err != nil {
		return nil, fmt.Errorf("assets are not built (go run ./internal/web/assets/build): %w", err)
	}
	if err := json.Unmarshal(manifest, &files.names); err != nil {
		return nil, fmt.Errorf("assets manifest: %w", err)
	}
	return files, nil
}

// URL gives the address of a file by its plain name; "" when it does not exist.
func (f *Files) URL(name string) string {
	hashed, ok := f.names[name]
	if !ok {
		return ""
	}
	return "/assets/" + hashed
}

// Imports gives the addresses of the modules that a script begins with.
func (f *Files) Imports(name string) []string {
	var found []string
	for _, module := range strings.Fields(f.names[name+" imports"]) {
		found = append(found, "/assets/"+module)
	}
	return found
}

// Content gives a file by its plain name, for the server itself.
func (f *Files) Content(name string) ([]byte, error) {
	return fs.ReadFile(f.root, f.names[name])
}

// types by extension; named here because a machine's own list may lack them.
var types = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".mjs":   "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".woff2": "font/woff2",
	".txt":   "text/plain; charset=utf-8",
}

// Hashed gives a file by the address that a page names, with its type; nil when
// there is none.
func (f *Files) Hashed(address string) (content []byte, mediaType string) {
	name, is := strings.CutPrefix(address, "/assets/")
	mediaType = types[path.Ext(name)]
	if !is || mediaType == "" || strings.Contains(name, "/") {
		return nil, ""
	}
	content, err := fs.ReadFile(f.root, name)
	if err != nil {
		return nil, ""
	}
	return content, mediaType
}

// ServeHTTP serves /assets/NAME. A hashed name never changes its content, so
// a browser may keep it for ever.
func (f *Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/assets/")
	kind, known := types[path.Ext(name)]
	if !known || strings.Contains(name, "/") {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	var content []byte
	var err error
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if content, err = fs.ReadFile(f.root, name+".gz"); err == nil {
			header.Set("Content-Encoding", "gzip")
		}
	}
	if content == nil {
		if content, err = fs.ReadFile(f.root, name); err != nil {
			http.NotFound(w, r)
			return
		}
	}
	header.Set("Content-Type", kind)
	header.Set("Vary", "Accept-Encoding")
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}
