import { useState } from 'preact/hooks'
import { CallError } from '../api.ts'
import { readObject } from './format.ts'
import { useExplain } from './explain.ts'
import type { JsonObject } from '../../cloud/model/json.ts'

/** What somebody typed cannot be sent; the message is for them. */
export class BadInput extends Error {}

/** The JSON object that somebody typed. Throws BadInput with that complaint. */
export function asObject(text: string, complaint: string): JsonObject {
  const value = readObject(text)
  if (value === undefined) throw new BadInput(complaint)
  return value
}

/** A call that a form makes, and what became of it. */
export interface UsedCall<Result> {
  readonly isBusy: boolean
  readonly result: Result | undefined
  /** Why there is no result; empty if there is one, or nothing was called yet. */
  readonly said: string
  make(call: () => Promise<Result>): Promise<void>
}

export function useCall<Result>(): UsedCall<Result> {
  const explain = useExplain()
  const [state, setState] = useState<{ result?: Result; said: string; isBusy: boolean }>({ said: '', isBusy: false })
  async function make(call: () => Promise<Result>): Promise<void> {
    setState({ said: '', isBusy: true })
    try {
      setState({ result: await call(), said: '', isBusy: false })
    } catch (error) {
      if (error instanceof BadInput) setState({ said: error.message, isBusy: false })
      else if (error instanceof CallError) setState({ said: explain(error), isBusy: false })
      else throw error
    }
  }
  return { result: state.result, said: state.said, isBusy: state.isBusy, make }
}
