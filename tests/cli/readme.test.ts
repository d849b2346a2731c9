import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { createProgram } from '../../src/cli/program.ts';
import { documentStates } from '../../src/domain/document.ts';
import { problemCodes } from '../../src/domain/problem.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const scripts = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).scripts;
const program = createProgram(async () => {});

/** The first cells of a table's rows. */
const rowsUnder = (heading: string): string[][] =>
  (readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (code|state|command) \|/.test(line))
    .map((line) => line.slice(2, -2).split(' | '));

describe('the README', () => {
  it('has every problem code with its state and meaning, and no other', () => {
    const rows = rowsUnder('States of a document, and what to do').filter(
      ([first]) =>
        first?.includes('-') || first === '`refused`' || first === '`deleted`' || first === '`deactivated`',
    );
    expect(rows).toEqual(
      Object.entries(problemCodes).map(([code, [state, means]]) => [`\`${code}\``, state, means]),
    );
  });

  it('has every state of a document', () => {
    const states = rowsUnder('States of a document, and what to do').slice(0, documentStates.length);
    expect(states.map(([first]) => first)).toEqual(documentStates.map((state) => `\`${state}\``));
  });

  it('has every exit code, in the order in which they apply', () => {
    expect(rowsUnder('Exit codes').map(([code]) => code)).toEqual([
      ...Object.values(exitCodes).map(String),
      '130, 143',
    ]);
  });

  it('names every command', () => {
    const told = rowsUnder('Commands').map(([command]) => command);
    for (const command of program.commands)
      expect(told.some((text) => text?.startsWith(`\`${command.name()}`))).toBe(true);
  });

  const lines = [...readme.matchAll(/(?:^|\| |`|-connector && )ml-connector ([^\n`#|<]*)/gm)].map(
    ([, rest]) => words(rest ?? ''),
  );
  it.each(lines.map((line) => [line.join(' '), line]))(
    'ml-connector %s: exists, with these options',
    (_, line) => {
      let command: Command = program;
      const rest = [...(line as string[])];
      for (let next = child(command, rest[0]); next; next = child(command, rest[0])) {
        command = next;
        rest.shift();
      }
      if (line.length > 0 && !line[0]?.startsWith('-')) expect(command).not.toBe(program);
      const options = [...program.options, ...command.options];
      const known = new Set(['--help', ...options.flatMap(({ long, short }) => [long, short])]);
      for (const word of rest.filter((text) => /^--?[a-z]/.test(text))) expect(known).toContain(word);
    },
  );

  it('runs scripts that there are', () => {
    const run = [...readme.matchAll(/npm (?:run )?(demo|test|lint|typecheck|build)\b/g)].map(
      ([, name]) => name ?? '',
    );
    expect(run).toEqual(expect.arrayContaining(['demo', 'test']));
    for (const name of run) expect(scripts).toHaveProperty(name);
  });
});

const child = (command: Command, name: string | undefined): Command | undefined =>
  command.commands.find((one) => one.name() === name);

function words(text: string): string[] {
  return text.trim() === '' ? [] : (text.trim().match(/"[^"]*"|\S+/g) ?? []);
}
