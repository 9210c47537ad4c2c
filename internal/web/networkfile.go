package web

import (
	"bytes"
	"strconv"

	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/sheet"
)

// networkFile gives all organisations of a network, with what is measured of
// each, as a file; the page shows them a page at a time.
func (s *site) networkFile(rp *recordPage) error {
	seen, _, err := rp.partnershipOf()
	if err != nil {
		return err
	}
	n, err := rp.network(seen.ID)
	if err != nil {
		return err
	}
	told := networkTeller{p: rp.p, n: n, site: s}
	var content bytes.Buffer
	if err := told.write(&content); err != nil {
		return err
	}
	s.noteFile(rp, account.EventExport)
	return s.download(rp.w, rp.p.T("network.fileName")+"-"+rp.p.Today()+".csv", sheet.CSV.MediaType(), content.Bytes())
}

func (t *networkTeller) write(to *bytes.Buffer) error {
	column := func(key string, sort sheet.Sort) sheet.Column { return sheet.Column{Name: t.p.T(key), Sort: sort} }
	file, err := sheet.NewWriter(to, sheet.CSV, []sheet.Column{
		column("network.who", sheet.Text), column("kind.organisation.field.domains", sheet.Text), column("network.ties", sheet.Number),
		column("network.between", sheet.Number), column("network.near", sheet.Number)})
	if err != nil {
		return err
	}
	m := t.n.Measured
	for _, at := range t.byTies() {
		one := t.n.Organisations[at]
		if err := file.Write([]string{one.Name, t.domainsOf(one), strconv.Itoa(m.Degree[at]), exact(m.Betweenness[at]), exact(m.Closeness[at])}); err != nil {
			return err
		}
	}
	return file.Close()
}

// exact writes a measure for a program to read.
func exact(value float64) string { return strconv.FormatFloat(value, 'f', 6, 64) }
