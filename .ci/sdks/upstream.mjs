// Where the packages under test ask, in place of https://graph.facebook.com.
// Nothing else about them is changed: addresses, bodies, headers and the reading
// of answers are their own.
//
//   instagram-graph-api            exports its base address, so it is set there.
//   facebook-nodejs-business-sdk   has its base address built in, so it is
//                                  replaced on the way out, by an interceptor
//                                  of axios, with which the package asks.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import instagram from 'instagram-graph-api';

const graph = process.env.GRAPH_URL;
assert.ok(graph, 'set GRAPH_URL to the address of a running local graph');

instagram.Constants.API_URL = graph;

const require = createRequire(import.meta.url);
const axios = createRequire(require.resolve('facebook-nodejs-business-sdk'))('axios');
axios.interceptors.request.use((request) => ({ ...request, url: request.url.replace('https://graph.facebook.com', graph) }));
