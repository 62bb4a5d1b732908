export const FIRST_DAY = 20_454
const DAYS = 365
export const LAST_DAY = FIRST_DAY + DAYS - 1
const NAMES = 20
export const FACTS = new Map(Array.from({ length: NAMES }, (_, i) => [`name:e${i}`, i + 1]))
const MS = 86_400_000
/** Rows of an account in the year: with two events each, 50 K accounts have 20 M. */
const ROWS = 200
const NO_CORRECTIONS = new Uint8Array(ROWS)
const NOTHING = new Float64Array(ROWS)
const UNKNOWN = new Float64Array(ROWS).fill(Number.NaN)

/** A small generator with a seed: the same accounts in every run. */
function makeRandom(seed) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** `count` accounts, from number `first` on, with five members, some of whom are active; each in a block of its own. */
export function makeAccounts(count, first = 0) {
  return Array.from({ length: count }, (_, at) => {
    const a = first + at
    const random = makeRandom(11 + 7_919 * a)
    const born = FIRST_DAY + Math.floor(random() * 60)
    const drafts = Array.from({ length: ROWS }, () => ({
      day: born + Math.floor(random() * (LAST_DAY + 1 - born)),
      fact: 1 + Math.floor(NAMES * random() ** 2),
      actor: 1 + a * 5 + Math.floor(5 * random() ** 2),
      late: random() < 0.01 ? 2 : 0,
      n: 1 + Math.floor(random() * 3),
    })).sort((x, y) => x.day - y.day || x.day + x.late - (y.day + y.late))
    const ints = (of) => Int32Array.from(drafts, of)
    const times = Float64Array.from(drafts, ({ day }) => day * MS + MS / 2)
    const block = {
      ...{ rows: ROWS, account: ints(() => a + 1), fact: ints((row) => row.fact), actor: ints((row) => row.actor) },
      ...{ day: ints((row) => row.day), knownDay: ints((row) => row.day + row.late), n: ints((row) => row.n) },
      ...{ supersedes: NO_CORRECTIONS, sum: NOTHING, firstTs: times, lastTs: times },
      ...{ lastValue: UNKNOWN, maxValue: UNKNOWN },
    }
    return { block, start: 0, end: ROWS, timeline: makeTimeline(a, born) }
  })
}

function makeTimeline(a, born) {
  const at = born * MS
  const members = Array.from({ length: 5 }, (_, i) => ({
    person: 1 + a * 5 + i,
    role: null,
    from: at,
    to: null,
    knownAt: at,
  }))
  const traits = [{ key: 'plan', value: a % 3 === 0 ? 'pro' : 'free', from: at, knownAt: at }]
  return {
    ...{ account: a + 1, firstSeen: at, heardAt: at, members, traits },
    ...{ personTraits: [], links: [], subscriptions: [] },
  }
}
