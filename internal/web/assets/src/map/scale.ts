// The scale bar: a round length that is as long as it says.
import { number, t } from "../shared/words";

const widest = 96; // px

export class Scale {
  private readonly bar: HTMLElement;
  private readonly text: HTMLElement;

  constructor(private readonly element: HTMLElement) {
    this.bar = element.querySelector<HTMLElement>(".scale-bar")!;
    this.text = element.querySelector<HTMLElement>(".scale-text")!;
  }

  show(metresPerPixel: number): void {
    this.element.hidden = false;
    const reach = metresPerPixel * widest;
    const power = 10 ** Math.floor(Math.log10(reach));
    const length = [5, 2, 1].map((n) => n * power).find((n) => n <= reach) ?? power;
    this.bar.style.width = `${(length / metresPerPixel).toFixed(1)}px`;
    this.text.textContent = length >= 1000 ? t("map.kilometres", { length: number(length / 1000, 0) }) : t("map.metres", { length: number(length, 0) });
  }
}
