package e2e

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// sendSurvey sends a file with answers as the analyst of the demonstration, so
// that the page with what would happen has something to show.
func sendSurvey(t testing.TB, s *site, name string) {
	t.Helper()
	client := clientOf(t, s)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, value := range map[string]string{
		"name": name, "theme": "safety", "domain": "social", "perspective": "protect", "direction": "higher-is-better", "survey": "Buurtpeiling",
		"scope": s.code, "period": "2026", "boundaryYear": boundaryYear(t, s, client), "unlisted": "nobody-answered", "rounding": "0",
	} {
		if err := form.WriteField(field, value); err != nil {
			t.Fatal(err)
		}
	}
	file := must(form.CreateFormFile("bestand", "buurtpeiling.csv"))(t)
	fmt.Fprintln(file, "gebied;n;aantal")
	for at, code := range neighbourhoods(t, s) {
		fmt.Fprintf(file, "%s;%d;%d\n", code, 40+10*(at%7), 3+4*(at%9))
	}
	fmt.Fprintf(file, "WK%s;500;100\n", neighbourhoods(t, s)[0][2:8]) // a total, which is left out
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	answer := must(client.Post(s.address+"/cijfers/eigen", form.FormDataContentType(), &body))(t)
	defer answer.Body.Close()
	if text := string(must(io.ReadAll(answer.Body))(t)); answer.Request.URL.Path != "/cijfers/eigen/bekijken" {
		t.Fatalf("%s: %s\n%s", answer.Request.URL.Path, answer.Status, text)
	}
}

// boundaryYear gives the newest year of which there are borders.
func boundaryYear(t testing.TB, s *site, client *http.Client) string {
	t.Helper()
	answer := must(client.Get(s.address + "/cijfers/eigen"))(t)
	defer answer.Body.Close()
	_, list, _ := strings.Cut(string(must(io.ReadAll(answer.Body))(t)), `id="veld-boundaryYear"`)
	list, _, _ = strings.Cut(list, "</select>")
	years := regexp.MustCompile(`value="(\d{4})"`).FindAllStringSubmatch(list, -1)
	if len(years) == 0 {
		t.Fatal("the form offers no year")
	}
	return years[len(years)-1][1]
}

func neighbourhoods(t testing.TB, s *site) []string {
	t.Helper()
	answer := must(http.Get(s.address + "/kaart/" + s.code + "/tabel?niveau=buurt"))(t)
	defer answer.Body.Close()
	codes := regexp.MustCompile(`BU\d{4}[0-9A-Z]{4}`).FindAllString(string(must(io.ReadAll(answer.Body))(t)), -1)
	slices.Sort(codes)
	return slices.Compact(codes)
}

// The form can be used, and its faults mended, by everybody: each fault is
// named at its field, and the page that says so has no fault of its own.
func TestOwnFiguresForm(t *testing.T) {
	s := demoSite(t)
	axe := must(os.ReadFile(filepath.Join(root, "node_modules/axe-core/axe.min.js")))(t)
	for _, l := range []look{{lang: "nl", width: 360, script: true}, {lang: "en", width: 1280, script: true}} {
		t.Run(l.String(), func(t *testing.T) {
			b := open(t, s, l)
			b.signIn(t, "analyst")
			file := filepath.Join(t.TempDir(), "fout.csv")
			if err := os.WriteFile(file, []byte("gebied;n;percentage\nBU1;veel;140\n"+neighbourhoods(t, s)[0]+";20;140\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			b.visit(t, "/cijfers/eigen")
			send := func() {
				t.Helper()
				b.do(t, chromedp.SetUploadFiles("#bestand", []string{file}))
				b.submit(t, "main form.form button[type=submit]")
			}
			send()
			if wrong := eval[int](t, b, `document.querySelectorAll("[aria-invalid=true]").length`); wrong == 0 {
				t.Error("no field is named as wrong")
			}
			violations(t, b, axe)
			picture(t, b, "own-form-wrong-"+l.String())
			for field, value := range map[string]string{
				"name": "Voelt zich veilig", "theme": "safety", "domain": "social", "perspective": "protect", "direction": "higher-is-better",
				"survey": "Peiling", "scope": s.code, "period": "2026", "boundaryYear": boundaryYear(t, s, clientOf(t, s)),
			} {
				b.choose(t, "#veld-"+field, value)
			}
			send()
			if rows := eval[int](t, b, `document.querySelectorAll("main table tbody tr").length`); rows != 2 {
				t.Errorf("%d rows are told, want 2", rows)
			}
			if kept := eval[string](t, b, `document.querySelector("#veld-survey").value`); kept != "Peiling" {
				t.Errorf("what was typed is gone: %q", kept)
			}
			violations(t, b, axe)
			picture(t, b, "own-file-wrong-"+l.String())
		})
	}
}

// clientOf is a client of the analyst of the demonstration.
func clientOf(t testing.TB, s *site) *http.Client {
	t.Helper()
	client := &http.Client{Jar: must(cookiejar.New(nil))(t)}
	answer := must(client.PostForm(s.address+"/demo", url.Values{"rol": {"analyst"}}))(t)
	answer.Body.Close()
	return client
}
