// Two pictures of the same place over each other, with a slider between them.
// Without script they stand side by side.

export function swipe(box: HTMLElement): void {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = "0";
  slider.max = "100";
  slider.value = "50";
  slider.className = "swipe-slider";
  slider.setAttribute("aria-label", box.dataset.swipe ?? "");
  const follow = () => box.style.setProperty("--swipe", `${slider.value}%`);
  slider.addEventListener("input", follow);
  box.classList.add("swipe-on");
  box.append(slider);
  follow();
}
