/** A demand on the simulator that cannot be met; its text says why. */
export class Unable extends Error {}
