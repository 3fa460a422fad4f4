// A program: runs the smallest of models on CUDA, and fails with the reason on stderr where that cannot be done. See image-device.ts.
import { floatTensor, Session } from './runtime.ts';

/** An ONNX file (opset 17) of one node: y = Identity(x), of one float. */
const SMALLEST = 'CAgSB21hZGUgdXA6RAodCgF4EgF5GgsvSWRlbnRpdHlfMCIISWRlbnRpdHkSAWdaDwoBeBIKCggIARIECgIIAWIPCgF5EgoKCAgBEgQKAggBQgQKABAR';

const session = await Session.open('the smallest of models', Buffer.from(SMALLEST, 'base64'), { device: 'cuda', threads: 1 });
await session.run({ x: floatTensor('float32', new Float32Array(1), [1]) }, ['y']);
