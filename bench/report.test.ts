import { expect, test } from 'vitest'
import { formatReport, readReport, summarize } from './report.ts'

test('what is printed can be read again, between other lines', () => {
  const output = formatReport([
    { name: 'ingress, 64 connections', value: 0.6123, target: { atLeast: 0.6 } },
    { name: 'visible p95', value: 251.4, unit: 'ms', target: { atMost: 250 } },
    { name: 'for comparison', value: 12 },
  ])
  expect(readReport(`starting\n${output}\ndone in 3 s\n`)).toEqual([
    { name: 'ingress, 64 connections', value: '0.612', target: '≥ 0.6', verdict: 'ok' },
    { name: 'visible p95', value: '251 ms', target: '≤ 250', verdict: 'MISSED' },
    { name: 'for comparison', value: '12.0', target: '-', verdict: 'ok' },
  ])
})

test('a figure exactly at its target has reached it, and no number has not', () => {
  const lines = readReport(
    formatReport([
      { name: 'a', value: 0.6, target: { atLeast: 0.6 } },
      { name: 'b', value: 1.1, target: { atMost: 1.1 } },
      { name: 'c', value: Number.NaN, target: { atMost: 1.1 } },
    ]),
  )
  expect(lines.map((line) => line.verdict)).toEqual(['ok', 'ok', 'MISSED'])
})

test('several rounds are shown as their median and spread, and all of them have to reach the target', () => {
  const rounds = summarize([0.7, 0.58, 0.61])
  const lines = readReport(
    formatReport([
      { name: 'a', ...rounds, target: { atLeast: 0.6 } },
      { name: 'b', ...rounds, target: { atMost: 0.7 } },
      { name: 'c', ...summarize([]), target: { atLeast: 0.6 } },
    ]),
  )
  expect(lines.map(({ value, verdict }) => [value, verdict])).toEqual([
    ['0.610 (0.580–0.700)', 'MISSED'],
    ['0.610 (0.580–0.700)', 'ok'],
    ['NaN (NaN–NaN)', 'MISSED'],
  ])
})
