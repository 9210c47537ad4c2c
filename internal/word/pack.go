package word

import (
	"archive/zip"
	_ "embed"
	"fmt"
	"io"
	"strings"
	"time"
)

// edge is the margin of a sheet, in twentieths of a point: 2 cm.
const edge = 1134

//go:embed styles.xml
var styles string

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const spaces = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`

const contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`

const (
	relations    = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	relationOf   = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	rootRelation = relations + `<Relationship Id="rId1" Type="` + relationOf + `officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="` + relationOf + `extended-properties" Target="docProps/app.xml"/></Relationships>`
	settings     = `<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="%[1]s"/></w:settings>`
	application  = `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Koppelkans</Application></Properties>`
)

// Pack writes the document.
func (d *Document) Pack(to io.Writer) error {
	packed := zip.NewWriter(to)
	lang := map[string]string{"nl": "nl-NL", "en": "en-GB"}[d.about.Lang]
	if lang == "" {
		lang = d.about.Lang
	}
	var links strings.Builder
	for n := range d.pictures {
		fmt.Fprintf(&links, `<Relationship Id="rIdImage%[1]d" Type="%[2]simage" Target="media/image%[1]d.png"/>`, n+1, relationOf)
	}
	parts := []struct{ name, content string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", rootRelation},
		{"docProps/core.xml", d.core(lang)},
		{"docProps/app.xml", application},
		{"word/document.xml", `<w:document` + spaces + `><w:body>` + d.body.String() + d.section() + `</w:body></w:document>`},
		{"word/_rels/document.xml.rels", relations + `<Relationship Id="rIdStyles" Type="` + relationOf + `styles" Target="styles.xml"/><Relationship Id="rIdSettings" Type="` + relationOf + `settings" Target="settings.xml"/><Relationship Id="rIdFooter" Type="` + relationOf + `footer" Target="footer1.xml"/>` + links.String() + `</Relationships>`},
		{"word/styles.xml", strings.ReplaceAll(styles, "LANGUAGE", escape(lang))},
		{"word/settings.xml", fmt.Sprintf(settings, escape(lang))},
		{"word/footer1.xml", d.foot()},
	}
	for _, part := range parts {
		if err := d.part(packed, part.name, zip.Deflate, []byte(xmlHead+part.content)); err != nil {
			return err
		}
	}
	for n, content := range d.pictures {
		if err := d.part(packed, fmt.Sprintf("word/media/image%d.png", n+1), zip.Store, content); err != nil {
			return err
		}
	}
	return packed.Close()
}

func (d *Document) part(packed *zip.Writer, name string, method uint16, content []byte) error {
	to, err := packed.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: d.about.Made})
	if err != nil {
		return err
	}
	_, err = to.Write(content)
	return err
}

// core says what the document is about.
func (d *Document) core(lang string) string {
	made := d.about.Made.UTC().Format(time.RFC3339)
	return `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` + escape(d.about.Title) + `</dc:title><dc:creator>` + escape(d.about.Creator) + `</dc:creator><dc:language>` + escape(lang) +
		`</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">` + made + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + made + `</dcterms:modified></cp:coreProperties>`
}

// section sets the sheets: A4, with a foot.
func (d *Document) section() string {
	return fmt.Sprintf(`<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="%[1]d" w:right="%[1]d" w:bottom="%[1]d" w:left="%[1]d" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`, edge)
}

// foot has the number of the sheet, that the word processor fills in.
func (d *Document) foot() string {
	return `<w:ftr` + spaces + `>` + paragraph("Footer", run(d.about.Foot)+`<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`) + `</w:ftr>`
}
