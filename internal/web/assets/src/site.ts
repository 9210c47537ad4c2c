// What every page gains from a script. Without it all still works.
import { keepDraft } from "./shared/drafts";
import { followJobs } from "./shared/jobs";
import { placeSearch } from "./shared/place-search";
import { recordSearch } from "./shared/record-search";
import { swipe } from "./shared/swipe";

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const field of document.querySelectorAll<HTMLElement>("[data-place-search]")) {
  placeSearch(field);
}

for (const input of document.querySelectorAll<HTMLInputElement>("[data-record-search]")) {
  recordSearch(input);
}

for (const form of document.querySelectorAll<HTMLFormElement>("[data-draft]")) {
  keepDraft(form);
}

for (const box of document.querySelectorAll<HTMLElement>("[data-swipe]")) {
  swipe(box);
}

followJobs();
