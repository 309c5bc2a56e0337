package consort.coordinator.rpc;

import java.time.Duration;

/**
 * What those may take who have not shown yet who they are. An address is an IPv4 address or the first 64 bits of an IPv6
 * address, which are one site.
 *
 * @param max handshakes under way at once; when a further one comes, the oldest of the address that has most of them is cut
 * @param maxPerAddress the same from one address
 * @param perSecondPerAddress connections that an address may open in a second, and twice as many at once; more are closed
 *     unheard
 * @param perSecond handshakes that begin in a second, of all addresses: connections beyond wait for their turn, so that many who come at
 *     once leave time for those who are there
 * @param timeout after which a handshake is cut
 */
public record HandshakeLimits(int max, int maxPerAddress, int perSecondPerAddress, int perSecond,
        Duration timeout) {

    public HandshakeLimits {
        if (max < 1 || maxPerAddress < 1 || perSecondPerAddress < 1 || perSecond < 1 || !timeout.isPositive()) {
            throw new IllegalArgumentException("at least 1 handshake, in all, of an address and a second, and some time for it: "
                    + max + ", " + maxPerAddress + ", " + perSecondPerAddress + ", " + perSecond + ", " + timeout);
        }
    }
}
