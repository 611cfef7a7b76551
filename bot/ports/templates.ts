import type { Result } from '../result.ts'
import type { Template } from '../template.ts'

/** What may be sent when the window for replies has closed. */
export interface Templates {
  /** Those that are approved and have no gaps but in their words. The error: the platform cannot be asked at the moment. */
  list(): Promise<Result<readonly Template[], 'unreachable'>>
}
