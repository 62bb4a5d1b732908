import { type ReactNode, useEffect, useId, useRef, useState } from 'react'

type HintProps = { word: ReactNode; onPress?: () => void; children: ReactNode }

/** A word with its meaning: shown while it is pointed at or has the focus, and until Escape; it can be read and pointed at itself. Pressed, it opens more. */
export function Hint({ word, onPress, children }: HintProps) {
  const id = useId()
  const host = useRef<HTMLSpanElement>(null)
  const [place, setPlace] = useState<{ left: number; top?: number; bottom?: number } | null>(null)
  const show = () => {
    const box = host.current?.getBoundingClientRect()
    if (box === undefined) return
    const isLow = box.bottom > innerHeight / 2
    setPlace({
      left: Math.max(8, Math.min(box.left, innerWidth - widthOf() - 8)),
      ...(isLow ? { bottom: innerHeight - box.top + 2 } : { top: box.bottom + 2 }),
    })
  }
  const hide = () => setPlace(null)
  useEffect(() => {
    if (place === null) return
    const press = ({ key }: KeyboardEvent) => key === 'Escape' && setPlace(null)
    addEventListener('keydown', press)
    // What has the focus may have been scrolled to by it: then its meaning goes along.
    const scrolled = () => (host.current?.contains(document.activeElement) ? show() : hide())
    addEventListener('scroll', scrolled, true)
    return () => {
      removeEventListener('keydown', press)
      removeEventListener('scroll', scrolled, true)
    }
  })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the word inside takes the focus; this only keeps the meaning open while it is read
    <span ref={host} onMouseEnter={show} onMouseLeave={hide} className="relative inline-block max-w-full">
      <button
        type="button"
        aria-describedby={place === null ? undefined : id}
        onFocus={show}
        onBlur={hide}
        onClick={() => {
          hide()
          onPress?.()
        }}
        className="cursor-help text-left underline decoration-line-3 decoration-dotted underline-offset-[3px]"
      >
        {word}
      </button>
      {place !== null && (
        <span
          id={id}
          role="tooltip"
          style={{ ...place, width: widthOf() }}
          className="fixed z-20 rounded-3 border border-line-2 bg-paper p-3 text-left text-small font-normal whitespace-normal text-ink shadow-(--lift)"
        >
          {children}
        </span>
      )}
    </span>
  )
}

const WIDTH = 320

/** A narrow screen has room for less. */
function widthOf(): number {
  return Math.min(WIDTH, innerWidth - 16)
}
