// An OpenID provider at the addresses of Chutes: server.js CLIENT_ID CLIENT_SECRET REDIRECT_URI.
// Says "listening PORT", and ends with its standard input.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [clientId, clientSecret, redirectUri] = process.argv.slice(2);

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        application_type: 'native',
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [redirectUri],
      },
    ],
    scopes: ['openid', 'profile', 'chutes:invoke'],
    claims: { openid: ['sub'], profile: ['username'] },
    findAccount: (ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, username: id }),
    }),
    pkce: { required: () => true },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    features: {
      devInteractions: { enabled: true },
      revocation: { enabled: true },
    },
    routes: {
      authorization: '/idp/authorize',
      token: '/idp/token',
      revocation: '/idp/token/revoke',
      userinfo: '/idp/userinfo',
    },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 7200,
      IdToken: 600,
      Interaction: 600,
      RefreshToken: 7200,
      Session: 600,
    },
  });
  // Access tokens look as those of Chutes do, so that its simulator takes them.
  const { prototype } = provider.AccessToken;
  const generate = prototype.generateTokenId;
  prototype.generateTokenId = function generateTokenId() {
    return `cak_${generate.call(this)}`;
  };
  server.on('request', provider.callback());
  console.log(`listening ${port}`);
});

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
