import { type PlotOptions, plot } from '@observablehq/plot'
import { useLayoutEffect, useRef } from 'react'

type FigureProps = {
  label: string
  height: number
  draw: (width: number) => PlotOptions
  /** What the pointer was at when it was pressed. The table behind the chart opens the same by keyboard. */
  onPick?: (datum: unknown) => void
}

/** The chart layer: draws at the width that its place has, and again whenever that changes, keeps its height meanwhile. No width is kept between: what is drawn cannot be of another one. */
export function Figure({ label, height, draw, onPick }: FigureProps) {
  const host = useRef<HTMLDivElement>(null)
  const pick = useRef(onPick)
  pick.current = onPick
  useLayoutEffect(() => {
    const element = host.current
    if (element === null) return
    const redraw = () => drawInto(element, { draw, height, onPick: (datum) => pick.current?.(datum) })
    const observer = new ResizeObserver(redraw)
    observer.observe(element)
    redraw()
    return () => observer.disconnect()
  }, [draw, height])
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

type Drawing = Pick<FigureProps, 'draw' | 'height'> & { readonly onPick: (datum: unknown) => void }

/** As wide as the place is now; not again where that is the width of what stands there. */
function drawInto(place: HTMLElement, { draw, height, onPick }: Drawing): void {
  const width = Math.floor(place.clientWidth)
  const [before] = place.children
  if (width === 0 || (before !== undefined && DRAWN.get(before) === draw && widthOf(before) === width)) return
  const drawn = plot({ ...draw(width), width, height })
  tidy(drawn)
  DRAWN.set(drawn, draw)
  drawn.addEventListener('click', () => {
    if (drawn.value != null) onPick(drawn.value)
  })
  place.replaceChildren(drawn)
}

/** By what each figure was drawn. */
const DRAWN = new WeakMap<Element, FigureProps['draw']>()

function widthOf(drawn: Element): number {
  return Number(drawn.getAttribute('width'))
}

/** The content policy allows no inline style sheets: app.css has what they would say. The figure has one name, not one a mark. */
function tidy(drawn: Element): void {
  for (const style of drawn.querySelectorAll('style')) style.remove()
  for (const named of drawn.querySelectorAll('[aria-label]')) named.removeAttribute('aria-label')
}
