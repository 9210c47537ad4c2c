package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/account"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/place"
	"github.com/koppelkans/koppelkans/internal/record"
	"github.com/koppelkans/koppelkans/internal/store"
)

// town is a made-up municipality of districts with neighbourhoods.
type town struct {
	number    int
	districts []int // neighbourhoods in each
}

func (n town) code() string { return fmt.Sprintf("GM%04d", n.number) }

// neighbourhoods lists the codes.
func (n town) neighbourhoods() []string {
	var codes []string
	for d, count := range n.districts {
		for b := range count {
			codes = append(codes, fmt.Sprintf("BU%04d%02d%02d", n.number, d, b))
		}
	}
	return codes
}

// claims gives all areas with square borders, 500 metres wide, in boundary
// year 2024.
func (n town) claims() []place.Claim {
	x0, y0 := 150_000+6_000*float64(n.number%10), 450_000.0
	square := func(x, y, wide, high float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{x, y}, {x + wide, y}, {x + wide, y + high}, {x, y + high}, {x, y}}}}
	}
	claim := func(level place.Level, code, name, parent string, border orb.MultiPolygon) place.Claim {
		return place.Claim{Key: place.Key{Level: level, Code: code, Year: 2024}, Name: name, Parent: parent, Border: border}
	}
	widest := 0
	for _, count := range n.districts {
		widest = max(widest, count)
	}
	list := []place.Claim{claim(place.Municipality, n.code(), fmt.Sprintf("Stad %d", n.number), "", square(x0, y0, 500*float64(widest), 500*float64(len(n.districts))))}
	for d, count := range n.districts {
		district, y := fmt.Sprintf("WK%04d%02d", n.number, d), y0+500*float64(d)
		list = append(list, claim(place.District, district, "Wijk "+district, n.code(), square(x0, y, 500*float64(count), 500)))
		for b := range count {
			code := fmt.Sprintf("BU%04d%02d%02d", n.number, d, b)
			list = append(list, claim(place.Neighbourhood, code, "Buurt "+code, district, square(x0+500*float64(b), y, 500, 500)))
		}
	}
	return list
}

// townHall serves some towns, with an account of each role.
type townHall struct {
	*hall
	towns []town
}

func newTownHall(t *testing.T, config store.Config, towns ...town) *townHall {
	t.Helper()
	var claims []place.Claim
	for _, n := range towns {
		claims = append(claims, n.claims()...)
	}
	return newTownHallOf(t, config, claims, towns)
}

// newRegionHall serves towns of one GGD region, GG0001.
func newRegionHall(t *testing.T, config store.Config, towns ...town) *townHall {
	t.Helper()
	var claims []place.Claim
	var border orb.MultiPolygon
	for _, n := range towns {
		own := n.claims()
		own[0].Parent = "GG0001"
		border = append(border, own[0].Border...)
		claims = append(claims, own...)
	}
	region := place.Claim{Key: place.Key{Level: place.GGDRegion, Code: "GG0001", Year: 2024}, Name: "GGD Proef", Border: border}
	return newTownHallOf(t, config, append(claims, region), towns)
}

func newTownHallOf(t *testing.T, config store.Config, claims []place.Claim, towns []town) *townHall {
	t.Helper()
	ctx := context.Background()
	h := &townHall{hall: openHall(t, config), towns: towns}
	source, _ := h.parts.catalogue.Source("cbs-areas")
	_, err := h.parts.deliveries.Deliver(ctx, []delivery.Arrival{{
		Delivery: delivery.Delivery{Source: source.ID, BoundaryYear: 2024, File: "gebieden.gpkg", Checksum: "areas", Recipe: "areas"},
		Source:   source, Load: delivery.Load{Claims: claims},
	}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	h.fill(t, 1, 0)
	h.letEverybodyIn(t)
	return h
}

// letEverybodyIn makes an account of each role, and the page where anybody signs
// in as one.
func (h *townHall) letEverybodyIn(t *testing.T) {
	t.Helper()
	accounts, _ := h.parts.records.Kinds.ByName("account")
	grants, _ := h.parts.records.Kinds.ByName("accessGrant")
	program := access.Actor{Program: true}
	for _, known := range account.DemoRoles() {
		made, err := h.parts.records.Create(t.Context(), program, accounts, record.Values{
			"email": known.Email, "name": known.Name, "state": "active", record.OwnerField: h.organisations[0],
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.parts.records.Create(t.Context(), program, grants, record.Values{"account": made.ID, "role": string(known.Role)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.parts.accounts.OpenDemo(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// as gives a browser of somebody of a role; "" is the public.
func (h *townHall) as(t *testing.T, role access.Role) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if role == "" {
		return client
	}
	answer, err := client.PostForm(h.server.URL+"/demo", url.Values{"rol": {string(role)}})
	if err != nil || answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("signing in as %s: %v, %v", role, answer, err)
	}
	answer.Body.Close()
	return client
}

// send sends the form with a file, as a browser does.
func (h *townHall) send(t *testing.T, client *http.Client, fields map[string]string, name, content string) (status int, where, text string) {
	t.Helper()
	body, contentType := fileForm(t, fields, name, content)
	answer, err := client.Post(h.server.URL+"/cijfers/eigen", contentType, body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header.Get("Location"), read(t, answer)
}

// fileForm makes a form with a file; without a name there is no file.
func fileForm(t *testing.T, fields map[string]string, name, content string) (io.Reader, string) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, value := range fields {
		if err := form.WriteField(field, value); err != nil {
			t.Fatal(err)
		}
	}
	if name != "" {
		part, err := form.CreateFormFile("bestand", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return &body, form.FormDataContentType()
}

func read(t *testing.T, answer *http.Response) string {
	t.Helper()
	defer answer.Body.Close()
	var text bytes.Buffer
	if _, err := text.ReadFrom(answer.Body); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func (h *townHall) page(t *testing.T, client *http.Client, path string) string {
	t.Helper()
	for range 100 {
		answer, err := client.Get(h.server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		text := read(t, answer)
		if answer.StatusCode == http.StatusTooManyRequests { // the interface asks for patience
			time.Sleep(100 * time.Millisecond)
			continue
		}
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s", path, answer.Status)
		}
		return text
	}
	t.Fatalf("%s: too many requests for too long", path)
	return ""
}

// between gives what stands between two texts.
func between(text, from, to string) string {
	_, rest, _ := strings.Cut(text, from)
	found, _, _ := strings.Cut(rest, to)
	return found
}
