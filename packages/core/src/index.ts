export * from "./charges/index.ts"
export * from "./market/index.ts"
export * from "./metering/index.ts"
export * from "./quantity/index.ts"
