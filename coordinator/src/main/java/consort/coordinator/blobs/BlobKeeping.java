package consort.coordinator.blobs;

import consort.coordinator.core.Effect;
import consort.coordinator.core.Event;
import consort.coordinator.core.Retention;
import java.io.IOException;
import java.util.Set;

/** Lists and deletes blobs for retention, off the loop. Deleting what is gone changes nothing, so it may be cut short anywhere. */
public final class BlobKeeping {

    private final BlobStore blobs;
    private final Retention.Policy policy;
    private final Set<String> found;

    /** @param found what an earlier process left in the store */
    private BlobKeeping(BlobStore blobs, Retention.Policy policy, Set<String> found) {
        this.blobs = blobs;
        this.policy = policy;
        this.found = found;
    }

    /** To be called before anything is stored in this process. */
    public static BlobKeeping atStart(BlobStore blobs, Retention.Policy policy) throws IOException {
        return new BlobKeeping(blobs, policy, Set.copyOf(blobs.stored().keySet()));
    }

    public Event.BlobsListed list() throws IOException {
        return new Event.BlobsListed(policy, blobs.stored(), found);
    }

    public Event.BlobsDeleted delete(Effect.DeleteBlobs effect) throws IOException {
        long bytes = 0;
        long count = 0;
        for (String digest : effect.digests()) {
            long size = blobs.size(digest).orElse(-1);
            if (size >= 0) {
                blobs.delete(digest);
                bytes += size;
                count++;
            }
        }
        return new Event.BlobsDeleted(count, bytes);
    }
}
