import { type PlotOptions, plot } from '@observablehq/plot'
import { useEffect, useRef, useState } from 'react'

type FigureProps = {
  label: string
  height: number
  draw: (width: number) => PlotOptions
  /** What the pointer was at when it was pressed. The table behind the chart opens the same by keyboard. */
  onPick?: (datum: unknown) => void
}

/** The chart layer: draws when the width is known and again when it changes, keeps its height meanwhile. */
export function Figure({ label, height, draw, onPick }: FigureProps) {
  const host = useRef<HTMLDivElement>(null)
  const pick = useRef(onPick)
  pick.current = onPick
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = host.current
    if (element === null) return
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (host.current === null || width === 0) return
    const drawn = plot({ ...draw(width), width, height })
    tidy(drawn)
    drawn.addEventListener('click', () => {
      if (drawn.value != null) pick.current?.(drawn.value)
    })
    host.current.replaceChildren(drawn)
  }, [draw, width, height])
  return (
    <div
      ref={host}
      role="img"
      aria-label={label}
      className={`figure ${onPick === undefined ? '' : 'cursor-pointer'}`}
      style={{ height }}
    />
  )
}

/** The content policy allows no inline style sheets: app.css has what they would say. The figure has one name, not one a mark. */
function tidy(drawn: Element): void {
  for (const style of drawn.querySelectorAll('style')) style.remove()
  for (const named of drawn.querySelectorAll('[aria-label]')) named.removeAttribute('aria-label')
}
