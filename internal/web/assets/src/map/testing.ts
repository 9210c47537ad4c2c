// What the tests of node reach; no page loads this.
export * from "./ground";
export * from "./score";
export * from "./geometry";
export * from "./view";
export * from "../shared/words";
