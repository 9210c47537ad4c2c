package main

import (
	"slices"
	"strings"
	"testing"
)

// A skip that goes unseen is a test that nobody runs; so the program that looks
// for them is itself held against every sort of skip.
func TestWrongSkips(t *testing.T) {
	const log = `{"Action":"output","Package":"p","Test":"Data","Output":"    a_test.go:3: needs data: no folder\n"}
{"Action":"skip","Package":"p","Test":"Data"}
{"Action":"output","Package":"p","Test":"Absent","Output":"    a_test.go:9: needs postgres: not set\n"}
{"Action":"skip","Package":"p","Test":"Absent"}
{"Action":"output","Package":"p","Test":"Lazy","Output":"    a_test.go:4: not today\n"}
{"Action":"skip","Package":"p","Test":"Lazy"}
{"Action":"output","Package":"p","Test":"Typo","Output":"    a_test.go:4: needs dta: no folder\n"}
{"Action":"skip","Package":"p","Test":"Typo"}
{"Action":"output","Package":"p","Test":"Twice","Output":"    a_test.go:5: needs data: no folder\n"}
{"Action":"skip","Package":"p","Test":"Twice"}
{"Action":"output","Package":"p","Test":"Good","Output":"    a_test.go:6: measured: 12 ms\n"}
{"Action":"pass","Package":"p","Test":"Good"}
{"Action":"pass","Package":"p"}
`
	all := results{tests: map[string]*test{}}
	for _, file := range []string{log, `{"Action":"pass","Package":"p","Test":"Twice"}`} {
		if err := all.read(strings.NewReader(file)); err != nil {
			t.Fatal(err)
		}
	}
	got := all.wrong(map[string]bool{"data": true, "postgres": false})
	want := []string{"p Data: skipped: needs data: no folder", "p Lazy: skipped: not today", "p Typo: skipped: needs dta: no folder"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if want := []string{"measured: 12 ms"}; !slices.Equal(all.measured, want) {
		t.Errorf("measured %q, want %q", all.measured, want)
	}
	if err := all.read(strings.NewReader("FAIL\n")); err == nil {
		t.Error("a line that is no event was read without an error")
	}
}
