/** Pixels of the longer side: enough to read a form on a telephone, and a tenth of the data. */
const LONGEST = 1600
const QUALITY = 0.85

/**
 * A picture as a JPEG of moderate size, upright, without what the camera wrote into it: where it was taken, and with what.
 * Null where this browser cannot open it.
 */
export const smaller = async (file: Blob): Promise<Blob | null> => {
  const picture = await createImageBitmap(file).catch(() => null)
  if (picture === null) return null
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const paper = canvas.getContext('2d')
  if (paper === null) return null
  // What was transparent would be black.
  paper.fillStyle = '#fff'
  paper.fillRect(0, 0, canvas.width, canvas.height)
  paper.imageSmoothingQuality = 'high'
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
}
