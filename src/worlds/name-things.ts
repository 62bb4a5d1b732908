import { type Stream, uniform } from '../core/stream.ts'
import { integerBetween, pick } from './sample.ts'

const FIRST =
  'Amber Bright Cedar Clear Copper Coral Delta Ember Fable Frost Golden Granite Harbor Hazel Indigo Iron Juniper Lunar Maple Meadow North Nova Opal Orchard Pearl Pine Quartz River Saffron Silver Slate Solar Stone Summit Sunny Tidal Umber Velvet Willow Winter'.split(
    ' ',
  )
const SECOND =
  'Bay Bridge Brook Castle Cliff Creek Dale Field Forge Gate Glen Grove Haven Hill Lake Light Loop Mill Moor Path Peak Point Port Ridge Rock Shore Spring Stack Stone Trail Vale View Ward Water Way Well Wind Wood Works Yard'.split(
    ' ',
  )
const FORM =
  'Labs Studio Group Systems Partners Digital Logistics Health Foods Media Energy Robotics Legal Finance Travel Design'.split(
    ' ',
  )
const GIVEN =
  'Ada Aisha Akira Alma Anders Bela Bruno Chen Clara Dario Elena Emil Fatima Felix Grace Hana Hugo Ines Ivan Jana Jonas Kaito Keira Lars Leila Lucas Maja Marco Mei Mila Nadia Nils Noor Omar Paula Priya Rafael Rosa Sami Sofia Tariq Tess Uma Victor Wen Yara Yusuf Zoe'.split(
    ' ',
  )
const FAMILY =
  'Abe Adeyemi Almeida Bauer Bianchi Brown Castro Chen Costa Dubois Eriksen Fischer Garcia Haddad Hansen Ito Jansen Johansson Kaya Khan Kim Kovacs Kumar Lambert Lopez Martin Meyer Moreau Mori Novak Okafor Olsen Patel Petrov Ramos Rossi Sato Schmidt Silva Singh Smith Suzuki Tanaka Weber Wong Yilmaz'.split(
    ' ',
  )
const TITLES = ['Project Manager', 'Engineer', 'Designer', 'Analyst', 'Team Lead', 'Consultant', 'Coordinator']

export const INDUSTRIES = [
  'software',
  'agency',
  'manufacturing',
  'healthcare',
  'education',
  'retail',
  'finance',
  'construction',
] as const

/** Names that break code which trusts names. */
export const HOSTILE_NAMES: readonly string[] = [
  '__proto__',
  '<img src=x onerror=alert(1)>',
  `O'Brien "&" Sons; DROP TABLE accounts;--`,
  '\u202eelpmaxe\u202c شركة الاختبار',
  '👩‍👩‍👧‍👦 Ünïcode GmbH 🚀',
  'constructor',
  `${'Very '.repeat(38)}Long`,
  '=cmd|calc!A0',
  'NULL',
  'line\nbreak\tand tab',
]
/** Ids that break code which keeps things in plain objects. */
export const HOSTILE_IDS: readonly string[] = ['__proto__', 'constructor', "o'brien", 'hasOwnProperty', 'a|b,c;d']

export type CompanyName = { readonly name: string; readonly domain: string }

/** Two companies may have the same name, as they do; the number keeps the domains apart. */
export function nameCompany(source: Stream, index: number): CompanyName {
  const stem = pick(source, FIRST) + pick(source, SECOND).toLowerCase()
  return { name: `${stem} ${pick(source, FORM)}`, domain: `${stem.toLowerCase()}${index}.example` }
}

export type PersonName = { readonly name: string; readonly local: string; readonly title: string }

export function namePerson(source: Stream): PersonName {
  const given = pick(source, GIVEN)
  const family = pick(source, FAMILY)
  const title = pick(source, TITLES)
  return {
    name: `${given} ${family}`,
    local: `${given}.${family}${integerBetween(source, 1, 99)}`.toLowerCase(),
    title,
  }
}

/** Ten hexadecimal digits: an anonymous id, a device. */
export function nameDevice(source: Stream): string {
  return Math.floor(uniform(source) * 2 ** 40)
    .toString(16)
    .padStart(10, '0')
}
