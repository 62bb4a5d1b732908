import { join } from 'node:path'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { watchMemory } from '../rig/peak-memory.mjs'
import { ROOT } from '../rig/places.mjs'
import { megabytes } from '../rig/say.mjs'

const ACCOUNTS = { S: 5_000, M: 20_000, L: 50_000, XL: 50_000 }

/** The close of a day from memory, in processor time: twenty signals, six scores with bands, onboarding, detectors; and a year of scores. */
export async function run({ size }) {
  const small = await measure(5_000)
  const { figures, resident } = ACCOUNTS[size] === 5_000 ? small : await measure(ACCOUNTS[size])
  const { accounts, scores, onboarding, detectors } = figures
  const said = accounts.toLocaleString('en')
  const perAccount = ({ accounts: n, scores: { judgeMs } }) => judgeMs / n
  const linear = perAccount(figures) / perAccount(small.figures)
  // Judging is linear, which the row shows: what fewer accounts took is said for as many as the reach is for.
  const seconds = (ms) => ((ms / 1000) * 50_000) / accounts
  const beyond = seconds(onboarding.judgeMs - onboarding.foldMs)
  keepResult({
    ...{
      row: 'judging a day beyond the fold',
      size,
      ratio: beyond,
      target: '≤ 1 s for 50 K accounts',
      met: beyond <= 1,
    },
    figures: {
      accounts: said,
      'fold / fold and judge, 20 signals': pair(figures.signals),
      'and 6 scores': pair(scores),
      'and onboarding': pair(onboarding),
      'an account, against 5,000 accounts': `${linear.toFixed(2)}×`,
      'resident at most': megabytes(resident),
    },
  })
  const detecting = seconds(detectors.referencesMs + detectors.judgeMs)
  keepResult({
    ...{
      row: 'a day of four detectors',
      size,
      ratio: detecting,
      target: '≤ 2 s for 50 K accounts',
      met: detecting <= 2,
    },
    figures: {
      accounts: said,
      'what all share': `${(detectors.referencesMs / 1000).toFixed(2)} s`,
      'fold / fold and judge': pair(detectors),
    },
  })
  const year = figures.yearOfScoresMs / figures.yearOfNumbersMs
  keepResult({
    ...{ row: 'a year of scores against a year of numbers', size, ratio: year, target: '≤ 1.5×', met: year <= 1.5 },
    figures: {
      accounts: (accounts / 5).toLocaleString('en'),
      'numbers / with 6 scores / with their bands judged': ['yearOfNumbersMs', 'yearOfScoresMs', 'yearOfLedgersMs']
        .map((of) => `${(figures[of] / 1000).toFixed(2)} s`)
        .join(' / '),
    },
  })
}

const pair = ({ foldMs, judgeMs }) => `${(foldMs / 1000).toFixed(2)} s / ${(judgeMs / 1000).toFixed(2)} s`

async function measure(accounts) {
  const child = startChild(join(ROOT, 'bench', 'judge', 'judge-day.child.mjs'), [accounts])
  const memory = watchMemory(child.pid)
  const figures = await child.next()
  await child.ended
  return { figures, resident: memory.stop() }
}
