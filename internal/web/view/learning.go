package view

// Expectations is what partners need, and which levels stand behind them.
type Expectations struct {
	Outside     bool        // the reader does not take part, and sees nothing of this
	Mine        *StanceForm // nil for who is no member
	Stances     []StanceLine
	Asked       []string // who has not said anything yet
	Levels      []string
	Support     []SupportRow
	AddURL      string // for support
	SupportText string
}

// StanceForm is what somebody says of themselves.
type StanceForm struct{ Action, Voice, Needs, Offers, Fears, Hopes string }

// StanceLine is what somebody said.
type StanceLine struct{ Who, Where, Voice, Needs, Offers, Fears, Hopes, Day string }

// SupportRow is how the levels of an organisation stand to a partnership.
type SupportRow struct {
	Organisation string
	Cells        []string
}

// ReflectionList is the reflections of a partnership and its rhythm.
type ReflectionList struct {
	Rhythm, AddURL, ChecklistURL string
	Rows                         []ReflectionRow
	Coordinations                []CoordinationLine
	CoordinationURL              string
}

// CoordinationLine is how far policies are brought in line on a day.
type CoordinationLine struct{ Subject, Level, Obstacles, Day, URL string }

// ReflectionRow is one reflection.
type ReflectionRow struct {
	Occasion, Day, State, URL string
	Open                      bool
}

// ReflectionPage is one reflection: the questions, or the answers.
type ReflectionPage struct {
	Record
	Answer, Opened         bool
	Went, Otherwise, Learn string
	Agrees, Given          bool
	Status, Wrong          string
	OpenURL                string // opens the answers now
	Answers                []ReflectionAnswer
}

// ReflectionAnswer is what somebody answered.
type ReflectionAnswer struct{ Who, Went, Otherwise, Learn string }

// Checklists is the checklist of a partnership: to be filled in, and what came
// of earlier rounds.
type Checklists struct {
	AddURL, Action, Until, Wrong string
	Fill                         bool
	Done                         bool
	Blocks                       []ChecklistBlock
	Waiting                      []string // rounds without results, and why
	Rounds                       []string // names of rounds with results
	Results                      []ChecklistGroup
}

// ChecklistBlock is some questions about one thing.
type ChecklistBlock struct {
	Name  string
	Items []ChecklistItem
}

// ChecklistItem is one question with what was filled in.
type ChecklistItem struct {
	ID, Text string
	Score    int
}

// ChecklistGroup is the results of some questions about one thing, with their
// mean in each round.
type ChecklistGroup struct {
	Name    string
	Means   []string
	Results []ChecklistResult
}

// ChecklistResult is how a question was answered in each round, newest first.
type ChecklistResult struct {
	Text   string
	Rounds []ChecklistRound
}

// ChecklistRound is how a question was answered in one round.
type ChecklistRound struct {
	Mean string
	N    int
	Bars []int // how many gave 1 to 5
	Said string
}

// Timeline is what happened in a partnership.
type Timeline struct {
	AddURL string
	Years  []TimelineYear
	Rows   []TimelineEvent
	From   string
	Until  string
	Dots   []TimelineDot
	Line   int // how far down the line lies
	Ticks  []TimelineTick
}

// TimelineYear is the events of a year.
type TimelineYear struct {
	Year   string
	Events []TimelineEvent
}

// TimelineEvent is one event.
type TimelineEvent struct{ Day, Sort, Title, URL, Mark string }

// TimelineDot is an event in the picture.
type TimelineDot struct {
	X, Y         int
	Class, Title string
}

// TimelineTick is a year in the picture.
type TimelineTick struct {
	X    int
	Text string
}

// Compass is the compass of a partnership on two days.
type Compass struct {
	Then, Now, ThenValue string
	Spokes               []CompassSpoke
	ShapeThen, ShapeNow  string
	Size                 int
}

// CompassSpoke is one theme with its signals.
type CompassSpoke struct {
	Name, Summary  string
	X, Y           int // the end of the spoke
	LabelX, LabelY int
	ThenX, ThenY   int
	NowX, NowY     int
	Anchor         string
	Signals        []CompassSignal
}

// CompassSignal is something to look at.
type CompassSignal struct {
	Name, Why, About, Was, Next, NextURL string
	Open, WasOpen                        bool
}
