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

/** Files that the last stage runs with. */
export interface ImageConfig {
  env: Record<string, string>
  workdir: string
  command: string[]
}

/** What the last stage's ENV, WORKDIR and CMD say. */
export function readConfig(stages: readonly Stage[]): ImageConfig {
  const config: ImageConfig = { env: {}, workdir: '/', command: [] }
  for (const { name, text } of stages.at(-1)?.instructions ?? []) {
    if (name === 'WORKDIR') config.workdir = text
    if (name === 'CMD') config.command = JSON.parse(text)
    if (name === 'ENV') Object.assign(config.env, Object.fromEntries(text.split(/\s+/).map((pair) => pair.split('='))))
  }
  return config
}
