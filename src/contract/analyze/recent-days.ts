/** Days over which Today shows who is at risk. */
export const RECENT_DAYS = 90
