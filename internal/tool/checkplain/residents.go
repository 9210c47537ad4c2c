package main

import "strings"

// A page is what a resident sees together: the keys of the catalogue that
// begin with one of the prefixes, but for the exceptions. A prefix without a
// dot at its end is a whole key or the beginning of its last word.
type page struct {
	name     string
	prefixes []string
	except   []string
}

// residents are the pages that anybody can open without an account, and the
// letters and pages with which somebody gets one. What is for people who work
// here is not: records and their files, deliveries, jobs, administration, the
// interface, the command line. A new page for residents gets a line here.
var residents = []page{
	{"every page", []string{"site.", "nav.", "search.", "tour."}, []string{"search.rebuil"}},
	{"home", []string{"home."}, nil},
	{"map", []string{"map.", "maps.", "level.", "domain.", "hole.", "border.", "sort."}, []string{
		"maps.set-not-yaml", "maps.bad-set", // seen by who makes map sets
	}},
	{"place", []string{"place.", "profile.", "standing.", "factsheet.", "paper.", "change.", "perspective.", "direction."}, []string{
		"place.own", // the form for areas of one's own, for people who work here
		"profile.badRules",
		"paper.no-chromium", // seen when the server starts
	}},
	{"figures", []string{"figure."}, nil},
	{"compare", []string{"compare.", "mapchange.", "embed.more"}, []string{
		"compare.howMeasuredText", // for who wants to know how a distance is worked out
	}},
	{"about", []string{"about."}, nil},
	{"sign in", []string{"signin.", "openid.", "passkey.", "invite.welcome", "invite.accept", "role."}, []string{
		"openid.no-file", "openid.bad-file", // seen when the server starts
	}},
	{"letters", []string{"mail.link.", "mail.invitation.", "mail.passkey."}, nil},
	{"errors", []string{"error."}, nil},
}

// has tells whether a key is on the page.
func (p page) has(key string) bool {
	return begins(key, p.prefixes) && !begins(key, p.except)
}

func begins(key string, prefixes []string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}
