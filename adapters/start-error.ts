/** Something that keeps the program from starting, in words for whoever starts it. */
export class StartError extends Error {}

/** Does what can only fail because of how this machine or the settings are. Throws StartError in words made of the reason. */
export const orStartError = async <T>(work: () => T | Promise<T>, words: (reason: string) => string): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw new StartError(words(error instanceof Error ? error.message : 'for an unknown reason'))
  }
}
