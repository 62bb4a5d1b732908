import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../architecture/read-sources.ts'

const { readPatches, verdictOf } = await import(pathToFileURL(join(ROOT, 'scripts', 'break-invariants.mjs')).href)

const report = (...statuses: readonly string[]) => ({
  numTotalTests: statuses.length,
  testResults: [{ assertionResults: statuses.map((status, at) => ({ status, fullName: `the log test ${at}` })) }],
})

describe('breaking patches', () => {
  it('each names its invariant, the tests that must turn red, and why', () => {
    const patches: readonly { invariant: string; expectRed: readonly string[] }[] = readPatches()
    expect(patches.length).toBeGreaterThan(0)
    for (const patch of patches) {
      expect(patch, JSON.stringify(patch)).toMatchObject({ invariant: expect.stringMatching(/^(\d+|self)$/) })
      expect(patch.expectRed, JSON.stringify(patch)).not.toEqual([])
    }
  })

  it('count as noticed only when a test failed', () => {
    expect(verdictOf(report('passed', 'failed'))).toEqual({ ok: true, text: 'red: the log test 1' })
    expect(verdictOf(report('failed', 'failed', 'failed')).text).toBe('red: the log test 0 and 2 more')
    expect(verdictOf(report('passed', 'passed'))).toEqual({ ok: false, text: 'all green: nobody guards this' })
    expect(verdictOf(report('failed', 'passed'), 'test 1').ok).toBe(false)
  })

  it('count as unnoticed when no test ran: a file that does not load proves nothing', () => {
    expect(verdictOf(report(), '', 'a\nSyntaxError').text).toBe('no test ran: SyntaxError')
    expect(verdictOf(null, '', '').ok).toBe(false)
    expect(verdictOf(report('failed'), 'another name').text).toBe('no test is called "another name"')
  })
})
