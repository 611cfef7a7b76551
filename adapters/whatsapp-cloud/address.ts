/** A conversation is named by the account id of the person (`CV.123`), or by the number where no account id was told. */
const ACCOUNT = /^[A-Za-z]{2}\./

/** How a call names the person. */
export const targetOf = (address: string): { readonly to: string } | { readonly recipient: string } =>
  ACCOUNT.test(address) ? { recipient: address } : { to: address }
