package main

import (
	"slices"
	"strings"
)

// families are the beginnings of keys that are completed while running, each
// with the list that completes it. A key outside them must be written whole.
var families = []string{
	"check.name.", "job.kind.", "job.state.", // check.Check, names of job.Kinds, job.State
	"files.format-",                                                                                     // sheet.Format
	"app.severity.",                                                                                     // exchange.Severity
	"mapset.",                                                                                           // healthmap.Item.wrong
	"setting.",                                                                                          // names of settings
	"kind.",                                                                                             // fields and options of kinds of records
	"record.",                                                                                           // problems of fields, deeds
	"audience.",                                                                                         // access.Audience
	"hole.",                                                                                             // indicator.Hole
	"standing.",                                                                                         // profile.Standing
	"sort.",                                                                                             // indicator.Sort
	"level.",                                                                                            // place.Level
	"levels.",                                                                                           // place.Level, plural
	"domain.",                                                                                           // indicator.Domain
	"theme.",                                                                                            // theme of an indicator
	"border.",                                                                                           // healthmap.Border
	"state.",                                                                                            // delivery.State
	"change.",                                                                                           // kind of succession of a place
	"perspective.",                                                                                      // indicator.Perspective
	"direction.",                                                                                        // indicator.Direction
	"unit.",                                                                                             // unit of an indicator
	"format.",                                                                                           // read by Format itself
	"error.",                                                                                            // by HTTP status
	"map.level.", "map.legend.", "map.legendPer.", "map.legendKnown.", "map.tableCaption.", "map.unit.", // levels of a map
	"api.",                                               // by status, operation, property; internal/api's tests find what is missing
	"chart.line.",                                        // chart.Kind
	"compare.how.", "compare.part.", "compare.byColumn.", // how near; how a part stands; direction of an order
	"letters.day-",                       // time.Weekday
	"learning.event-", "learning.point-", // learning.Event; answers of the checklist
	"compass.signal-", "compass.spoke.", "compass.about.", // compass.Signal
	"agreement.stand-", "mail.agreement-", // agreement.State
	"mapchange.",                                                                // healthmap.Why, sums, levels
	"network.shape.", "network.source.", "network.strength.", "network.change.", // view.Shapes; how a relation is known; strengths of a relation; what became of a tie
	"mywork.",                                 // groups of what waits
	"chart.file.",                             // view.ChartEnds
	"chart.column.",                           // of the table of a chart as a file
	"factsheet.format.", "factsheets.format.", // factsheets.Format
	"factsheets.level.", "factsheets.column.", // factsheets.Levels; of the list in a bundle
	"support.", // place.Level, as the place where a figure was made
}

func allowed(key string) bool {
	for _, family := range slices.Concat(families, signInFamilies) {
		if strings.HasPrefix(key, family) {
			return true
		}
	}
	return false
}
