import { signal, useSignal } from './signal.ts'

const polite = signal('')
const alert = signal('')

/** Says something to those who do not see the screen. Only danger and failed sends interrupt. */
export const announce = (text: string, urgent = false): void => {
  const region = urgent ? alert : polite
  // The same words twice are said twice only when the region was empty in between.
  region.set('')
  setTimeout(() => region.set(text), 50)
}

export const Announcer = () => (
  <>
    <div className="sr-only" role="status">
      {useSignal(polite)}
    </div>
    <div className="sr-only" role="alert">
      {useSignal(alert)}
    </div>
  </>
)
