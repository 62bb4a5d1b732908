const CONTEXT = 3

/** A unified diff of two texts with the same number of lines, as `patch` and `git apply` take it; empty when they are equal. */
export function renderPatch(name: string, before: string, after: string): string {
  const [was, is] = [linesOf(before), linesOf(after)]
  const changed = is.flatMap((line, i) => (line === was[i] ? [] : [i]))
  if (changed.length === 0) return ''
  const hunks = groupLines(changed).map(({ from, to }) => {
    const start = Math.max(0, from - CONTEXT)
    const end = Math.min(was.length, to + CONTEXT + 1)
    const length = end - start
    return [`@@ -${start + 1},${length} +${start + 1},${length} @@`, ...hunkLines(was, is, { start, end })].join('\n')
  })
  return [`--- a/${name}`, `+++ b/${name}`, ...hunks].join('\n')
}

/** What stands behind the last line break is no line; where there is none, the patch has to say so. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  const last = lines.pop()!
  return last === '' ? lines : [...lines, `${last}\n\\ No newline at end of file`]
}

type Group = { readonly from: number; readonly to: number }

/** Changed lines whose contexts touch are one hunk. */
function groupLines(changed: readonly number[]): readonly Group[] {
  const groups: Group[] = []
  for (const line of changed) {
    const last = groups.at(-1)
    if (last !== undefined && line - last.to <= 2 * CONTEXT) groups[groups.length - 1] = { from: last.from, to: line }
    else groups.push({ from: line, to: line })
  }
  return groups
}

function hunkLines(
  was: readonly string[],
  is: readonly string[],
  { start, end }: { readonly start: number; readonly end: number },
): string[] {
  const lines: string[] = []
  for (let i = start; i < end; ) {
    if (was[i] === is[i]) {
      lines.push(` ${was[i++]}`)
      continue
    }
    const from = i
    while (i < end && was[i] !== is[i]) i++
    lines.push(...was.slice(from, i).map((line) => `-${line}`), ...is.slice(from, i).map((line) => `+${line}`))
  }
  return lines
}
