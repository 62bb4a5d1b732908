import { lineAt } from './read-sources.ts'

export type FoundFunction = {
  readonly name: string
  readonly exported: boolean
  /** First and last line, both counted, from 1. */
  readonly from: number
  readonly to: number
  /** Positional parameters; 0 for an arrow function in a value, whose signature its receiver decides. */
  readonly parameters: number
}

const DECLARATION = /\bfunction\s*\*?\s*([\w$]*)\s*(?:<[^(]*>)?\(/g
const METHOD = /\n[ \t]+(?:(?:async|static|get|set|private|override)\s+)*([#\w$]+)(?:<[^(\n]*>)?\(/g
const ARROW = /=>\s*\{/g
const NO_METHOD = new Set(['if', 'for', 'while', 'switch', 'catch', 'function', 'return', 'super', 'await'])

/** Every function with a block body, found by matching brackets in masked code. */
export function findFunctions(code: string): readonly FoundFunction[] {
  const named = [...code.matchAll(DECLARATION), ...code.matchAll(METHOD)]
    .filter((match) => !NO_METHOD.has(match[1] ?? ''))
    .map((match) => readNamed(code, match))
    .filter((found) => found !== null)
  const arrows = [...code.matchAll(ARROW)].map((match) => {
    const open = match.index + match[0].length - 1
    return { name: nameBefore(code, match.index), exported: false, parameters: 0, ...span(code, match.index, open) }
  })
  return [...named, ...arrows]
}

function readNamed(code: string, match: RegExpMatchArray): FoundFunction | null {
  const start = (match.index ?? 0) + (match[0].startsWith('\n') ? 1 : 0)
  const paren = (match.index ?? 0) + match[0].length - 1
  const closed = closingOf(code, paren)
  const open = bodyAfter(code, closed + 1)
  if (open === null) return null
  const parameters = countAtTop(code.slice(paren + 1, closed))
  const exported = /\bexport\s+(default\s+)?(async\s+)?$/.test(code.slice(0, start))
  return { name: match[1] || '(anonymous)', exported, parameters, ...span(code, start, open) }
}

/** Where the body opens after a parameter list, past a return type; null when there is none (a call, a signature). */
function bodyAfter(code: string, from: number): number | null {
  const rest = code.slice(from)
  const direct = /^\s*\{/.exec(rest)
  if (direct !== null) return from + direct[0].length - 1
  if (!/^\s*:/.test(rest)) return null
  let i = from + rest.indexOf(':') + 1
  let last = ':'
  while (i < code.length) {
    const char = code[i] ?? ''
    if (char === '{' && !/[:|&,<(=>]/.test(last)) return i
    if (char === ';' || (char === '\n' && /^\n\s*(export|function|const|type|import|\})/.test(code.slice(i))))
      return null
    if ('{([<'.includes(char)) i = closingOf(code, i)
    if (!/\s/.test(char)) last = code[i] === '}' || code[i] === '>' ? 'x' : char
    i++
  }
  return null
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']', '<': '>' }

function closingOf(code: string, open: number): number {
  const opening = code[open] ?? ''
  const closing = CLOSING[opening] ?? ''
  let depth = 0
  for (let i = open; i < code.length; i++) {
    if (code[i] === opening) depth++
    else if (code[i] === closing && code[i - 1] !== '=' && --depth === 0) return i
  }
  return code.length
}

/** How many parts a list between brackets has. A rest of `never` takes nothing: it is there to notice what an unchecked caller adds. */
function countAtTop(list: string): number {
  let depth = 0
  let parts = list.trim() === '' ? 0 : 1
  const text = list
    .replace(/,\s*\.\.\.\w+: readonly never\[\],?\s*$/, '')
    .replaceAll('=>', '  ')
    .trimEnd()
    .replace(/,$/, '')
  for (const char of text) {
    if ('{([<'.includes(char)) depth++
    else if ('})]>'.includes(char)) depth--
    else if (char === ',' && depth === 0) parts++
  }
  return parts
}

function span(code: string, start: number, open: number): { from: number; to: number } {
  return { from: lineAt(code, start), to: lineAt(code, closingOf(code, open)) }
}

function nameBefore(code: string, arrow: number): string {
  const before = code.slice(0, arrow)
  return /(?:const|let)\s+([\w$]+)[^\n]*$/.exec(before)?.[1] ?? '(arrow)'
}
