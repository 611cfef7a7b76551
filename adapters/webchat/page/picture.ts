/** Pixels of the longer side: enough to read a letter, a tenth of what a camera makes. */
const LONGEST = 1_600

const load = (url: string): Promise<HTMLImageElement> =>
  new Promise((resolve, reject) => {
    const image = new Image()
    image.onload = () => resolve(image)
    image.onerror = reject
    image.src = url
  })

/**
 * A photo made small before it is sent: it costs less, and what the camera wrote into it (place, time, telephone) stays
 * behind. A picture that this browser cannot read is sent as it is.
 */
export const shrink = async (file: Blob): Promise<Blob> => {
  const url = URL.createObjectURL(file)
  try {
    const image = await load(url)
    const scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale))
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale))
    const context = canvas.getContext('2d')
    if (!context) return file
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), 'image/jpeg', 0.82))
  } catch {
    return file
  } finally {
    URL.revokeObjectURL(url)
  }
}
