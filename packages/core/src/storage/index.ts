export * from "./StorageError.ts"
export * from "./supersede.ts"
