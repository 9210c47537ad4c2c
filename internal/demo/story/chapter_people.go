package story

import (
	"context"
	"strings"

	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// people: colleagues come one by one, and a list of those who were at the
// first meeting comes from a file.
func people() []Step {
	steps := []Step{{158, "sanne", importsThoseWhoCame}}
	for _, arrival := range []struct {
		day  int
		by   string
		keys []string
	}{
		{35, "sanne", []string{"joke", "daan"}},
		{47, "sanne", []string{"yusuf", "ingrid"}},
		{60, "ravi", []string{"noor", "omar", "saskia"}},
		{64, "ravi", []string{"wout"}},
		{82, "mees", []string{"amira", "bram"}},
		{110, "sanne", []string{"gijs", "ruben"}},
		{141, "sanne", []string{"priya", "maud"}},
		{190, "sanne", []string{"hanna"}},
		{250, "mees", []string{"lieke"}},
		{318, "sanne", []string{"floor", "teun"}},
		{420, "cor", []string{"kees", "marit"}},
		{545, "cor", []string{"ilse"}},
		{690, "cor", []string{"fatima", "elif"}},
		{910, "cor", []string{"pim"}},
	} {
		for _, key := range arrival.keys {
			steps = append(steps, Step{arrival.day, arrival.by, joins(key)})
		}
	}
	return steps
}

// joinsAt adds somebody whom another organisation keeps the record of.
func joinsAt(key, keeper string) Deed {
	return func(ctx context.Context, s *scene) error {
		who, err := member(key)
		if err != nil {
			return err
		}
		values := who.values()
		values[record.OwnerField] = the(keeper)
		return adds("person", key, values)(ctx, s)
	}
}

// importsThoseWhoCame reads the list of the first meeting.
func importsThoseWhoCame(ctx context.Context, s *scene) error {
	names := map[string]string{}
	for _, key := range []string{"school", "opvang", "sport", "buurttuin", "raad"} {
		_, row, err := s.row(ctx, "organisation", key)
		if err != nil {
			return err
		}
		names[key] = partnership.Organisations().Of(row).Name
	}
	lines := []string{"name;organisationName;job;domain;level;roles;email;phone;ownerName;placeName;audience"}
	var came []character
	for _, who := range members() {
		works, byImport := who.organisation()
		if !byImport {
			continue
		}
		came = append(came, who)
		lines = append(lines, strings.Join([]string{who.Name, names[works], who.Job, string(who.Domain), string(who.Level), who.Roles, who.email(), who.phone(),
			names[works], s.World.Towns[0].Name, "professionals"}, ";"))
	}
	if err := imports("person", strings.Join(lines, "\n")+"\n")(ctx, s); err != nil {
		return err
	}
	for _, who := range came {
		if err := knows("person", who.Key, record.Values{"name": who.Name})(ctx, s); err != nil {
			return err
		}
	}
	return nil
}
