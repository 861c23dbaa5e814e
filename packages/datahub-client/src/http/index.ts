/*
 * What a client of any server needs that is asked again and again: the same rules for DataHub and for others.
 */

export * from "./pause.ts"
export * from "./readBody.ts"
export * from "./reasonOf.ts"
export * from "./retryAfter.ts"
