// The colours of the map, taken from the tokens of the page so that light,
// dark and a municipality's own theme all reach it.

export interface Palette {
  score: string[];
  scoreInk: string;
  scoreInkDeep: string;
  paper: string;
  sheet: string;
  ink: string;
  inkSoft: string;
  line: string;
  lineStrong: string;
  land: string;
  water: string;
  park: string;
  focus: string;
}

export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    score: Array.from({ length: 9 }, (_, n) => token(`score-${n}`)),
    scoreInk: token("score-ink"),
    scoreInkDeep: token("score-ink-deep"),
    paper: token("paper"),
    sheet: token("sheet"),
    ink: token("ink"),
    inkSoft: token("ink-soft"),
    line: token("line"),
    lineStrong: token("line-strong"),
    land: token("land"),
    water: token("water"),
    park: token("park"),
    focus: token("focus"),
  };
}

/** The step of the ramp for a score: sets of other than eight items stretch it. */
export function step(score: number, items: number): number {
  return items === 8 || items === 0 ? Math.min(score, 8) : Math.round((score * 8) / items);
}

/** From this step on digits are light. */
export const deepFrom = 6;

export function rgb(colour: string): [number, number, number] {
  const hex = colour.replace("#", "");
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as [number, number, number];
}
