"""How questions look in a browser and on paper: no colours in print, no picture, no font from elsewhere."""

from __future__ import annotations

STYLE = """\
:root { color-scheme: light dark; --ground: #fff; --text: #1b1f24; --faint: #57606a; --line: #d0d7de;
  --card: #f6f8fa; --right: #00664a; --wrong: #a33a00; --link: #0550ae }
@media (prefers-color-scheme: dark) { :root { --ground: #14171a; --text: #e8eaed; --faint: #a9b1ba; --line: #3a424b;
  --card: #1c2126; --right: #5fd3ae; --wrong: #ff9d6e; --link: #8ab8ff } }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem clamp(.9rem, 4vw, 2rem) 3rem }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .3rem }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .8rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line) }
h3 { font-size: 1rem; margin: 0 0 .4rem }
a { color: var(--link) }
p { margin: 0 0 .6rem }
.about, .asks, .see, .tags { color: var(--faint); font-size: .9rem }
.question { margin: 0 0 1rem; padding: .9rem 1rem; border: 1px solid var(--line); border-radius: .5rem;
  background: var(--card) }
.answer { margin: 0 0 1.3rem }
.stem, .text { white-space: pre-wrap }
.answer .reason { color: var(--faint) }
.stem { font-size: 1.05rem; margin: 0 0 .7rem }
ol, ul { list-style: none; margin: 0 0 .6rem; padding: 0 }
li { display: grid; grid-template-columns: 1.9rem minmax(0, 1fr); margin: .4rem 0 }
.label { font-weight: 700 }
.reasons li { grid-template-columns: 2.2rem minmax(0, 1fr) }
.typed > li { display: block }
.typed > li > div { display: inline; margin-left: .4rem }
.verdict { font-weight: 700; white-space: nowrap }
.right .verdict { color: var(--right) }
.wrong .verdict { color: var(--wrong) }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); column-gap: 1.5rem }
.sides h4 { font-size: .9rem; margin: 0; color: var(--faint) }
.blank { display: inline-block; min-width: 9rem; border-bottom: 1px solid currentColor; height: 1.2em;
  vertical-align: bottom }
.short { min-width: 2.2rem }
details { margin-top: .6rem; border-top: 1px solid var(--line); padding-top: .5rem }
summary { cursor: pointer; font-weight: 700; color: var(--link); padding: .2rem 0 }
summary:focus-visible, a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
@page { margin: 16mm 15mm 18mm; @bottom-center { content: counter(page); font: 9pt sans-serif } }
@media print {
  :root { color-scheme: light; --ground: #fff; --text: #000; --faint: #000; --line: #888; --card: #fff;
    --right: #000; --wrong: #000; --link: #000 }
  html { font-size: 10.5pt }
  body { line-height: 1.4 }
  main { max-width: none; padding: 0 }
  .question { border: 0; border-radius: 0; padding: 0; margin: 0 0 1.4em }
  .question, li { break-inside: avoid }
  .answer .see { break-before: avoid }
  h1, h2, h3, h4, summary { break-after: avoid }
  .part + .part { break-before: page }
  .part + .part h2 { margin-top: 0 }
  a { text-decoration: none }
  summary { list-style: none }
  summary::-webkit-details-marker { display: none }
  details::details-content { content-visibility: visible; display: block; height: auto }
  .screen { display: none }
}
"""
