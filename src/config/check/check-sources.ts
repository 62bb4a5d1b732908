import type { ConfigDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'
import {
  POSTGRES_TARGETS,
  type PostgresSource,
  type PostgresTargets,
  type StripeSource,
  TARGET_COLUMNS,
  type TargetName,
} from '../sources.ts'
import { badNumber } from './bad-number.ts'
import { errorAt } from './problem-at.ts'

/** Rule: what is read from elsewhere says how, and its address is not written down. */
export function checkSources({ sources: { postgres, stripe } }: ConfigDraft): readonly Problem[] {
  return [
    ...(postgres === null ? [] : checkPostgres('sources.postgres', postgres)),
    ...(stripe === null ? [] : checkStripe('sources.stripe', stripe)),
  ]
}

function checkStripe(path: string, { key, webhookSecret, everyMinutes, account }: StripeSource): readonly Problem[] {
  const nobody = `${path}.account finds no account.`
  const mend = "Write [trait('stripe_customer_id')] or ['metadata.account_id']."
  return [
    ...checkVariable(`${path}.key`, key),
    ...checkVariable(`${path}.webhookSecret`, webhookSecret),
    ...badNumber(`${path}.everyMinutes`, everyMinutes ?? undefined, MINUTES),
    ...(account.length === 0 ? [errorAt(`${path}.account`, { code: 'nothing_to_read', message: nobody, mend })] : []),
  ]
}

const MINUTES = { from: 1, to: 10_080, whole: true } as const

function checkPostgres(path: string, { url, everyMinutes, targets }: PostgresSource): readonly Problem[] {
  return [
    ...checkVariable(`${path}.url`, url),
    ...badNumber(`${path}.everyMinutes`, everyMinutes ?? undefined, MINUTES),
    ...(Object.keys(targets).length === 0 ? [nothing(path)] : []),
    ...POSTGRES_TARGETS.flatMap((name) => checkTarget(`${path}.${name}`, name, targets[name])),
  ]
}

/** A connection string carries a password, a key is one, and a configuration is in git. */
function checkVariable(path: string, name: string): readonly Problem[] {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return []
  return [
    errorAt(path, {
      code: 'wrong_argument',
      message: `${path} is no name of an environment variable.`,
      mend: "Put it into the environment and write the variable's name, such as 'APP_DATABASE_URL'.",
    }),
  ]
}

function nothing(path: string): Problem {
  const message = `${path} reads nothing.`
  return errorAt(path, { code: 'nothing_to_read', message, mend: `Say what: ${POSTGRES_TARGETS.join(', ')}.` })
}

function checkTarget(path: string, name: TargetName, target: PostgresTargets[TargetName]): readonly Problem[] {
  if (target === undefined) return []
  const { needed, free } = TARGET_COLUMNS[name]
  const named = target as unknown as Readonly<Record<string, string | undefined>>
  const empty = [...needed, ...free].filter((part) => (named[part] ?? 'unnamed').trim() === '' || named[part] === '=')
  return empty.map((part) =>
    errorAt(path, {
      code: 'empty_name',
      message: `${path}.${part} names no column.`,
      mend: 'Write the name of a column of the query, or =TEXT for what is the same in every row.',
    }),
  )
}
