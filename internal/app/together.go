package app

import (
	"crypto/rand"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/agenda"
	"github.com/koppelkans/koppelkans/internal/agreement"
	"github.com/koppelkans/koppelkans/internal/compass"
	"github.com/koppelkans/koppelkans/internal/handover"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/language"
	"github.com/koppelkans/koppelkans/internal/learning"
	"github.com/koppelkans/koppelkans/internal/letters"
	"github.com/koppelkans/koppelkans/internal/mywork"
	"github.com/koppelkans/koppelkans/internal/newsletter"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/thread"
	"github.com/koppelkans/koppelkans/internal/web"
)

// openTogether builds the services of working together, on those of records.
func (p *parts) openTogether(now func() time.Time) {
	p.threads = &thread.Service{Kinds: p.records.Kinds, Store: p.db, Records: p.db, Maker: p.records}
	p.partnerships = &partnership.Service{Records: p.records, Now: now, Today: account.Today, Grant: func(to, in id.ID, role access.Role) record.Draft {
		grants, _ := p.records.Kinds.ByName("accessGrant")
		return record.Draft{Kind: grants, Values: record.Values{"account": to, "role": string(role), record.PartnershipField: in}}
	}}
	p.language = &language.Service{Records: p.records, Now: now}
	p.learning = &learning.Service{Records: p.records, Store: p.db, Checklist: p.checklist, Tellings: p.tellings, Now: now, Today: account.Today, Named: p.byRhythm}
	p.compass = &compass.Service{Records: p.records, Signals: p.signals, Now: now, Today: account.Today}
	p.handover = &handover.Service{Records: p.records, Now: now, Today: account.Today}
	p.records.Guards = map[string][]record.Guard{"member": {p.handover.Guard}}
	p.agreements = &agreement.Service{Records: p.records, Store: p.db, Jobs: p.jobs, Demo: p.accounts.InDemo, Token: rand.Text, Now: now, Today: account.Today}
	p.mywork = &mywork.Service{Sources: []mywork.Source{p.partnerships, p.agreements, p.learning, p.handover}}
	p.openLetters(now)
}

// byRhythm names a reflection that begins by itself, in the language of the
// installation.
func (p *parts) byRhythm(day time.Time) string {
	lang := p.words.Match("", "")
	return p.words.T(lang, "learning.byRhythm", map[string]any{"day": p.words.Format(lang).Day(day)})
}

// openLetters builds the services that tell people what waits, beside the pages.
func (p *parts) openLetters(now func() time.Time) {
	p.letters = &letters.Service{Store: p.db, Jobs: p.jobs, Work: p.mywork, Records: p.records, Words: p.words, Actor: p.accounts.ActorOf, Demo: p.accounts.InDemo, Now: now, Today: account.Today}
	p.newsletters = &newsletter.Service{Records: p.records, Store: p.db, Jobs: p.jobs, Demo: p.accounts.InDemo, Now: now, Today: account.Today,
		Words: func(lang, key string) string { return p.words.T(lang, key, nil) }}
	p.agenda = &agenda.Service{Store: p.db, Work: p.mywork, Records: p.records, Words: p.words, Actor: p.accounts.ActorOf, Base: func() string { return p.base }, Now: now}
}

// partnershipMenu lists the pages of a partnership that gather more than one
// sort of record, in their order.
func partnershipMenu() []web.MenuItem {
	return []web.MenuItem{
		{Key: "partnership.menuPeople", Path: "/mensen"},
		{Key: "learning.expectTitle", Path: "/verwachtingen", Members: true},
		{Key: "roles.link", Path: "/rollen"},
		{Key: "network.title", Path: "/netwerk"},
		{Key: "network.influence", Path: "/invloed", Members: true},
		{Key: "agreement.covenant", Path: "/convenant"},
		{Key: "language.chapterTitle", Path: "/woordenboek"},
		{Key: "learning.reflectTitle", Path: "/reflectie", Members: true},
		{Key: "learning.checklist", Path: "/checklist", Members: true},
		{Key: "learning.timeline", Path: "/tijdlijn"},
		{Key: "compass.title", Path: "/kompas", Members: true},
	}
}

// together lists what the page of a partnership tells, in its order.
func together(p *parts) []web.TogetherChapter {
	of := func(kind, note, sort string, down bool) web.TogetherChapter {
		return web.RecordChapter{Records: p.records, Kind: kind, Notes: note, Sort: sort, Down: down}
	}
	return []web.TogetherChapter{
		web.NetworkChapter{Records: p.records},
		of("standingMeeting", "rhythm next moment", "", false),
		of("agreement", "state", "review", false),
		of("decision", "day", "day", true),
		of("action", "due done", "due", true),
		of("promise", "due kept", "due", true),
		of("roleCard", "person", "", false),
		web.DictionaryChapter{Words: p.language},
		of("adviceRequest", "deadline advised", "deadline", true),
		of("policyFinding", "sort", "", false),
		of("newsletter", "asked", "asked", true),
		of("success", "day", "day", true),
		of("lesson", "form", "day", true),
	}
}
