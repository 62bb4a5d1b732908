import type { WhatIfAnswer, WhatIfPoint } from '@contract/what-if.ts'
import { useId } from 'react'
import { Button } from '../../parts/button.tsx'
import { formatValue } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'

const OPS: Readonly<Record<string, string>> = {
  '>=': 'at least',
  '>': 'over',
  '<=': 'at most',
  '<': 'under',
  '=': 'exactly',
  '!=': 'not',
}

type SliderProps = { answer: WhatIfAnswer; tried: WhatIfPoint; onChange: (threshold: number) => void }

/** The condition with its threshold as the one thing that can be moved: by hand, or by arrow keys. */
export function ThresholdSlider({ answer, tried, onChange }: SliderProps) {
  const id = useId()
  const { points, present, suggested, compares, op } = answer
  const say = (n: number) => formatValue(n, answer.unit)
  const sorted = [...points].sort((a, b) => a.threshold - b.threshold)
  const at = sorted.findIndex(({ threshold }) => threshold === tried.threshold)
  const place = (threshold: number) =>
    `${
      (Math.max(
        0,
        sorted.findIndex((point) => point.threshold === threshold),
      ) /
        Math.max(1, sorted.length - 1)) *
      100
    }%`
  return (
    <section aria-label="Threshold" className="mt-8 border-t border-line-2 pt-3">
      <div className="mb-1 flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <label htmlFor={id} className="text-body">
          Alert when <b className="font-medium">{onScreen(compares)}</b> is {OPS[op] ?? op}{' '}
          <b className="rounded-1 bg-sea-wash px-1.5 py-0.5 font-semibold text-sea">{say(tried.threshold)}</b>
        </label>
        <span className="ml-auto flex gap-2">
          {suggested !== null && suggested !== tried.threshold && (
            <Button onClick={() => onChange(suggested)}>Suggested: {say(suggested)}</Button>
          )}
          {tried.threshold !== present && <Button onClick={() => onChange(present)}>Back to {say(present)}</Button>}
        </span>
      </div>
      <div className="relative pt-5 pb-1">
        <span
          className="absolute top-0 text-small whitespace-nowrap text-ink-3"
          // Over its place, and at the ends within the slider.
          style={{ left: place(present), transform: `translateX(-${place(present)})` }}
        >
          now {say(present)}
        </span>
        <input
          id={id}
          type="range"
          min={0}
          max={sorted.length - 1}
          step={1}
          value={Math.max(0, at)}
          aria-valuetext={say(tried.threshold)}
          onChange={({ target }) => onChange(sorted[Number(target.value)]?.threshold ?? present)}
          className="block h-6 w-full accent-(--sea)"
        />
        <div className="mt-1 flex justify-between text-micro text-ink-3">
          <span>{say(sorted[0]?.threshold ?? present)}</span>
          <span>{say(sorted.at(-1)?.threshold ?? present)}</span>
        </div>
      </div>
    </section>
  )
}
