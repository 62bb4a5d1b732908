/** Other sources of what is known, each with a log of its own: named as in the configuration. */
export const SOURCE_NAMES = ['postgres', 'stripe'] as const
