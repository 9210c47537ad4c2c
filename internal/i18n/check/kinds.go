package main

import (
	"github.com/koppelkans/koppelkans/internal/kinds"
	"github.com/koppelkans/koppelkans/internal/record"
)

// ofKinds gives the keys that follow from the descriptions of the kinds of
// records: names, fields and options.
func ofKinds() ([]use, error) {
	all, err := kinds.All()
	if err != nil {
		return nil, err
	}
	var uses []use
	for _, kind := range all.All() {
		for _, key := range record.Keys(kind) {
			uses = append(uses, use{key: key, where: "internal/kinds"})
		}
	}
	return uses, nil
}
