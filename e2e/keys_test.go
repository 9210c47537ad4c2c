package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// stops lists what a key must reach, and writes for each element that has the
// focus who it is and whether it can be seen to have it. A group of radio
// buttons is one stop.
const stops = `(() => {
	const shown = (e) => e.checkVisibility({visibilityProperty: true}) && (e.getClientRects().length > 0) && !e.closest("[inert]");
	const groups = new Set();
	const list = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter((e) => {
		if (e.tabIndex < 0 || e.disabled || e.type === "hidden" || !shown(e)) return false;
		if (e.type !== "radio") return true;
		const group = e.name + (e.form?.id ?? "");
		if (groups.has(group)) return false;
		groups.add(group);
		return true;
	});
	const drawn = (e) => {
		const style = getComputedStyle(e);
		const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 && !/, 0\)$|transparent/.test(style.outlineColor);
		return outline || style.boxShadow !== "none";
	};
	const short = (e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (typeof e.className === "string" && e.className ? "." + e.className.split(" ")[0] : "") +
		" " + (e.getAttribute("aria-label") ?? e.textContent ?? "").trim().slice(0, 30);
	const which = (e) => {
		if (e.type !== "radio") return list.indexOf(e);
		return list.findIndex((other) => other.type === "radio" && other.name === e.name && other.form === e.form);
	};
	window.testStops = {
		names: () => list.map(short),
		now: () => {
			const e = document.activeElement;
			if (!e || e === document.body) return {at: -1, name: "", seen: true};
			const around = [e, e.parentElement, e.nextElementSibling, e.closest("label")].filter(Boolean);
			return {at: which(e), name: short(e), seen: around.some(drawn)};
		},
	};
	return list.length;
})()`

// Whoever cannot use a pointer goes through a page by key: every control must
// be reached, in a round that ends, and be seen to have the focus.
func TestEveryControlByKey(t *testing.T) {
	s := demoSite(t)
	list := pages(t, s)
	for _, l := range []look{{lang: "nl", width: 1280, script: true}, {lang: "nl", width: 360, dark: true, script: true}} {
		t.Run(l.String(), func(t *testing.T) {
			t.Parallel()
			tabs := visitors{}
			for _, page := range list {
				if page.once && l.dark {
					continue
				}
				b := tabs.as(t, s, l, page.role)
				t.Run(name(page.path), func(t *testing.T) {
					b.visit(t, page.path)
					walkByKey(t, b, leastControls(page.path))
				})
			}
		})
	}
}

// leastControls says how many controls a page has at least, lest an empty page
// passes. What is embedded in another site has no navigation of its own.
func leastControls(path string) int {
	if strings.HasPrefix(path, "/insluiten/") {
		return 2
	}
	return 4
}

func walkByKey(t *testing.T, b *tab, least int) {
	t.Helper()
	total := eval[int](t, b, stops)
	names := eval[[]string](t, b, `testStops.names()`)
	reached := make([]bool, total)
	unseen := map[string]bool{}
	for range 2*total + 10 {
		b.press(t, tabKey)
		now := eval[struct {
			At   int
			Name string
			Seen bool
		}](t, b, `testStops.now()`)
		if now.At < 0 && now.Name == "" {
			break // the end of the page
		}
		if !now.Seen {
			unseen[now.Name] = true
		}
		if now.At >= 0 {
			if reached[now.At] && now.At == 0 {
				break // round
			}
			reached[now.At] = true
		}
	}
	var missed []string
	for at, was := range reached {
		if !was {
			missed = append(missed, names[at])
		}
	}
	if len(missed) > 0 {
		t.Errorf("%d of %d controls are not reached by key: %s", len(missed), total, strings.Join(missed, " | "))
	}
	for control := range unseen {
		t.Errorf("nothing shows that the focus is on %s", control)
	}
	if total < least {
		t.Error(fmt.Sprint("only ", total, " controls: is this the page?"))
	}
}

// A word that was explained opens and closes by key, and leads on to its page.
func TestAWordIsExplainedByKey(t *testing.T) {
	s := demoSite(t)
	for _, l := range []look{{lang: "nl", width: 360, script: true}, {lang: "nl", width: 1280, script: true}} {
		b := open(t, s, l)
		b.signIn(t, "coordinator")
		b.visit(t, "/besluiten")
		found := false
		for _, path := range eval[[]string](t, b, `[...new Set([...document.querySelectorAll("main a[href^='/besluiten/']")].map((a) => a.getAttribute("href")))].filter((path) => /[0-9a-z]{13}$/.test(path))`) {
			b.visit(t, path)
			if found = eval[bool](t, b, `!!document.querySelector("button.term")`); found {
				break
			}
		}
		if !found {
			t.Fatal("no decision of the demo holds a word that was explained")
		}
		isOpen := `document.querySelector("button.term").popoverTargetElement.matches(":popover-open")`
		b.focus(t, "button.term")
		b.press(t, "\r")
		b.await(t, isOpen)
		if eval[bool](t, b, `(() => { const r = document.querySelector(".term-note:popover-open").getBoundingClientRect(); return r.left < 0 || r.right > innerWidth; })()`) {
			t.Error("the meaning does not fit the screen")
		}
		b.press(t, "\t")
		if !eval[bool](t, b, `document.activeElement.matches(".term-note a")`) {
			t.Error("the way to the page of the word is not the next stop")
		}
		b.press(t, "\x1b")
		b.await(t, "!"+isOpen)
		if !eval[bool](t, b, `document.activeElement.matches("button.term")`) {
			t.Error("closing loses the place")
		}
	}
}
