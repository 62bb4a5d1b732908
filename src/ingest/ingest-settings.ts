import type { IngestSettings } from '../config/ingest-settings.ts'
import type { Exclusion } from '../config/model.ts'

export const DEFAULT_INGEST_SETTINGS: IngestSettings = {
  accountKeys: ['context.groupId'],
  reachesBackMs: 86_400_000,
  fallback: 'membership',
  exclusions: [],
  timezone: 'UTC',
  closeDelayMinutes: 0,
  maxNames: 5_000,
  listedPages: null,
  measures: [],
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
  /** The properties of which somebody may be excluded. */
  readonly told: readonly string[]
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
  const told = new Set([...(domains.size === 0 ? [] : ['email']), ...traits.map(({ key }) => key)])
  return { domains, users, accounts, traits, told: [...told] }
}

/** `ana@Example.com` → `example.com`; '' when it is no address. */
export function emailDomain(address: unknown): string {
  if (typeof address !== 'string') return ''
  return address.slice(address.lastIndexOf('@') + 1 || address.length).toLowerCase()
}
