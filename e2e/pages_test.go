package e2e

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/koppelkans/koppelkans/internal/web"
)

// examples gives, for each page of the route table, addresses that show it at
// its fullest. A page without an example fails the tests: so no page that is
// added later escapes them.
var examples = map[string][]string{
	"home":             {"/", "/?rondleiding=bewoner-1"},
	"maps":             {"/kaart", "/kaart?q=nergens"},
	"map":              {"/kaart/{code}", "/kaart/{code}?niveau=buurt&vakje=&gebied={neighbourhood}", "/kaart/{code}?beeld=tabel", "/kaart/{code}?rondleiding=bewoner-4"},
	"map-table":        {"/kaart/{code}/tabel", "/kaart/{code}/tabel?niveau=buurt"},
	"map-print":        {"/kaart/{code}/afdruk"},
	"map-change":       {"/kaart/{code}/verschil", "/kaart/{code}/verschil?niveau=buurt"},
	"embed-map":        {"/insluiten/kaart/{code}", "/insluiten/kaart/{code}?niveau=buurt"},
	"embed-table":      {"/insluiten/tabel"},
	"compare":          {"/vergelijk", "/vergelijk?gebied={neighbourhood}&gebied={code}", "/vergelijk?gebied={code}&erbij=wijk"},
	"areas-table":      {"/vergelijk/tabel", "/vergelijk/tabel?op=cbs-residents&richting=af"},
	"search":           {"/zoek?q=water", "/zoek?q=", "/zoek?q=nergens"},
	"places":           {"/gebieden"},
	"changes":          {"/gebieden/wijzigingen"},
	"place":            {"/gebieden/municipality/{code}", "/gebieden/neighbourhood/{neighbourhood}", "/gebieden/neighbourhood/{neighbourhood}?woorden=vak&indeling=perspectief"},
	"place-factsheet":  {"/gebieden/neighbourhood/{neighbourhood}/factsheet"},
	"place-factsheets": {"/gebieden/municipality/{code}/factsheets"},
	"place-figures":    {"/gebieden/neighbourhood/{neighbourhood}/cijfers"},
	"place-years":      {"/gebieden/neighbourhood/{neighbourhood}/jaren"},
	"place-alike":      {"/gebieden/neighbourhood/{neighbourhood}/lijkt-op", "/gebieden/neighbourhood/{neighbourhood}/lijkt-op?waar=overal"},
	"place-borders":    {"/gebieden/municipality/{code}/grenzen", "/gebieden/neighbourhood/{neighbourhood}/grenzen"},
	"figures":          {"/cijfers"},
	"figure":           {"/cijfers/rivm-lonely"},
	"own-figures":      {"/cijfers/eigen"},
	"own-figures-seen": {"/cijfers/eigen/bekijken"}, // of a file that the test sends
	"deliveries":       {"/leveringen"},
	"delivery":         {"/leveringen/{delivery}"},
	"delivery-ask":     {"/leveringen/{delivery}/terugnemen"},
	"jobs":             {"/taken", "/taken?stand=mislukt"},
	"job":              {}, // one of each state, made by the test
	"about":            {"/over"},
	"sign-in":          {"/inloggen"},
	"account":          {"/account"},
	"link-asked":       {"/inloggen/mail/gevraagd"},
	"link-confirm":     {"/inloggen/mail/{link}"}, // leads on to the page itself
	"invite":           {"/uitnodigen"},
	"invitation":       {"/uitnodiging/{invitation}"}, // leads on to the page itself
	"leave":            {"/account/vertrekken"},
	"left":             {"/vertrokken"},
	"tokens":           {"/account/tokens"},
	"admin":            {"/beheer"},
	"audit":            {"/beheer/logboek", "/beheer/logboek?wat=left"},
	"demo":             {"/demo"},

	"partnerships":           {"/samenwerkingen"},
	"partnership":            {"/samenwerkingen/{partnership}"},
	"partnership-people":     {"/samenwerkingen/{partnership}/mensen"},
	"partnership-new":        {"/samenwerkingen/{partnership}/kennismaken"},
	"partnership-start":      {"/samenwerkingen/beginnen"},
	"agreements":             {"/afspraken"},
	"agreement":              {"/afspraken/{agreement}", "/afspraken/{waiting}"},
	"agreement-texts":        {"/afspraken/{agreement}/teksten"},
	"agreement-review":       {"/afspraken/{agreement}/klopt-het-nog"},
	"answer":                 {"/antwoord/{answer}"}, // leads on to the page itself
	"covenant":               {"/samenwerkingen/{partnership}/convenant"},
	"roles":                  {"/samenwerkingen/{partnership}/rollen"},
	"member-leave":           {"/deelnemers/{member}/vertrekken"},
	"dictionary":             {"/woordenboek"},
	"terms":                  {"/woorden"},
	"term":                   {"/woorden/{term}"},
	"partnership-dictionary": {"/samenwerkingen/{partnership}/woordenboek"},
	"expectations":           {"/samenwerkingen/{partnership}/verwachtingen"},
	"reflections":            {"/samenwerkingen/{partnership}/reflectie"},
	"checklist":              {"/samenwerkingen/{partnership}/checklist"},
	"timeline":               {"/samenwerkingen/{partnership}/tijdlijn"},
	"compass":                {"/samenwerkingen/{partnership}/kompas", "/samenwerkingen/{partnership}/kompas?toen=2025-06-01"},
	"reflection-list":        {"/reflecties"},
	"reflection":             {"/reflecties/{opened}", "/reflecties/{reflection}"},
	"newsletters":            {"/nieuwsbrieven"},
	"newsletter":             {"/nieuwsbrieven/{newsletter}"},
	"letters":                {"/account/berichten"},
	"network":                {"/samenwerkingen/{partnership}/netwerk", "/samenwerkingen/{partnership}/netwerk?groot=1"},
	"network-survey":         {"/samenwerkingen/{partnership}/netwerk/vragenlijst"},
	"influence":              {"/samenwerkingen/{partnership}/invloed", "/samenwerkingen/{partnership}/invloed?fase=chances"},
	"thread":                 {"/verhaal/vondsten/{finding}"},
	"thread-say":             {"/verhaal/vondsten/{finding}/zin"},
	"my-work":                {"/mijn-werk"},
}

// signedIn names the pages that are looked at as somebody with a role, because
// the public does not see them, or sees less.
var signedIn = map[string]string{
	"delivery-ask":     "analyst",
	"own-figures":      "analyst",
	"own-figures-seen": "analyst",
	"place-factsheets": "analyst",
	"account":          "coordinator",
	"jobs":             "administrator",
	"job":              "administrator",
	"leave":            "editor",
	"tokens":           "editor",
	"invite":           "coordinator",
	"admin":            "administrator",
	"audit":            "administrator",

	"partnerships":           "coordinator",
	"partnership":            "coordinator",
	"partnership-people":     "coordinator",
	"partnership-new":        "reader",
	"partnership-start":      "editor",
	"newsletters":            "coordinator",
	"newsletter":             "coordinator",
	"letters":                "editor",
	"agreements":             "coordinator",
	"agreement":              "coordinator",
	"agreement-texts":        "coordinator",
	"agreement-review":       "coordinator",
	"covenant":               "coordinator",
	"roles":                  "coordinator",
	"member-leave":           "coordinator",
	"dictionary":             "coordinator",
	"terms":                  "coordinator",
	"term":                   "coordinator",
	"partnership-dictionary": "coordinator",
	"expectations":           "coordinator",
	"reflections":            "coordinator",
	"checklist":              "coordinator",
	"timeline":               "coordinator",
	"compass":                "coordinator",
	"reflection-list":        "coordinator",
	"reflection":             "coordinator",
	"network":                "coordinator",
	"network-survey":         "editor",
	"influence":              "coordinator",
	"thread":                 "coordinator",
	"thread-say":             "coordinator",
	"my-work":                "editor",
}

// page is an address, and as whom it is looked at. A page that differs from
// another only in what it says is looked at once, in one of two looks that
// between them have both languages, widths and lights: each template is seen in
// both, by one kind or another.
type page struct {
	path, role string
	once       bool
}

func (p page) in(l look) bool {
	if !p.once {
		return l != secondLook
	}
	if crc32.ChecksumIEEE([]byte(p.path))%2 == 0 {
		return l == looks()[0]
	}
	return l == secondLook
}

// pages gives the addresses of all pages of the route table.
func pages(t testing.TB, s *site) []page {
	t.Helper()
	fill := strings.NewReplacer("{code}", s.code, "{link}", linkFor(t, s, "lezer@example.org"), "{invitation}", invitationFor(t, s),
		"{neighbourhood}", find(t, s, "/kaart/"+s.code+"/tabel?niveau=buurt", `/gebieden/neighbourhood/(BU[0-9A-Z]+)`),
		"{delivery}", find(t, s, "/leveringen", `/leveringen/([0-9a-z]{10,})`))
	waiting := recordsCalled(t, s, "afspraken", "Elk kwartaal")
	answer := strings.NewReplacer("{answer}", answerFor(t, s, waiting))
	together := strings.NewReplacer("{partnership}", recordsCalled(t, s, "samenwerkingen", "Samen gezond"), "{finding}", recordsCalled(t, s, "vondsten", "Lopen staat"),
		"{agreement}", recordsCalled(t, s, "afspraken", "Plannen voor"), "{waiting}", waiting,
		"{newsletter}", recordsCalled(t, s, "nieuwsbrieven", "Samen gezond"), "{member}", recordsCalled(t, s, "deelnemers", "Mees"), "{term}", recordsCalled(t, s, "woorden", "signaal"),
		"{opened}", recordCalled(t, s, "coordinator", "reflecties", "Na de zomer"), "{reflection}", recordCalled(t, s, "coordinator", "reflecties", "Plannen voor de winter"))
	sendSurvey(t, s, "Kent de buren bij naam")
	list := recordPages(t, s)
	examples := maps.Clone(examples)
	examples["job"] = openWorker(t, s).oneOfEach(t)
	for _, route := range web.Routes() {
		if !route.Page || strings.HasPrefix(route.Name, "record") {
			continue
		}
		if route.Name == "letters-stop" {
			continue // nobody gets letters in a demo; TestWeeklyLetters of internal/app opens it
		}
		if len(examples[route.Name]) == 0 {
			t.Errorf("the page %q (%s) has no example in e2e: give it one, so that it is tested", route.Name, route.Pattern)
		}
		for _, example := range examples[route.Name] {
			list = append(list, page{path: answer.Replace(together.Replace(fill.Replace(example))), role: signedIn[route.Name]})
		}
	}
	return list
}

// find gives what a pattern finds in a page.
func find(t testing.TB, s *site, path, pattern string) string {
	t.Helper()
	response, err := http.Get(s.address + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(pattern).FindSubmatch(text)
	if found == nil {
		t.Fatalf("%s has nothing like %s", path, pattern)
	}
	return string(found[1])
}

// looks are ways to see a page: of both languages, two widths and light and
// dark, every pair is among the first four. The last is for pages that are
// looked at once only.
func looks() []look {
	list := []look{
		{lang: "nl", width: 360}, {lang: "nl", width: 1280, dark: true}, {lang: "en", width: 360, dark: true}, {lang: "en", width: 1280},
		secondLook,
	}
	for at := range list {
		list[at].script = true
	}
	return list
}

// secondLook differs in everything from the first of looks.
var secondLook = look{lang: "en", width: 1280, dark: true, script: true}

// Residents and civil servants of every ability, with any screen, must be able
// to use every page. axe-core looks for what a program can find of that; a page
// must not scroll sideways, must not complain on the console, and must not ask
// anything of another machine.
func TestEveryPage(t *testing.T) {
	s := demoSite(t)
	list := pages(t, s)
	axe := must(os.ReadFile(filepath.Join(root, "node_modules/axe-core/axe.min.js")))(t)
	for _, l := range looks() {
		t.Run(l.String(), func(t *testing.T) {
			t.Parallel()
			tabs := visitors{}
			for _, page := range list {
				if !page.in(l) {
					continue
				}
				path, b := page.path, tabs.as(t, s, l, page.role)
				t.Run(name(path), func(t *testing.T) {
					b.visit(t, path)
					// Before the picture, for which the window changes its size.
					if sideways := eval[int](t, b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); sideways > 0 {
						t.Errorf("%s scrolls %d px sideways: %s", path, sideways, eval[string](t, b, widest))
					}
					if !l.dark { // one picture of each width is enough to look at
						picture(t, b, name(path)+"-"+l.String())
					}
					if lang := eval[string](t, b, `document.documentElement.lang`); lang != l.lang {
						t.Errorf("%s says it is in %q", path, lang)
					}
					violations(t, b, axe)
					b.clean(t)
				})
			}
		})
	}
}

// An address that leads nowhere is a page too.
func TestErrorPages(t *testing.T) {
	s := demoSite(t)
	axe := must(os.ReadFile(filepath.Join(root, "node_modules/axe-core/axe.min.js")))(t)
	for _, path := range []string{"/nergens", "/kaart/GM0000", "/gebieden/neighbourhood/BU00000000", "/leveringen/0", "/kaart/" + s.code + "?jaar=x"} {
		t.Run(name(path), func(t *testing.T) {
			b := open(t, s, look{lang: "nl", width: 360, script: true})
			answer, err := chromedp.Run(b.ctx, chromedp.NavigateResponse(s.address+path))
			if err != nil {
				t.Fatal(err)
			}
			if answer.Status != 404 && answer.Status != 400 {
				t.Errorf("status %d", answer.Status)
			}
			if eval[int](t, b, `document.querySelectorAll("main h1, main a[href]").length`) < 2 {
				t.Error("the page does not say what is wrong, or offers no way on")
			}
			picture(t, b, "error-"+name(path))
			violations(t, b, axe)
		})
	}
}

// widest names what sticks out.
const widest = `[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5).slice(0, 5).map((e) => e.tagName + "." + e.className).join(", ")`

// violations fails the test for each violation that axe-core finds.
func violations(t testing.TB, b *tab, axe []byte) {
	t.Helper()
	eval[bool](t, b, string(axe)+"; typeof axe === 'object'")
	text := eval[string](t, b, `axe.run(document, {resultTypes: ["violations"]}).then((found) => JSON.stringify(found.violations.map((v) =>
		({id: v.id, help: v.help, nodes: v.nodes.slice(0, 4).map((n) => n.target.join(" ") + ": " + (n.failureSummary ?? "").replace(/\s+/g, " "))}))))`)
	var found []struct {
		ID, Help string
		Nodes    []string
	}
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		t.Errorf("axe: %s: %s\n\t%s", v.ID, v.Help, strings.Join(v.Nodes, "\n\t"))
	}
}

// name makes a short name of an address, for subtests and pictures.
func name(path string) string {
	clean := strings.Trim(regexp.MustCompile(`[^0-9A-Za-z]+`).ReplaceAllString(path, "-"), "-")
	if clean == "" {
		return "home"
	}
	return clean
}

// picture keeps a picture of the page in .ci/out/pages, to be looked at.
func picture(t testing.TB, b *tab, name string) {
	t.Helper()
	out := filepath.Join(root, ".ci/out/pages")
	if err := os.MkdirAll(out, 0o750); err != nil {
		t.Fatal(err)
	}
	image, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(80))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(out, fmt.Sprintf("%s.jpg", name)), image, 0o600); err != nil {
		t.Fatal(err)
	}
}
