package place

import (
	"context"

	"github.com/koppelkans/koppelkans/internal/geo/shape/succession"
)

// OverlayBorders derives successions with the tolerance of package
// succession, which allows for borders that were drawn at different scales.
func OverlayBorders(ctx context.Context, older, newer []Area, progress func(done, total int)) ([]Succession, error) {
	relations, err := succession.Derive(ctx, areasOf(older), areasOf(newer), succession.Options{Progress: progress})
	if err != nil {
		return nil, err
	}
	list := make([]Succession, len(relations))
	for at, r := range relations {
		list[at] = Succession{From: r.From, To: r.To, Kind: SuccessionKind(r.Kind), ShareFrom: r.ShareFrom, ShareTo: r.ShareTo}
	}
	return list, nil
}

func areasOf(areas []Area) []succession.Area {
	list := make([]succession.Area, len(areas))
	for at, area := range areas {
		list[at] = succession.Area{Code: area.Code, Border: area.Border}
	}
	return list
}
