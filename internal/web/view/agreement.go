package view

// Agreement is the page of an agreement.
type Agreement struct {
	Record
	State, StateText string // its name, and a sentence that tells it
	MayReview        bool   // may say whether it is still right
	Settled          bool   // all accepted it
	Text             []RecordValue
	Parties          []AgreementParty
	Members          []Choice // who could be parties
	Name, Email      string   // of somebody else, as they were typed
	Wrong            string
	AskURL           string // "" for who may not ask
	NewMember        string // adds somebody to its partnership
	Ask              int    // how many would be asked
	Reminds          bool   // some of them were asked before
	Notices          []string
	Question         *AnswerForm
	ReviewText       string
	Covenant         string
}

// AgreementParty is one of those who make an agreement.
type AgreementParty struct {
	Name, For, URL string // For is the organisation, when Name is a person
	Answer, Note   string
	Reason         string
	Opinion        string // of whether it is still right
	Yes, No        bool
	AddURL         string // makes them a member
}

// AnswerForm asks a party whether it accepts a text.
type AnswerForm struct {
	Action, By, For string
	Version         int64
	Text            []RecordValue
	Parties         []AgreementParty
	Changed         []ComparedField
	Answer, Reason  string
	WrongAnswer     string
	WrongReason     string
	Opinion         *OpinionForm // when the question is whether it is still right
}

// ComparedField is a part of a text beside what it was.
type ComparedField struct {
	Label        string
	Older, Newer []Stretch
}

// Stretch is a part of a text: gone, coming, or in both.
type Stretch struct {
	Text         string
	Gone, Coming bool
}

// AgreementTexts shows two texts of an agreement side by side.
type AgreementTexts struct {
	Record
	Older, Newer []Option
	OlderHead    string
	NewerHead    string
	Fields       []ComparedField
}

// AgreementReview asks whether an agreement is still right.
type AgreementReview struct {
	Record
	Text             []RecordValue
	Next             string // the day that is proposed
	WrongDay         string
	Why, WrongWhy    string
	Stopped, Settled bool
	Opinion          *OpinionForm // when the reader is a party that is asked
	Said             []AgreementParty
}

// OpinionForm asks a party what it thinks of an agreement now.
type OpinionForm struct {
	Options                []Option
	Opinion, Why           string
	WrongOpinion, WrongWhy string
}

// Covenant is the agreements of a partnership on paper.
type Covenant struct {
	URL, Name, Lead, Day string
	Articles             []CovenantArticle
	Open                 []Link // agreements that not everybody accepted
}

// CovenantArticle is one agreement.
type CovenantArticle struct {
	Number, Title, State string
	Text                 []RecordValue
	Parties              []AgreementParty
}

// Roles is who does what in a partnership.
type Roles struct {
	Outside  bool // the reader does not take part, so cards may be kept from them
	AddURL   string
	Overlaps []Overlap
	Gaps     []string
	Without  []Link
	Cards    []RoleCard
}

// Overlap is a task that stands on several cards.
type Overlap struct{ Task, Who string }

// RoleCard is a card in a row of them.
type RoleCard struct {
	Role, Who, URL, Amount string
	Tasks, NotMine         []string
	Mandate                string
}
