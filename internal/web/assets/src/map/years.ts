// The other years of a unit, fetched when somebody first asks and scored by
// the present thresholds.
import type { YearScore } from "./cellpanel";
import type { Values } from "./contract";
import type { Ground } from "./ground";
import { Panel } from "./panel";
import { drawnAs, MapScores } from "./score";
import type { View } from "./view";

export async function fetchJSON<T>(address: string): Promise<T> {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json() as Promise<T>;
}

export function valuesURL(base: string, set: string, year: number): string {
  return `${base}/waarden.json?${new URLSearchParams({ jaar: String(year), lang: document.documentElement.lang, set })}`;
}

const most = 6; // squares that fit beside the score

export class Years {
  private readonly fetched = new Map<string, Promise<Values>>();

  constructor(private readonly base: string, private readonly ground: Ground) {}

  async scores(present: Values, view: View, unit: number): Promise<YearScore[]> {
    const years = present.years.slice(-most);
    if (years.length < 2) return [];
    const found = await Promise.all(years.map(async (year): Promise<YearScore | undefined> => {
      try {
        const values = structuredClone(await this.values(view.set, year));
        Panel.apply(values, view.thresholds);
        const scores = new MapScores(this.ground, values).of(view.level);
        const [score, known] = [scores.score[unit], scores.known[unit]];
        return { year, score, known, drawn: drawnAs(known, scores.items.length, scores.mostKnown) };
      } catch {
        return undefined; // offline: a year less
      }
    }));
    return found.filter((one): one is YearScore => one !== undefined);
  }

  private values(set: string, year: number): Promise<Values> {
    const address = valuesURL(this.base, set, year);
    let found = this.fetched.get(address);
    if (!found) {
      found = fetchJSON<Values>(address);
      found.catch(() => this.fetched.delete(address));
      this.fetched.set(address, found);
    }
    return found;
  }
}
