package geojson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// deepest is how far arrays and objects may be nested; GeoJSON needs ten.
const deepest = 64

// SyntaxError tells what was wrong and where.
type SyntaxError struct {
	Line int    // from 1
	What string // in English, for the log
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.What) }

// scanner walks over JSON text without building a tree: coordinates are most
// of a file and go straight into their slices.
type scanner struct {
	data []byte
	at   int
}

func (s *scanner) fail(what string) error {
	return &SyntaxError{Line: 1 + bytes.Count(s.data[:min(s.at, len(s.data))], []byte{'\n'}), What: what}
}

// space moves to the next character that is no white space.
func (s *scanner) space() {
	for s.at < len(s.data) {
		switch s.data[s.at] {
		case ' ', '\n', '\r', '\t':
			s.at++
		default:
			return
		}
	}
}

// peek gives the next character after white space; 0 at the end.
func (s *scanner) peek() byte {
	s.space()
	if s.at < len(s.data) {
		return s.data[s.at]
	}
	return 0
}

// expect steps over one character.
func (s *scanner) expect(char byte) error {
	if s.peek() != char {
		return s.fail(fmt.Sprintf("expected %q", char))
	}
	s.at++
	return nil
}

// more steps over a comma (true) or the closing character (false).
func (s *scanner) more(closing byte) (bool, error) {
	switch s.peek() {
	case ',':
		s.at++
		if s.peek() == closing {
			return false, s.fail("a comma with nothing behind it")
		}
		return true, nil
	case closing:
		s.at++
		return false, nil
	}
	return false, s.fail(fmt.Sprintf("expected ',' or %q", closing))
}

// opens steps over an opening character and tells whether anything is inside.
func (s *scanner) opens(opening, closing byte) (bool, error) {
	if err := s.expect(opening); err != nil {
		return false, err
	}
	if s.peek() == closing {
		s.at++
		return false, nil
	}
	return true, nil
}

// object calls visit for each member, standing before its value; visit must
// step over that value.
func (s *scanner) object(visit func(name string) error) error {
	inside, err := s.opens('{', '}')
	for inside && err == nil {
		var name string
		if name, err = s.text(); err != nil {
			return err
		}
		if err = s.expect(':'); err != nil {
			return err
		}
		if err = visit(name); err != nil {
			return err
		}
		inside, err = s.more('}')
	}
	return err
}

// array calls visit for each element, standing before it; visit must step
// over it.
func (s *scanner) array(visit func() error) error {
	inside, err := s.opens('[', ']')
	for inside && err == nil {
		if err = visit(); err != nil {
			return err
		}
		inside, err = s.more(']')
	}
	return err
}

// text reads a string.
func (s *scanner) text() (string, error) {
	raw, err := s.rawText()
	if err != nil {
		return "", err
	}
	inner := raw[1 : len(raw)-1]
	if bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner), nil
	}
	if !utf8.Valid(inner) {
		return "", s.fail("text that is not UTF-8")
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return "", s.fail("a text with a wrong escape")
	}
	return text, nil
}

// rawText steps over a string and gives it with its quotes.
func (s *scanner) rawText() ([]byte, error) {
	if s.peek() != '"' {
		return nil, s.fail("expected a text")
	}
	from := s.at
	for s.at++; s.at < len(s.data); s.at++ {
		switch char := s.data[s.at]; {
		case char == '\\':
			s.at++
		case char == '"':
			s.at++
			return s.data[from:s.at], nil
		case char < ' ':
			return nil, s.fail("a control character inside a text")
		}
	}
	s.at = len(s.data)
	return nil, s.fail("a text without end")
}

// rawNumber steps over a number and gives its characters, checked against the
// grammar of JSON.
func (s *scanner) rawNumber() ([]byte, error) {
	s.space()
	from := s.at
	if s.at < len(s.data) && s.data[s.at] == '-' {
		s.at++
	}
	whole := s.digits()
	good := whole > 0 && (whole == 1 || s.data[s.at-whole] != '0')
	if s.at < len(s.data) && s.data[s.at] == '.' {
		s.at++
		good = good && s.digits() > 0
	}
	if s.at < len(s.data) && s.data[s.at]|0x20 == 'e' {
		s.at++
		if s.at < len(s.data) && (s.data[s.at] == '+' || s.data[s.at] == '-') {
			s.at++
		}
		good = good && s.digits() > 0
	}
	if !good {
		return nil, s.fail("expected a number")
	}
	return s.data[from:s.at], nil
}

func (s *scanner) digits() int {
	from := s.at
	for s.at < len(s.data) && s.data[s.at]-'0' <= 9 {
		s.at++
	}
	return s.at - from
}

// number reads a finite number.
func (s *scanner) number() (float64, error) {
	raw, err := s.rawNumber()
	if err != nil {
		return 0, err
	}
	value, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return 0, s.fail("a number that is too large")
	}
	return value, nil
}

// word steps over true, false or null.
func (s *scanner) word() (string, error) {
	s.space()
	for _, word := range []string{"null", "true", "false"} {
		if bytes.HasPrefix(s.data[s.at:], []byte(word)) {
			s.at += len(word)
			return word, nil
		}
	}
	return "", s.fail("expected a value")
}

// skip steps over any value, checking its form.
func (s *scanner) skip(depth int) error {
	if depth > deepest {
		return s.fail("nested too deep")
	}
	switch char := s.peek(); {
	case char == '{':
		return s.object(func(string) error { return s.skip(depth + 1) })
	case char == '[':
		return s.array(func() error { return s.skip(depth + 1) })
	case char == '"':
		_, err := s.text()
		return err
	case char == '-' || char-'0' <= 9:
		_, err := s.rawNumber()
		return err
	}
	_, err := s.word()
	return err
}

// plain reads any value as the text that a table would show: a text without
// its quotes, a number as it is written, null as nothing, and arrays and
// objects as their JSON.
func (s *scanner) plain() (string, error) {
	switch char := s.peek(); {
	case char == '"':
		return s.text()
	case char == '-' || char-'0' <= 9:
		raw, err := s.rawNumber()
		return string(raw), err
	case char == '{' || char == '[':
		from := s.at
		err := s.skip(0)
		return string(s.data[from:s.at]), err
	}
	word, err := s.word()
	if word == "null" {
		word = ""
	}
	return word, err
}
