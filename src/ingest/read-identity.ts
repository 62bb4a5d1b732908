import { SOURCE_NAMES } from '../core/source-names.ts'
import { cleanId, MAX_ID_LENGTH } from './clean-id.ts'
import type { CompiledSettings } from './ingest-settings.ts'
import { contextValue, describe, isRecord, type MessageDraft, refuse, type StepResult, warn } from './message-draft.ts'

/** Step: who sent it. Placeholders count as absent; with nothing left the message is refused. Subscriptions are of accounts and need nobody, nor does what a source or a file tells of an account itself. */
export function readActor(draft: MessageDraft): StepResult {
  if (draft.type === 'subscription') return null
  if (draft.type === 'group' && tellsOfAccountAlone(draft)) return null
  const user = cleanId(draft.item.userId)
  const anonymous = cleanId(draft.item.anonymousId)
  if (user.kind === 'too_long' || anonymous.kind === 'too_long') return tooLong(draft, 'userId or anonymousId')
  if (user.kind === 'id') draft.userId = user.id
  if (anonymous.kind === 'id') draft.anonymousId = anonymous.id
  if (draft.userId !== null && isUnusual(draft.userId)) warn(draft, 'id_unusual')
  if (draft.userId === null && (draft.anonymousId === null || draft.type === 'alias')) {
    const sent = { userId: draft.item.userId, anonymousId: draft.item.anonymousId }
    if (user.kind === 'absent' && anonymous.kind === 'absent') return refuse(draft, 'missing_id', describe(sent))
    const reason = user.kind === 'placeholder' || anonymous.kind === 'placeholder' ? 'placeholder_id' : 'missing_id'
    return refuse(draft, reason, describe(sent))
  }
  return null
}

/** Step: the account the message itself names - a group's groupId, else the first configured path that holds a valid id. */
export function readAccount(draft: MessageDraft, settings: CompiledSettings): StepResult {
  if (draft.type === 'group' || draft.type === 'subscription' || draft.type === 'membership') return readGroupId(draft)
  if (draft.type === 'alias') return readPreviousId(draft)
  for (const path of settings.accountPaths) {
    const account = cleanId(valueAt(draft, path))
    if (account.kind === 'too_long') return tooLong(draft, path.join('.'))
    if (account.kind === 'id') {
      draft.accountKey = account.id
      return null
    }
  }
  return null
}

/** Files are held to the protocol, in which a group call is somebody's, unless they say that it is nobody's: what is mapped from rows about accounts has `userId: null`. */
function tellsOfAccountAlone({ item, raw }: MessageDraft): boolean {
  const nobody = (item.userId ?? null) === null && (item.anonymousId ?? null) === null
  const isSource = SOURCE_NAMES.some((name) => name === raw.frame.source)
  return nobody && raw.frame.imported && (isSource || item.userId === null)
}

function readGroupId(draft: MessageDraft): StepResult {
  const group = cleanId(draft.item.groupId)
  if (group.kind === 'too_long') return tooLong(draft, 'groupId')
  if (group.kind !== 'id') return refuse(draft, 'missing_group', `groupId is ${describe(draft.item.groupId)}`)
  draft.accountKey = group.id
  return null
}

/** The previous id travels in `name`, which an alias has no other use for. */
function readPreviousId(draft: MessageDraft): StepResult {
  const previous = cleanId(draft.item.previousId)
  if (previous.kind === 'too_long') return tooLong(draft, 'previousId')
  if (previous.kind !== 'id') {
    return refuse(draft, 'missing_previous', `previousId is ${describe(draft.item.previousId)}`)
  }
  draft.name = previous.id
  return null
}

function tooLong(draft: MessageDraft, what: string): StepResult {
  return refuse(draft, 'id_too_long', `${what} is longer than ${MAX_ID_LENGTH} characters`)
}

function valueAt(draft: MessageDraft, path: readonly string[]): unknown {
  const first = path[0]!
  let value = first === 'context' && path.length > 1 ? contextValue(draft, path[1]!) : ownValue(draft.item, first)
  for (let i = first === 'context' ? 2 : 1; i < path.length; i++) value = ownValue(value, path[i]!)
  return value
}

function ownValue(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** An e-mail address or a bare number as id often means that ids of two kinds are mixed. */
export function isUnusual(id: string): boolean {
  return id.includes('@') || isDigits(id)
}

function isDigits(id: string): boolean {
  for (let i = 0; i < id.length; i++) {
    const code = id.charCodeAt(i)
    if (code < 0x30 || code > 0x39) return false
  }
  return true
}
