package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// use is a place in a source that names a key.
type use struct {
	key     string
	where   string // file:line
	dynamic bool   // key is only the fixed beginning of what is made while running
}

func findUses(folders ...string) ([]use, error) {
	var uses []use
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() {
				if name := entry.Name(); name == "node_modules" || name == "dist" || name == "testdata" {
					return filepath.SkipDir
				}
				return nil
			}
			var found []use
			switch {
			case strings.HasSuffix(path, "_templ.go"), strings.HasSuffix(path, "_test.go"), strings.HasSuffix(path, ".d.ts"):
			case strings.HasSuffix(path, ".go"):
				found, err = inGo(path)
			case strings.HasSuffix(path, ".templ"):
				found, err = inText(path, templCall)
			case strings.HasSuffix(path, ".ts"):
				found, err = inText(path, scriptCall)
			}
			uses = append(uses, found...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return uses, nil
}

// keyPlace tells which argument of a call is the key. T is the catalogue's
// own T(lang, key, args) as well as a page's T(key, …): the key is then the
// first literal that looks like one.
var keyPlace = map[string]int{"New": 1, "Wrap": 2}

func inGo(path string) ([]use, error) {
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var uses []use
	ast.Inspect(tree, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		var argument ast.Expr
		switch fun := call.Fun.(type) {
		case *ast.SelectorExpr:
			owner, _ := fun.X.(*ast.Ident)
			if place, ok := keyPlace[fun.Sel.Name]; ok && owner != nil && owner.Name == "fault" && len(call.Args) > place {
				argument = call.Args[place]
			} else if fun.Sel.Name == "T" {
				argument = keyOf(call.Args)
			}
		case *ast.Ident:
			if fun.Name == "T" {
				argument = keyOf(call.Args)
			}
		}
		if argument == nil {
			return true
		}
		key, dynamic := literal(argument)
		if key == "" && (!dynamic || handsOn(argument)) {
			return true // no sentence at all, or one that is handed on
		}
		uses = append(uses, use{key, files.Position(argument.Pos()).String(), dynamic})
		return true
	})
	return uses, nil
}

// keyOf finds the key among the arguments of a T call.
func keyOf(args []ast.Expr) ast.Expr {
	for _, arg := range args[:min(len(args), 2)] {
		if key, _ := literal(arg); strings.Contains(key, ".") {
			return arg
		}
	}
	return nil
}

// literal gives the text of an expression, and whether more follows it.
func literal(expr ast.Expr) (string, bool) {
	switch expr := expr.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(expr.Value)
		return text, err != nil
	case *ast.BinaryExpr:
		text, _ := literal(expr.X)
		return text, true
	}
	return "", true
}

// handsOn tells whether a key is only passed through: a variable or a field.
func handsOn(expr ast.Expr) bool {
	switch expr.(type) {
	case *ast.Ident, *ast.SelectorExpr:
		return true
	}
	return false
}

// A call in templ is p.T("key" …). In TypeScript every text that begins with
// the name of a group that pages hand to their script is a key, so that one
// behind a condition is seen too: "map.from" or `hole.${…}`.
var (
	templCall  = regexp.MustCompile(`\bT\(\s*"([a-z][\w.\-]*)"(\s*\+)?`)
	scriptCall = regexp.MustCompile("[\"'`]((?:map|hole|level|domain|border|format)\\.[\\w.\\-]*)(\\$\\{)?")
)

func inText(path string, call *regexp.Regexp) ([]use, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var uses []use
	for _, at := range call.FindAllSubmatchIndex(content, -1) {
		line := 1 + bytes.Count(content[:at[2]], []byte("\n"))
		uses = append(uses, use{string(content[at[2]:at[3]]), fmt.Sprintf("%s:%d", path, line), at[4] >= 0})
	}
	return uses, nil
}
