// Package fault has the one error type of Koppelkans. A Fault says what went
// wrong as a key of the language catalogue with its arguments, so that the
// reader gets a sentence in their own language; the underlying error is for
// the log only.
package fault

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Code is the class of a fault; one place in web and one in app map it to an
// HTTP status and an exit code.
type Code string

const (
	Invalid  Code = "invalid"   // the input is wrong; the reader can mend it
	NotFound Code = "not_found" // no such thing, or not for this reader
	Conflict Code = "conflict"  // the thing changed, or exists already
	Denied   Code = "denied"    // the reader may not do this
	Limit    Code = "limit"     // too large, too many or too long
	TooMany  Code = "too_many"  // asked too often; later it is allowed again
	Away     Code = "away"      // something we need does not answer; later it may
	Broken   Code = "broken"    // our own failure
)

// Args are the named values that fill the sentence behind a key.
type Args map[string]any

// Fault is an error with a class, a catalogue key and the arguments of its
// sentence. Err is the cause and is never shown to a reader.
type Fault struct {
	Code Code
	Key  string
	Args Args
	Err  error
}

// New makes a Fault.
func New(code Code, key string, args Args) *Fault {
	return &Fault{Code: code, Key: key, Args: args}
}

// Wrap makes a Fault with a cause.
func Wrap(err error, code Code, key string, args Args) *Fault {
	return &Fault{Code: code, Key: key, Args: args, Err: err}
}

// Error gives the log's text: key, arguments in a fixed order, cause.
func (f *Fault) Error() string {
	names := make([]string, 0, len(f.Args))
	for name := range f.Args {
		names = append(names, name)
	}
	sort.Strings(names)
	var text strings.Builder
	text.WriteString(f.Key)
	for _, name := range names {
		fmt.Fprintf(&text, " %s=%v", name, f.Args[name])
	}
	if f.Err != nil {
		fmt.Fprintf(&text, ": %v", f.Err)
	}
	return text.String()
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Err }

// CodeOf gives the class of an error; an error that is no Fault is Broken.
func CodeOf(err error) Code {
	var f *Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return Broken
}

// UnlessNotFound gives the error, or nil when it says that there is no such
// thing.
func UnlessNotFound(err error) error {
	if err != nil && CodeOf(err) == NotFound {
		return nil
	}
	return err
}
