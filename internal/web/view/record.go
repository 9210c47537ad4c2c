package view

// Crumb is a step of the path above a heading.
type Crumb struct{ Label, URL string }

// RecordValue is a value as a page shows it.
type RecordValue struct {
	Label, Text, URL string
	Hidden           bool // there may be a value, but not for this reader
	Lines            bool // text of several lines
	Code             bool // text for who knows its form
	Number           bool
	Elsewhere        bool // the address is not on this site
}

// RecordColumn is a column of a list.
type RecordColumn struct {
	Label, URL string
	Sorted     string // ascending, descending or "", as aria-sort
	Sort       string
}

// RecordRow is a record in a list.
type RecordRow struct {
	URL, Title, Audience string
	Cells                []RecordValue
}

// RecordFilter narrows a list.
type RecordFilter struct {
	Name, Label string
	Options     []Option
}

// RecordList is a page of records.
type RecordList struct {
	Heading, Lead, Path                               string
	Words                                             string
	Total                                             int
	Columns                                           []RecordColumn
	Rows                                              []RecordRow
	Filters                                           []RecordFilter
	Next, First, AddURL                               string
	Downloads                                         []Link
	MayAdd, MayReturn, MayImport, SignedIn            bool
	Deleted, Filtered, Continued, Searched, MoreFound bool
}

// Record is the page of a record.
type Record struct {
	URL, Kind, Title, Audience             string
	Version                                int64
	Values, Belongs                        []RecordValue
	Empty                                  []string
	Made, Changed, DeletedText, MergedInto string
	Deleted                                bool
	MayChange, MayHistory                  bool
	MayDelete, MayMerge, MayErase          bool
	MayReport                              bool   // tells how it ended
	JoinURL                                string // of a standing meeting
	Seats                                  []Link // who is at it
	LeaveURL                               string // of a part in a partnership
	Dependents                             []RecordDependents
	Thread                                 RecordThread
	Round                                  *NetworkRoundState // of a survey round
}

// RecordDependents are records of one kind that point to a record.
type RecordDependents struct {
	Heading     string
	Records     []RecordValue
	Total, More int
}

// RecordForm is the form of a record.
type RecordForm struct {
	From                   RecordValue // what a new record comes of
	Origin                 string
	Action, Back, Kind     string
	There                  []ProfileLine // what one could join, before making another
	Return, Fills          string        // where to go when it is saved, and the field there to fill in
	Version                int64
	Inputs, Belongs        []RecordInput
	ClashText, ClashTheirs string
	Warning                string // of what not to write here
	Draft                  string // when something was typed but not saved
	Continued              bool   // what was typed before is in the form
	Doubles                []RecordDouble
}

// RecordDouble is a record that a new one may be a double of. TakeURL leads back
// to the form that asked for one, with this one filled in; "" is none.
type RecordDouble struct{ Name, URL, TakeURL string }

// Problems counts the fields that are not right.
func (f RecordForm) Problems() []RecordInput {
	var list []RecordInput
	for _, input := range append(append([]RecordInput{}, f.Inputs...), f.Belongs...) {
		if input.Problem != "" {
			list = append(list, input)
		}
	}
	return list
}

// RecordInput is a field of a form.
type RecordInput struct {
	Name, Label, Sort, Value, Of string
	Problem, Ceiling             string
	Help                         string // what to fill in
	Required, Personal, Fixed    bool
	Listed                       bool // its name is typed, with a list of suggestions
	Most                         int
	Options                      []Option
	NewURL, NewLabel             string      // makes what is not among them
	Groups                       []AreaGroup // of areas
	Clash                        *RecordClash
}

// AreaGroup is an area with what lies in it, to choose from.
type AreaGroup struct {
	Label  string
	Within []Option    // the whole of it, and parts
	Groups []AreaGroup // parts that are divided themselves
	Open   bool        // some of them are chosen
}

// ID is the id of the input in the page.
func (i RecordInput) ID() string { return "veld-" + i.Name }

// Described lists the ids of what explains the input.
func (i RecordInput) Described() string {
	ids := ""
	if i.Problem != "" {
		ids = "fout-" + i.Name
	}
	if i.Ceiling != "" || i.Personal || i.Help != "" {
		if ids != "" {
			ids += " "
		}
		ids += "uitleg-" + i.Name
	}
	return ids
}

// RecordClash is a field of which there are two versions.
type RecordClash struct {
	Name, Label, Who string
	Mine, Theirs     RecordValue
}

// RecordHistory is the history of a record.
type RecordHistory struct {
	Record
	Changes []RecordChange
	Older   string
	Clashes []RecordClash
}

// RecordChange is a step of a history.
type RecordChange struct {
	Deed, When, Who, UndoURL string
	MayUndo, NotSeen         bool
	Steps                    []RecordStep
}

// Before tells whether there was anything before the change.
func (c RecordChange) Before() bool {
	for _, step := range c.Steps {
		if step.Was != (RecordValue{}) || step.Erased {
			return true
		}
	}
	return false
}

// RecordStep is what a change did to one field.
type RecordStep struct {
	Label       string
	Was, Became RecordValue
	Erased      bool
}

// RecordMerge is the page that merges a double.
type RecordMerge struct {
	Record
	Words, Double, DoubleTitle string
	Candidates                 []RecordValue
	Differ                     []RecordClash
	Filled                     []RecordValue
	Moved                      int
}

// RecordKind is a kind of record on the page that lists them.
type RecordKind struct {
	Name, Lead, URL string
	Total           int
}
