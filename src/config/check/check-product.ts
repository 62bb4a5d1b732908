import { makeZone } from '../../core/time.ts'
import type { ConfigDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'
import { badNumber } from './bad-number.ts'

/** Rule: the product's settings are within their ranges. */
export function checkProduct({ product, account, limits, exclude }: ConfigDraft): readonly Problem[] {
  const { trialDays, grossMargin, closeDelayMinutes } = product
  return [
    ...checkTimezone(product.timezone),
    ...badNumber('product.trialDays', trialDays, { from: 0, to: 3650, whole: true }),
    ...badNumber('product.grossMargin', grossMargin, { from: 0, to: 1, whole: false }),
    ...badNumber('product.closeDelayMinutes', closeDelayMinutes, { from: 0, to: 1440, whole: true }),
    ...badNumber('limits.maxEventNames', limits.maxEventNames, { from: 1, to: 1_000_000, whole: true }),
    ...badNumber('limits.readyAccounts', limits.readyAccounts, { from: 0, to: 1_000_000, whole: true }),
    ...badNumber('account.reachesBack', account.reachesBackMs, { from: 0, to: 366 * 86_400_000, whole: false }),
    ...(account.key ?? []).flatMap((path) => checkKeyPath(path)),
    ...exclude.flatMap((rule, index) => (rule.kind === 'trait' && rule.value === null ? [badExclusion(index)] : [])),
  ]
}

function checkTimezone(timezone: string | undefined): readonly Problem[] {
  if (timezone === undefined) return []
  try {
    makeZone(timezone)
    return []
  } catch {
    return [
      {
        level: 'error',
        code: 'bad_timezone',
        path: 'product.timezone',
        bad: timezone,
        place: null,
        message: `${JSON.stringify(timezone)} is no IANA time zone.`,
        mend: "Write one such as 'UTC', 'Europe/Berlin' or 'America/New_York'.",
      },
    ]
  }
}

/** `userId`: every user is an account of one. */
function checkKeyPath(path: string): readonly Problem[] {
  if (path === 'userId' || /^(context|properties|traits)\.[^.]+(\.[^.]+)*$/.test(path)) return []
  return [
    {
      level: 'error',
      code: 'empty_name',
      path: 'account.key',
      bad: path,
      place: null,
      message: `${JSON.stringify(path)} is no path to an account's id in an event.`,
      mend: "Write one such as 'context.groupId' or 'properties.workspaceId', or 'userId' where every user is an account of one.",
    },
  ]
}

function badExclusion(index: number): Problem {
  return {
    level: 'error',
    code: 'wrong_shape',
    path: `exclude.${index}`,
    bad: null,
    place: null,
    message: 'Exclusions by a trait know only `is` with one value.',
    mend: "Write trait('isTest').is(true), once for each value.",
  }
}
