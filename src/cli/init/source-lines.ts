import type { PostgresTargets } from '../../config/sources.ts'
import { literal } from '../render/render-template.ts'

const WIDTH = 112

/** The lines of `sources` in a configuration; `variable` names the one of the environment with the address. */
export function sourceLines(targets: PostgresTargets, variable: string): readonly string[] {
  return [
    '  // What the application knows already; `telltale sync postgres --preview` shows what would be read.',
    '  sources: {',
    '    postgres: postgres({',
    `      url: ${literal(variable)},`,
    ...Object.entries(targets).flatMap(([name, target]) => targetLines(name, target)),
    '    }),',
    '  },',
  ]
}

function targetLines(name: string, target: object): string[] {
  const parts = Object.entries(target as Readonly<Record<string, string>>).map(
    ([key, value]) => `${key}: ${literal(value)}`,
  )
  const line = `      ${name}: { ${parts.join(', ')} },`
  if (line.length <= WIDTH) return [line]
  return [`      ${name}: {`, ...filled(parts), '      },']
}

/** The query by itself, and as many of the columns in a line as it holds. */
function filled([sql = '', ...columns]: readonly string[]): string[] {
  const lines = [`        ${sql},`]
  let line = ''
  for (const column of columns) {
    if (line !== '' && line.length + column.length > WIDTH) {
      lines.push(line)
      line = ''
    }
    line = `${line === '' ? '       ' : line} ${column},`
  }
  return [...lines, line]
}
