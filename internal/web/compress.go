package web

import (
	"compress/gzip"
	"net/http"
	"strings"
	"sync"
)

// smallest is the size from which compressing an answer pays.
const smallest = 1024

var packers = sync.Pool{New: func() any {
	packer, _ := gzip.NewWriterLevel(nil, gzip.DefaultCompression) // the level is right, so no error
	return packer
}}

// compressed gzips answers of more than 1 kB that are text and not packed yet.
func compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") || r.Method == http.MethodHead || r.Header.Get("Range") != "" {
			next.ServeHTTP(w, r)
			return
		}
		packed := &packing{ResponseWriter: w}
		defer packed.close()
		next.ServeHTTP(packed, r)
	})
}

// packing holds the first bytes back until it is known whether there is
// enough to compress.
type packing struct {
	http.ResponseWriter
	held    []byte
	status  int
	packer  *gzip.Writer
	decided bool
}

func (p *packing) WriteHeader(status int) {
	if p.status == 0 {
		p.status = status
	}
}

func (p *packing) Write(b []byte) (int, error) {
	if p.decided {
		if p.packer != nil {
			return p.packer.Write(b)
		}
		return p.ResponseWriter.Write(b)
	}
	p.held = append(p.held, b...)
	if len(p.held) >= smallest || !p.suits() {
		if err := p.decide(); err != nil {
			return 0, err
		}
	}
	return len(b), nil
}

func (p *packing) suits() bool {
	header := p.Header()
	// Of a file that is fetched the length is told, and it must be known to have left.
	if header.Get("Content-Encoding") != "" || header.Get("Content-Disposition") != "" || p.status == http.StatusNotModified || p.status == http.StatusNoContent {
		return false
	}
	kind := header.Get("Content-Type")
	return strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "svg")
}

func (p *packing) decide() error {
	p.decided = true
	if len(p.held) >= smallest && p.suits() {
		header := p.Header()
		header.Set("Content-Encoding", "gzip")
		header.Add("Vary", "Accept-Encoding")
		header.Del("Content-Length")
		p.packer = packers.Get().(*gzip.Writer)
		p.packer.Reset(p.ResponseWriter)
	}
	if p.status != 0 {
		p.ResponseWriter.WriteHeader(p.status)
	}
	if len(p.held) == 0 {
		return nil
	}
	var err error
	if p.packer != nil {
		_, err = p.packer.Write(p.held)
	} else {
		_, err = p.ResponseWriter.Write(p.held)
	}
	return err
}

func (p *packing) close() {
	if !p.decided {
		_ = p.decide()
	}
	if p.packer != nil {
		_ = p.packer.Close()
		packers.Put(p.packer)
	}
}

// Flush lets a long answer, such as an event stream, go on its way.
func (p *packing) Flush() { _ = p.FlushError() }

// FlushError does the same, and tells whether it went.
func (p *packing) FlushError() error {
	var err error
	if !p.decided {
		err = p.decide()
	}
	if p.packer != nil && err == nil {
		err = p.packer.Flush()
	}
	if err != nil {
		return err
	}
	return http.NewResponseController(p.ResponseWriter).Flush()
}

// Unwrap leads to the connection, for who must set its deadline.
func (p *packing) Unwrap() http.ResponseWriter { return p.ResponseWriter }
