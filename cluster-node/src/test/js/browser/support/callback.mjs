// An app of this machine: whoever is sent back to it sees that they arrived.
import { once } from 'node:events';
import http from 'node:http';
import { after } from 'node:test';

const server = http.createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('<!DOCTYPE html><html lang="en"><title>The app</title><h1>The app</h1>');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

after(() => server.close());

export const CALLBACK = `http://127.0.0.1:${server.address().port}/callback`;
