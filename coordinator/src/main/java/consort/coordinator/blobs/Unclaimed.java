package consort.coordinator.blobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whole blobs that peers stored and no entry or job has asked about yet. Without a bound on these a single peer could fill
 * the store with bytes that belong to nothing.
 */
final class Unclaimed {

    /** Peer by digest, oldest first. */
    private final Map<String, String> peers = new LinkedHashMap<>();

    void arrived(String peer, String digest) {
        peers.put(digest, peer);
    }

    /** The blob is somebody's now, or gone. */
    void settle(String digest) {
        peers.remove(digest);
    }

    /** Oldest first. */
    List<String> all() {
        return List.copyOf(peers.keySet());
    }

    /** The oldest blobs of a peer that must go, so that it has fewer than {@code most}. */
    List<String> beyond(String peer, int most) {
        List<String> own = peers.entrySet().stream().filter(entry -> entry.getValue().equals(peer)).map(Map.Entry::getKey).toList();
        return own.subList(0, Math.max(0, own.size() - most + 1));
    }
}
