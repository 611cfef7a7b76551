import { openDatabase } from '../../adapters/database/open.ts'
import { databaseStore } from '../../adapters/database/store.ts'
import { storeContract } from './contract.ts'
import { temporaryFiles } from './folder.ts'
import { countingIds } from './support.ts'

const newFile = temporaryFiles()

storeContract('SQLite in a file', async () => {
  const url = `sqlite:${newFile()}`
  let opened = 0
  const open = async () => {
    opened += 1
    return databaseStore(await openDatabase(url), countingIds(`id${opened}`))
  }
  return { store: await open(), reopen: open }
})
