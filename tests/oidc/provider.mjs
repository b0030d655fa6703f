// The own sign-ins of two councils, for the tests: node-oidc-provider, with its pages for trying it out.
// `node provider.mjs <york's port> <merton's port> <address of Beforehand>`. Who signs in types a name below; any password does.

import Provider from 'oidc-provider';

const [york, merton, beforehand] = process.argv.slice(2);

const people = {
  petty: { email: 'sam.petty@example.org', email_verified: true },
  'petty-the-second': { email: 'sam.petty@example.org', email_verified: true },
  unproven: { email: 'sam.petty@example.org', email_verified: false },
  'says-nothing': { email: 'Sam.Petty@Example.org' },
  noor: { email: 'noor@example.org', email_verified: true },
  stranger: { email: 'nobody.we.know@example.org', email_verified: true },
  nameless: {},
};

function serve(council, port, where) {
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: `beforehand-${council}`,
        client_secret: 'only-for-the-tests',
        redirect_uris: [`${beforehand}/staff/outside/${council}/back`],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    // Some say the e-mail address in the ID token, others only where they are asked for it with the access token.
    conformIdTokenClaims: where === 'asked',
    findAccount: (_, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
    cookies: { keys: ['only for the tests'] },
    pkce: { required: () => true },
  });
  provider.listen(Number(port), '127.0.0.1');
}

serve('york', york, 'asked');
serve('merton', merton, 'told');
