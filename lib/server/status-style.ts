export const COLORS = `
--color-base-100: light-dark(oklch(100% 0 0), oklch(22% 0.012 268));
--color-base-200: light-dark(oklch(97.6% 0.004 268), oklch(17% 0.012 268));
--color-base-300: light-dark(oklch(91.5% 0.007 268), oklch(32% 0.014 268));
--color-base-content: light-dark(oklch(23% 0.025 268), oklch(94% 0.008 268));
--color-muted: light-dark(oklch(46% 0.025 268), oklch(76% 0.015 268));
--color-primary: light-dark(oklch(46% 0.2 268), oklch(79% 0.105 268));
--color-primary-content: light-dark(oklch(99% 0 0), oklch(20% 0.05 268));
`;

export const CONTRAST_COLORS = `
--color-base-100: light-dark(oklch(100% 0 0), oklch(0% 0 0));
--color-base-200: light-dark(oklch(100% 0 0), oklch(0% 0 0));
--color-base-300: light-dark(oklch(35% 0 0), oklch(80% 0 0));
--color-base-content: light-dark(oklch(0% 0 0), oklch(100% 0 0));
--color-muted: light-dark(oklch(20% 0 0), oklch(95% 0 0));
--color-primary: light-dark(oklch(32% 0.2 268), oklch(90% 0.06 268));
`;

/** Inlined in the page, because its own request might fail as well. */
export const STATUS_STYLE = `
:root{color-scheme:light dark;${COLORS}}
@media(prefers-contrast:more){:root{${CONTRAST_COLORS}}}
:root[data-theme=contrast]{${CONTRAST_COLORS}}
:root[data-theme=light]{color-scheme:light}
:root[data-theme=dark]{color-scheme:dark}
*{box-sizing:border-box}
html{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
body{margin:0;background:var(--color-base-200);color:var(--color-base-content)}
header{border-bottom:1px solid var(--color-base-300);background:var(--color-base-100)}
header div,main{max-width:42rem;margin:auto;padding:0 min(1rem,max(16px,4vw))}
header div{display:flex;align-items:center;height:4rem}
header a{display:flex;align-items:center;gap:.625rem;min-height:2.75rem;color:inherit;font-weight:600;letter-spacing:-.025em;text-decoration:none}
:root:lang(ja){line-break:strict;word-break:auto-phrase}
:root:is(:lang(ar),:lang(ja),:lang(zh)) :is(header a,h1){letter-spacing:0}
header img{height:1.75rem;max-width:6rem;object-fit:contain}
svg{width:1.75rem;height:1.75rem;fill:var(--color-primary);stroke:var(--color-primary)}
main{padding-top:1rem}
section{padding:min(1.25rem,max(20px,5vw));border:1px solid var(--color-base-300);border-radius:1rem;background:var(--color-base-100)}
h1{margin:0 0 .25rem;font-size:min(1.5rem,8.5vw);font-weight:600;line-height:1.4;letter-spacing:-.025em;text-wrap:balance}
p{margin:0 0 1.5rem;color:var(--color-muted);text-wrap:balance}
.help{margin:1.5rem 0 0}
.help a{color:inherit}
.button{display:flex;justify-content:center;align-items:center;min-height:2.75rem;padding:0 1rem;border-radius:.5rem;background:var(--color-primary);color:var(--color-primary-content);font-size:.875rem;font-weight:600;text-decoration:none}
.button:hover{background:color-mix(in oklab,var(--color-primary),#000 7%)}
a:focus-visible{outline:2px solid var(--color-primary);outline-offset:2px}
@media(max-width:23rem){h1{font-size:1.25rem}}
@media(min-width:40rem){main{padding-top:2.5rem}section{padding:2rem}.button{display:inline-flex}}
@media(min-width:64rem){header div{max-width:57rem}}
@media(forced-colors:active){.button{border:1px solid}}
`;
