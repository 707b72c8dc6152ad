import type { z } from 'zod'

/** What a settings schema says about one environment variable. */
export interface Setting {
  name: string
  /** From `.describe()` or `.meta({ description })`: meaning, unit, bounds. */
  description: string
  /** From `.meta({ secret: true })`: its value is never shown. */
  secret: boolean
  /** As it is written in the environment. */
  default?: string
  /** From `.meta({ example })`. */
  example?: string
  /** Neither a default nor optional. */
  required: boolean
}

/** The settings of a schema, in its order. */
export function listSettings(schema: z.ZodObject): Setting[] {
  return Object.entries(schema.shape).map(([name, field]) => readSetting(name, field as z.ZodType))
}

function readSetting(name: string, field: z.ZodType): Setting {
  const meta = readMeta(field)
  const fallback = readDefault(field)
  return {
    name,
    description: typeof meta.description === 'string' ? meta.description : '',
    secret: meta.secret === true,
    ...(fallback !== undefined && { default: fallback }),
    ...(meta.example !== undefined && { example: String(meta.example) }),
    required: !field.safeParse(undefined).success,
  }
}

interface Wrapped {
  type: string
  /** The inner schema of `optional`, `default` and similar. */
  innerType?: z.ZodType
  /** The input schema of a pipe, which `.transform()` creates. */
  in?: z.ZodType
  defaultValue?: unknown
}

const definitionOf = (field: z.ZodType): Wrapped => field._zod.def as unknown as Wrapped

/** The layers of `z.string().default('a').transform(split)`, outermost first. */
function* layersOf(field: z.ZodType): Generator<z.ZodType> {
  for (let layer: z.ZodType | undefined = field; layer; ) {
    yield layer
    const { innerType, in: input } = definitionOf(layer)
    layer = innerType ?? input
  }
}

/** Metadata may be anywhere in the chain; the outermost wins. */
function readMeta(field: z.ZodType): Record<string, unknown> {
  const metas = [...layersOf(field)].map((layer) => layer.meta() ?? {})
  return Object.assign({}, ...metas.reverse())
}

function readDefault(field: z.ZodType): string | undefined {
  for (const layer of layersOf(field)) {
    const { type, defaultValue } = definitionOf(layer)
    if (type === 'default' || type === 'prefault') return write(defaultValue)
  }
  return undefined
}

function write(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value)
}
