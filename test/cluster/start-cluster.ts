import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIBRARY } from './fetch-library.ts';

/** A node is the library's own command line with a server's configuration, run from a few lines of Python. */
const LAUNCHER = `
import ctypes, sys
library = ctypes.CDLL(sys.argv[1])
arguments = [b'clickhouse-local'] + [a.encode() for a in sys.argv[2:]]
library.chdb_query_cmdline.restype = ctypes.c_void_p
library.chdb_query_cmdline(len(arguments), (ctypes.c_char_p * len(arguments))(*arguments))
`;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

export type Node = {
  readonly http: number;
  readonly tcp: number;
  readonly path: string;
  process: ChildProcess | null;
};
export type Cluster = {
  readonly url: string;
  readonly nodes: readonly Node[];
  kill(node: number): Promise<void>;
  start(node: number): Promise<void>;
  stop(): Promise<void>;
};

const configOf = (nodes: readonly Node[]): string => `<clickhouse>
  <remote_servers><trial>${nodes
    .map(({ tcp }) => `<shard><replica><host>127.0.0.1</host><port>${tcp}</port></replica></shard>`)
    .join('')}</trial></remote_servers>
  <max_server_memory_usage>3000000000</max_server_memory_usage>
</clickhouse>`;

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const tell = (found: boolean) => () => {
      socket.destroy();
      resolve(found);
    };
    socket.once('connect', tell(true)).once('error', tell(false));
  });

/** A node is up when it answers a client and takes the calls of its peers, which it begins to do a moment later. */
const answers = async ({ http, tcp }: Node): Promise<boolean> => {
  const found = await fetch(`http://127.0.0.1:${http}/?query=SELECT%201`).catch(() => null);
  return found?.ok === true && (await listens(tcp));
};

/** Starts a ClickHouse cluster of so many nodes on loopback, one shard each. Needs Linux and python3. */
export const startCluster = async (count: number): Promise<Cluster> => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-cluster-'));
  const nodes: Node[] = [];
  for (let k = 0; k < count; k++) {
    nodes.push({
      http: await freePort(),
      tcp: await freePort(),
      path: join(folder, `node${k}`),
      process: null,
    });
  }
  const [config, launcher] = [join(folder, 'cluster.xml'), join(folder, 'node.py')];
  writeFileSync(config, configOf(nodes));
  writeFileSync(launcher, LAUNCHER);
  const start = async (k: number): Promise<void> => {
    const node = nodes[k] as Node;
    mkdirSync(node.path, { recursive: true });
    rmSync(join(node.path, 'status'), { force: true });
    const query =
      'SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP; SELECT sleepEachRow(1) FROM numbers(3600) FORMAT Null';
    const args = [
      `--config-file=${config}`,
      `--path=${node.path}`,
      '--listen_host=127.0.0.1',
      '--max_threads=1',
    ];
    args.push(`--http_port=${node.http}`, `--tcp_port=${node.tcp}`, '--max_block_size=1');
    args.push('--function_sleep_max_microseconds_per_block=0', '-q', query);
    node.process = spawn('python3', [launcher, LIBRARY, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    for (let tries = 0; tries < 300; tries++) {
      if (await answers(node)) return;
      if (node.process.exitCode !== null) throw new Error(`node ${k} ended with ${node.process.exitCode}`);
      await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error(`node ${k} does not answer`);
  };
  const kill = async (k: number): Promise<void> => {
    const { process: child } = nodes[k] as Node;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await ended;
  };
  for (let k = 0; k < count; k++) await start(k);
  return {
    url: `http://127.0.0.1:${(nodes[0] as Node).http}`,
    nodes,
    kill,
    start,
    stop: async () => {
      for (let k = 0; k < count; k++) await kill(k);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
