export * from "./MeteringSeries.ts"
export * from "./Quality.ts"
