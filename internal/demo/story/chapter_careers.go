package story

import (
	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/record"
)

// careers: people get another job, hand over and leave; one is erased because
// he asked for it.
func careers() []Step {
	return []Step{
		{274, "bea", letsIn("gijs", role{Role: access.Contributor, until: 700})},

		// The first coordinator goes; her successor knows the work already.
		{360, "bea", gives("cor", role{Role: access.Coordinator})},
		{362, "sanne", changes("person", "cor", record.Values{"job": "Programmacoördinator", "roles": []string{"coordinator", "bridge-builder"}})},
		{372, "bea", takesAway("accessGrant", grantOf("cor", access.Contributor))},
		{379, "sanne", leaves("cor")},
		{381, "cor", takesAway("person", "sanne")},

		{402, "ravi", changes("person", "omar", record.Values{"job": "Gezondheidsmakelaar"})},
		{455, "cor", changes("person", "hanna", record.Values{"job": "Afdelingsmanager sociaal", "level": "management"})},
		{610, "cor", changes("person", "lieke", record.Values{"organisation": the("wonen"), "job": "Sociaal beheerder", record.OwnerField: the("wonen")})},
		{663, "ravi", changes("person", "noor", record.Values{"job": "Programmaleider gezonde leefomgeving", "roles": []string{"bridge-builder", "project-lead"}})},
		{720, "cor", changes("person", "sem", record.Values{"roles": []string{"key-person"}})},
		{805, "cor", changes("person", "gijs", record.Values{"job": "Manager projecten", "level": "management"})},
		{858, "bea", erases("dirk")},
		{940, "cor", changes("person", "marit", record.Values{"phone": "000 - 0002024"})},
		{1_020, "mees", changes("person", "lotte", record.Values{"job": "Sociaal werker jeugd"})},
	}
}
