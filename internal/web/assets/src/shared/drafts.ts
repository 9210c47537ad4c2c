// What is typed in a form is kept on the server a moment later, so that it
// survives a closed tab. The form offers it when it is opened again.

const wait = 900; // ms of silence before it is kept

export function keepDraft(form: HTMLFormElement): void {
  const note = form.querySelector<HTMLElement>("[data-draft-note]");
  let timer = 0;
  let changed = false;
  const send = (last: boolean) => {
    changed = false;
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") typed.append(name, value);
    }
    typed.append("_pad", form.dataset.draft ?? "");
    if (last) {
      navigator.sendBeacon("/concept", typed);
      return;
    }
    fetch("/concept", { method: "POST", body: typed })
      .then((answer) => {
        if (answer.ok && note) note.textContent = note.dataset.text ?? "";
      })
      .catch(() => (changed = true)); // the next letter, or leaving, tries again
  };
  form.addEventListener("input", () => {
    changed = true;
    if (note) note.textContent = "";
    clearTimeout(timer);
    timer = window.setTimeout(() => send(false), wait);
  });
  form.addEventListener("submit", () => {
    changed = false;
    clearTimeout(timer);
  });
  addEventListener("pagehide", () => {
    clearTimeout(timer);
    if (changed) send(true);
  });
}
