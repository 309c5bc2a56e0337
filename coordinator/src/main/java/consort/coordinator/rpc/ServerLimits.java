package consort.coordinator.rpc;

import java.time.Duration;

/**
 * What the port bears.
 *
 * @param maxConnections connections at once; calls on more are refused
 * @param maxConnectionsPerPeer connections of one identity at once; calls on more are refused
 * @param maxCallsPerConnection streams at once on one connection
 * @param windowBytes what a connection may send ahead of what was read
 * @param minKeepAlive the shortest interval at which peers may ping
 * @param maxIdle after which a connection without calls is closed
 */
public record ServerLimits(int maxConnections, int maxConnectionsPerPeer, int maxCallsPerConnection, int windowBytes,
        Duration minKeepAlive, Duration maxIdle) {

    /** A part of a blob and its frame; everything else is smaller. */
    static final int MAX_MESSAGE_BYTES = BlobsService.MAX_PART_BYTES + (64 << 10);
    static final int MAX_HEADER_BYTES = 8 << 10;

    /**
     * Memory that peers can make the coordinator hold, about: each call may keep a message that never becomes whole, and the
     * inbox may be full of {@link SessionService#MAX_MESSAGE_BYTES}. Far less when peers are honest.
     */
    public long peerBytes(int inboxEvents) {
        long connectionBytes = windowBytes + (long) maxCallsPerConnection * MAX_MESSAGE_BYTES;
        return maxConnections * connectionBytes + (long) inboxEvents * SessionService.MAX_MESSAGE_BYTES;
    }

    public ServerLimits {
        if (maxConnections < 1 || maxConnectionsPerPeer < 1 || maxCallsPerConnection < 2 || windowBytes < 64 << 10) {
            throw new IllegalArgumentException("at least 1 connection, in all and of a peer, 2 calls on each and a window of 65536 bytes: "
                    + maxConnections + ", " + maxConnectionsPerPeer + ", " + maxCallsPerConnection + ", " + windowBytes);
        }
    }
}
