/**
 * The messages that carry models and updates, read and written without a copy that is not needed. On the wire they are the same as what
 * is generated from {@code consort.proto}: any gRPC client reads and writes them.
 *
 * <p>A {@link consort.proto.wire.Outgoing} is copied once, into the buffer that the transport encrypts. An {@link consort.proto.wire.Incoming}
 * hands out the buffers in which the transport decrypted, and must be closed. Only the form in which every encoder writes such a
 * message (the field of the bytes, alone) is read by hand; whatever else arrives is left to protobuf's own parser.
 */
package consort.proto.wire;
