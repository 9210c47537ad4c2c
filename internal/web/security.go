package web

import (
	"net/http"
	"net/url"
	"strings"
)

// secured sets the headers that keep a page to itself: nothing inline, nothing
// from elsewhere, no frame around it but where the settings say so.
func (s *site) secured(next http.Handler) http.Handler {
	tls := s.secure()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		tiles, _ := s.Background()
		ancestors := "'none'"
		if sites := s.EmbedIn(); isEmbed(r) && len(sites) > 0 {
			ancestors = strings.Join(sites, " ")
		} else {
			header.Set("X-Frame-Options", "DENY")
		}
		header.Set("Content-Security-Policy", contentPolicy(tiles, ancestors))
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "same-origin")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		if tls {
			header.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// contentPolicy names what a page may load, and in which frames it may stand.
// The host of background tiles is in it only when the settings switch those on.
func contentPolicy(background, ancestors string) string {
	host := ""
	if address, err := url.Parse(background); err == nil && address.Scheme == "https" && address.Host != "" {
		host = " https://" + address.Host
	}
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' data: blob:" + host,
		"font-src 'self'",
		"connect-src 'self'" + host,
		"worker-src 'self'",
		"manifest-src 'self'",
		"frame-ancestors " + ancestors,
		"base-uri 'none'",
		"form-action 'self'",
	}, "; ")
}
