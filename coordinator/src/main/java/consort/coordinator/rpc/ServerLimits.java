package consort.coordinator.rpc;

import consort.coordinator.loop.Inbox;
import consort.proto.wire.LargeFrames;
import java.time.Duration;

/**
 * What the port bears.
 *
 * @param maxConnections connections at once; calls on more are refused
 * @param maxConnectionsPerPeer connections of one identity at once; calls on more are refused
 * @param maxCallsPerConnection streams at once on one connection
 * @param windowBytes what each call may send ahead of what was read
 * @param minKeepAlive the shortest interval at which peers may ping
 * @param maxIdle after which a connection without calls is closed
 * @param maxStall for which a call may wait for its peer: to send the next message it owes, or to take what it was sent
 * @param handshakes of those who have not shown yet who they are
 * @param rates of a peer
 * @param bandwidth of all peers together
 */
public record ServerLimits(int maxConnections, int maxConnectionsPerPeer, int maxCallsPerConnection, int windowBytes,
        Duration minKeepAlive, Duration maxIdle, Duration maxStall, HandshakeLimits handshakes, Rates rates,
        Bandwidth bandwidth) {

    /**
     * What one identity may do in a second, over all its connections, and twice as much at once. Beyond it a peer is not
     * refused: it is read from, and written to, later.
     *
     * @param bytes of messages, both ways together
     */
    public record Rates(int calls, long bytes) {
        public Rates {
            if (calls < 1 || bytes < 1) {
                throw new IllegalArgumentException("at least 1 call and 1 byte a second: " + calls + ", " + bytes);
            }
        }
    }

    /**
     * What uploads and downloads of all peers together may take of the line; 0: all.
     *
     * @param receiveBytesPerSecond uploads
     * @param sendBytesPerSecond downloads
     */
    public record Bandwidth(long receiveBytesPerSecond, long sendBytesPerSecond) {

        public static final Bandwidth UNLIMITED = new Bandwidth(0, 0);

        public Bandwidth {
            if (receiveBytesPerSecond < 0 || sendBytesPerSecond < 0) {
                throw new IllegalArgumentException("less than nothing a second: " + receiveBytesPerSecond + ", " + sendBytesPerSecond);
            }
        }
    }

    /** A part of a blob and its frame; everything else is smaller. */
    static final int MAX_MESSAGE_BYTES = BlobsService.MAX_PART_BYTES + (64 << 10);
    static final int MAX_HEADER_BYTES = 8 << 10;
    /** Streams that a peer of a connection may reset in {@link #RESET_SECONDS}; more, and it is cut (CVE-2023-44487). */
    static final int MAX_RESETS = 200;
    static final int RESET_SECONDS = 30;
    /** What a handshake may keep, about: the longest TLS record, as it came and decrypted, and the engine. */
    private static final int HANDSHAKE_BYTES = 64 << 10;

    /** For what all calls together may send ahead, as long as each connection has one and {@link #LEAST_WINDOW_BYTES} suffice. */
    private static final int WINDOWS_BYTES = 32 << 20;
    public static final int LEAST_WINDOW_BYTES = (16 << 10) - LargeFrames.HEADROOM_BYTES;
    private static final int MOST_WINDOW_BYTES = 512 << 10;

    /** The window that is taken where none is configured: what fills a buffer whose size is a power of two. */
    public static int usualWindowBytes(int maxConnections) {
        int buffer = Integer.highestOneBit(Math.min(WINDOWS_BYTES / maxConnections, MOST_WINDOW_BYTES));
        return Math.max(buffer - LargeFrames.HEADROOM_BYTES, LEAST_WINDOW_BYTES);
    }

    /**
     * Heap that peers can make the coordinator hold, about: the inbox may be full of {@link SessionService#MAX_MESSAGE_BYTES}, which no
     * request but the operator's exceeds ({@link RequestLengths}) and of which only known fields are kept ({@link KnownFields}), and of
     * signs of life.
     */
    public long peerHeapBytes(int inboxEvents) {
        return (long) inboxEvents * SessionService.MAX_MESSAGE_BYTES + (long) Inbox.MAX_SIGNS * SessionService.SIGN_HEAP_BYTES;
    }

    /**
     * Direct memory that peers can make the coordinator hold, about: each call may keep a message that never becomes whole and what was
     * sent ahead of the next, each connection a frame. Far less when peers are honest.
     */
    public long peerDirectBytes() {
        long connectionBytes = LargeFrames.FRAME_BYTES + (long) maxCallsPerConnection * (MAX_MESSAGE_BYTES + windowBytes);
        return maxConnections * connectionBytes + (long) handshakes.max() * HANDSHAKE_BYTES;
    }

    public ServerLimits {
        if (maxConnections < 1 || maxConnectionsPerPeer < 1 || maxCallsPerConnection < 2 || windowBytes < LEAST_WINDOW_BYTES) {
            throw new IllegalArgumentException("at least 1 connection, in all and of a peer, 2 calls on each and a window of " + LEAST_WINDOW_BYTES + " bytes: "
                    + maxConnections + ", " + maxConnectionsPerPeer + ", " + maxCallsPerConnection + ", " + windowBytes);
        }
        if (!maxStall.isPositive() || !maxIdle.isPositive() || !minKeepAlive.isPositive()) {
            throw new IllegalArgumentException("no time: " + maxStall + ", " + maxIdle + ", " + minKeepAlive);
        }
    }
}
