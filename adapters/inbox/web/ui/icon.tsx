/** Line icons on a 24 grid, drawn inline: no request, and they take the colour of the text. */
const PATHS = {
  chat: 'M4 5h16v11H9l-5 4z',
  team: 'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3.5 19a5.5 5.5 0 0 1 11 0M16 5.3a3 3 0 0 1 0 5.4M17.5 14.2a5.5 5.5 0 0 1 3 4.8',
  person: 'M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM5 20a7 7 0 0 1 14 0',
  robot: 'M5 10h14v9H5zM12 10V6M12 6h.01M9 14v1M15 14v1M2.5 13v3M21.5 13v3',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16 16l5 5',
  unread: 'M4 6h16v12H4zM4 7l8 6 8-6',
  help: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM9.5 9.7a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.9-1.1 1.8M12 16.6v.2',
  danger: 'M12 4 2.5 20h19zM12 10v4.5M12 17.3v.2',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  transfer: 'M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  bell: 'M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5h4',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2',
  globe: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18',
  send: 'M21 3 3 10.5l7 3 3 7zM10 13.5 21 3',
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6 6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  retry: 'M20 11a8 8 0 1 0-2.3 6.3M20 5v6h-6',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  place: 'M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11ZM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  play: 'M8 5v14l11-7z',
  pause: 'M8 5v14M16 5v14',
  offline:
    'M3 3l18 18M5 12.5a10 10 0 0 1 4-2.4M9 16a4.5 4.5 0 0 1 6 0M19 12.5a10 10 0 0 0-6-2.9M12 19.5h.01M2.5 9A14 14 0 0 1 7 6.4M21.5 9A14 14 0 0 0 11 5.6',
  handback: 'M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3',
  note: 'M5 4h14v10l-5 6H5zM14 20v-6h5',
  whatsapp: 'M4 20l1.3-4A8 8 0 1 1 8 18.8zM9 9c0 3.5 2.5 6 6 6l.5-1.8-2-1-1 1c-1-.4-1.8-1.2-2.2-2.2l1-1-1-2z',
  telegram: 'M21 4 3 11l5.5 2L19 6l-8 8v5l3-3.5 4 3z',
  web: 'M3 5h18v14H3zM3 9h18',
  down: 'M12 4v12M7 11l5 5 5-5M5 20h14',
  clip: 'M20 11.5 12.4 19a4.6 4.6 0 0 1-6.5-6.5l8.1-8a3.1 3.1 0 0 1 4.4 4.4l-8.1 8a1.5 1.5 0 0 1-2.2-2.2l7.4-7.3',
  mic: 'M12 14.5a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v5.5a3 3 0 0 0 3 3ZM6 11.5a6 6 0 0 0 12 0M12 17.5V21',
  stop: 'M7 7h10v10H7z',
  plus: 'M12 5v14M5 12h14',
  link: 'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7L12 17',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
} as const
export type IconName = keyof typeof PATHS

export const Icon = ({ name, className = 'icon' }: { readonly name: IconName; readonly className?: string }) => (
  <svg
    className={name === 'more' ? `${className} dots` : className}
    viewBox="0 0 24 24"
    aria-hidden="true"
    focusable="false"
  >
    <path d={PATHS[name]} />
  </svg>
)

export const Logo = () => (
  <svg className="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path className="logo-edge" d="M16 3 29 16 16 29 3 16Z" />
    <path className="logo-core" d="m16 10.5 5.5 5.5-5.5 5.5-5.5-5.5Z" />
  </svg>
)
