package consort.proto.wire;

/** A message of which it is known how long it is on the wire. */
public interface Encoded {

    /** Bytes of the message, without the framing of gRPC, HTTP/2 and TLS. */
    int encodedBytes();
}
