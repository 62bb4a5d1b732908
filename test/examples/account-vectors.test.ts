import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { openTelltale, type Telltale } from '../../src/index.ts'
import { tempFolder } from '../cli/run-command.ts'

const EXAMPLE = join(packageRoot(), 'examples', 'account-vectors')
const node = (script: string, ...argv: string[]): string =>
  execFileSync('node', [join(EXAMPLE, script), ...argv], { encoding: 'utf8', maxBuffer: 1e8 })

type Numbers = Readonly<Record<string, number | null>>
type Expected = Readonly<
  Record<
    string,
    Numbers & {
      readonly engagementByWeek: readonly (number | null)[]
      readonly people: readonly (Numbers & { readonly user: string })[]
    }
  >
>

async function open(): Promise<{ telltale: Telltale; expected: Expected }> {
  const folder = tempFolder()
  const file = join(folder, 'events.ndjson')
  writeFileSync(file, node('make-events.mjs'))
  const telltale = await openTelltale({
    dataDir: join(folder, 'data'),
    config: join(EXAMPLE, 'telltale.config.ts'),
    clock: { now: () => Date.parse('2026-03-01T06:00:00Z') },
  })
  await telltale.importFile(file)
  return { telltale, expected: JSON.parse(node('expect.mjs', file, '2026-02-28')) as Expected }
}

it('the six vectors of every account and member are those that a script without Telltale works out of the events', async () => {
  const { telltale, expected } = await open()
  const on: string[] = []
  for (const [key, { people, engagementByWeek, members, ...numbers }] of Object.entries(expected)) {
    const account = (await telltale.account(key))!
    expect(account.indicators.map((one) => one.key)).toEqual(Object.keys(numbers).sort())
    for (const { key: name, value, weeks, parts } of account.indicators) {
      expect(value, `${name} of ${key}`).toBeCloseTo(numbers[name]!, 6)
      if (name === 'engagement')
        for (const [week, mean] of engagementByWeek.entries())
          if (mean === null) expect(weeks[week], `week ${week} of ${key}`).toBeNull()
          else expect(weeks[week], `week ${week} of ${key}`).toBeCloseTo(mean, 6)
      if (name === 'activeShare')
        expect([parts?.top.value, parts?.bottom.value]).toEqual([numbers.activeMembers, members])
    }
    expect(account.members.map((one) => one.person).sort()).toEqual(people.map(({ user }) => `u:${user}`).sort())
    for (const { user, ...own } of people)
      for (const { key: name, value } of account.members.find((one) => one.person === `u:${user}`)!.indicators)
        expect(value, `${name} of ${user}`).toBeCloseTo((own as Numbers)[name]!, 6)
    on.push(...account.explanations.filter(({ state }) => state === 'on').map(({ signal }) => `${signal} of ${key}`))
  }
  expect(on.sort()).toEqual([
    'engagementDrop of shrinking',
    'expansionOpportunity of northwind',
    'potentialProblem of shrinking',
  ])
  await telltale.close()
}, 120_000)
