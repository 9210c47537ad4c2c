package web

import (
	"context"
	"io"
	"mime"
	"net/http"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/fault"
	"github.com/koppelkans/koppelkans/internal/id"
	"github.com/koppelkans/koppelkans/internal/job"
	"github.com/koppelkans/koppelkans/internal/web/view"
)

// Jobs gives the work that goes on behind the pages; *job.Service is one.
type Jobs interface {
	List(ctx context.Context, ask job.Ask) ([]job.Job, int, error)
	Find(ctx context.Context, text string) (job.Job, error)
	Cancel(ctx context.Context, j id.ID) (job.State, error)
	Retry(ctx context.Context, j id.ID) error
}

// JobFiles gives what jobs made to be fetched; *job.Files is one.
type JobFiles interface {
	Of(ctx context.Context, j id.ID) ([]job.File, error)
	Open(ctx context.Context, name string) (job.File, *os.File, error)
	Remove(ctx context.Context, name string) error
}

// fetchWithin is how long the fetching of a file may take on a slow line.
const fetchWithin = 30 * time.Minute

// jobStates are the states by their words in addresses.
var jobStates = []struct {
	word  string
	state job.State
}{{"wacht", job.Waiting}, {"bezig", job.Running}, {"klaar", job.Done}, {"mislukt", job.Failed}, {"gestopt", job.Cancelled}}

// mayAllJobs tells whether who asks may do something with the jobs of others
// and of the program itself.
func (s *site) mayAllJobs(r *http.Request, action access.Action) bool {
	return access.Can(s.actor(r), action, access.Installation, access.Facts{})
}

// jobsOfReader limits a list to the jobs that the reader may see: their own,
// or all. With jobOfReader it is the one place in this file that decides so.
func (s *site) jobsOfReader(r *http.Request, ask job.Ask) (job.Ask, error) {
	if s.Jobs == nil {
		return ask, fault.New(fault.NotFound, "job.none-here", nil)
	}
	if err := s.onlySignedIn(r); err != nil {
		return ask, err
	}
	if !s.mayAllJobs(r, access.See) {
		own := int64(s.actor(r).Account)
		ask.Account = &own
	}
	return ask, nil
}

// jobOfReader finds the job of an address, if the reader may do something with
// it. A job that the reader may not even see is answered as one that does not
// exist.
func (s *site) jobOfReader(r *http.Request, text string, action access.Action) (job.Job, error) {
	unknown := fault.New(fault.NotFound, "job.unknown", fault.Args{"Job": text})
	if err := s.onlySignedIn(r); err != nil {
		return job.Job{}, err
	}
	if s.Jobs == nil {
		return job.Job{}, unknown
	}
	j, err := s.Jobs.Find(r.Context(), text)
	switch {
	case err != nil:
		return j, err
	case s.ownJob(r, j), s.mayAllJobs(r, action):
		return j, nil
	case s.mayAllJobs(r, access.See):
		return job.Job{}, fault.New(fault.Denied, "job.not-yours", nil)
	}
	return job.Job{}, unknown
}

// ownJob tells whether who asks asked for a job.
func (s *site) ownJob(r *http.Request, j job.Job) bool {
	account := s.actor(r).Account
	return account != 0 && j.Account == int64(account)
}

// mayFetch tells whether who asks may have what a job made. What somebody
// exports holds what they may see, which is not for an administrator; what the
// program makes is.
func (s *site) mayFetch(r *http.Request, j job.Job) bool {
	return s.ownJob(r, j) || j.Account == 0 && s.mayAllJobs(r, access.Change)
}

// jobs answers /taken: what is done behind the pages, newest first.
func (s *site) jobs(w http.ResponseWriter, r *http.Request) error {
	p := s.page(w, r)
	p.Title, p.Section = p.T("job.title"), "jobs"
	page, err := readPage(r.URL.Query())
	if err != nil {
		return err
	}
	list := view.Jobs{Page: page, Pages: 1, All: p.With("stand", "")}
	ask, err := s.jobsOfReader(r, job.Ask{Offset: (page - 1) * rowsPerPage, Limit: rowsPerPage})
	if err != nil {
		return err
	}
	word := r.URL.Query().Get("stand")
	for _, known := range jobStates {
		chosen := known.word == word
		if chosen {
			ask.State = known.state
		}
		list.States = append(list.States, view.JobFilter{Name: p.T("job.state." + string(known.state)), URL: p.With("stand", known.word), Chosen: chosen})
	}
	if word != "" && ask.State == "" {
		return fault.New(fault.Invalid, "job.bad-state", fault.Args{"State": word})
	}
	found, total, err := s.Jobs.List(r.Context(), ask)
	if err != nil {
		return err
	}
	for _, j := range found {
		list.Rows = append(list.Rows, s.jobRow(p, j))
	}
	list.Filtered, list.Total, list.Pages = word != "", total, max(1, (total+rowsPerPage-1)/rowsPerPage)
	return s.show(w, r, view.JobsPage(p, list))
}

// jobRow is a job as it is shown, in words.
func (s *site) jobRow(p view.Page, j job.Job) view.JobRow {
	row := view.JobRow{
		ID: j.ID.String(), URL: "/taken/" + j.ID.String(), Kind: kindName(p, j.Kind), State: p.T("job.state." + string(j.State)),
		Ended: j.State.Ended(), Failed: j.State == job.Failed, Running: j.State == job.Running,
		CanCancel: !j.State.Ended() && !j.CancelAsked, CanRetry: j.State == job.Failed || j.State == job.Cancelled, Stopping: j.CancelAsked && !j.State.Ended(),
		Asked: p.Fmt().Moment(j.CreatedAt, s.Now()), Started: p.Fmt().Moment(j.StartedAt, s.Now()), EndedAt: p.Fmt().Moment(j.EndedAt, s.Now()),
		Attempts: j.Attempts, Part: -1, Text: s.jobText(p, j),
	}
	if j.State == job.Running && j.Progress.Total > 0 {
		row.Part = int(100 * j.Progress.Part())
	}
	if j.Problem != nil && j.State != job.Done {
		row.Problem = p.Catalogue.T(p.Lang, j.Problem.Key, j.Problem.Args)
	}
	if j.State == job.Waiting && j.Attempts > 0 {
		row.Next = p.Fmt().Moment(j.RunAfter, s.Now())
	}
	return row
}

// kindName names a sort of work; one that this program does not know, as its
// key.
func kindName(p view.Page, kind string) string {
	if name := p.T("job.kind." + kind); name != "job.kind."+kind {
		return name
	}
	return kind
}

// jobText tells in words how far a job is: what was counted, and the time left.
func (s *site) jobText(p view.Page, j job.Job) string {
	progress := j.Progress
	if progress.Total <= 0 || j.State == job.Waiting {
		return ""
	}
	text := p.T("job.counted", "done", progress.Done, "total", progress.Total, "what", p.T(progress.Step))
	left, known := j.Left(s.Now())
	switch {
	case !known:
	case left.Seconds() < 90:
		text += p.T("job.secondsLeft", "n", int(left.Seconds()))
	default:
		text += p.T("job.minutesLeft", "n", int(left.Minutes()+0.5))
	}
	return text
}

// job answers /taken/{id}: how far it is, what it brought, what went wrong.
func (s *site) job(w http.ResponseWriter, r *http.Request) error {
	j, err := s.jobOfReader(r, r.PathValue("id"), access.See)
	if err != nil {
		return err
	}
	p := s.page(w, r)
	shown := view.Job{JobRow: s.jobRow(p, j)}
	if !s.ownJob(r, j) && !s.mayAllJobs(r, access.Change) {
		shown.CanCancel, shown.CanRetry = false, false
	}
	for _, key := range sortedKeys(j.Progress.Counts) {
		shown.Counts = append(shown.Counts, view.JobCount{Name: p.T(key), Number: p.Fmt().Int(int(j.Progress.Counts[key]))})
	}
	if s.JobFiles != nil && s.mayFetch(r, j) {
		files, err := s.JobFiles.Of(r.Context(), j.ID)
		if err != nil {
			return err
		}
		for _, f := range files {
			shown.Files = append(shown.Files, view.JobFile{
				Name: f.FileName, URL: shown.URL + "/bestand/" + f.Name, Until: p.Fmt().Moment(f.ExpiresAt, s.Now()), Size: p.Fmt().Int(int((f.Bytes + 1023) / 1024)),
			})
		}
	}
	p.Title, p.Section = shown.Kind, "jobs"
	return s.show(w, r, view.JobPage(p, shown))
}

func sortedKeys(counts map[string]int64) []string {
	keys := make([]string, 0, len(counts))
	for key := range counts {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// jobStandings answers /taken/stand.json: how far some jobs are, for a page
// that follows them.
func (s *site) jobStandings(w http.ResponseWriter, r *http.Request) error {
	asked := r.URL.Query()["taak"]
	if len(asked) > rowsPerPage {
		return fault.New(fault.Limit, "job.too-many", fault.Args{"N": rowsPerPage})
	}
	p := s.page(w, r)
	standings := make([]view.JobStanding, 0, len(asked))
	for _, text := range asked {
		j, err := s.jobOfReader(r, text, access.See)
		if fault.CodeOf(err) == fault.NotFound && err != nil {
			continue // removed meanwhile
		}
		if err != nil {
			return err
		}
		row := s.jobRow(p, j)
		standings = append(standings, view.JobStanding{ID: row.ID, Code: string(j.State), State: row.State, Text: row.Text, Part: row.Part, Ended: row.Ended})
	}
	return document(w, r, standings)
}

func (s *site) cancelJob(w http.ResponseWriter, r *http.Request) error {
	return s.turnJob(w, r, func(j id.ID) error {
		_, err := s.Jobs.Cancel(r.Context(), j)
		return err
	})
}

func (s *site) retryJob(w http.ResponseWriter, r *http.Request) error {
	return s.turnJob(w, r, func(j id.ID) error { return s.Jobs.Retry(r.Context(), j) })
}

func (s *site) turnJob(w http.ResponseWriter, r *http.Request, how func(id.ID) error) error {
	j, err := s.jobOfReader(r, r.PathValue("id"), access.Change)
	if err != nil {
		return err
	}
	if err := how(j.ID); err != nil {
		return err
	}
	http.Redirect(w, r, "/taken/"+j.ID.String(), http.StatusSeeOther)
	return nil
}

// fetchJobFile hands out a result. It is fetched by a form, because it is gone
// after: what looks ahead at addresses must not take it.
func (s *site) fetchJobFile(w http.ResponseWriter, r *http.Request) error {
	j, err := s.jobOfReader(r, r.PathValue("id"), access.See)
	if err != nil {
		return err
	}
	if s.JobFiles == nil || !s.mayFetch(r, j) {
		return fault.New(fault.NotFound, "job.file-gone", nil)
	}
	about, content, err := s.JobFiles.Open(r.Context(), r.PathValue("name"))
	if err != nil {
		return err
	}
	defer content.Close()
	if about.Job != j.ID {
		return fault.New(fault.NotFound, "job.file-gone", nil)
	}
	header := w.Header()
	header.Set("Content-Type", about.MediaType)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": about.FileName}))
	header.Set("Content-Length", strconv.FormatInt(about.Bytes, 10))
	header.Set("Cache-Control", "no-store")
	line := http.NewResponseController(w)
	_ = line.SetWriteDeadline(time.Now().Add(fetchWithin)) // where it cannot be set there is none
	sent, err := io.Copy(w, content)
	if err == nil {
		err = line.Flush()
	}
	if err != nil || sent != about.Bytes {
		panic(http.ErrAbortHandler) // half of it has gone; the file stays to be fetched again
	}
	return s.JobFiles.Remove(context.WithoutCancel(r.Context()), about.Name)
}
