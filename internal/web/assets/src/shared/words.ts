// Sentences and numbers in the reader's language. The page carries the part of
// the catalogue that its script needs; the syntax is that of internal/i18n.

type Message = string | Record<string, string>;

let messages: Record<string, Message> = {};
let rules = new Intl.PluralRules("nl");
let decimal = ",";
let group = ".";

export function readWords(): void {
  const source = document.getElementById("woorden");
  messages = JSON.parse(source?.textContent ?? "{}");
  rules = new Intl.PluralRules(document.documentElement.lang || "nl");
  decimal = t("format.decimal");
  group = t("format.group");
}

export function t(key: string, args: Record<string, string | number> = {}): string {
  const message = messages[key];
  if (message === undefined) return key;
  let text: string;
  if (typeof message === "string") text = message;
  else text = message[typeof args.n === "number" ? rules.select(args.n) : "other"] ?? message.other;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = args[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? wholeNumber(name, value) : value;
  });
}

function wholeNumber(name: string, value: number): string {
  return /(year|period)$/i.test(name) ? String(value) : number(value, 0);
}

/** A number the way the language writes it: 3.240 or −0,31. */
export function number(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return "";
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  const sign = value < 0 && /[1-9]/.test(whole + (fraction ?? "")) ? "−" : "";
  return sign + grouped + (fraction ? decimal + fraction : "");
}

export function withUnit(value: number, decimals: number, unit: string): string {
  return unit ? `${number(value, decimals)}\u00a0${unit}` : number(value, decimals);
}

/** Reads a number as somebody types it, with a comma or a point. */
export function readNumber(text: string): number {
  const cleaned = text.trim().replace("−", "-").replace(/\s/g, "");
  const usual = cleaned.includes(",") ? cleaned.replace(/\./g, "").replace(",", ".") : cleaned;
  return usual === "" ? NaN : Number(usual);
}
