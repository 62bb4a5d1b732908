import type { Exclusion } from '../config/model.ts'
import type { Millis } from '../core/time.ts'

/** What normalising and attributing need to know of the configuration: plain data, so that it crosses to a worker thread. */
export type IngestSettings = {
  /** Paths tried in order on each message: `context.groupId`, `properties.workspaceId`, … */
  readonly accountKeys: readonly string[]
  /** An event before a person's first membership belongs to that account when it began at most this much later. */
  readonly reachesBackMs: Millis
  /** `none`: an event belongs only to the account it names itself. */
  readonly fallback: 'membership' | 'none'
  /** Who is out of every number: own staff, tests, bots. */
  readonly exclusions: readonly Exclusion[]
  /** Distinct event names kept; later ones are counted as `__other__`. */
  readonly maxNames: number
  /** Page and screen names kept as events; null: all of them. A page that is not kept still teaches who its sender is. */
  readonly listedPages: readonly string[] | null
}

export const DEFAULT_INGEST_SETTINGS: IngestSettings = {
  accountKeys: ['context.groupId'],
  reachesBackMs: 86_400_000,
  fallback: 'membership',
  exclusions: [],
  maxNames: 5_000,
  listedPages: null,
}

/** The settings in the shape the steps read: paths split, lists as sets. */
export type CompiledSettings = {
  readonly accountPaths: readonly (readonly string[])[]
  readonly pages: ReadonlySet<string> | null
  readonly excluded: CompiledExclusions | null
}

export type CompiledExclusions = {
  readonly domains: ReadonlySet<string>
  readonly users: ReadonlySet<string>
  readonly accounts: ReadonlySet<string>
  readonly traits: readonly { readonly key: string; readonly value: string | number | boolean }[]
}

export function compileSettings(settings: IngestSettings): CompiledSettings {
  return {
    accountPaths: settings.accountKeys.map((path) => path.split('.')),
    pages: settings.listedPages === null ? null : new Set(settings.listedPages),
    excluded: settings.exclusions.length === 0 ? null : compileExclusions(settings.exclusions),
  }
}

export function compileExclusions(exclusions: readonly Exclusion[]): CompiledExclusions {
  const domains = new Set<string>()
  const users = new Set<string>()
  const accounts = new Set<string>()
  const traits: { key: string; value: string | number | boolean }[] = []
  for (const rule of exclusions) {
    if (rule.kind === 'email-domain') domains.add(rule.domain.toLowerCase())
    else if (rule.kind === 'trait') traits.push({ key: rule.key, value: rule.value })
    else for (const id of rule.ids) (rule.of === 'user' ? users : accounts).add(id)
  }
  return { domains, users, accounts, traits }
}

/** `ana@Example.com` → `example.com`; '' when it is no address. */
export function emailDomain(address: unknown): string {
  if (typeof address !== 'string') return ''
  return address.slice(address.lastIndexOf('@') + 1 || address.length).toLowerCase()
}
