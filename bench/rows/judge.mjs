import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { watchMemory } from '../rig/peak-memory.mjs'
import { ROOT } from '../rig/places.mjs'
import { megabytes, times } from '../rig/say.mjs'

const MEMORY_MAX = 1.2e9
/** What the reach is for, at every size: on S, and so in a few minutes, a tenth. */
const ACCOUNTS = { S: 5_000, M: 50_000, L: 50_000, XL: 50_000 }

/** The close of a day from memory, in processor time: twenty signals, six scores with ledgers, onboarding, detectors; and a year of scores. */
export async function run({ size }) {
  const small = await measure(5_000)
  const whole = ACCOUNTS[size] === 5_000 ? small : await measure(ACCOUNTS[size])
  keepDay(size, small, whole)
  keepDetectors(size, small, whole)
  keepYear(size, whole)
}

function keepDay(size, small, whole) {
  const { accounts, spent, counts } = whole.figures
  const beyond = (name, of = whole) =>
    of.figures.spent[`${name} fold and judge`] - of.figures.spent[`${name} fold alone`]
  const reach = accounts / 50_000
  const seconds = beyond('day') / 1000
  keepResult({
    ...{
      row: 'judging a day beyond the fold',
      size,
      ratio: seconds,
      target: `≤ ${reach} s for ${said(accounts)} accounts`,
    },
    met: seconds <= reach && whole.resident < MEMORY_MAX,
    figures: {
      accounts: said(accounts),
      'fold alone / with 20 signals and 6 scores': pair(spent, 'day fold alone', 'day fold and judge'),
      'fold alone / with onboarding too': pair(spent, 'onboarding fold alone', 'onboarding fold and judge'),
      'beyond, with onboarding too': inSeconds(beyond('onboarding')),
      'what all share, before it': inSeconds(spent['day shared']),
      'changes / ledgers opened, an account': `${(counts.transitions / accounts).toFixed(2)} / ${(counts.ledgers / accounts).toFixed(2)}`,
      'an account, against 5,000 accounts': times(
        beyond('day') / accounts / (beyond('day', small) / small.figures.accounts),
      ),
      'resident at most, of everything here': megabytes(whole.resident),
    },
  })
}

function keepDetectors(size, small, whole) {
  const { accounts, spent } = whole.figures
  const took = ({ figures }) => figures.spent['detectors shared'] + figures.spent['detectors fold and judge']
  const reach = (2 * accounts) / 50_000
  keepResult({
    ...{ row: 'a day of four detectors', size, ratio: took(whole) / 1000 },
    ...{ target: `≤ ${reach} s for ${said(accounts)} accounts`, met: took(whole) / 1000 <= reach },
    figures: {
      accounts: said(accounts),
      'what all share / fold and judge': pair(spent, 'detectors shared', 'detectors fold and judge'),
      'an account, against 5,000 accounts': times(took(whole) / accounts / (took(small) / small.figures.accounts)),
    },
  })
}

function keepYear(size, { figures: { yearAccounts, spent } }) {
  const ratio = spent['year with scores'] / spent['year fold alone']
  keepResult({
    ...{ row: 'a year of scores against the fold alone', size, ratio, target: '≤ 1.5×', met: ratio <= 1.5 },
    figures: {
      accounts: said(yearAccounts),
      'fold alone / with 6 scores': pair(spent, 'year fold alone', 'year with scores'),
      'and every stay in a band': inSeconds(spent['year with bands judged']),
    },
  })
}

const said = (n) => n.toLocaleString('en')
const inSeconds = (ms) => `${(ms / 1000).toFixed(2)} s`
const pair = (spent, one, other) => `${inSeconds(spent[one])} / ${inSeconds(spent[other])}`

async function measure(accounts) {
  const child = startChild(join(ROOT, 'bench', 'judge', 'judge-day.child.mjs'), [accounts])
  const memory = watchMemory(child.pid)
  const figures = await child.next()
  await child.ended
  return { figures, resident: memory.stop() }
}
