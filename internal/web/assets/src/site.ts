// What every page gains from a script. Without it all still works.
import { placeSearch } from "./shared/place-search";

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const field of document.querySelectorAll<HTMLElement>("[data-place-search]")) {
  placeSearch(field);
}
