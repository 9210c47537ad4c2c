// Command build bundles the style, scripts and letters of the pages into
// ../dist: hashed names, a manifest, and each text file gzipped beside it.
// Run it from the top of the repository, after npm ci:
//
//	go run ./internal/web/assets/build
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	source = "internal/web/assets/src"
	dist   = "internal/web/assets/dist"
)

func main() {
	quiet := flag.Bool("quiet", false, "do not list the files")
	modules := flag.String("modules", "", "write the modules that node tests to this folder, and nothing else")
	flag.Parse()
	err := error(nil)
	if *modules != "" {
		err = writeModules(*modules)
	} else {
		err = run(*quiet)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

func run(quiet bool) error {
	if _, err := os.Stat("node_modules/maplibre-gl"); err != nil {
		return errors.New("node_modules is missing; run npm ci at the top of the repository first")
	}
	if err := empty(); err != nil {
		return err
	}
	manifest, err := bundle()
	if err != nil {
		return err
	}
	if err := copyAsIs(manifest); err != nil {
		return err
	}
	if err := write("manifest.json", mustJSON(manifest)); err != nil {
		return err
	}
	return compress(quiet)
}

// bundle runs esbuild over the entry points. Scripts are modules with
// splitting, so that the map page's own code runs before the map library,
// which comes in by a dynamic import, has arrived.
func bundle() (map[string]string, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{
			source + "/site.css", source + "/map.css", source + "/paper.css",
			source + "/site.ts", source + "/map.ts", source + "/passkey.ts",
		},
		Outdir:            dist,
		EntryNames:        "[name].[hash]",
		ChunkNames:        "[name].[hash]",
		AssetNames:        "[name].[hash]",
		PublicPath:        "/assets",
		Bundle:            true,
		Splitting:         true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsEndOfFile,
		Loader:            map[string]api.Loader{".woff2": api.LoaderFile, ".svg": api.LoaderFile},
		Charset:           api.CharsetUTF8,
		LogLevel:          api.LogLevelWarning,
		Metafile:          true,
		Write:             true,
	})
	if len(result.Errors) > 0 {
		return nil, fmt.Errorf("esbuild reports %d errors", len(result.Errors))
	}
	var meta struct {
		Outputs map[string]struct {
			EntryPoint string                     `json:"entryPoint"`
			Inputs     map[string]json.RawMessage `json:"inputs"`
			Imports    []struct {
				Path string `json:"path"`
				Kind string `json:"kind"`
			} `json:"imports"`
		} `json:"outputs"`
	}
	if err := json.Unmarshal([]byte(result.Metafile), &meta); err != nil {
		return nil, err
	}
	manifest := map[string]string{}
	for output, about := range meta.Outputs {
		name := filepath.Base(output)
		if about.EntryPoint != "" {
			plain := filepath.Base(about.EntryPoint)
			if strings.HasSuffix(plain, ".ts") {
				plain = strings.TrimSuffix(plain, ".ts") + ".js"
			}
			manifest[plain] = name // mapview.js, reached by import(), is one too
			for _, imported := range about.Imports {
				if imported.Kind == "import-statement" {
					manifest[plain+" imports"] += " " + filepath.Base(imported.Path)
				}
			}
			continue
		}
		if ext := filepath.Ext(name); ext == ".woff2" || ext == ".svg" {
			for input := range about.Inputs {
				manifest[filepath.Base(input)] = name
			}
		}
	}
	return manifest, nil
}

// writeModules makes JavaScript of the pure modules, for node's test runner,
// which reads no TypeScript.
func writeModules(folder string) error {
	result := api.Build(api.BuildOptions{
		EntryPoints:  []string{source + "/map/testing.ts"},
		Outdir:       folder,
		OutExtension: map[string]string{".js": ".mjs"},
		Bundle:       true,
		Format:       api.FormatESModule,
		Target:       api.ES2022,
		Sourcemap:    api.SourceMapInline,
		LogLevel:     api.LogLevelWarning,
		Write:        true,
	})
	if len(result.Errors) > 0 {
		return fmt.Errorf("esbuild reports %d errors", len(result.Errors))
	}
	return nil
}

// asIs are files that are taken as they are. MapLibre starts its worker by
// address, so that it cannot be part of a bundle; only a page with a map
// loads it. The letters are for pictures that the server paints.
var asIs = []string{
	"node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs",
	source + "/icon.svg",
	letters + "400-normal.woff", letters + "700-normal.woff", letters + "400-italic.woff",
}

const letters = "node_modules/@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-"

func copyAsIs(manifest map[string]string) error {
	for _, path := range asIs {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if at := bytes.LastIndex(content, []byte("//# sourceMappingURL=")); at >= 0 {
			content = content[:at]
		}
		plain, sum := filepath.Base(path), sha256.Sum256(content)
		ext := filepath.Ext(plain)
		name := strings.TrimSuffix(plain, ext) + "." + hex.EncodeToString(sum[:4]) + ext
		manifest[plain] = name
		if err := write(name, content); err != nil {
			return err
		}
	}
	return nil
}

func empty() error {
	old, err := os.ReadDir(dist)
	if err != nil {
		return err
	}
	for _, entry := range old {
		if entry.Name() == ".keep" {
			continue
		}
		if err := os.Remove(filepath.Join(dist, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

func compress(quiet bool) error {
	entries, err := os.ReadDir(dist)
	if err != nil {
		return err
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() < entries[j].Name() })
	for _, entry := range entries {
		switch filepath.Ext(entry.Name()) {
		case ".css", ".js", ".mjs", ".svg":
		default:
			continue
		}
		content, err := os.ReadFile(filepath.Join(dist, entry.Name()))
		if err != nil {
			return err
		}
		var packed bytes.Buffer
		writer, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := writer.Write(content); err != nil {
			return err
		}
		if err := writer.Close(); err != nil {
			return err
		}
		if err := write(entry.Name()+".gz", packed.Bytes()); err != nil {
			return err
		}
		if !quiet {
			fmt.Printf("%-44s %8d bytes, %7d gzipped\n", entry.Name(), len(content), packed.Len())
		}
	}
	return nil
}

func write(name string, content []byte) error {
	return os.WriteFile(filepath.Join(dist, name), content, 0o644)
}

func mustJSON(value any) []byte {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		panic(err) // a map of strings always encodes
	}
	return text
}
