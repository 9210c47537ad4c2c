package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/koppelkans/koppelkans/internal/fault"
)

// pgTools runs the programs that come with PostgreSQL. The address of the
// database goes by environment: arguments are seen by everybody on the machine.
type pgTools struct {
	folder      string
	environment []string
}

// settings of an address that PostgreSQL's own programs know, by the name of
// the variable that they read.
var pgVariables = map[string]string{
	"sslmode": "PGSSLMODE", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "sslrootcert": "PGSSLROOTCERT", "sslpassword": "PGSSLPASSWORD",
	"connect_timeout": "PGCONNECT_TIMEOUT", "target_session_attrs": "PGTARGETSESSIONATTRS", "passfile": "PGPASSFILE", "service": "PGSERVICE",
	"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
}

func newPGTools(address, folder string) (*pgTools, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return nil, fault.New(fault.Invalid, "store.bad-address", nil)
	}
	set := map[string]string{"PGAPPNAME": applicationName}
	var hosts, ports []string
	for _, host := range strings.Split(parsed.Host, ",") {
		one := url.URL{Host: host}
		hosts, ports = append(hosts, one.Hostname()), append(ports, one.Port())
	}
	set["PGHOST"], set["PGPORT"] = strings.Join(hosts, ","), strings.Join(ports, ",")
	set["PGUSER"], set["PGDATABASE"] = parsed.User.Username(), strings.TrimPrefix(parsed.Path, "/")
	set["PGPASSWORD"], _ = parsed.User.Password()
	var options []string
	for name, values := range parsed.Query() {
		if variable, known := pgVariables[name]; known {
			set[variable] = values[0]
		} else { // a setting of the connection
			options = append(options, "-c "+name+"="+strings.ReplaceAll(strings.ReplaceAll(values[0], `\`, `\\`), " ", `\ `))
		}
	}
	set["PGOPTIONS"] = strings.Join(options, " ")
	tools := &pgTools{folder: folder}
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); set[name] == "" {
			tools.environment = append(tools.environment, entry)
		}
	}
	for name, value := range set {
		if value != "" {
			tools.environment = append(tools.environment, name+"="+value)
		}
	}
	return tools, nil
}

// path finds a program.
func (p *pgTools) path(name string) (string, error) {
	if p.folder != "" {
		name = filepath.Join(p.folder, name)
	}
	found, err := exec.LookPath(name)
	if err != nil {
		return "", fault.Wrap(err, fault.Invalid, "backup.no-tool", fault.Args{"Tool": filepath.Base(name)})
	}
	return found, nil
}

var versionNumber = regexp.MustCompile(`\s(\d+)[.\d\w]*`)

// version gives the version of a program, and refuses one older than needed.
func (p *pgTools) version(ctx context.Context, name string, atLeast int) (string, error) {
	text, err := p.run(ctx, nil, name, "--version")
	if err != nil {
		return "", err
	}
	found := versionNumber.FindStringSubmatch(text)
	if found == nil {
		return "", fault.Wrap(errors.New(text), fault.Invalid, "backup.no-tool", fault.Args{"Tool": name})
	}
	major, err := strconv.Atoi(found[1])
	if err != nil {
		return "", err
	}
	if major < atLeast {
		return "", fault.New(fault.Invalid, "backup.old-tool", fault.Args{"Tool": name, "Version": strings.TrimSpace(found[0]), "Needed": strconv.Itoa(atLeast)})
	}
	return strings.TrimSpace(found[0]), nil
}

// run runs a program and gives what it printed. errors, when not nil, gets
// each piece of what it says on its standard error.
func (p *pgTools) run(ctx context.Context, said io.Writer, name string, arguments ...string) (string, error) {
	path, err := p.path(name)
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, path, arguments...)
	cmd.Env = p.environment
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if said != nil {
		cmd.Stderr = io.MultiWriter(&complaint, said)
	}
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", fault.Wrap(fmt.Errorf("%s: %w: %s", name, err, firstError(complaint.String())), fault.Broken, "backup.tool-failed", fault.Args{"Tool": name})
	}
	return out.String(), nil
}

// firstError gives the first error that a program of PostgreSQL printed. What
// follows it, such as the row that it was about, can be personal.
func firstError(text string) string {
	for line := range strings.Lines(text) {
		if lower := strings.ToLower(line); strings.Contains(lower, "error:") || strings.Contains(lower, "fatal:") {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// lineCounter calls a function for each line with a text.
type lineCounter struct {
	text string
	each func()
	rest []byte
}

func (l *lineCounter) Write(b []byte) (int, error) {
	l.rest = append(l.rest, b...)
	for {
		end := bytes.IndexByte(l.rest, '\n')
		if end < 0 {
			return len(b), nil
		}
		if bytes.Contains(l.rest[:end], []byte(l.text)) {
			l.each()
		}
		l.rest = l.rest[end+1:]
	}
}
