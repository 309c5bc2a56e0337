package consort.certs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The first handshake message of one side of a recorded TLS connection (RFC 8446, section 4.1), which is in clear.
 *
 * @param versions of TLS that a client offers, or the one a server chose
 * @param groups of key agreement for which it holds a key share (or, in a retry request, that it asks for)
 * @param retry whether it is a server's request that the client begin again
 */
record Hello(List<Integer> versions, List<Integer> groups, boolean retry) {
    static final int TLS_1_3 = 0x0304;
    static final int X25519 = 29;
    static final int P_256 = 23;
    static final int X25519_MLKEM768 = 4588;

    private static final int HANDSHAKE_RECORD = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int KEY_SHARE = 51;
    private static final int RANDOM_BYTES = 32;
    /** A retry request is a server hello whose random begins so (SHA-256 of "HelloRetryRequest"). */
    private static final int RETRY_RANDOM = 0xcf21ad74;

    static Hello client(byte[] recorded) {
        ByteBuffer body = message(recorded, CLIENT_HELLO);
        body.position(body.position() + 2 + RANDOM_BYTES);
        skip(body, body.get() & 0xff);
        skip(body, body.getShort() & 0xffff);
        skip(body, body.get() & 0xff);
        List<Integer> versions = new ArrayList<>();
        List<Integer> groups = new ArrayList<>();
        extensions(body, (type, value) -> {
            if (type == SUPPORTED_VERSIONS) {
                value.get();
                while (value.hasRemaining()) {
                    versions.add(value.getShort() & 0xffff);
                }
            } else if (type == KEY_SHARE) {
                value.getShort();
                while (value.hasRemaining()) {
                    groups.add(value.getShort() & 0xffff);
                    skip(value, value.getShort() & 0xffff);
                }
            }
        });
        return new Hello(versions, groups, false);
    }

    static Hello server(byte[] recorded) {
        ByteBuffer body = message(recorded, SERVER_HELLO);
        body.getShort();
        boolean retry = body.getInt(body.position()) == RETRY_RANDOM;
        skip(body, RANDOM_BYTES);
        skip(body, body.get() & 0xff);
        skip(body, 2 + 1);
        List<Integer> versions = new ArrayList<>();
        List<Integer> groups = new ArrayList<>();
        extensions(body, (type, value) -> {
            if (type == SUPPORTED_VERSIONS) {
                versions.add(value.getShort() & 0xffff);
            } else if (type == KEY_SHARE) {
                groups.add(value.getShort() & 0xffff);
            }
        });
        return new Hello(versions, groups, retry);
    }

    private interface Extension {
        void take(int type, ByteBuffer value);
    }

    private static void extensions(ByteBuffer body, Extension each) {
        int end = (body.getShort() & 0xffff) + body.position();
        while (body.position() < end) {
            int type = body.getShort() & 0xffff;
            int length = body.getShort() & 0xffff;
            each.take(type, body.slice(body.position(), length));
            skip(body, length);
        }
    }

    /** The body of the message with which the records begin. */
    private static ByteBuffer message(byte[] recorded, int type) {
        ByteBuffer records = ByteBuffer.wrap(recorded);
        ByteBuffer handshake = ByteBuffer.allocate(recorded.length);
        while (records.remaining() > 5 && records.get(records.position()) == HANDSHAKE_RECORD) {
            skip(records, 3);
            int length = records.getShort() & 0xffff;
            handshake.put(records.slice(records.position(), Math.min(length, records.remaining())));
            skip(records, Math.min(length, records.remaining()));
        }
        handshake.flip();
        int head = handshake.getInt();
        if (head >>> 24 != type) {
            throw new AssertionError("a handshake message of type " + (head >>> 24) + ", not " + type);
        }
        return handshake.slice(handshake.position(), head & 0xffffff);
    }

    private static void skip(ByteBuffer buffer, int bytes) {
        buffer.position(buffer.position() + bytes);
    }
}
