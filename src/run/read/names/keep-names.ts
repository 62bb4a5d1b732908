import { type CountedNames, countNames, noNames } from '../../../reports/dictionary/count-names.ts'
import { countTogether } from '../../../reports/dictionary/count-together.ts'
import type { ReportSource } from '../../../reports/question/report-source.ts'
import type { Project } from '../../project.ts'

/** Latest events of a name from which its properties are told. */
const LATEST = 50

/** Works with what was counted of all names up to now, one after the other. Stored events that were changed are counted anew. */
export function withNames<T>(
  { names: kept, store }: Project,
  source: ReportSource['store'],
  work: (names: CountedNames) => Promise<T>,
): Promise<T> {
  const adding = kept.adding.then(async () => {
    const { rewritten } = store.rewrites()
    if (rewritten !== kept.rewritten) Object.assign(kept, { rewritten, names: noNames() })
    await countNames(source, kept.names, LATEST)
    return work(kept.names)
  })
  kept.adding = adding.catch(() => {})
  return adding
}

/** How often two of the facts were sent together: see `countTogether`. */
export async function togetherOf(
  { names: { names, together }, store }: Project,
  source: ReportSource['store'],
  facts: readonly number[],
): Promise<ReadonlyMap<string, number>> {
  const spans = [...names.byFact.values()].map(({ all }) => all)
  const span = {
    first: Math.min(...spans.map(({ first }) => first)),
    last: Math.max(...spans.map(({ last }) => last)),
  }
  const lastChange = (before: number) => store.lastChange('event', before)
  return countTogether(source, together, { facts, span, batch: store.batches(), lastChange })
}
