import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { renderPatch } from './render-patch.ts'

const LINES = Array.from({ length: 20 }, (_, n) => `line ${n}`)
const text = (end: string, changes: Readonly<Record<number, string>> = {}) =>
  LINES.map((line, n) => changes[n] ?? line).join('\n') + end

it.each([
  ['in its middle, far apart and at once', '\n', { 2: 'two', 3: 'three', 15: 'fifteen' }],
  ['near its end', '\n', { 18: 'eighteen' }],
  ['at its end, where a line break is', '\n', { 19: 'nineteen' }],
  ['at its end, where none is', '', { 19: 'nineteen' }],
  ['near its end, where no line break is', '', { 17: 'seventeen' }],
])('git takes a patch of what was changed in a file %s', (_, end, changes) => {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-patch-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'a.ts')
  writeFileSync(file, text(end))
  const patch = renderPatch('a.ts', text(end), text(end, changes))
  execFileSync('git', ['apply', '-'], { cwd: folder, input: `${patch}\n` })
  expect(readFileSync(file, 'utf8')).toBe(text(end, changes))
})
