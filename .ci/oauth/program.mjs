// GramQL with the apps of examples/apps.json, and a person who signs in.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

/** Starts the program on free ports, and returns its addresses and how to stop it. */
export async function start() {
  const folder = await mkdtemp(path.join(tmpdir(), 'gramql-oauth-'));
  const program = spawn(process.env.GRAMQL, [
    '-addr', '127.0.0.1:0', '-local-addr', '127.0.0.1:0', '-admin-addr', '', '-data', folder, '-log-level', 'error',
    '-local-control', 'on', '-oauth-clients', path.join(import.meta.dirname, '../../examples/apps.json'),
  ], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = {};
  for await (const line of readline.createInterface({ input: program.stdout })) {
    const [name, value] = line.split(/: (.*)/);
    said[name] = value;
    if (name === 'demo token') break;
  }
  const stop = async () => {
    program.kill('SIGTERM');
    const [code] = await once(program, 'exit');
    await rm(folder, { recursive: true });
    assert.equal(code, 0);
  };
  return { graphql: said.graphql, issuer: said.graphql.replace(/\/graphql$/, ''), graph: said.graph, stop };
}

/** Follows redirects as a browser does that keeps cookies by host, and returns the last address: of a page, or of an app. */
function browser() {
  const jars = {};
  return async function follow(address, init) {
    let url = new URL(address);
    for (let i = 0; i < 10; i += 1) {
      const jar = (jars[url.host] ??= {});
      const cookie = Object.entries(jar).map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init?.headers, cookie } });
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
        jar[name] = value;
      }
      const location = response.headers.get('location');
      if (!location) return url;
      url = new URL(location, url);
      init = undefined;
      if (url.searchParams.has('iss')) return url;
    }
    throw new Error(`no end of redirects at ${url}`);
  };
}

/** Signs in at the address that an app sends people to, and returns where the app is told of it. */
export async function signIn(authorize, action = 'allow') {
  const follow = browser();
  const window = await follow(authorize);
  return follow(window, { method: 'POST', body: new URLSearchParams({ action, account: 'metricsaurus', scope: 'instagram_business_basic' }) });
}
