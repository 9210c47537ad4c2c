// Package letters sends everybody one letter a week about what waits for them
// and what is new, until they say that they want none. A letter is ended with
// one click, without signing in (RFC 8058); two in a row that come back end it
// too (RFC 3464).
package letters

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/i18n"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/mywork"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/secret"
)

// Setting is when somebody gets their letter.
type Setting struct {
	Account id.ID
	Day     time.Weekday // the day of the week
	Off     bool
	Bounces int    // letters in a row that came back
	Came    bool   // the last one came back
	Sent    string // the week of the last letter, as 2026-W48
}

// UsualDay is when a letter comes, as long as somebody chose no other day.
// Example: no publication states it.
const UsualDay = time.Monday

// mostBounces is how many letters in a row may come back.
const mostBounces = 2

// Stopped tells whether the letters ended because they came back.
func (s Setting) Stopped() bool { return s.Bounces >= mostBounces }

// Store keeps settings, and the secrets with which letters are ended.
type Store interface {
	// LetterSetting gives the setting of an account; the usual one when it has
	// none of its own.
	LetterSetting(ctx context.Context, of id.ID) (Setting, error)
	KeepLetterSetting(ctx context.Context, setting Setting) error
	// DueLetters gives the accounts that get a letter on a day of the week and had
	// none in a week yet, by id, from behind one.
	DueLetters(ctx context.Context, day time.Weekday, week string, after id.ID, limit int) ([]id.ID, error)
	AddStop(ctx context.Context, token string, of id.ID) error
	// StopOf gives whose letters a secret ends; fault.NotFound for none.
	StopOf(ctx context.Context, token string) (id.ID, error)
	AccountByEmail(ctx context.Context, email string) (account.Account, error)
}

// Service sends letters.
type Service struct {
	Store   Store
	Jobs    Jobs
	Post    account.Post
	Work    *mywork.Service
	Records *record.Service
	Words   *i18n.Catalogue
	Actor   func(ctx context.Context, of id.ID) (account.Who, error)
	Demo    func(ctx context.Context) bool // in a demo nobody gets letters
	Now     func() time.Time
	Today   func(time.Time) string
}

// Jobs adds work for later; *job.Service is one.
type Jobs interface {
	Add(ctx context.Context, j job.Job, payload any) (id.ID, error)
}

// Kinds of jobs.
const (
	JobWeekly = "weekly-letters"
	JobLetter = "weekly-letter"
)

type letterTo struct {
	Account id.ID  `json:"account"`
	Week    string `json:"week"`
}

// week names the week of a day.
func week(at time.Time) string {
	year, number := at.ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, number)
}

// batch is how many letters are prepared at once.
const batch = 200

// Weekly adds the work of each letter that is due today. Doing it again adds
// none twice: a letter's work has the account and the week for its key, and the
// week is kept when the letter was sent.
func (s *Service) Weekly(ctx context.Context, _ *job.Run) error {
	if s.Demo(ctx) {
		return nil
	}
	day, err := time.Parse(time.DateOnly, s.Today(s.Now()))
	if err != nil {
		return err
	}
	for after := id.ID(0); ; {
		due, err := s.Store.DueLetters(ctx, day.Weekday(), week(day), after, batch)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, one := range due {
			work := job.Job{Kind: JobLetter, Key: one.String() + "-" + week(day)}
			if _, err := s.Jobs.Add(ctx, work, letterTo{Account: one, Week: week(day)}); err != nil {
				return err
			}
		}
		after = due[len(due)-1]
	}
}

// mostLines is how many things a letter names.
const mostLines = 12

// Letter sends one letter. Who has nothing to read about gets none.
func (s *Service) Letter(ctx context.Context, run *job.Run) error {
	var to letterTo
	if err := run.Decode(&to); err != nil {
		return err
	}
	setting, err := s.Store.LetterSetting(ctx, to.Account)
	if err != nil || setting.Off || setting.Stopped() || setting.Sent == to.Week || s.Post == nil || s.Demo(ctx) {
		return err
	}
	who, err := s.Actor(ctx, to.Account)
	if err != nil || who.Account.ID == 0 || who.Account.State != account.Active {
		return err
	}
	lists, err := s.lists(ctx, who)
	if err != nil {
		return err
	}
	if !setting.Came {
		setting.Bounces = 0
	}
	setting.Sent, setting.Came = to.Week, false
	if len(lists) == 0 {
		return s.Store.KeepLetterSetting(ctx, setting)
	}
	return run.Once(ctx, "mail", func() error {
		token := secret.New()
		if err := s.Store.AddStop(ctx, secret.Hashed(token), to.Account); err != nil {
			return err
		}
		if err := s.Store.KeepLetterSetting(ctx, setting); err != nil {
			return err
		}
		return s.Post.Send(ctx, account.Letter{To: who.Account.Email, Lang: who.Account.Language, Key: "mail.weekly", Path: "/mijn-werk", StopPath: "/berichten/stop/" + token,
			Args: fault.Args{"name": who.Account.Name}, Lists: lists})
	})
}

// lists says what waits, the oldest promise first, and what is new, the newest
// first; nothing when there is neither.
func (s *Service) lists(ctx context.Context, who account.Who) ([]account.LetterList, error) {
	items, err := s.Work.List(ctx, who.Actor, s.Now())
	if err != nil {
		return nil, err
	}
	news, err := s.news(ctx, who.Actor)
	if err != nil {
		return nil, err
	}
	lang, format := who.Account.Language, s.Words.Format(who.Account.Language)
	say := func(key string, args i18n.Args) string { return s.Words.T(lang, key, args) }
	var lists []account.LetterList
	if len(items) > 0 {
		list := account.LetterList{Heading: say("letters.waits", i18n.Args{"n": len(items)})}
		for _, item := range items[:min(len(items), mostLines)] {
			text := item.Title + " (" + say(item.Deed, nil)
			if day, err := time.Parse(time.DateOnly, item.Due); err == nil {
				text += ", " + say("mywork.due", i18n.Args{"day": format.ShortDay(day.Add(12 * time.Hour))})
			}
			list.Lines = append(list.Lines, account.LetterLine{Text: text + ")", Path: s.whereTo(item)})
		}
		lists = append(lists, list)
	}
	if len(news) > 0 {
		list := account.LetterList{Heading: say("letters.news", nil)}
		for _, one := range news[:min(len(news), mostLines)] {
			list.Lines = append(list.Lines, account.LetterLine{Text: say(one.kind.OneKey(), nil) + ": " + one.title, Path: "/" + one.kind.Path + "/" + one.id.String()})
		}
		lists = append(lists, list)
	}
	return lists, nil
}

// whereTo gives the page on which something can be done, or that tells of it.
func (s *Service) whereTo(item mywork.Item) string {
	if kind, known := s.Records.Kinds.ByName(item.Kind); known && item.Path == "" {
		return "/" + kind.Path + "/" + item.ID.String()
	}
	return item.Path
}

// newest is a record that is new to somebody.
type newest struct {
	kind  *record.Kind
	id    id.ID
	title string
	made  time.Time
}

// newKinds lists what a letter tells of when it is new, with the field by which
// the newest are found.
var newKinds = [][2]string{{"decision", "day"}, {"success", "day"}, {"lesson", "day"}, {"adviceRequest", "deadline"}, {"promise", "made"}}

// news gives what was written down in the last week in the partnerships of
// somebody, the newest first.
func (s *Service) news(ctx context.Context, actor access.Actor) ([]newest, error) {
	in := map[id.ID]bool{}
	for _, scope := range actor.Scopes {
		for _, one := range scope.Partnerships {
			in[one] = true
		}
	}
	since := s.Now().AddDate(0, 0, -7)
	var all []newest
	for _, known := range newKinds {
		kind, is := s.Records.Kinds.ByName(known[0])
		if !is {
			continue
		}
		list, err := s.Records.List(ctx, actor, kind, record.Ask{Sort: known[1], Down: true, Limit: 100})
		if err != nil {
			return nil, err
		}
		for at := range list.Rows {
			if row := &list.Rows[at].Row; row.CreatedAt.After(since) && in[row.Partnership] {
				all = append(all, newest{kind, row.ID, kind.Title(row), row.CreatedAt})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b newest) int { return b.made.Compare(a.made) })
	return all, nil
}
