package word

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/png"
	"io"
	"path"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func aPicture(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewRGBA(image.Rect(0, 0, 40, 20))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// packed writes a document and gives its parts by name.
func packed(t testing.TB, d *Document) map[string]string {
	t.Helper()
	var out bytes.Buffer
	if err := d.Pack(&out); err != nil {
		t.Fatal(err)
	}
	reader, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, file := range reader.File {
		from, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		parts[file.Name] = string(content)
	}
	return parts
}

func sample(t testing.TB) *Document {
	d := New(About{Title: "Factsheet van ’t Zand & \"De <Bongerd>\"", Creator: "Koppelkans", Lang: "nl", Made: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC), Foot: "Koppelkans"})
	d.Text(Title, "’t Zand")
	d.Text(Heading1, "Wat opvalt")
	d.Text(Heading2, "Meer mensen <eenzaam>")
	d.Text(Normal, "")
	d.Picture(aPicture(t), 40, 20, 8.5, "Eenzaam", "Hier: 53 % & \"meer\" dan daar")
	d.Picture(aPicture(t), 40, 20, 8.5, "Stress", "Hier: 12 %")
	d.PageBreak()
	d.Table("Cijfers", []Column{{Head: "Wat", Share: 50}, {Head: "Hier", Share: 30, Numbers: true}, {Head: "Jaar", Share: 20, Numbers: true}}, [][]string{{"Wonen"}, {"Koop", "77 %", "2024"}, {"Huur"}})
	return d
}

// wellFormed reads a part to its end.
func wellFormed(content string) error {
	decoder := xml.NewDecoder(strings.NewReader(content))
	for {
		_, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// Word refuses a package of which a part is not well-formed, has no type, or
// is named by a relation and not there.
func TestEveryPartIsThereAndHasAType(t *testing.T) {
	parts := packed(t, sample(t))
	var types struct {
		Default []struct {
			Extension   string `xml:",attr"`
			ContentType string `xml:",attr"`
		}
		Override []struct {
			PartName string `xml:",attr"`
		}
	}
	if err := xml.Unmarshal([]byte(parts["[Content_Types].xml"]), &types); err != nil {
		t.Fatal(err)
	}
	for _, override := range types.Override {
		if parts[strings.TrimPrefix(override.PartName, "/")] == "" {
			t.Errorf("%s has a type and is not there", override.PartName)
		}
	}
	related := map[string]bool{}
	for name, content := range parts {
		end := strings.TrimPrefix(path.Ext(name), ".")
		if end != "png" {
			if err := wellFormed(content); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if !slices.ContainsFunc(types.Default, func(d struct {
			Extension   string `xml:",attr"`
			ContentType string `xml:",attr"`
		}) bool {
			return d.Extension == end
		}) {
			t.Errorf("%s has no type", name)
		}
		if end != "rels" {
			continue
		}
		var relations struct {
			Relationship []struct {
				ID     string `xml:"Id,attr"`
				Target string `xml:",attr"`
			}
		}
		if err := xml.Unmarshal([]byte(content), &relations); err != nil {
			t.Fatal(err)
		}
		for _, one := range relations.Relationship {
			target := path.Join(path.Dir(path.Dir(name)), one.Target)
			if parts[target] == "" {
				t.Errorf("%s leads to %s, which is not there", name, target)
			}
			if related[one.ID+target] {
				t.Errorf("%s has %s twice", name, one.ID)
			}
			related[one.ID+target], related[target] = true, true
			if name == "word/_rels/document.xml.rels" && strings.HasPrefix(one.ID, "rIdImage") && strings.Count(parts["word/document.xml"], `"`+one.ID+`"`) != 1 {
				t.Errorf("%s is not used once", one.ID)
			}
		}
	}
	for name := range parts {
		if path.Ext(name) != ".rels" && name != "[Content_Types].xml" && !related[name] {
			t.Errorf("nothing leads to %s", name)
		}
	}
}

// attributes gives the value of an attribute of every element of a name.
func attributes(t testing.TB, content, element, attribute string) []string {
	t.Helper()
	var list []string
	decoder := xml.NewDecoder(strings.NewReader(content))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, is := token.(xml.StartElement); is && start.Name.Local == element {
			for _, a := range start.Attr {
				if a.Name.Local == attribute {
					list = append(list, a.Value)
				}
			}
		}
	}
}

func TestWhatReadersNeedIsInIt(t *testing.T) {
	parts := packed(t, sample(t))
	body := parts["word/document.xml"]
	if got := attributes(t, body, "docPr", "descr"); !slices.Equal(got, []string{"Hier: 53 % & \"meer\" dan daar", "Hier: 12 %"}) {
		t.Errorf("texts of pictures: %q", got)
	}
	if ids := attributes(t, body, "docPr", "id"); !slices.Equal(ids, []string{"1", "2"}) {
		t.Errorf("pictures are numbered %q", ids)
	}
	known := attributes(t, parts["word/styles.xml"], "style", "styleId")
	for _, style := range append(attributes(t, body, "pStyle", "val"), attributes(t, body, "tblStyle", "val")...) {
		if !slices.Contains(known, style) {
			t.Errorf("no style %s", style)
		}
	}
	for _, based := range slices.Concat(attributes(t, parts["word/styles.xml"], "basedOn", "val"), attributes(t, parts["word/styles.xml"], "next", "val")) {
		if !slices.Contains(known, based) {
			t.Errorf("no style %s to be based on", based)
		}
	}
	if got := attributes(t, parts["word/styles.xml"], "lang", "val"); !slices.Equal(got, []string{"nl-NL"}) {
		t.Errorf("language %q", got)
	}
	if strings.Count(body, "<w:tblHeader/>") != 1 || strings.Count(body, `<w:br w:type="page"/>`) != 1 || !strings.Contains(parts["word/footer1.xml"], " PAGE ") {
		t.Error("the head of the table, the break or the number of the sheet is not there")
	}
	if got := attributes(t, body, "gridSpan", "val"); !slices.Equal(got, []string{"3", "3"}) {
		t.Errorf("rows of one cell span %q columns, of 3", got)
	}
	if !strings.Contains(parts["docProps/core.xml"], "<dc:title>Factsheet van ’t Zand &amp; &#34;De &lt;Bongerd&gt;&#34;</dc:title>") {
		t.Errorf("title: %s", parts["docProps/core.xml"])
	}
	for _, extent := range attributes(t, body, "extent", "cy") {
		if extent != "1530000" {
			t.Errorf("a picture of two to one is %s high", extent)
		}
	}
}

// Whatever a name is, the document stays whole, and what can be shown is kept.
func FuzzTexts(f *testing.F) {
	for _, text := range []string{"’t Zand", "]]></w:t>", "\x00\x01\ufffe", "a\tb\nc", `"&<>'`, "\xff\xfe", " "} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := New(About{Title: text, Creator: text, Lang: "nl", Foot: text})
		d.Text(Normal, text)
		d.Picture([]byte("png"), 1, 1, 1, text, text)
		d.Table(text, []Column{{Head: text, Share: 100}}, [][]string{{text}, {text, text}, nil})
		parts := packed(t, d)
		for name, content := range parts {
			if strings.HasSuffix(name, ".png") {
				continue
			}
			if err := wellFormed(content); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if got := attributes(t, parts["word/document.xml"], "docPr", "descr"); utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > 0xfffd }) && got[0] != text {
			t.Fatalf("%q became %q", text, got[0])
		}
	})
}
