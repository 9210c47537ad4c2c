package web

import (
	"net/http"
	"net/url"
	"strings"
)

// secured sets the headers that keep a page to itself: nothing inline, nothing
// from elsewhere, no frame around it.
func (s *site) secured(next http.Handler) http.Handler {
	plain, tls := contentPolicy(""), s.secure()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", plain)
		if tiles, _ := s.Background(); tiles != "" {
			header.Set("Content-Security-Policy", contentPolicy(tiles))
		}
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("X-Frame-Options", "DENY")
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

// contentPolicy names what a page may load. The host of background tiles is
// in it only when the settings switch those on.
func contentPolicy(background string) string {
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
		"frame-ancestors 'none'",
		"base-uri 'none'",
		"form-action 'self'",
	}, "; ")
}
