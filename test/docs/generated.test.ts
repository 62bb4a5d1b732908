import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loadEveryCommand } from '../../src/cli/commands/index.ts'
import { METRIC_PRESETS, METRICS } from '../../src/config/metrics/catalogue.ts'
import { ERRORS } from '../../src/core/errors.ts'
import { REASONS, WARNINGS } from '../../src/store/analytic/message.ts'
import { ROOT } from '../architecture/read-sources.ts'

const { renderErrors, renderReasons, renderCommands, renderMetricCatalogue } = await import(
  pathToFileURL(join(ROOT, 'scripts', 'generate-docs.mjs')).href
)
const MEND = 'The page is stale: run `npm run generate-docs`.'

const COMMANDS = await loadEveryCommand()

describe('generated reference pages are those of this code', () => {
  it('errors', () => {
    expect(readPage('errors.md'), MEND).toBe(renderErrors(ERRORS))
  })

  it('reasons and warnings', () => {
    expect(readPage('reasons.md'), MEND).toBe(renderReasons(REASONS, WARNINGS))
  })

  it('metrics', () => {
    expect(readPage('metrics.md'), MEND).toBe(renderMetricCatalogue(METRICS, METRIC_PRESETS))
  })

  it('commands', () => {
    expect(readPage('commands.md'), MEND).toBe(renderCommands(COMMANDS))
  })

  it('an added error or reason makes a page stale', () => {
    const more = { ...ERRORS, sails_torn: { class: 'user', message: 'The sail {name} is torn.' } }
    expect(renderErrors(more)).toContain('### sails_torn\n\n> The sail *name* is torn.')
    expect(renderErrors(more)).not.toBe(renderErrors(ERRORS))
    expect(renderReasons({ ...REASONS, torn: 'it is torn' }, WARNINGS)).toContain('| `torn` | it is torn |')
  })
})

function readPage(name: string): string {
  return readFileSync(join(ROOT, 'docs', 'reference', name), 'utf8')
}
