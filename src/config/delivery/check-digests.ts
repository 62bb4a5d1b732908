import { errorAt, warningAt } from '../check/problem-at.ts'
import type { ConfigDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'
import type { DigestSettings } from './digest-settings.ts'

/** Rule: every digest has a time, and whoever is to get it an address. */
export function checkDigests(config: ConfigDraft): readonly Problem[] {
  return Object.entries(config.digests).flatMap(([key, digest]) => [
    ...checkTime(`digests.${key}.at`, digest.at),
    ...checkAddresses(config, `digests.${key}`, digest),
  ])
}

function checkTime(path: string, at: string): readonly Problem[] {
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(at)) return []
  const message = `${path} is ${JSON.stringify(at)}, which is no time of day.`
  return [errorAt(path, { code: 'wrong_argument', bad: at, message, mend: "Write it like '08:00'." })]
}

/** Letters need addresses; a bot of Slack posts to its own place what names nobody. */
function checkAddresses(config: ConfigDraft, path: string, { via, what }: DigestSettings): readonly Problem[] {
  const channel = config.channels[via]
  if (channel?.kind !== 'email') return []
  if (what.kind !== 'tasks') return what.to === '' ? [nowhere(path)] : []
  const teams = what.team === null ? Object.values(config.teams) : [config.teams[what.team]]
  const people = new Set(teams.flatMap((team) => team?.people.map(({ name }) => name) ?? []))
  return [...people].filter((name) => !Object.hasOwn(what.to, name)).map((name) => unknown(path, name))
}

function nowhere(path: string): Problem {
  const message = `${path} is a letter, and does not say to whom.`
  return errorAt(path, { code: 'wrong_argument', message, mend: "Add to: 'lead@example.com'." })
}

function unknown(path: string, name: string): Problem {
  const message = `${path} has no address for ${name}, whose digests will only be listed.`
  return warningAt(path, {
    code: 'address_missing',
    bad: name,
    message,
    mend: `Add to: { ${JSON.stringify(name)}: '…' }.`,
  })
}
