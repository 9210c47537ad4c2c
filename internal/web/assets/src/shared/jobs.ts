// Follows the work that a page speaks of, by asking how far it is. A page about
// one job is loaded again when that has ended: what it brought is then in it.

interface Standing { id: string; code: string; state: string; text: string; part: number; ended: boolean }

const every = 1000;
const most = 30_000;

export function followJobs(): void {
  const parts = new Map<string, HTMLElement>();
  for (const part of document.querySelectorAll<HTMLElement>("[data-job]:not([data-ended])")) {
    if (part.dataset.job) parts.set(part.dataset.job, part);
  }
  if (parts.size > 0) void follow(parts, every);
}

async function follow(parts: Map<string, HTMLElement>, pause: number): Promise<void> {
  for (; parts.size > 0; await new Promise((wake) => setTimeout(wake, pause))) {
    if (document.hidden) continue;
    try {
      const answer = await fetch("/taken/stand.json?" + [...parts.keys()].map((id) => "taak=" + id).join("&"));
      if (!answer.ok) throw new Error(String(answer.status));
      for (const standing of await answer.json() as Standing[]) show(parts, standing);
      pause = every;
    } catch {
      pause = Math.min(2 * pause, most); // the server is away for a while
    }
  }
}

function show(parts: Map<string, HTMLElement>, standing: Standing): void {
  const part = parts.get(standing.id);
  if (!part) return;
  if (standing.ended && "jobPage" in part.dataset) {
    parts.clear();
    location.reload();
    return;
  }
  put(part.querySelector("[data-job-state]"), standing.state);
  put(part.querySelector("[data-job-text]"), standing.text);
  const bar = part.querySelector("progress");
  if (bar && standing.part >= 0) bar.value = standing.part;
  if (standing.ended) parts.delete(standing.id);
}

/** Only what changed is written: a screen reader tells of each change. */
function put(element: Element | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}
