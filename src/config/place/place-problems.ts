import type { Place, Problem } from '../problem.ts'
import { locatePath, type Span } from './locate-path.ts'
import { scanSource, type Token } from './scan-source.ts'

export type SourceFile = { readonly file: string; readonly text: string }

/**
 * Gives each problem its place in the file: the value at fault where it is written inside the definition, else the definition. A
 * definition that is put together elsewhere (a loop, another file) gets the nearest part of the configuration that can be found.
 */
export function placeProblems(problems: readonly Problem[], source: SourceFile): readonly Problem[] {
  const tokens = scanSource(source.text)
  if (tokens.length === 0) return problems
  return problems.map((problem) => ({ ...problem, place: placeOf(problem, tokens, source) }))
}

function placeOf(problem: Problem, tokens: readonly Token[], source: SourceFile): Place {
  const span = locatePath(tokens, problem.path)
  const token = findValue(tokens, span, problem.bad) ?? tokens[span.from]!
  const before = source.text.slice(0, token.at)
  const line = before.split('\n').length
  return { file: source.file, line, column: token.at - before.lastIndexOf('\n') }
}

function findValue(tokens: readonly Token[], { from, to }: Span, bad: string | null): Token | null {
  if (bad === null) return null
  const inside = tokens.slice(from, to)
  const negative = bad.startsWith('-')
  const value = inside.findIndex(({ kind, text }, i) => {
    if (kind === 'number') return text === bad.replace(/^-/, '') && (inside[i - 1]?.text === '-') === negative
    return kind === 'string' && text === bad
  })
  if (value >= 0) return inside[negative && inside[value]!.kind === 'number' ? value - 1 : value]!
  return inside.find(({ kind, text }) => kind === 'name' && text === bad) ?? null
}
