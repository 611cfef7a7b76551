import { type ApiFailure, STATUS } from './contract.ts'

/** The server says no, in the words of the contract. `status` only where http has a more exact number than the contract. */
export const refuse = (failure: ApiFailure, status: number = STATUS[failure.kind]): Response => {
  const headers: Record<string, string> = {}
  if (failure.kind === 'too-many') {
    headers['retry-after'] = String(failure.after)
    // The name under which the account library's client looks.
    headers['x-retry-after'] = String(failure.after)
  }
  return Response.json(failure, { status, headers })
}
