package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/demo"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/geo/rd"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
)

// makeDemoRecords makes the organisations, people, partnerships and accounts of
// the fictional municipality, through the services that everybody uses.
func makeDemoRecords(ctx context.Context, p *parts, town demo.Town) error {
	where, err := placeOf(ctx, p, town.Code)
	if err != nil {
		return err
	}
	network := demo.NewNetwork(demo.DefaultSeed, town.Name)
	made := make([]id.ID, len(network.Organisations))
	for at, organisation := range network.Organisations {
		organisation.Place, organisation.Owner = where, made[demo.MunicipalityNumber]
		if made[at], err = addRecord(ctx, p, partnership.Organisations(), organisation); err != nil {
			return err
		}
	}
	for _, colleague := range network.People {
		person := colleague.Person
		person.Place, person.Organisation, person.Owner = where, made[colleague.Works], made[colleague.Works]
		if _, err := addRecord(ctx, p, partnership.People(), person); err != nil {
			return err
		}
	}
	for _, together := range network.Partnerships {
		together.Place, together.Owner, together.Audience = where, made[demo.MunicipalityNumber], access.Professionals
		if _, err := addRecord(ctx, p, partnership.Partnerships(), together); err != nil {
			return err
		}
	}
	plan := place.Own{Name: "Plangebied Havenfront", Note: "Wat de gemeente aan de haven wil bouwen.", Border: squareAround(town.Centre, 450)}
	plan.Place, plan.Owner, plan.Audience = where, made[demo.MunicipalityNumber], access.Public
	if _, err := addRecord(ctx, p, place.OwnAreas(), plan); err != nil {
		return err
	}
	return p.accounts.FillDemo(ctx, where, func(role access.Role) id.ID { return made[demo.Hosts(role)] })
}

func placeOf(ctx context.Context, p *parts, code string) (id.ID, error) {
	editions, err := p.db.EditionsOf(ctx, place.Municipality, code)
	if err == nil && len(editions) == 0 {
		err = fault.New(fault.Broken, "place.unknown", fault.Args{"Code": code})
	}
	if err != nil {
		return 0, err
	}
	return editions[0].PlaceID, nil
}

// addRecord adds a record of a kind as the program.
func addRecord[T any](ctx context.Context, p *parts, kind *record.Type[T], value T) (id.ID, error) {
	described, known := p.records.Kinds.ByName(kind.Kind().One)
	if !known {
		return 0, fault.New(fault.Broken, "record.unknown", nil)
	}
	row := kind.Row(value)
	values := record.Values{}
	for at := range described.Fields {
		field := &described.Fields[at]
		if !field.Fixed {
			values[field.Name] = row.Get(field)
		}
	}
	made, err := p.records.Create(ctx, access.Actor{Program: true}, described, values)
	return made.ID, err
}

// squareAround gives a square in GeoJSON around a point in RD metres.
func squareAround(centre orb.Point, half float64) string {
	corner := func(x, y float64) string {
		lon, lat := rd.ToWGS84(centre[0]+x*half, centre[1]+y*half)
		return fmt.Sprintf("[%.6f,%.6f]", lon, lat)
	}
	first := corner(-1, -1)
	return `{"type":"Polygon","coordinates":[[` + strings.Join([]string{first, corner(1, -1), corner(1, 1), corner(-1, 1), first}, ",") + `]]}`
}
