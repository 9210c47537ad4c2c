package partnership

import "github.com/koppelkans/koppelkans/internal/record"

// Partnership is people from organisations who work on a place together.
type Partnership struct {
	record.Head
	Name  string
	Aim   string
	Since string
}

// Partnerships describes the kind.
func Partnerships() *record.Type[Partnership] {
	return record.Describe(record.Names{One: "partnership", Many: "partnerships", Path: "samenwerkingen"},
		record.TextField("name", func(p *Partnership) *string { return &p.Name }).Required().Listed().Found(3),
		record.ProseField("aim", func(p *Partnership) *string { return &p.Aim }).Found(1),
		record.DayField("since", func(p *Partnership) *string { return &p.Since }).Listed(),
	)
}
