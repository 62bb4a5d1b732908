import { contentHash } from '../../core/hash.ts'
import type { ConfigDraft } from '../draft.ts'
import type { EventDraft } from '../event-draft.ts'
import type { Problem } from '../problem.ts'

/** Rule: every raw name says something and belongs to one event. Several events may share a name when their `where` differ. */
export function checkEvents({ events }: ConfigDraft): readonly Problem[] {
  const owners = new Map<string, string>()
  return Object.entries(events).flatMap(([key, draft]) => [
    ...checkOwnNames(key, draft),
    ...checkOwners(owners, key, draft),
  ])
}

function checkOwnNames(key: string, { names }: EventDraft): readonly Problem[] {
  const empty = names.length === 0 || names.some((name) => name.trim() === '')
  const repeated = names.filter((name, index) => names.indexOf(name) !== index)
  return [
    ...(empty ? [problem(key, 'empty_name', '', `events.${key} has an empty name.`)] : []),
    ...[...new Set(repeated)].map((name) =>
      problem(key, 'duplicate_alias', name, `events.${key} lists ${JSON.stringify(name)} twice.`),
    ),
  ]
}

function checkOwners(owners: Map<string, string>, key: string, draft: EventDraft): readonly Problem[] {
  const what = contentHash({ where: draft.where, gauge: draft.gauge })
  return [...new Set(draft.names)].flatMap((name) => {
    const id = `${draft.call} ${what} ${name}`
    const owner = owners.get(id)
    if (owner === undefined) owners.set(id, key)
    if (owner === undefined) return []
    const message = `${JSON.stringify(name)} is both events.${owner} and events.${key}; its events would count twice.`
    return [problem(key, 'duplicate_name', name, message)]
  })
}

function problem(key: string, code: Problem['code'], bad: string, message: string): Problem {
  const mend = code === 'empty_name' ? 'Write the name as the product sends it.' : 'Keep it in one place only.'
  return { level: 'error', code, path: `events.${key}`, bad, place: null, message, mend }
}
