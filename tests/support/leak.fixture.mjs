// A planted fault, for NODE_OPTIONS=--import: leaks $LEAKED_BYTES of every request.
import { Server } from 'node:http';

const kept = [];
const emit = Server.prototype.emit;
Server.prototype.emit = function (name, ...values) {
  if (name === 'request') kept.push(Buffer.alloc(Number(process.env.LEAKED_BYTES), 'x'));
  return emit.call(this, name, ...values);
};
