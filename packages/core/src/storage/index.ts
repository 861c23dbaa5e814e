export * from "./StorageError.ts"
export * from "./supersede.ts"
export * from "./uncovered.ts"
