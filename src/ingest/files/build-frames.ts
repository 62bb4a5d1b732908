/** A message as JSON, as text or as the bytes of a file. */
export type Line = string | Uint8Array

/** Lines on their way to the log: what a frame will hold, and how many they are. */
export type LineFrame = { readonly body: Uint8Array; readonly count: number }

/** Lines become bytes as they come: held as strings until they are written, each would be moved about by the collector. */
export type FrameBuilder = {
  readonly whole: LineFrame[]
  /** Of the frames that are whole, and of the one that is being filled. */
  bytes: number
  body: Buffer
  end: number
  count: number
  /** Memory of frames that were taken and are done with. */
  readonly spare: Buffer[]
}

const FRAME_BYTES = 1 << 20
/** As many as are written at once. */
const MOST_SPARE = 8
const NEWLINE = 0x0a

export function makeFrameBuilder(): FrameBuilder {
  return { whole: [], bytes: 0, body: Buffer.alloc(0), end: 0, count: 0, spare: [] }
}

/** Adds a line to the frame that is being filled, or to a new one when that would hold more than about a megabyte. */
export function addLine(builder: FrameBuilder, line: Line): void {
  const most = 1 + mostBytes(line)
  if (builder.end + most > builder.body.length) closeFrame(builder)
  if (builder.count === 0) builder.body = most > FRAME_BYTES ? Buffer.allocUnsafeSlow(most) : newBody(builder)
  const from = builder.end
  if (builder.count > 0) builder.body[builder.end++] = NEWLINE
  if (typeof line === 'string') builder.end += builder.body.write(line, builder.end)
  else {
    builder.body.set(line, builder.end)
    builder.end += line.length
  }
  builder.bytes += builder.end - from
  builder.count++
}

/** The frames of all lines that were added since the last call. */
export function takeFrames(builder: FrameBuilder): LineFrame[] {
  closeFrame(builder)
  builder.bytes = 0
  return builder.whole.splice(0)
}

/** Nobody reads these frames any more: the next ones may be written over them. */
export function giveBack({ spare }: FrameBuilder, frames: readonly LineFrame[]): void {
  for (const { body } of frames)
    if (body.buffer.byteLength === FRAME_BYTES && spare.length < MOST_SPARE) spare.push(Buffer.from(body.buffer))
}

function newBody({ spare }: FrameBuilder): Buffer {
  return spare.pop() ?? Buffer.allocUnsafeSlow(FRAME_BYTES)
}

export function framesOf(lines: Iterable<Line>): LineFrame[] {
  const builder = makeFrameBuilder()
  for (const line of lines) addLine(builder, line)
  return takeFrames(builder)
}

function closeFrame(builder: FrameBuilder): void {
  const { body, end, count } = builder
  if (count > 0) builder.whole.push({ body: body.subarray(0, end), count })
  builder.body = Buffer.alloc(0)
  builder.end = 0
  builder.count = 0
}

/** A UTF-16 unit takes at most three bytes. */
function mostBytes(line: Line): number {
  return typeof line === 'string' ? line.length * 3 : line.length
}
