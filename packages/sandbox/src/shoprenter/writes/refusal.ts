import { type Answer, refuse } from '../envelope.ts'

/** Ends a write from wherever it is found to be wrong; nothing has been changed by then. */
export class Refusal extends Error {
  readonly answer: Answer
  constructor(status: number, code: number, message: string) {
    super(message)
    this.answer = refuse(status, code, message)
  }
}

export const invalid = (message: string) => new Refusal(400, 40_005, message)
export const alreadyExists = () => new Refusal(409, 40_901, 'Resource already exists')
export const missing = (field: string) => new Refusal(400, 40_003, `Required field missing: ${field}`)
