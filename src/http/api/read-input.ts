import type { z } from 'zod'
import { type TelltaleError, telltaleError } from '../../core/errors.ts'
import type { InputIssue } from './answer-problem.ts'
import { withIssues } from './answer-problem.ts'

/**
 * Reads one part of a request through its schema.
 * @throws TelltaleError bad_argument or unknown_name, naming the argument, what came and what is valid; all issues ride along.
 */
export function readInput<T>(schema: z.ZodType<T>, raw: unknown, part: string): T {
  const result = schema.safeParse(raw ?? {}, { reportInput: true })
  if (result.success) return result.data
  const found = result.error.issues.flatMap(meantBy)
  const issues = found.flatMap((issue) => describeIssue(issue, schema, part))
  throw withIssues(firstError(found[0], issues, part), issues)
}

function firstError(issue: z.core.$ZodIssue | undefined, issues: readonly InputIssue[], part: string): TelltaleError {
  const first = issues[0] ?? { argument: part, message: 'something else' }
  if (issue?.code === 'unrecognized_keys')
    return telltaleError('unknown_name', {
      what: `${part} argument`,
      name: first.argument,
      valid: first.valid?.join(', ') || 'none',
    })
  return telltaleError('bad_argument', {
    argument: first.argument,
    value: showValue(issue?.input),
    expected: first.message,
  })
}

function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodType, part: string): InputIssue[] {
  if (issue.code === 'unrecognized_keys') {
    const valid = 'shape' in schema ? Object.keys(schema.shape as object) : []
    return issue.keys.map((key) => ({ argument: short(key), message: 'is not known here', valid }))
  }
  const argument = issue.path.length === 0 ? part : short(issue.path.join('.'))
  if (issue.code !== 'invalid_value') return [{ argument, message: expectation(issue) }]
  const valid = issue.values.map(String)
  return [{ argument, message: `one of ${valid.join(', ')}`, valid }]
}

/** Of the ways in which a value might have been right, the one it is nearest to: that lacks the least. */
function meantBy(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.input === null || typeof issue.input !== 'object') return [issue]
  const [nearest] = [...issue.errors].sort((a, b) => weightOf(a) - weightOf(b))
  if (nearest === undefined) return [issue]
  return nearest.flatMap((one) => meantBy({ ...one, path: [...issue.path, ...one.path] }))
}

function weightOf(issues: readonly z.core.$ZodIssue[]): number {
  const weights = issues.map((issue) => {
    if (issue.code !== 'invalid_union') return 1
    return Math.min(...issue.errors.map(weightOf))
  })
  return weights.reduce((sum, weight) => sum + weight, 0)
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'string' ? 'text that is not empty' : `at least ${issue.minimum}`
    case 'too_big':
      return issue.origin === 'string' ? `at most ${issue.maximum} characters` : `at most ${issue.maximum}`
    case 'invalid_format':
      return FORMATS[issue.format] ?? (isOwn(issue.message) ? issue.message : `text in the form of ${issue.format}`)
    case 'invalid_type':
      return issue.expected === 'int' ? 'a whole number' : `a ${issue.expected}, once`
    default:
      return issue.message
  }
}

/** A pattern may say in a message of its own what it stands for. */
function isOwn(message: string): boolean {
  return !message.startsWith('Invalid')
}

const FORMATS: Readonly<Record<string, string>> = {
  date: 'a day such as 2026-03-01',
  datetime: 'an instant in UTC such as 2026-03-01T09:30:00Z',
}

/** What came, short enough for an error line. */
function showValue(value: unknown): string {
  return value === undefined
    ? 'missing'
    : short(typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? ''))
}

function short(text: string): string {
  return (text.length > 80 ? `${text.slice(0, 80)}…` : text).toWellFormed()
}
