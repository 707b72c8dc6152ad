import { useState } from 'react'

export interface Action<Given extends unknown[]> {
  /** Does it; what it throws becomes `error`. */
  run(...given: Given): Promise<void>
  error: unknown
  isPending: boolean
}

/** A press or a form that calls the api: whether it is under way, and why it did not work. */
export function useAction<Given extends unknown[]>(act: (...given: Given) => Promise<unknown>): Action<Given> {
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const run = async (...given: Given) => {
    setPending(true)
    setError(undefined)
    try {
      await act(...given)
    } catch (failure) {
      setError(failure)
    } finally {
      setPending(false)
    }
  }
  return { run, error, isPending }
}
