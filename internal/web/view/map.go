package view

// Map is what the map page shows before its script begins.
type Map struct {
	Base, Code, Name           string
	Words                      string // JSON of the sentences that the script needs
	Ground, Values, Background string // addresses of the documents
	Worker                     string
	Tiles, TilesBy             string
	Set, Level                 string
	Still                      string // the view as parameters, for the map without script
	Sets, Years                []Option
	Panel                      []PanelGroup
}

// Option is a line of a choice.
type Option struct {
	Value, Label string
	Chosen       bool
}

// PanelGroup has the items of one domain.
type PanelGroup struct {
	Domain, Label string
	Items         []PanelItem
}

// PanelItem is a line of the map set with its thresholds.
type PanelItem struct {
	ID, Name, Full, Note string
	Cuts                 []PanelCut
	Sources              []SourceLine
}

// PanelCut is one threshold.
type PanelCut struct {
	Name, Label, Side, Value, Own, Unit, Source string
	Example                                     bool
}

// SourceLine tells where a figure comes from.
type SourceLine struct{ Name, Text, Source, Licence, URL, Notice string }

// MapLevels are the levels of a map with their names in the address.
var MapLevels = []struct{ Name, Level string }{{"vakje", "cell"}, {"buurt", "neighbourhood"}, {"wijk", "district"}}
