import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'

/** Output for a terminal; without one the same text is written as plain lines. */
export interface Screen {
  title(text: string): void
  line(text: string): void
  faint(text: string): string
  good(text: string): string
  bad(text: string): string
  /** Lines that are redrawn during an operation. */
  live(): Live
}

export interface Live {
  draw(lines: readonly string[]): void
  /** Draws the final state. */
  end(lines: readonly string[]): void
}

type Output = Pick<WriteStream, 'write'> & { isTTY?: boolean }

const PLAIN_EVERY_MS = 3_000
const MARGIN = '  '

export function createScreen(output: Output, now: () => number = Date.now): Screen {
  const write = (text: string) => output.write(`${text}\n`)
  const style = (format: Parameters<typeof styleText>[0], text: string) =>
    output.isTTY ? styleText(format, text, { validateStream: false }) : text
  return {
    title: (text) => write(`\n${style('bold', text)}`),
    line: (text) => write(MARGIN + text),
    faint: (text) => style('dim', text),
    good: (text) => style('green', text),
    bad: (text) => style('red', text),
    live: () => (output.isTTY ? drawOver(output) : drawNowAndThen(write, now)),
  }
}

const UP_AND_CLEAR = '\u001b[1A\u001b[2K'

function drawOver(output: Output): Live {
  let drawn = 0
  const draw = (lines: readonly string[]) => {
    output.write(UP_AND_CLEAR.repeat(drawn) + lines.map((line) => `${MARGIN}${line}\n`).join(''))
    drawn = lines.length
  }
  return { draw, end: draw }
}

/** Without a terminal, changes are written every few seconds. */
function drawNowAndThen(write: (text: string) => void, now: () => number): Live {
  const shown = new Set<string>()
  let lastAt = now()
  const show = (lines: readonly string[]) => {
    for (const line of lines) {
      if (shown.has(line)) continue
      shown.add(line)
      write(MARGIN + line)
    }
    lastAt = now()
  }
  return {
    draw: (lines) => {
      if (now() - lastAt >= PLAIN_EVERY_MS) show(lines)
    },
    end: show,
  }
}
