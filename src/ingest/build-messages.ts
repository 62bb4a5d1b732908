import type { NormalisedMessage } from '../store/analytic/message.ts'
import type { CompiledSettings } from './ingest-settings.ts'
import type { MessageDraft } from './message-draft.ts'

/** The finished message of a draft; an event that says who joined or left an account yields the membership beside it, under an id of its own. */
export function buildMessages(draft: MessageDraft, settings: CompiledSettings, into: NormalisedMessage[]): void {
  switch (draft.type) {
    case 'track':
      into.push(buildEvent(draft, 'track'))
      if (draft.change !== null && draft.userId !== null)
        into.push(buildMembership(draft, `${draft.messageId}#membership`))
      return
    case 'page':
    case 'screen':
      if (settings.pages === null || settings.pages.has(draft.name)) into.push(buildEvent(draft, draft.type))
      return
    case 'membership':
      into.push(buildMembership(draft, draft.messageId))
      return
    case 'identify':
      into.push({ type: 'identify', ...envelope(draft), accountKey: draft.accountKey, traits: draft.traits })
      return
    case 'group':
      into.push({
        type: 'group',
        ...envelope(draft),
        accountKey: draft.accountKey!,
        role: draft.role,
        traits: draft.traits,
      })
      return
    case 'alias':
      into.push({ type: 'alias', ...envelope(draft), previousId: draft.name })
      return
    case 'subscription':
      into.push({ type: 'subscription', ...envelope(draft), accountKey: draft.accountKey!, ...draft.terms! })
  }
}

function buildMembership(draft: MessageDraft, messageId: string): NormalisedMessage {
  return {
    type: 'membership',
    ...envelope(draft),
    messageId,
    accountKey: draft.accountKey!,
    change: draft.change!,
    role: draft.role,
  }
}

/** Written out, not spread: this is built for every event. */
function buildEvent(draft: MessageDraft, call: 'track' | 'page' | 'screen'): NormalisedMessage {
  return {
    type: 'event',
    n: draft.raw.n,
    source: draft.raw.frame.source,
    messageId: draft.messageId,
    ts: draft.ts,
    tsRaw: draft.tsRaw,
    knownAt: draft.knownAt,
    arrivalAssumed: draft.arrivalAssumed,
    imported: draft.raw.frame.imported,
    userId: draft.userId,
    anonymousId: draft.anonymousId,
    warnings: draft.warnings,
    name: draft.name,
    call,
    accountKey: draft.accountKey,
    sessionId: draft.sessionId,
    properties: draft.properties,
    excluded: draft.excluded,
  }
}

function envelope(draft: MessageDraft) {
  return {
    n: draft.raw.n,
    source: draft.raw.frame.source,
    messageId: draft.messageId,
    ts: draft.ts,
    tsRaw: draft.tsRaw,
    knownAt: draft.knownAt,
    arrivalAssumed: draft.arrivalAssumed,
    imported: draft.raw.frame.imported,
    userId: draft.userId,
    anonymousId: draft.anonymousId,
    warnings: draft.warnings,
  }
}
