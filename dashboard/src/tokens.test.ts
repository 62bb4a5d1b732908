import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

type Theme = 'light' | 'dark'
type Pair = readonly [ink: string, ground: string, least: number]

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const GROUNDS = ['paper', 'mist', 'mist-2']
const STATES = ['sea', 'well', 'watch', 'risk', 'slate']

/** Words on the grounds they stand on, at least 4.5; marks and edges of controls on paper, at least 3. */
const PAIRS: readonly Pair[] = [
  ...['ink', 'ink-2', 'ink-3', ...STATES].flatMap((ink) => GROUNDS.map((ground): Pair => [ink, ground, 4.5])),
  ...STATES.map((state): Pair => [state, `${state}-wash`, 4.5]),
  ...['ink', 'ink-2', 'ink-3'].map((ink): Pair => [ink, 'sea-wash', 4.5]),
  ['on-ink', 'ink', 4.5],
  ...[1, 2, 3, 4, 5].map((step): Pair => ['heat-ink', `heat-${step}`, 4.5]),
  ['heat-ink-6', 'heat-6', 4.5],
  ...STATES.map((state): Pair => [`${state}-fill`, 'paper', 3]),
  ['line-3', 'paper', 3],
]

test.each<Theme>(['light', 'dark'])(
  'every pair of the design can be told apart by whoever sees little: %s',
  (theme) => {
    const short = PAIRS.flatMap(([ink, ground, least]) => {
      const contrast = contrastOf(colourOf(ink, theme), colourOf(ground, theme))
      return contrast < least ? [`${ink} on ${ground}: ${contrast.toFixed(2)} of ${least}`] : []
    })
    expect(short).toEqual([])
  },
)

test('black on white is 21, and grey on grey is 1', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrastOf('#777777', '#777777')).toBe(1)
})

/** @throws Error when the tokens have no such colour in both themes */
function colourOf(name: string, theme: Theme): string {
  const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css)
  if (found === null) throw new Error(`There is no --${name} of two colours.`)
  return found[theme === 'light' ? 1 : 2]!
}

/** Of two colours, as WCAG 2.2 has it: (lighter + 0.05) / (darker + 0.05). */
function contrastOf(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** Relative luminance of sRGB, as WCAG 2.2 has it. */
function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
