package suppress

import "slices"

// Node is a part of a dimension, or a sum of parts that is published too.
type Node struct {
	ID    string   // unique in its dimension
	Level string   // by which a view chooses: "neighbourhood", "district"; may be empty
	Of    []string // the nodes that it is the sum of, without overlap; empty for a smallest part
}

// Dimension is one way in which counts are divided: by area, theme, answer,
// period. Every record counted falls in exactly one smallest part. Sums may
// overlap: districts and postcodes over the same neighbourhoods. A sum that
// is not named here is not published.
type Dimension struct {
	name    string
	nodes   []Node
	ordered bool   // periods, in order of time
	whole   string // the node that shares are a share of
}

// NewDimension makes a dimension without order, such as areas or themes.
func NewDimension(name string, nodes ...Node) Dimension {
	return Dimension{name: name, nodes: slices.Clone(nodes)}
}

// Answers makes the dimension of the answers to one question, of which each
// respondent gave one, and of which a share can be shown. The whole, all
// respondents, is added. Answers may be summed to groups by Node.Of.
func Answers(name, whole string, answers ...Node) Dimension {
	all := Node{ID: whole, Level: "whole"}
	for _, answer := range answers {
		if len(answer.Of) == 0 {
			all.Of = append(all.Of, answer.ID)
		}
	}
	return Dimension{name: name, nodes: append(slices.Clone(answers), all), whole: whole}
}

// Rounds makes a dimension of periods that are never added up, such as the
// rounds of a survey, oldest first.
func Rounds(name string, periods ...string) Dimension {
	d := Dimension{name: name, ordered: true}
	for _, period := range periods {
		d.nodes = append(d.nodes, Node{ID: period, Level: "period"})
	}
	return d
}

// Running makes a dimension of periods with, after each, the total so far,
// oldest first. The total up to a period is the node Until(period).
func Running(name string, periods ...string) Dimension {
	d := Rounds(name, periods...)
	for at, period := range periods {
		d.nodes = append(d.nodes, Node{ID: Until(period), Level: "until", Of: slices.Clone(periods[:at+1])})
	}
	return d
}

// Until names the total up to and including a period, in a Running dimension.
func Until(period string) string { return "until " + period }
