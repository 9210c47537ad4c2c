package view

// Influence is who has influence and interest, in a grid and in rings.
type Influence struct {
	Lead, Warning  string
	AddURL, AllURL string
	Phases         []Option
	Chosen         bool // the grid as it stood in a phase
	Grid           InfluenceGrid
	Rings          RingPicture
	Rows           []InfluenceRow
	MovedHeading   string
	Moved          []string
	Empty          bool
	More           bool
}

// InfluenceRow is where somebody stands.
type InfluenceRow struct {
	Name, URL, Shape, Corner, Day, Why string
	Influence, Interest                string
	Now, Wanted, Desired               string
}

// InfluenceGrid is the grid of influence (up) and interest (to the right), drawn.
type InfluenceGrid struct {
	Label         string
	Width, Height int
	Lines         []PictureLine
	Words         []PictureWord
	Nodes         []PictureNode
}

// PictureWord is a word in a drawing.
type PictureWord struct {
	X, Y        float64
	Text, Class string
}

// RingPicture is the rings of influence, drawn.
type RingPicture struct {
	Label         string
	Width, Height int
	Rings         []PictureRing // the widest first
	Moves         []PictureLine // to where somebody should or wants to go
	Words         []PictureWord
	Nodes         []PictureNode
}

// PictureRing is a circle.
type PictureRing struct {
	X, Y, R float64
	Class   string
}
