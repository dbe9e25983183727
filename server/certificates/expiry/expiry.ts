/** How many days before its last day the holder of a certificate is told, the earliest first. */
export const toldDaysBefore = [60, 14] as const
