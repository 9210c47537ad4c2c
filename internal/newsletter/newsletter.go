// Package newsletter tells those in a partnership what happened: a draft made of
// the records, which people edit before it goes.
package newsletter

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/partnership"
	"github.com/koppelkans/koppelkans/internal/record"
)

// Newsletter is one letter to everybody in a partnership.
type Newsletter struct {
	record.Head
	Title string
	Text  string
	Asked string // the day on which somebody sent it; then it stays as it is
	Sent  int64  // how many got it
}

// Newsletters describes the kind.
func Newsletters() *record.Type[Newsletter] {
	return record.Describe(record.Names{One: "newsletter", Many: "newsletters", Path: "nieuwsbrieven"},
		record.TextField("title", func(n *Newsletter) *string { return &n.Title }).Required().Listed().Found(3),
		record.ProseField("text", func(n *Newsletter) *string { return &n.Text }).AtMost(20_000).Required().Found(1),
		record.DayField("asked", func(n *Newsletter) *string { return &n.Asked }).Fixed().Listed(),
		record.WholeField("sent", func(n *Newsletter) *int64 { return &n.Sent }).Fixed(),
	).Guarded(staysAsSent).Handmade()
}

// staysAsSent holds that what people got does not change after.
func staysAsSent(_ context.Context, planned record.Planned) error {
	if planned.Before == nil || planned.Deed == record.Erased {
		return nil
	}
	before, after := Newsletters().Of(*planned.Before), Newsletters().Of(*planned.After)
	if before.Asked != "" && (before.Title != after.Title || before.Text != after.Text) {
		return record.Wrong("text", "newsletter.sent-already", nil)
	}
	return nil
}

// Service makes drafts and sends letters.
type Service struct {
	Records *record.Service
	Store   Store
	Jobs    Jobs
	Post    account.Post // nil sends nothing
	Words   func(lang, key string) string
	Demo    func(ctx context.Context) bool
	Now     func() time.Time
	Today   func(time.Time) string
}

// Store keeps who got which letter, and who wants none.
type Store interface {
	// GetsNewsletter notes that a person gets a newsletter; false when they were
	// noted before.
	GetsNewsletter(ctx context.Context, newsletter, person id.ID) (bool, error)
	AccountOfPerson(ctx context.Context, person id.ID) (account.Account, bool, error)
	// WantsLetters tells whether an account has not ended its letters.
	WantsLetters(ctx context.Context, of id.ID) (bool, error)
}

// Jobs adds work for later; *job.Service is one.
type Jobs interface {
	Add(ctx context.Context, j job.Job, payload any) (id.ID, error)
}

// told lists what a newsletter tells of, with the field that has its day.
var told = [][2]string{{"success", "day"}, {"decision", "day"}, {"agreement", "since"}, {"promise", "keptOn"}, {"lesson", "day"}}

// firstBack is how far the first newsletter looks back. Example: no publication
// states it.
const firstBack = 90 * 24 * time.Hour

// Draft makes a newsletter of what happened since the last one: only what every
// professional may see, for its readers work for many organisations.
func (s *Service) Draft(ctx context.Context, actor access.Actor, of *record.Seen, lang string) (id.ID, error) {
	in := map[string]string{record.PartnershipField: of.ID.String()}
	since := s.Today(s.Now().Add(-firstBack))
	earlier, err := s.Records.List(ctx, actor, Newsletters().Kind(), record.Ask{Filters: in, Limit: 1_000})
	if err != nil {
		return 0, err
	}
	for at := range earlier.Rows {
		since = max(since, Newsletters().Of(earlier.Rows[at].Row).Asked)
	}
	var parts []string
	for _, tell := range told {
		kind, known := s.Records.Kinds.ByName(tell[0])
		if !known {
			continue
		}
		list, err := s.Records.List(ctx, actor, kind, record.Ask{Filters: in, Limit: 500})
		if err != nil {
			return 0, err
		}
		lines := s.lines(kind, list, tell[1], since)
		if len(lines) > 0 {
			parts = append(parts, s.Words(lang, kind.ManyKey())+"\n"+strings.Join(lines, "\n"))
		}
	}
	text := strings.Join(parts, "\n\n")
	if text == "" {
		text = s.Words(lang, "newsletter.nothing")
	}
	kind := partnership.Partnerships().Kind()
	row, err := s.Records.Create(ctx, actor, Newsletters().Kind(), record.Values{
		"title": fmt.Sprintf("%s, %s", kind.Title(&of.Row), s.Today(s.Now())), "text": text,
		record.PartnershipField: of.ID, record.PlaceField: of.Place, record.OwnerField: actor.Organisation,
	})
	return row.ID, err
}

func (s *Service) lines(kind *record.Kind, list record.List, dayField, since string) []string {
	type line struct{ day, text string }
	var lines []line
	field, _ := kind.Field(dayField)
	for at := range list.Rows {
		seen := &list.Rows[at]
		day, _ := seen.Get(field).(string)
		if seen.Audience >= access.Professionals && day > since {
			lines = append(lines, line{day, "- " + kind.Title(&seen.Row)})
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return strings.Compare(b.day, a.day) })
	texts := make([]string, len(lines))
	for at := range lines {
		texts[at] = lines[at].text
	}
	return texts
}

// JobSend sends a newsletter to everybody in its partnership.
const JobSend = "newsletter"

type toSend struct {
	Newsletter id.ID `json:"newsletter"`
}

// Send has a newsletter sent. Asking again sends to who did not get it yet, and
// to nobody twice.
func (s *Service) Send(ctx context.Context, actor access.Actor, which id.ID) error {
	seen, _, err := s.Records.Get(ctx, actor, Newsletters().Kind(), which)
	if err != nil {
		return err
	}
	if seen.Deleted() || !seen.May(actor, access.Change) {
		return fault.New(fault.Denied, "record.denied", nil)
	}
	one := Newsletters().Of(seen.Row)
	if one.Partnership == 0 {
		return fault.New(fault.Conflict, "newsletter.no-partnership", nil)
	}
	if one.Asked == "" {
		as := actor
		as.Program = true
		if _, err := s.Records.Change(ctx, as, Newsletters().Kind(), which, one.Version, record.Values{"asked": s.Today(s.Now())}); err != nil {
			return err
		}
	}
	_, err = s.Jobs.Add(ctx, job.Job{Kind: JobSend, Key: which.String()}, toSend{which})
	return err
}

// mostReaders is how many people get a newsletter.
const mostReaders = 2_000

// Deliver does the job of Send. Everybody is noted before their letter goes, so
// that nobody gets two, whatever happens in between.
func (s *Service) Deliver(ctx context.Context, run *job.Run) error {
	var work toSend
	if err := run.Decode(&work); err != nil {
		return err
	}
	row, err := s.Records.Store.FindRow(ctx, Newsletters().Kind(), work.Newsletter)
	if err != nil || row.Deleted() || s.Post == nil || s.Demo(ctx) {
		return err
	}
	one := Newsletters().Of(row)
	members, err := s.Records.Store.FindEqual(ctx, partnership.Members().Kind(), []string{record.PartnershipField}, []any{one.Partnership}, mostReaders)
	if err != nil {
		return err
	}
	var failed error
	sent := int64(0)
	for at, member := range members {
		person := partnership.Members().Of(member)
		if !person.In(s.Today(s.Now())) || person.Person == 0 {
			continue
		}
		got, err := s.deliverTo(ctx, one, person.Person)
		if err != nil {
			failed = err // the others get theirs
		}
		if got {
			sent++
		}
		run.Progress("newsletter.letters", int64(at+1), int64(len(members)))
	}
	if sent > 0 {
		_, err = s.Records.Change(ctx, access.Actor{Program: true}, Newsletters().Kind(), one.ID, one.Version, record.Values{"sent": one.Sent + sent})
	}
	if failed != nil {
		return failed
	}
	return err
}

func (s *Service) deliverTo(ctx context.Context, one Newsletter, person id.ID) (bool, error) {
	rows, err := s.Records.Store.FindRows(ctx, partnership.People().Kind(), []id.ID{person})
	if err != nil || len(rows) == 0 || rows[0].Deleted() {
		return false, err
	}
	email, lang := partnership.People().Of(rows[0]).Email, ""
	who, known, err := s.Store.AccountOfPerson(ctx, person)
	if err != nil {
		return false, err
	}
	if known {
		lang = who.Language
		wants, err := s.Store.WantsLetters(ctx, who.ID)
		if err != nil || !wants {
			return false, err
		}
		if email == "" {
			email = who.Email
		}
	}
	if email == "" {
		return false, nil
	}
	first, err := s.Store.GetsNewsletter(ctx, one.ID, person)
	if err != nil || !first {
		return false, err
	}
	err = s.Post.Send(ctx, account.Letter{To: email, Lang: lang, Key: "mail.newsletter", Path: "/nieuwsbrieven/" + one.ID.String(), Args: fault.Args{"title": one.Title, "text": one.Text}})
	return err == nil, err
}
