/**
 * A Messages API on loopback that answers from a script, over real HTTP with real server-sent events.
 * As a program: `node test/support/messages-api-server.ts script.json [port]` serves the turns of a JSON array and prints its URL;
 * the last turn is repeated.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { ScriptedTurn } from './messages-api/script.ts';
import { ping, streamEvents, type StreamEvent } from './messages-api/stream-events.ts';

export * from './messages-api/script.ts';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As it came over the wire, for assertions about what never leaves the machine. */
  readonly bodyText: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- assertions reach into whatever was sent
  readonly body: any;
}

export interface MessagesServer {
  /** Base URL for `anthropic.baseUrl`. */
  readonly url: string;
  /** Every request so far, in order; grows while the server runs. */
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

export interface MessagesServerOptions {
  /** 0: any free port. */
  readonly port?: number;
  /** Answer with the last turn for ever; else a request beyond the script gets status 400. */
  readonly repeatLast?: boolean;
}

/** Starts the server; one request takes one turn of the script, whichever client it comes from. */
export async function startMessagesServer(script: readonly ScriptedTurn[], options: MessagesServerOptions = {}): Promise<MessagesServer> {
  const requests: RecordedRequest[] = [];
  let taken = 0;
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      // A client that leaves in the middle is part of what is tested.
      if (!response.destroyed) response.destroy(error instanceof Error ? error : undefined);
    });
  });
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bodyText = await readBody(request);
    const recorded = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: plainHeaders(request),
      bodyText,
      body: parse(bodyText),
    };
    requests.push(recorded);
    const turn = recorded.path.startsWith('/v1/messages') ? next() : notFound(recorded.path);
    await play(turn, recorded, response);
  }
  function next(): ScriptedTurn {
    const turn = script[taken] ?? (options.repeatLast === true ? script.at(-1) : undefined);
    taken += 1;
    return turn ?? { kind: 'error', status: 400, type: 'invalid_request_error', message: `The script has only ${script.length} turns.` };
  }
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function play(turn: ScriptedTurn, request: RecordedRequest, response: ServerResponse): Promise<void> {
  if (turn.kind === 'error') {
    response.writeHead(turn.status, { 'content-type': 'application/json', 'request-id': 'req_scripted', ...turn.headers });
    response.end(JSON.stringify({ type: 'error', error: { type: turn.type, message: turn.message }, request_id: 'req_scripted' }));
    return;
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'request-id': 'req_scripted',
  });
  const model = String(request.body?.model);
  const inputTokens = Math.ceil(request.bodyText.length / 4);
  switch (turn.kind) {
    case 'answer':
      for (const event of streamEvents(turn, model, inputTokens)) {
        if (turn.delayMs !== undefined) await wait(turn.delayMs);
        await send(response, event);
      }
      response.end();
      return;
    case 'error-event':
      await send(response, first(model, inputTokens));
      await send(response, { event: 'error', data: { type: 'error', error: { type: turn.type, message: turn.message } } });
      response.end();
      return;
    case 'broken':
      for (const event of streamEvents(turn, model, inputTokens).slice(0, turn.afterEvents)) await send(response, event);
      if (turn.how === 'end') response.end();
      else {
        // Time for the client to read what was sent: a reset takes what is under way with it.
        await wait(20);
        response.socket?.resetAndDestroy();
      }
      return;
    case 'hang':
      await send(response, first(model, inputTokens));
      while (!response.destroyed) {
        await wait(50);
        if (turn.pings) await send(response, ping);
      }
  }
}

function first(model: string, inputTokens: number): StreamEvent {
  const [event] = streamEvents({ kind: 'answer', content: [] }, model, inputTokens);
  if (event === undefined) throw new Error('A stream has a first event.');
  return event;
}

/** Resolves when the event has left for the socket, so that a reset after it comes after it. */
async function send(response: ServerResponse, { event, data }: StreamEvent): Promise<void> {
  if (response.destroyed) return;
  await new Promise<void>((resolve) => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`, () => resolve());
  });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
}

function parse(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text);
}

function notFound(path: string): ScriptedTurn {
  return { kind: 'error', status: 404, type: 'not_found_error', message: `There is nothing at ${path}.` };
}

const [, program, scriptFile, port] = process.argv;
if (program !== undefined && scriptFile !== undefined && import.meta.url === pathToFileURL(program).href) {
  const script = JSON.parse(await readFile(scriptFile, 'utf8')) as readonly ScriptedTurn[];
  const server = await startMessagesServer(script, { port: Number(port ?? 0), repeatLast: true });
  console.log(server.url);
}
