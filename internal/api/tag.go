package api

import (
	"net/http"
	"strings"
)

// has tells whether a header If-None-Match names a tag. A weak one is the same:
// what a version looks like does not differ.
func has(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if part = strings.TrimSpace(part); part == "*" || strings.TrimPrefix(part, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// notModified is the answer for who has it already.
func notModified(tag string) *answer {
	return (&answer{status: http.StatusNotModified, header: http.Header{}}).with("ETag", tag)
}
