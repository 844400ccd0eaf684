import { createHash } from 'node:crypto'

import { Html } from './html.ts'

const style = `
  :root {
    color-scheme: light dark;
    --paper: light-dark(#faf8f6, #171412);
    --card: light-dark(#ffffff, #231e1b);
    --line: light-dark(#e3dcd4, #3a332e);
    --edge: light-dark(#9a8e82, #857a6f);
    --ink: light-dark(#231f1b, #ece6df);
    --ash: light-dark(#6b6157, #a89d91);
    --rose: light-dark(#9c2a43, #f29aa8);
    --on-rose: light-dark(#ffffff, #171412);
    --leaf: light-dark(#2f6b45, #8fc79f);
    --clay: light-dark(#a3271b, #ff9d8f);
    --honey: light-dark(#8a5a00, #e9b65a);
  }
  * { box-sizing: border-box; }
  body {
    margin: 0; min-height: 100vh; padding: 24px 16px 48px;
    background: var(--paper); color: var(--ink);
    font: 17px/1.6 ui-sans-serif, system-ui, sans-serif;
  }
  .note { max-width: 30rem; margin: 0 auto 16px; color: var(--honey); font-size: 15px; }
  main, .frame {
    max-width: 30rem; margin: 0 auto; padding: clamp(20px, 5vw, 32px);
    background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  }
  main.wide { max-width: 44rem; }
  h1 { margin: 0 0 16px; font-size: 1.5rem; line-height: 1.2; text-wrap: balance; }
  h2 { margin: 32px 0 8px; font-size: 1.1rem; line-height: 1.3; }
  p { margin: 0 0 16px; }
  dl { margin: 0 0 24px; display: grid; grid-template-columns: auto 1fr; gap: 4px 16px;
    align-items: baseline; }
  dt { color: var(--ash); }
  dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
  .amount { font-size: 1.5rem; font-weight: 650; font-variant-numeric: tabular-nums; }
  label { display: block; font-weight: 600; }
  .hint { margin: 0 0 4px; color: var(--ash); font-size: 15px; }
  input {
    width: 100%; padding: 12px; font: inherit; font-variant-numeric: tabular-nums;
    color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 8px;
  }
  .alert { padding: 12px 16px; border-left: 4px solid var(--clay); background: var(--paper); }
  .alert strong, .error { color: var(--clay); }
  .error { margin: 4px 0 0; font-size: 15px; }
  .done { color: var(--leaf); }
  .buttons { display: grid; gap: 12px; margin-top: 24px; }
  .quiet { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
  button, .button {
    display: block; width: 100%; padding: 12px 16px; font: inherit; font-weight: 600;
    text-align: center; text-decoration: none; cursor: pointer;
    color: var(--ink); background: transparent;
    border: 1px solid var(--edge); border-radius: 8px;
  }
  .primary { color: var(--on-rose); background: var(--rose); border-color: var(--rose); }
  a { color: var(--rose); }
  .button { color: var(--ink); }
  .button.primary { color: var(--on-rose); }
  :focus-visible { outline: 3px solid var(--rose); outline-offset: 2px; }
  table { width: 100%; margin-bottom: 16px; border-collapse: collapse; font-size: 15px; }
  th, td { padding: 8px 12px 8px 0; text-align: left; border-bottom: 1px solid var(--line); }
  td { font-variant-numeric: tabular-nums; }
`

/** Whole, as its hash covers every blank between the tags. */
export const styleElement = new Html(`<style>${style}</style>`)

/** For the content security policy. */
export const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`
