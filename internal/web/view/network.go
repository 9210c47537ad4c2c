package view

import (
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/koppelkans/koppelkans/internal/network"
)

// Network is who works with whom in a partnership: in words, drawn, and as
// tables.
type Network struct {
	Title, Back    string
	Lead           string
	Rounds, Sorts  []Option // to choose from
	AskURL         string   // leads to the questions of the round that is open; "" is none
	RoundURL       string   // leads to making a round; "" for who may not
	AddURL         string   // leads to adding a relation; "" for who may not
	InfluenceURL   string   // "" for who may not see it
	AllURL         string
	Findings       []NetworkFinding
	Changes        []NetworkFinding // by what became of them
	ChangesHeading string
	Picture        NetworkPicture
	SizeURL        string // leads to the drawing at its true size, or back to where it fits
	Undrawn        int    // organisations that the drawing has no room for
	Rows           []NetworkRow
	Ties           []NetworkTie
	TiesCount      int
	Page, Pages    int // of Rows
	TiesPage       int
	TiesPages      int
	FileURL        string // all organisations as a file
	Densities      []NetworkDensity
	Empty          bool
	Outside        bool // the reader has no role in the partnership, and may miss relations
}

// NetworkFinding is something that the network shows, in a sentence or more.
type NetworkFinding struct {
	Heading string
	Texts   []string
	Strong  bool // it asks for attention
}

// NetworkRow is an organisation.
type NetworkRow struct {
	Name, URL, Shape, Domains string
	Ties                      int
	Between, Near, Standing   string
}

// NetworkTie is what two organisations have.
type NetworkTie struct {
	From, To, Sorts, Strength string
	Said                      []Link // who says so, and when
}

// NetworkDensity is how many ties are there, of those that could be.
type NetworkDensity struct {
	Between, Ties, Share string
	Within               bool
}

// Shapes of nodes: what somebody is shows without colour too.
const (
	ShapePhysical  = "physical"
	ShapeSocial    = "social"
	ShapeResidents = "residents"
	ShapeOther     = "other"
)

// Shapes in the order of the legend.
var Shapes = []string{ShapePhysical, ShapeSocial, ShapeResidents, ShapeOther}

// PictureLine is a line; Class is how it looks.
type PictureLine struct {
	X1, Y1, X2, Y2 float64
	Class          string
}

// PictureNode is somebody: a shape with its name below.
type PictureNode struct {
	X, Y  float64
	Name  string
	Shape string
	Class string
}

const (
	mostLetters = 24  // of a name in a drawing; the table has it whole
	letterWide  = 8.2 // of the letters of a drawing, on average and on the wide side
	nodeHalf    = 9   // half a shape
	nodeBox     = 46  // the height of a shape with its name
	nameBelow   = 26  // from the middle of a shape to the line on which its name stands
)

// PictureName is a name as short as a drawing needs it.
func PictureName(name string) string { return cut(name, mostLetters) }

// Cut shortens a text to some letters.
func Cut(text string, letters int) string { return cut(text, letters) }

// NameBox is the room that a shape takes with its name.
func NameBox(name string) network.Box {
	return network.Box{Width: max(3*nodeHalf, letterWide*float64(utf8.RuneCountInString(name))), Height: nodeBox}
}

// Drawn gives the middle of the shape in a box whose middle is a spot.
func Drawn(spot network.Spot) (x, y float64) { return spot.X, spot.Y - nodeBox/2 + nodeHalf + 2 }

// px writes a coordinate, to a tenth of a pixel.
func px(value float64) string {
	return strconv.FormatFloat(math.Round(value*10)/10, 'f', -1, 64)
}

// NetworkSurvey is the questionnaire of a round.
type NetworkSurvey struct {
	Title, Back, Action  string
	Closed               string // why there is nothing to fill in; then all else is empty
	Lead, Note           string
	Problem, Draft       string
	Saved                bool
	OtherURL             string // leads to adding the organisation that is not known
	Nobody               bool   // there are no others to tell about
	PeopleURL, MemberURL string
	Questions            []NetworkQuestion
	Another              NetworkQuestion // about one that is typed
	NetworkURL, RoundURL string
}

// NetworkRoundState is how far a survey round is, on its page.
type NetworkRoundState struct {
	AskURL           string // leads to the questions; "" when there are none for the reader
	NetworkURL       string
	Seen             bool // the reader may know who answered
	Answered, Silent []string
}

// NetworkQuestion is what one's organisation has with another one.
type NetworkQuestion struct {
	ID, Name, Shape, Domains string
	Strengths, Sorts         []Option
}
