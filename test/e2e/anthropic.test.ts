import assert from 'node:assert/strict';
import { answerWithTests, startMessagesServer, type MessagesServer, type ScriptedTurn } from '../support/messages-api-server.ts';
import { generate, shippingTests } from '../support/messages-api/generation-setting.ts';

describe('anthropic generator over HTTP', () => {
  let server: MessagesServer | undefined;
  const serve = async (...script: ScriptedTurn[]): Promise<MessagesServer> => (server = await startMessagesServer(script));
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it('turns one submitted file into one candidate a test, each for its own arm', async () => {
    const { url } = await serve(
      answerWithTests(shippingTests, [
        { test: 'asks 32 for a light parcel to a far country', arms: ['A1'] },
        { test: 'asks 99 for a heavy parcel to a far country', arms: ['A2'] },
      ]),
    );
    const { result } = await generate({ url });
    assert.equal(result.candidates.length, 2);
  });
});
