import { useEffect, useRef, useState } from 'react'

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/**
 * Files that are dropped anywhere on the page; gives whether some are held over it. Without this the browser would open
 * them, and leave the inbox.
 */
export const useDrop = (take: ((files: readonly File[]) => void) | null): boolean => {
  const [over, setOver] = useState(false)
  const current = useRef(take)
  current.current = take
  const wanted = take !== null
  useEffect(() => {
    if (!wanted) return
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(false)
      current.current?.([...(event.dataTransfer?.files ?? [])])
    }
    addEventListener('dragover', enter)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', enter)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [wanted])
  return over
}
