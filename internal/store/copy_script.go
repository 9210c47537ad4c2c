package store

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// joinScript writes statements, a script of pg_restore and more statements
// into one file.
func joinScript(path string, begin []string, plain string, end []string, server int) (err error) {
	from, err := os.Open(plain)
	if err != nil {
		return err
	}
	defer from.Close()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	to := bufio.NewWriterSize(file, 1<<20)
	for _, statement := range begin {
		fmt.Fprintln(to, statement+";")
	}
	if err := copyScript(to, from, server); err != nil {
		return err
	}
	for _, statement := range end {
		fmt.Fprintln(to, statement+";")
	}
	return to.Flush()
}

// copyScript copies a script. A newer pg_restore sets something that an older
// server does not know; it stands before the first table. After each table the
// server is made to say so.
func copyScript(to *bufio.Writer, plain io.Reader, server int) error {
	from := bufio.NewReaderSize(plain, 1<<20)
	inRows, begun := false, false
	for {
		line, err := from.ReadString('\n')
		switch {
		case inRows && line == "\\.\n":
			inRows = false
			line += "DO $done$ BEGIN RAISE NOTICE '" + progressMark + "'; END $done$;\n"
		case inRows:
		case strings.HasPrefix(line, "COPY ") && strings.HasSuffix(line, " FROM stdin;\n"):
			inRows, begun = true, true
		case !begun && server < 17 && line == "SET transaction_timeout = 0;\n":
			line = ""
		}
		if _, failed := to.WriteString(line); failed != nil {
			return failed
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
