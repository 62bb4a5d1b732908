import { expect, it } from 'vitest'
import { compileModel } from '../../config/compile/compile-model.ts'
import * as t from '../../index.ts'
import { judgeMembers } from './check-members.ts'

const events = { note: t.event('Note Written', { kind: 'core' }) }
const memberless = { accounts: 4, of: 9, named: ['acme', 'globex', 'initech', 'umbrella'] }

it('names accounts without members, what cannot tell anything of them, and what makes members', () => {
  const model = compileModel(
    t.defineConfig({ events, indicators: { seats: t.members(), share: t.activeShare(t.days(28)) } }),
  ).model!
  expect(judgeMembers(model, { memberless })).toEqual([
    {
      ...{ check: 'members', state: 'note' },
      text: '4 of 9 accounts with events in the last 28 days have no members (acme, globex, initech and 1 more): members; active members in the last 28 days cannot tell anything of them',
      mend: 'Send a group call for each user (or Account Added User); an event that names an account makes nobody its member.',
    },
  ])
  expect(judgeMembers(model, { memberless: { accounts: 0, of: 9, named: [] } })).toEqual([])
})

it('says nothing where no number rests on members', () => {
  const model = compileModel(t.defineConfig({ events, indicators: { notes: t.count('note', t.days(28)) } })).model!
  expect(judgeMembers(model, { memberless })).toEqual([])
})
