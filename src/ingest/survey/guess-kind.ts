import type { EventKind } from '../../config/model.ts'
import { splitName } from './split-name.ts'
import type { NameSeen } from './survey.ts'

/** What an event seems to be for. `signUp`: somebody or an account began; `bought`, `left`: what came of it. */
export type Meaning = 'signUp' | 'signIn' | 'bought' | 'left' | 'invited' | 'failed' | null

export type Guess = { readonly kind: EventKind; readonly meaning: Meaning }

const DONE = /^(submit(ted)?|confirm(ed)?|complete[d]?|succeeded|started|created|activated|renewed|purchased)$/
const MEANINGS: readonly (readonly [Exclude<Meaning, null>, EventKind, RegExp])[] = [
  [
    'signUp',
    'other',
    /\b(sign(ed)? ?up|signup|(user|account|workspace|company) (created|registered)|create account|registered|registration)\b/,
  ],
  ['signIn', 'other', /\b(log(ged)? ?in|login|sign(ed)? ?in|signin|session start(ed)?)\b/],
  [
    'left',
    'other',
    /\b(subscription|plan|account) (cancel+ed|ended|expired|deleted)\b|\b(cancel+ation confirm(ed|ation)?|churned|account deleted|submit(ted)? downgrade|downgraded)\b/,
  ],
  [
    'bought',
    'other',
    /\b((subscription|plan) (started|created|activated|upgraded)|submit(ted)? upgrade|upgraded|purchase[d]?|order completed|checkout completed|payment succeeded|converted)\b/,
  ],
  ['failed', 'support', /\b(payment failed|error|errors|failed|failure|crash(ed)?|exception)\b/],
  ['invited', 'team', /\b(invite[ds]?|invitation[s]?)\b/],
]
const WORDS: readonly (readonly [EventKind, RegExp])[] = [
  ['support', /^(help|support|ticket[s]?|bug|complaint|feedback|nps)$/],
  [
    'intent',
    /^(pricing|upgrade|downgrade|billing|checkout|plan|plans|trial|demo|quote|cancel|cancellation|paywall|limit|quota|premium)$/,
  ],
  [
    'team',
    /^(teammate[s]?|member[s]?|share[ds]?|shared|sharing|comment(ed|s)?|mention(ed|s)?|assign(ed)?|collaborat\w+)$/,
  ],
  [
    'data',
    /^(import(ed)?|upload(ed)?|connect(ed)?|integration[s]?|integrat\w+|sync(ed)?|install(ed)?|webhook[s]?|source[s]?)$/,
  ],
]
const NAVIGATION =
  /^(home|settings?|about|logout|log|signout|out|viewed|view|page|screen|visited|visit|session|clicked|click|tab|menu|profile|password|preferences|cookie|consent|email|notification|notifications|opened|scroll(ed)?|search(ed)?|nav\w*|dashboard|landing|heartbeat|ping|identify|signed|ended|save[d]?)$/

/** What a name says of itself, before anybody looks at how it is used; `core` is what nothing else explains. */
export function guessKind({ name, call }: Pick<NameSeen, 'name' | 'call'>): Guess {
  const words = splitName(name)
  const text = words.join(' ')
  const meant = MEANINGS.find(([, , pattern]) => pattern.test(text))
  if (meant !== undefined) return { kind: meant[1], meaning: meant[0] }
  if (words.includes('upgrade') && words.some((word) => DONE.test(word))) return { kind: 'other', meaning: 'bought' }
  const kind = WORDS.find(([, pattern]) => words.some((word) => pattern.test(word)))?.[0]
  if (kind !== undefined) return { kind, meaning: null }
  if (call !== 'track' || words.length === 0 || words.every((word) => NAVIGATION.test(word)))
    return { kind: 'other', meaning: null }
  return { kind: isLooking(words) ? 'other' : 'core', meaning: null }
}

/** Looking at something is not doing it. */
function isLooking(words: readonly string[]): boolean {
  return /^(viewed|view|visited|opened|clicked|click|hovered|seen|scrolled)$/.test(words.at(-1)!) || words[0] === 'view'
}

const VERBS =
  /^(created?|updated?|deleted?|removed?|added?|completed?|opened|started?|finished|submitted|submit|saved?|save|edited|sent|send|ran|run|published|exported?|generated|made|played?|used|new|first|next|set|get|do|done|v\d+)$/

/** The part of the product that an event seems to belong to: its words but for what was done. */
export function guessFeature(name: string): string {
  const words = splitName(name)
  const nouns = words.filter((word) => !VERBS.test(word))
  return (nouns.length === 0 ? words : nouns).join(' ')
}
