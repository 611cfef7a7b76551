import { expect, test } from 'vitest'
import { fileName } from '../../adapters/file-name.ts'

test.each([
  ['formulário 1.pdf', 'application/pdf', 'formulário 1.pdf'],
  ['FORM.PDF', 'application/pdf', 'FORM.PDF'],
  ['IMG_1.JPEG', 'image/jpeg', 'IMG_1.JPEG'],
  // Whatever the sender called it: by the ending WhatsApp would take it for a picture, and a telephone would not open it.
  ['form.jpg', 'application/pdf', 'form.jpg.pdf'],
  ['form', 'application/pdf', 'form.pdf'],
  ['pdf', 'application/pdf', 'pdf.pdf'],
  [null, 'application/pdf', 'document.pdf'],
  [null, 'image/png', 'image.png'],
  [null, 'audio/mp4', 'audio.m4a'],
  [null, 'application/x-unknown', 'document'],
])('%s of the type %s is called %s', (name, mime, called) => expect(fileName({ name, mime })).toBe(called))
