//go:build generated

// Package tools keeps in go.mod what code imports that our tools generate.
package tools

import (
	_ "github.com/oapi-codegen/runtime"
	_ "github.com/oapi-codegen/runtime/types"
)
