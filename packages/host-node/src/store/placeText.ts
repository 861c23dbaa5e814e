import { databasePlaceOf, databasePlaceText } from "@datahub-settlement/persistence"
import { Result } from "effect"
import type { OpenStore } from "./openStore.ts"

/** The place as it is written for people, without a password. */
export const placeText = ({ place, url }: Pick<OpenStore, "place" | "url">): string =>
  place.kind === "embedded"
    ? `in ${place.dataFolder}`
    : Result.match(databasePlaceOf(url), { onFailure: ({ message }) => message, onSuccess: databasePlaceText })
