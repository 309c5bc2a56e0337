package consort.coordinator.blobs;

import consort.coordinator.core.Effect;
import consort.model.aggregate.WeightedUpdate;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The blobs of a round, open while they are summed: slices of them are read some thousand times. */
final class RoundBlobs implements Closeable {

    private final List<BlobSource> open = new ArrayList<>();
    private final List<WeightedUpdate> updates = new ArrayList<>();

    private RoundBlobs() {
    }

    /** @throws java.nio.file.NoSuchFileException when one is absent */
    static RoundBlobs open(BlobStore blobs, Effect.Aggregate effect) throws IOException {
        RoundBlobs round = new RoundBlobs();
        try {
            round.add(blobs, effect.previous());
            for (Effect.Addend update : effect.updates()) {
                round.updates.add(new WeightedUpdate(round.add(blobs, update.update()), Math.toIntExact(update.weight())));
            }
            return round;
        } catch (IOException | RuntimeException e) {
            round.close();
            throw e;
        }
    }

    private BlobSource add(BlobStore blobs, String digest) throws IOException {
        BlobSource blob = BlobSource.open(blobs, digest);
        open.add(blob);
        return blob;
    }

    BlobSource previous() {
        return open.getFirst();
    }

    List<WeightedUpdate> updates() {
        return updates;
    }

    @Override
    public void close() throws IOException {
        for (BlobSource blob : open) {
            blob.close();
        }
    }
}
