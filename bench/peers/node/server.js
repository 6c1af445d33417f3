'use strict';
// The Node app of the comparison: the cluster module, one event loop a worker.
const cluster = require('cluster');
const http = require('http');
const { URL } = require('url');

const port = Number(process.env.PORT);
const workers = Number(process.env.WORKERS);
const hello = 'Hello, World!';
const block = Buffer.alloc(64 * 1024);

function text(response, body) {
  response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

function number(url, name, otherwise) {
  const value = new URL(url, 'http://localhost').searchParams.get(name);
  return value === null ? otherwise : Number(value);
}

// What a blocking call does to an event loop.
function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function compute(milliseconds) {
  const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  const end = used() + milliseconds;
  while (used() < end) {
    for (let i = 0; i < 5000; i++);
  }
}

function download(response, count) {
  response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': count });
  let left = count;
  const more = () => {
    while (left > 0) {
      const part = left < block.length ? block.subarray(0, left) : block;
      left -= part.length;
      if (!response.write(part)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

function upload(request, response) {
  let total = 0;
  request.on('data', (part) => { total += part.length; });
  request.on('end', () => text(response, String(total)));
}

function handle(request, response) {
  const url = request.url;
  const path = url.split('?', 1)[0];
  switch (path) {
    case '/': return text(response, hello);
    case '/sleep': sleep(number(url, 'ms', 50)); return text(response, hello);
    case '/cpu': compute(number(url, 'ms', 20)); return text(response, hello);
    case '/download': return download(response, number(url, 'bytes', 10 * 1024 * 1024));
    case '/upload': return upload(request, response);
    default: response.writeHead(404, { 'Content-Length': 0 }); return response.end();
  }
}

if (cluster.isPrimary) {
  for (let i = 0; i < workers; i++) cluster.fork();
  // What every tutorial does: without it nobody replaces a worker that died.
  cluster.on('exit', () => cluster.fork());
} else {
  const server = http.createServer(handle);
  server.keepAliveTimeout = 120000;
  server.listen(port, '127.0.0.1', 2048);
}
