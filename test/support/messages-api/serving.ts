import { startMessagesServer, type MessagesServer, type ScriptedTurn } from '../messages-api-server.ts';

/** Servers of one suite: `serve(…turns)` starts one, all are closed after each test. Call inside `describe`. */
export function serving(): (...script: readonly ScriptedTurn[]) => Promise<MessagesServer> {
  const open: MessagesServer[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => server.close()));
  });
  return async (...script) => {
    const server = await startMessagesServer(script);
    open.push(server);
    return server;
  };
}
