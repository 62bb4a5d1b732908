import type { AccountMatch } from '../../config/sources.ts'
import { traitOf } from '../../ingest/trait-table.ts'
import type { Project } from '../project.ts'

/** Finds the account whose property has a value, as known now; of several the first in order of their keys. Read once. */
export function makeAccountWith(
  { applier }: Pick<Project, 'applier'>,
  rules: readonly AccountMatch[],
): (trait: string, value: string) => string | null {
  const traits = rules.flatMap((rule) => (rule.kind === 'trait' ? [rule.trait] : []))
  const table = applier.attribution.accountTraits
  const accounts = traits.length === 0 ? [] : [...table.rowOf.keys()].sort().reverse()
  const found = new Map(
    traits.map((trait) => [
      trait,
      new Map(accounts.map((account) => [String(traitOf(table, account, trait)?.value ?? ''), account])),
    ]),
  )
  return (trait, value) => found.get(trait)?.get(value) ?? null
}
