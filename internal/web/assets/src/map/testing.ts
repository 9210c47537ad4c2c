// What the tests of node reach; no page loads this.
export * from "./ground";
export * from "./score";
