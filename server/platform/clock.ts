/** Where the time comes from. Rules take a `Date`; only this file asks what time it is. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }
