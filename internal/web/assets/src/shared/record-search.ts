// Suggestions for a field that names a record: the browser's own list under
// the field. Without a script the name is typed whole.

interface Choice {
  title: string;
}

const wait = 150; // ms of silence before the server is asked

export function recordSearch(input: HTMLInputElement): void {
  const list = document.createElement("datalist");
  list.id = `${input.id}-lijst`;
  input.after(list);
  input.setAttribute("list", list.id);
  let timer = 0;
  let asking: AbortController | undefined;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      asking?.abort();
      asking = new AbortController();
      const query = new URLSearchParams({ soort: input.dataset.recordSearch ?? "", q: input.value });
      try {
        const answer = await fetch(`/kies.json?${query}`, { signal: asking.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        const choices: Choice[] = await answer.json();
        list.replaceChildren(...choices.map((choice) => Object.assign(document.createElement("option"), { value: choice.title })));
      } catch (error) {
        if (!(error instanceof DOMException)) console.info(error); // the next letter asks again
      }
    }, wait);
  });
}
