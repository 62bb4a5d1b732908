import { isPlain, type Misuse, show, written } from './builders/misuse.ts'

type Kind = 'options' | 'list' | 'text or list' | 'definition'

/** Of what kind each part is that is written without a builder, by its path. */
const KINDS: Readonly<Record<string, Kind>> = {
  ...all('options', ['product', 'account', 'activation', 'worklist', 'metrics', 'sources', 'delivery', 'outreach']),
  ...all('options', ['limits', 'events', 'segments', 'indicators', 'entitlements', 'scores', 'outcomes', 'signals']),
  ...all('options', ['teams', 'channels', 'digests', 'playbooks', 'activation.milestones', 'activation.weights']),
  ...all('options', ['worklist.routines', 'worklist.renewals', 'metrics.features', 'metrics.lead', 'metrics.spend']),
  ...all('options', ['metrics.rates', 'metrics.rates.dated', 'metrics.northStar', 'metrics.watch', 'delivery.trouble']),
  ...all('options', ['outreach.addresses', 'outreach.quiet', 'outreach.perRecipient', 'outreach.perAccount']),
  ...all('list', ['exclude', 'activation.levels', 'activation.checklist', 'metrics.promotions', 'metrics.paywall']),
  ...all('list', ['metrics.northStar.inputs', 'delivery.allow']),
  ...all('text or list', ['account.key', 'activation.signUp', 'activation.signIn']),
  ...all('definition', ['activation.activated', 'sources.postgres', 'sources.stripe']),
}

const TAKES: Readonly<Record<Kind, string>> = {
  options: '{ … }',
  list: '[…]',
  'text or list': 'a text, or a list of texts',
  definition: 'what its builder makes',
}

function all(kind: Kind, paths: readonly string[]): Readonly<Record<string, Kind>> {
  return Object.fromEntries(paths.map((path) => [path, kind]))
}

/** Takes out what is of another kind than its part, so that nothing of it would be read, and says so. What is null is nothing, as if it were left out. */
export function ofTheirKind<T extends object>(config: T): { readonly config: T; readonly misuse: readonly Misuse[] } {
  const misuse: Misuse[] = []
  return { config: kept(config, '', misuse), misuse }
}

function kept<T extends object>(part: T, path: string, misuse: Misuse[]): T {
  const copy: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(part)) {
    const at = path === '' ? key : `${path}.${key}`
    const kind = KINDS[at]
    if (value === null && (kind !== undefined || path === '')) continue
    if (kind !== undefined && !isOf(kind, value)) misuse.push(wrongKind(at, kind, value))
    else copy[key] = kind === 'options' && value !== undefined ? kept(value as object, at, misuse) : value
  }
  return copy as T
}

function isOf(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'options':
      return value === undefined || isPlain(value)
    case 'list':
      return value === undefined || Array.isArray(value)
    case 'text or list':
      return value === undefined || typeof value === 'string' || Array.isArray(value)
    case 'definition':
      return value === undefined || (typeof value === 'object' && value !== null && 'draft' in value)
  }
}

function wrongKind(path: string, kind: Kind, value: unknown): Misuse {
  const message = `${path} is ${TAKES[kind]}; it was given ${show(value)}.`
  const key = path.split('.').at(-1) ?? path
  return { bad: written(value) ?? key, message, mend: `Write ${key}: ${TAKES[kind]}, or leave it out.` }
}
