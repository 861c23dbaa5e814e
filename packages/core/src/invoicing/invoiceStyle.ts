/** Look of the page: A4 on paper, a sheet in the middle of the window on screen. No fonts or images are fetched. */
export const invoiceStyle = `
:root { --ink: #17232d; --soft: #5b6b78; --rule: #d8e0e6; --brand: #0b5c6b; --wash: #f2f7f8; --up: #2b8a9e; --down: #e0a526; --price: #b3452c; }
* { box-sizing: border-box; }
html { background: #e6ecef; }
body { margin: 24px auto; width: 210mm; max-width: 100%; min-height: 297mm; padding: 16mm 17mm 14mm; background: #fff; color: var(--ink);
  font: 10.5pt/1.45 "Inter", "Segoe UI", "Helvetica Neue", "DejaVu Sans", Arial, sans-serif; box-shadow: 0 2px 18px rgb(23 35 45 / 18%); }
h1, h2, p, dl, dd, ul { margin: 0; padding: 0; }
header { display: flex; justify-content: space-between; gap: 12mm; border-bottom: 3px solid var(--brand); padding-bottom: 6mm; }
.seller { font-size: 15pt; font-weight: 700; color: var(--brand); letter-spacing: -0.01em; }
.fine { color: var(--soft); font-size: 8.5pt; }
header .fine { text-align: right; }
.top { display: grid; grid-template-columns: 1fr 1fr; gap: 10mm; margin: 8mm 0 7mm; }
address { font-style: normal; font-size: 11pt; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.4mm 5mm; font-size: 9pt; align-content: start; }
dt { color: var(--soft); }
dd { text-align: right; font-variant-numeric: tabular-nums; }
.pay { display: flex; justify-content: space-between; align-items: center; gap: 8mm; background: var(--wash); border-left: 4px solid var(--brand); padding: 4.5mm 6mm; }
h1 { font-size: 19pt; line-height: 1.15; letter-spacing: -0.02em; }
.pay .sum { text-align: right; white-space: nowrap; }
.pay strong { display: block; font-size: 21pt; line-height: 1.15; font-variant-numeric: tabular-nums; }
h2 { font-size: 10.5pt; margin: 6mm 0 1.5mm; }
table { width: 100%; margin-top: 5mm; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 1mm 0 1mm 4mm; text-align: right; vertical-align: baseline; white-space: nowrap; font-weight: 400; }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: normal; }
thead th { color: var(--soft); font-size: 8.5pt; border-bottom: 1px solid var(--rule); }
tbody { border-bottom: 1px solid var(--rule); }
tbody th[scope=rowgroup] { padding-top: 3mm; font-weight: 700; }
tbody td.group { padding-top: 3mm; font-weight: 700; }
tbody tr:last-child > * { padding-bottom: 2.2mm; }
tfoot td, tfoot th { padding-top: 1.6mm; }
tfoot tr.total > * { font-size: 12.5pt; font-weight: 700; border-top: 2px solid var(--ink); padding-top: 2mm; }
details { position: relative; }
summary { cursor: pointer; width: fit-content; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::after { content: "›"; display: inline-block; margin-left: 2mm; color: var(--brand); font-weight: 700; transition: rotate 0.15s; }
details[open] summary::after { rotate: 90deg; }
summary:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px; }
.why { width: 172mm; max-width: 88vw; padding: 0.6mm 0 2mm 3mm; border-left: 2px solid var(--rule); margin-right: -110mm; position: relative; font-size: 8.5pt; color: var(--soft); }
.why p { color: var(--ink); font-weight: 600; }
.why ul { padding-left: 5mm; }
.tag { font-size: 8pt; color: var(--soft); }
.notes { border: 1px solid #ecd9a6; background: #fffaea; border-radius: 2px; padding: 3mm 4mm; margin-top: 6mm; font-size: 9pt; }
.notes h2 { margin: 0 0 1mm; }
.notes ul { padding-left: 5mm; }
.held { border: 2px solid var(--price); background: #fdf1ee; padding: 3mm 4mm; margin-top: 6mm; }
.held p + p { margin-top: 0.6mm; } .held b { color: var(--price); } .held + .top { margin-top: 6mm; }
.mark { position: fixed; inset: 0; display: grid; place-items: center; pointer-events: none; z-index: 1; overflow: hidden; }
.mark { font-size: 60pt; font-weight: 800; letter-spacing: 0.04em; text-transform: uppercase; white-space: nowrap; color: rgb(179 69 44 / 17%); rotate: -35deg; }
figure { margin: 0; break-inside: avoid; }
.chart { display: block; width: 100%; height: auto; }
.chart text { font: 9px "Inter", "Segoe UI", "DejaVu Sans", Arial, sans-serif; fill: var(--soft); }
.chart .up { fill: var(--up); } .chart .down { fill: var(--down); }
.chart .grid { stroke: var(--rule); stroke-width: 0.7; } .chart .zero { stroke: var(--soft); stroke-width: 1; }
.chart .change { stroke: var(--ink); stroke-width: 0.8; stroke-dasharray: 2 2; } .chart text.change { stroke: none; }
.chart polyline.price { fill: none; stroke: var(--price); stroke-width: 1.6; stroke-linejoin: round; }
.chart text.price { fill: var(--price); } .chart text.change, .chart text.month { fill: var(--ink); font-weight: 600; }
.legend { display: flex; gap: 6mm; font-size: 8.5pt; color: var(--soft); }
.legend span::before { content: ""; display: inline-block; width: 3mm; height: 2.4mm; margin-right: 1.6mm; background: var(--up); border-radius: 1px; }
.legend .made::before { background: var(--down); } .legend .spot::before { height: 0.6mm; vertical-align: middle; background: var(--price); }
footer { margin-top: 7mm; padding-top: 2.5mm; border-top: 1px solid var(--rule); }
@media (max-width: 700px) { body { margin: 0; padding: 6mm 5mm; box-shadow: none; } .top, header, .pay { display: block; } header .fine { text-align: left; } .top dl, .pay .sum { margin-top: 4mm; text-align: left; } }
@page { size: A4; margin: 14mm 15mm; }
@media print {
  html { background: none; } body { margin: 0; padding: 0; width: auto; min-height: 0; box-shadow: none; }
  body { font-size: 9pt; } header { padding-bottom: 4mm; } .top { margin: 5mm 0 5mm; } .pay { padding: 3mm 5mm; }
  th, td { padding-top: 0.45mm; padding-bottom: 0.45mm; } tbody th[scope=rowgroup], tbody td.group { padding-top: 1.8mm; } tbody tr:last-child > * { padding-bottom: 1.3mm; }
  h2 { margin: 4mm 0 1mm; } figure { max-width: 172mm; } footer { margin-top: 4mm; }
  summary::after, .screen { display: none; } tr, .pay, .notes, .held { break-inside: avoid; } .pay, .notes, .held, .mark, .chart rect, .legend span::before { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`
