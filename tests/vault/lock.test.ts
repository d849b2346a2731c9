import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { transform } from '@swc/core';
import { withLock } from '../../src/vault/lock.ts';
import { openVault } from '../../src/vault/vault.ts';
import { faultOf, filled, folder, key } from './support.ts';

/** A pid that surely belongs to no process: that of one which has ended. */
async function gonePid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid ?? 0;
}

describe('the lock', () => {
  test('of a process that is gone is taken over at once', async () => {
    const { path, vault } = await filled();
    await writeFile(`${path}.lock`, `${await gonePid()} ${hostname()} 0123456789abcdef\n`);
    await vault.set('third', { username: 'x' });
    expect(await vault.list()).toHaveLength(3);
    expect(await readdir(dirname(path))).toEqual(['test.vault']);
  });

  test('of a living process is respected, and its holder named', async () => {
    const path = join(await folder(), 'x');
    await writeFile(`${path}.lock`, `${process.pid} ${hostname()} 0123456789abcdef\n`);
    const { fault, message } = await faultOf(withLock(path, async () => {}, 50));
    expect(fault).toBe('locked');
    expect(message).toContain(`process ${process.pid} on ${hostname()}`);
    expect(message).toContain(`delete ${path}.lock`);
  });

  test('of another host is taken over when it is old', async () => {
    const path = join(await folder(), 'x');
    await writeFile(`${path}.lock`, '1 elsewhere 0123456789abcdef\n');
    expect(await faultOf(withLock(path, async () => {}, 50))).toMatchObject({ fault: 'locked' });
    const old = new Date(Date.now() - 200_000);
    await utimes(`${path}.lock`, old, old);
    expect(await withLock(path, async () => 'done', 50)).toBe('done');
  });

  test('lets one at a time through, and is given back after an error', async () => {
    const path = join(await folder(), 'x');
    let inside = 0;
    const work = async () => {
      inside += 1;
      expect(inside).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 5 }, () => withLock(path, work)));
    await expect(
      withLock(path, async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await withLock(path, work, 50);
  });
});

test('two processes that set entries at the same time lose none', async () => {
  const { path } = await filled();
  const script = await compiled();
  const names = (who: string) => Array.from({ length: 15 }, (_, i) => `${who}-${i}`);
  const runs = ['a', 'b'].map((who) => {
    const child = spawn(process.execPath, [script, path, key.toString('base64'), ...names(who)], {
      stdio: 'inherit',
    });
    return new Promise<number | null>((resolve) => child.once('exit', resolve));
  });
  expect(await Promise.all(runs)).toEqual([0, 0]);
  const listed = (await openVault(path, key).list()).map(({ name }) => name);
  expect(listed.sort()).toEqual([...names('a'), ...names('b'), 'acme-cin7', 'acme-erp'].sort());
});

/** The vault as JavaScript, with a script that sets the entries named by its arguments. */
async function compiled(): Promise<string> {
  const out = await folder();
  const files = ['domain/text', 'domain/time', 'domain/redactor'];
  for (const file of await readdir('src/vault')) files.push(`vault/${file.replace(/\.ts$/, '')}`);
  await mkdir(join(out, 'domain'));
  await mkdir(join(out, 'vault'));
  await writeFile(join(out, 'package.json'), '{"type":"module"}');
  for (const file of files) {
    const source = await readFile(`src/${file}.ts`, 'utf8');
    const { code } = await transform(source, {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    await writeFile(join(out, `${file}.js`), code.replace(/(from '\.[^']+)\.ts'/g, "$1.js'"));
  }
  const script = join(out, 'set.js');
  const vault = pathToFileURL(join(out, 'vault/vault.js')).href;
  await writeFile(
    script,
    `import { openVault } from '${vault}';
     const [path, key, ...names] = process.argv.slice(2);
     const vault = openVault(path, Buffer.from(key, 'base64'));
     for (const name of names) await vault.set(name, { username: name });`,
  );
  return script;
}
