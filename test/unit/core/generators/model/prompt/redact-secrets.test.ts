import assert from 'node:assert/strict';
import { redactSecrets } from '../../../../../../src/core/generators/model/prompt/redact-secrets.ts';

describe('secrets in source', () => {
  const key = (...parts: readonly string[]): string => parts.join('');

  it('are removed in every form that is recognised, and the rest stays', () => {
    const secrets = [
      key('sk-ant-', 'api03-abcdefghijklmnop_qrst'),
      key('ghp_', 'abcdefghijklmnopqrstuvwxyz0123456789'),
      key('AKIA', 'ABCDEFGHIJKLMNOP'),
      key('xoxb-', '123456789012-abcdef'),
      key('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0In0', '.c2lnbmF0dXJlLXRleHQ'),
      key('sk_live_', 'abcdefghijklmnop1234'),
    ];
    for (const secret of secrets) assert.equal(redactSecrets(`const k = '${secret}';`), "const k = '[secret removed]';", secret);
    assert.equal(redactSecrets('mysql://shop:pass%20word@db:3306/x'), 'mysql://shop:[secret removed]@db:3306/x');
  });

  it('keep their number of lines, so that line numbers stay true', () => {
    const text = ['a', '-----BEGIN RSA PRIVATE KEY-----', 'abc', '-----END RSA PRIVATE KEY-----', 'b'].join('\n');
    assert.equal(redactSecrets(text), 'a\n[secret removed]\n\n\nb');
  });

  it('are not seen in ordinary code', () => {
    const text = "const url = 'https://example.org/a:b@c'; const task = 'sk-short'; const id = 'AKIA';";
    assert.equal(redactSecrets(text), text);
  });
});
