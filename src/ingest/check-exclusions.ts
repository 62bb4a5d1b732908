import { type CompiledExclusions, type CompiledSettings, emailDomain } from './ingest-settings.ts'
import { contextValue, isRecord, type JsonRecord, type MessageDraft, type StepResult } from './message-draft.ts'

/** Step: is the sender, by what this message says, out of every number? Traits learned earlier are the attribution's business. */
export function checkExclusions(draft: MessageDraft, settings: CompiledSettings): StepResult {
  const rules = settings.excluded
  if (rules === null) return null
  draft.excluded =
    (draft.userId !== null && rules.users.has(draft.userId)) ||
    (draft.anonymousId !== null && rules.users.has(draft.anonymousId)) ||
    (draft.accountKey !== null && rules.accounts.has(draft.accountKey)) ||
    rules.domains.has(emailDomain(draft.userId ?? '')) ||
    hasExcludedTrait(contextValue(draft, 'traits'), rules) ||
    (draft.type === 'identify' && hasExcludedTrait(draft.traits, rules))
  return null
}

export function hasExcludedTrait(traits: unknown, rules: CompiledExclusions): boolean {
  if (!isRecord(traits)) return false
  const record: JsonRecord = traits
  if (rules.domains.size > 0 && rules.domains.has(emailDomain(record.email))) return true
  return rules.traits.some(({ key, value }) => Object.hasOwn(record, key) && record[key] === value)
}
