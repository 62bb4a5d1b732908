import type { AccountPlan, WorldPlan } from './account-plan.ts'
import { addHostileNames, addIdentityMess, type IdentityMess } from './add-identity-mess.ts'
import { callQuietAccounts } from './call-quiet-accounts.ts'
import { listHappenings } from './list-happenings.ts'
import { planAccount } from './plan-account.ts'
import { COUNTRIES, tabulateDays } from './read-calendar.ts'
import { frameWorld, type Size, type WorldOptions } from './world-options.ts'

const NO_MESS: IdentityMess = { regroupings: [], shared: [] }

/** Settles everything about a world but its single days: pure, and the same for the same options. */
export function planWorld(options: WorldOptions): WorldPlan {
  const frame = frameWorld(options)
  const { mechanisms, size } = frame
  const accounts: AccountPlan[] = []
  for (let index = 0; index < size.accounts + size.trials; index++) accounts.push(planAccount(frame, index))
  if (mechanisms.hostileNames) addHostileNames(frame, accounts)
  const mess = mechanisms.identityMess ? addIdentityMess(frame, accounts) : NO_MESS
  for (const plan of accounts) plan.happenings = listHappenings(frame, plan)
  const csmCalls = mechanisms.csmHabit ? callQuietAccounts(frame, accounts) : []
  const days = { from: frame.startDay - 1, to: frame.horizonDay + 2 }
  const calendar = COUNTRIES.map((country) => tabulateDays(country, days, mechanisms.seasons))
  return { frame, activity: scaleActivity(accounts, size), accounts, calendar, csmCalls, ...mess }
}

/** Events of all 18 months for each unit of the first day's pace and vigour, at activity 1: found by generating worlds. */
const EVENTS_PER_UNIT = 765

/** Activity at which the stated number of events is about met. It hangs on who is there on the first day alone, so no mechanism moves it; a few giants would else make worlds of one size differ by half. */
function scaleActivity(accounts: readonly AccountPlan[], size: Size): number {
  let units = 0
  for (const plan of accounts) {
    if (plan.account.origin === 'trial') continue
    for (const member of plan.members) if (member.past) units += plan.pace * member.vigour
  }
  return units === 0 ? 0.5 : size.events / (units * EVENTS_PER_UNIT)
}
