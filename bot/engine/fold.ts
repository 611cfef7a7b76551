/** Small letters without accents, punctuation and doubled spaces: how short fixed texts are compared. */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[’'`´\-_/.,;:!?¿¡«»"“”()*…]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
