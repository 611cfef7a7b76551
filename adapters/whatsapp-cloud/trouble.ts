import type { ChannelState } from '../channel-state.ts'

/**
 * Why sending fails, from two sides: Meta's answer to a call, and what it tells later of a message that it had taken. A call that
 * works says nothing about the second.
 */
export const createTrouble = (state: ChannelState) => {
  let answered: string | null = null
  let told: string | null = null
  const show = (): void => state.sending(answered ?? told)
  return {
    answered: (words: string | null): void => {
      answered = words
      show()
    },
    told: (words: string | null): void => {
      told = words
      show()
    },
  }
}
export type Trouble = ReturnType<typeof createTrouble>
