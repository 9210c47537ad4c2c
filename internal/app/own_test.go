package app

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/koppelkans/koppelkans/internal/access"
	"github.com/koppelkans/koppelkans/internal/delivery"
	"github.com/koppelkans/koppelkans/internal/store"
	"github.com/koppelkans/koppelkans/internal/store/storetest"
)

// newOwn is a form that makes a new own indicator.
func newOwn(scope string) map[string]string {
	return map[string]string{
		"name": "Voelt zich veilig", "theme": "safety", "domain": "social", "perspective": "protect", "direction": "higher-is-better",
		"survey": "Buurtpeiling", "scope": scope, "period": "2024", "boundaryYear": "2024", "unlisted": "nobody-answered", "rounding": "0",
	}
}

// answersOf writes a file: n and yes by neighbourhood.
func answersOf(n town, counts ...[2]int) string {
	text := "gebied;n;aantal\n"
	for at, code := range n.neighbourhoods() {
		text += fmt.Sprintf("%s;%d;%d\n", code, counts[at][0], counts[at][1])
	}
	return text
}

// An analyst looks at a file, publishes it, and the figures show with how many
// people took part, but for what is too small.
func TestOwnFiguresComeIn(t *testing.T) {
	storetest.ForEach(t, func(t *testing.T, config store.Config) {
		n := town{1, []int{3, 3}}
		h := newTownHall(t, config, n)
		analyst, public := h.as(t, access.Analyst), h.as(t, "")
		file := answersOf(n, [2]int{80, 40}, [2]int{90, 4}, [2]int{70, 30}, [2]int{100, 60}, [2]int{120, 50}, [2]int{60, 25})
		status, where, text := h.send(t, analyst, newOwn("GM0001"), "peiling.csv", file)
		if status != http.StatusSeeOther || where != "/cijfers/eigen/bekijken" {
			t.Fatalf("%d to %s\n%s", status, where, text)
		}
		if before := h.page(t, public, "/cijfers"); strings.Contains(before, "Voelt zich veilig") {
			t.Error("the indicator is there before anybody confirmed")
		}
		seen := h.page(t, analyst, where)
		for _, want := range []string{"Minder dan 10 mensen antwoordden dit", "Verborgen om de andere te beschermen", "peiling.csv"} {
			if !strings.Contains(seen, want) {
				t.Errorf("the preview does not say %q", want)
			}
		}
		mark := between(seen, `name="kenmerk" value="`, `"`)
		answer, err := analyst.PostForm(h.server.URL+"/cijfers/eigen/publiceren", url.Values{"kenmerk": {mark}})
		if err != nil || answer.StatusCode != http.StatusSeeOther || !strings.HasPrefix(answer.Header.Get("Location"), "/leveringen/") {
			t.Fatalf("%v, %v\n%s", answer, err, read(t, answer))
		}
		made := answer.Header.Get("Location")
		answer.Body.Close()
		if got := h.page(t, public, "/gebieden/municipality/GM0001/cijfers"); !strings.Contains(got, "<strong>40\u202f%</strong>") && !strings.Contains(got, "<strong>40\u00a0%</strong>") || !strings.Contains(got, "520 mensen deden mee") {
			t.Errorf("the municipality: %s", between(got, "<table", "</table>"))
		}
		if got := h.page(t, public, "/gebieden/neighbourhood/BU00010001/cijfers"); !strings.Contains(got, "te klein om te tonen") {
			t.Errorf("a small number: %s", between(got, "<table", "</table>"))
		}
		if got := h.page(t, public, "/gebieden/neighbourhood/BU00010100"); !strings.Contains(got, "Voelt zich veilig") || !strings.Contains(got, "Er deden 100 mensen mee") {
			t.Error("the profile does not tell the own indicator")
		}
		// The same round with other counts is refused, also when it was taken back.
		list := must(t, config, "deliveries", "list")
		if !strings.Contains(list, "own-survey") {
			t.Error(list)
		}
		must(t, config, "deliveries", "undo", strings.TrimPrefix(made, "/leveringen/"))
		if got := h.page(t, public, "/gebieden/municipality/GM0001/cijfers"); strings.Contains(got, "520 mensen") {
			t.Error("after undo the figures show")
		}
		again := map[string]string{"indicator": "own-voelt-zich-veilig"}
		maps.Copy(again, newOwn("GM0001"))
		other := strings.Replace(file, "80;40", "80;41", 1)
		if status, _, text := h.send(t, analyst, again, "peiling.csv", other); status != http.StatusUnprocessableEntity || !strings.Contains(text, "al gepubliceerd") {
			t.Errorf("another count of a round that was shown: %d\n%s", status, between(text, "notice-wrong", "</div>"))
		}
		if status, _, text := h.send(t, analyst, again, "peiling.csv", file); status != http.StatusSeeOther {
			t.Errorf("the same counts again: %d\n%s", status, text)
		}
		elsewhere := maps.Clone(again)
		elsewhere["survey"] = "Andere peiling"
		if status, _, text := h.send(t, analyst, elsewhere, "peiling.csv", file); status != http.StatusUnprocessableEntity || !strings.Contains(text, "al eerder gepubliceerd") {
			t.Errorf("the same people in another survey: %d\n%s", status, between(text, "notice-wrong", "</div>"))
		}
		// A next round goes on from the first.
		next := maps.Clone(again)
		next["period"] = "2026"
		if status, _, text := h.send(t, analyst, next, "peiling.csv", other); status != http.StatusSeeOther {
			t.Errorf("the next round: %d\n%s", status, text)
		}
	})
}

// What was typed stays, and what is wrong is named: in the form, and in the
// file by row and column. Nothing is kept of it.
func TestOwnFormKeepsWhatWasTyped(t *testing.T) {
	n := town{1, []int{2, 2}}
	h := newTownHall(t, store.Config{Folder: t.TempDir()}, n)
	analyst := h.as(t, access.Analyst)
	file := answersOf(n, [2]int{80, 40}, [2]int{90, 34}, [2]int{70, 30}, [2]int{100, 60})
	for name, c := range map[string]struct {
		change     map[string]string
		file, want string
	}{
		"no name":         {map[string]string{"name": ""}, file, "Vul in wat de mensen antwoordden"},
		"no survey":       {map[string]string{"survey": " "}, file, "Vul in hoe de vragenlijst heet"},
		"no theme":        {map[string]string{"theme": ""}, file, "Maak een keuze"},
		"no year":         {map[string]string{"period": "gisteren"}, file, "Vul een jaar in"},
		"no year at all":  {map[string]string{"period": ""}, file, "het bestand heeft er geen kolom voor"},
		"other borders":   {map[string]string{"boundaryYear": "2020"}, file, "geen grenzen van 2020"},
		"no such place":   {map[string]string{"scope": "GM0404"}, file, "geen grenzen"},
		"not ours":        {map[string]string{"indicator": "rivm-lonely"}, file, "Kies een eigen indicator"},
		"no file":         {nil, "", "Kies een bestand"},
		"a bad row":       {nil, strings.Replace(file, ";80;40", ";80;veel", 1), "geen aantal mensen"},
		"an unknown area": {nil, file + "BU00019999;20;10\n", "ligt niet in GM0001"},
		"no workbook":     {nil, "PK\x03\x04 rubbish", "own.fileAgain"},
	} {
		t.Run(name, func(t *testing.T) {
			fields := newOwn("GM0001")
			fields["description"] = "Voel je je veilig op straat? <b>"
			maps.Copy(fields, c.change)
			fileName := "peiling.csv"
			if c.file == "" {
				fileName = ""
			}
			status, _, text := h.send(t, analyst, fields, fileName, c.file)
			if c.want == "own.fileAgain" {
				c.want = "Kies het bestand opnieuw"
			}
			if status != http.StatusUnprocessableEntity || !strings.Contains(text, c.want) {
				t.Errorf("%d, want %q", status, c.want)
			}
			if !strings.Contains(text, "Voel je je veilig op straat? &lt;b&gt;") {
				t.Error("what was typed is gone")
			}
		})
	}
	if status, where, _ := h.send(t, analyst, newOwn("GM0001"), "a.csv", file); status != http.StatusSeeOther || where != "/cijfers/eigen/bekijken" {
		t.Fatalf("%d", status)
	}
	if answer, err := analyst.PostForm(h.server.URL+"/cijfers/eigen/weg", nil); err != nil || answer.StatusCode != http.StatusSeeOther {
		t.Errorf("%v %v", answer, err)
	}
	if answer, err := analyst.PostForm(h.server.URL+"/cijfers/eigen/publiceren", url.Values{"kenmerk": {"x"}}); err != nil || answer.StatusCode != http.StatusNotFound {
		t.Errorf("published after all: %v %v", answer, err)
	}
	list, _, err := h.parts.db.Deliveries(t.Context(), commandLineActor(), 0, 50)
	if err != nil || len(list) != 1 || list[0].State != delivery.Current {
		t.Errorf("%d deliveries, %v; want the areas only", len(list), err)
	}
}

// The command line loads the same, and tries without keeping anything.
func TestOwnFiguresByCommand(t *testing.T) {
	n := town{1, []int{2, 2}}
	config := store.Config{Folder: t.TempDir()}
	newTownHall(t, config, n)
	path := write(t, "peiling.csv", answersOf(n, [2]int{80, 40}, [2]int{90, 34}, [2]int{70, 30}, [2]int{100, 60}))
	args := []string{"own", "load", path, "--place", "GM0001", "--survey", "Buurtpeiling", "--boundary-year", "2024", "--period", "2024",
		"--name", "Voelt zich veilig", "--theme", "safety", "--domain", "social", "--perspective", "protect", "--direction", "higher-is-better"}
	if out := must(t, config, append(args, "--dry-run")...); !strings.Contains(out, "7 figures show") {
		t.Error(out)
	}
	if out := must(t, config, args...); !strings.Contains(out, "own-survey Buurtpeiling") {
		t.Error(out)
	}
	must(t, config, "check")
	bad := write(t, "fout.csv", "gebied;n;percentage\nBU00010000;4;x\n")
	args[2] = bad
	if _, errs, code := command(t, config, append(args[:len(args)-10], "--indicator", "own-voelt-zich-veilig", "--period", "2026")...); code != exitRefused || !strings.Contains(errs, `fout.csv, line 2, column "percentage"`) {
		t.Errorf("%d\n%s", code, errs)
	}
	must(t, config, "settings", "survey-smallest", "20")
	if _, _, code := command(t, config, "settings", "survey-smallest", "4"); code != exitRefused {
		t.Error("a threshold of 4 was taken")
	}
}
