import { DAY } from './metrics-of-world.ts'

export type Pair = (number | null)[]
export type AsOf = (last: number) => number | null
export const TRIAL_AND_GRACE = 28
export const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)
export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
export const mean = (values: readonly number[]) => share(sum(values), values.length)
export const mondayOf = (day: number) => day - ((((day + 3) % 7) + 7) % 7)
export const monthOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 7)
export const monthStart = (month: string) => Date.parse(`${month}-01T00:00:00Z`)
export const nextMonth = (month: string) => monthOf(Math.floor(monthStart(month) / DAY) + 31)
export const monthBefore = (month: string) => monthOf(Math.floor(monthStart(month) / DAY) - 1)
