import { openThread, type Thread } from '../../core/open-thread.ts'
import { workerUrl } from '../../core/package-root.ts'
import type { Cure } from '../../proof/backtest/backtest-signal.ts'
import type { Examined } from '../../proof/backtest/find-signals.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import type { ToCure } from './find-cure.ts'
import type { ProofTask, ProofWork, ToldFinding } from './proof-work.ts'

export type ProofQuestion =
  | { readonly kind: 'begin'; readonly task: ProofTask }
  | { readonly kind: 'find'; readonly examined: readonly Examined[] }
  | { readonly kind: 'cure'; readonly one: ToCure }
export type ProofAnswer = readonly ToldFinding[] | Cure | null

export type SharedWork = {
  readonly find: (examined: readonly Examined[]) => Promise<readonly ToldFinding[]>
  readonly cure: (wanted: readonly ToCure[]) => Promise<readonly (Cure | null)[]>
}

/** Threads that share the work of a proof: the same answers, in the same order, whatever their number. */
export type ProofThreads = {
  /** @param own what this thread works on */
  readonly share: (own: ProofWork, task: () => ProofTask) => SharedWork
  readonly close: () => Promise<void>
}

/** @param threads this one among them. The others begin at once, so that they have compiled when there is something to do. */
export function openProofThreads(threads: number): ProofThreads {
  const script = workerUrl('run/prove/proof-work.worker.ts')
  const others = Array.from({ length: threads - 1 }, () =>
    openThread<ProofQuestion, ProofAnswer>({ script, closed: 'The backtest ended.' }),
  )
  return {
    share: (own, task) => {
      const given = others.length === 0 ? null : task()
      const all = [own, ...others.map((thread) => workOf(thread, given!))]
      return { find: (examined) => findShared(all, examined), cure: (wanted) => cureShared(all, wanted) }
    },
    close: async () => {
      for (const thread of others) await thread.close()
    },
  }
}

function workOf({ ask }: Thread<ProofQuestion, ProofAnswer>, task: ProofTask): ProofWork {
  const begun = ask({ kind: 'begin', task })
  // What goes wrong shows when something is asked.
  begun.catch(() => undefined)
  const answerTo = async (question: ProofQuestion): Promise<ProofAnswer> => {
    await begun
    return ask(question)
  }
  return {
    find: async (examined) => (await answerTo({ kind: 'find', examined })) as readonly ToldFinding[],
    cure: async (one) => (await answerTo({ kind: 'cure', one })) as Cure | null,
  }
}

/** Those that predict the same are judged by the same thread, as far as that is fair: what they are compared with is summed up once. */
async function findShared(all: readonly ProofWork[], examined: readonly Examined[]): Promise<ToldFinding[]> {
  const about = ({ signal: { outcome, gapDays, withinDays } }: Examined): string =>
    `${outcome} ${gapDays} ${withinDays}`
  const order = [...groupBy(examined.keys(), (at) => about(examined[at]!)).values()].flat()
  const each = Math.ceil(order.length / all.length)
  const found: ToldFinding[] = []
  await Promise.all(
    all.map(async (work, i) => {
      const own = order.slice(i * each, (i + 1) * each)
      if (own.length === 0) return
      const answers = await work.find(own.map((at) => examined[at]!))
      own.forEach((at, place) => {
        found[at] = answers[place]!
      })
    }),
  )
  return found
}

/** Whoever is done takes the next. */
async function cureShared(all: readonly ProofWork[], wanted: readonly ToCure[]): Promise<(Cure | null)[]> {
  const cures: (Cure | null)[] = []
  const left = [...wanted.entries()]
  await Promise.all(
    all.map(async ({ cure }) => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) cures[next[0]] = await cure(next[1])
    }),
  )
  return cures
}
