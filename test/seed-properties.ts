import fc from 'fast-check'

/**
 * `PROPERTY_SEED=1 npx vitest …` draws the same cases each time: to see a failure again, and so that breaking an
 * invariant on purpose is noticed each time or never. Without it each run draws its own.
 */
const seed = process.env.PROPERTY_SEED
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) })
