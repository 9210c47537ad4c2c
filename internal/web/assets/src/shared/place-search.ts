// Suggestions while you type a place: the combobox of the ARIA practices with
// a list box. Enter without a choice sends the form, as without script.

export interface Suggestion {
  name: string;
  note: string;
  url: string;
  code: string;
  level: string;
  bound: [number, number, number, number]; // RD metres; noughts when no border is known
}

interface Answer {
  results: Suggestion[];
  status: string; // how many were found, for a screen reader
}

/** Handles a choice itself when it returns true; else the page is opened. */
export type Choose = (suggestion: Suggestion) => boolean;

const wait = 120; // ms of silence before the server is asked

export function placeSearch(field: HTMLElement, choose?: Choose): void {
  const input = field.querySelector("input")!;
  const list = document.createElement("ul");
  list.className = "search-list";
  list.id = `${input.id}-lijst`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent ?? "");
  list.hidden = true;
  const status = document.createElement("div");
  status.className = "unseen";
  status.setAttribute("role", "status");
  field.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) {
    input.setAttribute(name, value);
  }

  let found: Suggestion[] = [];
  let current = -1;
  let timer = 0;
  let asking: AbortController | undefined;

  const close = () => {
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (at: number) => {
    current = at;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    if (at < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    const item = list.children[at];
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };
  const take = (suggestion: Suggestion) => {
    close();
    input.value = suggestion.name;
    if (!choose?.(suggestion)) location.href = suggestion.url;
  };
  const open = (answer: Answer) => {
    found = answer.results;
    status.textContent = answer.status;
    list.replaceChildren(...found.map((suggestion, index) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const name = document.createElement("span");
      name.textContent = suggestion.name;
      const note = document.createElement("span");
      note.textContent = suggestion.note;
      item.append(name, note);
      // mousedown, for a click would come after the field lost its focus
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(suggestion);
      });
      return item;
    }));
    current = -1;
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
  };
  const ask = async () => {
    const text = input.value.trim();
    asking?.abort();
    if (text.length < 2) {
      close();
      status.textContent = "";
      return;
    }
    asking = new AbortController();
    const query = new URLSearchParams({ q: text, lang: document.documentElement.lang });
    if (field.dataset.placeSearch) query.set("in", field.dataset.placeSearch);
    try {
      const response = await fetch(`/zoek.json?${query}`, { signal: asking.signal });
      if (response.ok) open(await response.json());
    } catch {
      // stopped, or offline: the form itself still works
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(ask, wait);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      take(found[current]);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length > 0) {
      event.preventDefault();
      if (list.hidden) {
        list.hidden = false;
        input.setAttribute("aria-expanded", "true");
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      const rounds = found.length + 1; // one place is the field itself
      mark(((current + 1 + step + rounds) % rounds) - 1);
    }
  });
}
