/** One instruction, its lines joined; `name` in capitals. */
export interface Instruction {
  name: string
  text: string
}

/** One stage; `base` is an earlier stage's name or an image. */
export interface Stage {
  name: string
  base: string
  instructions: Instruction[]
}

/** The stages of a Dockerfile in their order. Only the forms that ours has: no heredocs, no arguments, no escapes. */
export function parseDockerfile(content: string): Stage[] {
  const stages: Stage[] = []
  for (const { name, text } of readInstructions(content)) {
    if (name !== 'FROM') {
      if (!stages[0]) throw new Error(`${name} comes before FROM.`)
      stages.at(-1)?.instructions.push({ name, text })
      continue
    }
    const [base = '', , alias] = text.split(/\s+/)
    stages.push({ name: alias ?? String(stages.length), base, instructions: [] })
  }
  return stages
}

function readInstructions(content: string): Instruction[] {
  const lines = content.split('\n').filter((line) => !line.startsWith('#'))
  return lines
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', text = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? []
      return { name: name.toUpperCase(), text: text.trim() }
    })
}

/** What the last stage runs unless told otherwise. */
export function commandOf(stages: readonly Stage[]): string[] {
  const command = stages.at(-1)?.instructions.findLast(({ name }) => name === 'CMD')
  return command ? JSON.parse(command.text) : []
}
