package partnership

import "github.com/koppelkans/koppelkans/internal/record"

// Success is something that went well and is worth telling, small ones too.
type Success struct {
	record.Head
	What   string
	Story  string
	Day    string
	Thanks string // to whom
}

// Successes describes the kind.
func Successes() *record.Type[Success] {
	return record.Describe(record.Names{One: "success", Many: "successes", Path: "successen"},
		record.TextField("what", func(s *Success) *string { return &s.What }).Required().Listed().Found(3),
		record.ProseField("story", func(s *Success) *string { return &s.Story }).Found(1),
		record.DayField("day", func(s *Success) *string { return &s.Day }).Listed(),
		record.TextField("thanks", func(s *Success) *string { return &s.Thanks }).Found(1),
	)
}
