// Knows when nobody is busy with the page, for work that can wait: preparing
// another sort of drawing must never stand between a key and its answer.

const quiet = 250; // ms without a key or a pointer

let last = 0;
for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"] as const) {
  window.addEventListener(kind, () => (last = performance.now()), { capture: true, passive: true });
}

export async function calmMoment(): Promise<void> {
  for (let wait = quiet; wait > 0; wait = quiet - (performance.now() - last)) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(quiet, wait)));
  }
  await new Promise<void>((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => resolve(), { timeout: 500 });
    else resolve();
  });
}
