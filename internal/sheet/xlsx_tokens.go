package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

const (
	mostTokenBytes = 4 << 20 // of one element with its attributes, or of one text
	mostDepth      = 64
)

var errTooMuch = errors.New("sheet: more than a workbook needs")

// tokens reads XML within limits: of all, of one token, and of depth.
type tokens struct {
	decoder *xml.Decoder
	depth   int
	token   int64 // bytes that this token may still have
}

func newTokens(from io.Reader, left *int64) *tokens {
	t := &tokens{}
	t.decoder = xml.NewDecoder(readerFunc(func(into []byte) (int, error) {
		if t.token <= 0 || *left <= 0 {
			return 0, errTooMuch
		}
		n, err := from.Read(into)
		t.token -= int64(n)
		*left -= int64(n)
		return n, err
	}))
	return t
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(into []byte) (int, error) { return f(into) }

func (t *tokens) next() (xml.Token, error) {
	t.token = mostTokenBytes
	token, err := t.decoder.Token()
	switch token.(type) {
	case xml.StartElement:
		if t.depth++; t.depth > mostDepth {
			return nil, errTooMuch
		}
	case xml.EndElement:
		t.depth--
	}
	return token, err
}

// each calls visit for each element to the end of the part.
func (t *tokens) each(visit func(*tokens, xml.StartElement) error) error {
	root := false
	for {
		token, err := t.next()
		if errors.Is(err, io.EOF) && root {
			return nil
		}
		if err != nil {
			return unfinished(err)
		}
		if start, is := token.(xml.StartElement); is {
			root = true
			if err := visit(t, start); err != nil {
				return err
			}
		}
	}
}

// within calls visit for each element inside the one that was just opened,
// until that one ends. visit reads its element to the end.
func (t *tokens) within(visit func(xml.StartElement) error) error {
	for {
		token, err := t.next()
		if err != nil {
			return unfinished(err)
		}
		switch token := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := visit(token); err != nil {
				return err
			}
		}
	}
}

// skip reads to the end of the element that was just opened.
func (t *tokens) skip() error { return t.within(func(xml.StartElement) error { return t.skip() }) }

// text gives the text of the element that was just opened: of a value its own,
// of a rich text that of its runs, without what helps to pronounce it.
func (t *tokens) text(start xml.StartElement) (string, error) {
	var text strings.Builder
	err := t.addText(start, &text)
	return unescaped(text.String()), err
}

func (t *tokens) addText(start xml.StartElement, to *strings.Builder) error {
	own := start.Name.Local == "v" || start.Name.Local == "t"
	for {
		token, err := t.next()
		if err != nil {
			return unfinished(err)
		}
		switch token := token.(type) {
		case xml.EndElement:
			return nil
		case xml.CharData:
			if to.Len()+len(token) > mostTokenBytes {
				return errTooMuch
			}
			if own {
				to.Write(token)
			}
		case xml.StartElement:
			if name := token.Name.Local; !own && (name == "t" || name == "r") {
				err = t.addText(token, to)
			} else {
				err = t.skip()
			}
			if err != nil {
				return err
			}
		}
	}
}

// unfinished makes the end of the file within an element an error.
func unfinished(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func attribute(start xml.StartElement, name string) string {
	for _, one := range start.Attr {
		if one.Name.Local == name {
			return one.Value
		}
	}
	return ""
}
