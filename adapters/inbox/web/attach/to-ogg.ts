import {
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  OggOutputFormat,
  Output,
  WEBM,
} from 'mediabunny'

/**
 * Opus out of WebM, in which Chromium records, into Ogg, which WhatsApp and Telegram play as a voice note. The sound itself is
 * not touched. Null where there is no Opus in it.
 */
export const toOgg = async (sound: Blob): Promise<Blob | null> => {
  const input = new Input({ formats: [WEBM], source: new BlobSource(sound) })
  const track = await input.getPrimaryAudioTrack()
  const decoderConfig = await track?.getDecoderConfig()
  if (!track || !decoderConfig || track.codec !== 'opus') return null
  const target = new BufferTarget()
  const output = new Output({ format: new OggOutputFormat(), target })
  const source = new EncodedAudioPacketSource('opus')
  output.addAudioTrack(source)
  await output.start()
  for await (const packet of new EncodedPacketSink(track).packets()) await source.add(packet, { decoderConfig })
  await output.finalize()
  return target.buffer && new Blob([target.buffer], { type: 'audio/ogg' })
}
