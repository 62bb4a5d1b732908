import type { Model, Outcome } from '../../config/model.ts'
import type { DatedOutcome } from '../../judge/date-outcomes.ts'
import type { Fate } from '../../reports/landmark/fate.ts'
import type { Project } from '../project.ts'
import { foldNewcomers, LEAVES } from './read-newcomers.ts'
import { dateAccounts } from './read-outcomes.ts'

/** What became of every account: of an outcome of the configuration, else of one of the usual names. */
export async function readFates(project: Project, name: string): Promise<ReadonlyMap<number, Fate>> {
  const { model } = project.config.judged
  const { dictionary } = project.store
  const accounts = Array.from({ length: dictionary.account.size() }, (_, i) => dictionary.account.keyOf(i + 1))
  const outcome = outcomeOf(model, name)
  const asked = outcome === null ? [LEAVES] : [LEAVES, outcome]
  const dated = await dateAccounts(project, { model, at: project.clock.now(), outcomes: asked, accounts })
  const activated = outcome === null ? await readActivated(project) : null
  return new Map(
    [...dated].map(([key, [leaves, own]]) => {
      const outcomes = own === undefined ? (activated?.get(key) ?? []) : datesOf(own)
      return [dictionary.account.idOf(key)!, { outcomes, unpaid: leaves?.idle ?? [] }]
    }),
  )
}

/** null: being activated, which the configuration defines elsewhere. */
function outcomeOf({ outcomes }: Model, name: string): Outcome | null {
  const configured = outcomes.find(({ key }) => key === name)
  if (configured !== undefined) return configured
  if (name === 'converted' || name === 'churned' || name === 'expanded')
    return { key: name, rule: { kind: name }, hash: '' }
  return null
}

function datesOf({ standing, dates }: DatedOutcome): Fate['outcomes'] {
  return standing === 'unknown' ? null : dates.map(({ decided }) => decided)
}

async function readActivated(project: Project): Promise<ReadonlyMap<string, readonly number[]>> {
  const activation = project.config.judged.model.activations.find(({ level }) => level === 'account')
  if (activation === undefined) return new Map()
  const newcomers = await foldNewcomers(project, activation, { statusAfter: null })
  return new Map([...newcomers].map(([key, { activatedAt }]) => [key, activatedAt === null ? [] : [activatedAt]]))
}
