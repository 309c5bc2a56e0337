package consort.coordinator.blobs;

import consort.coordinator.blobs.BlobRefusedException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A blob that this process writes: staged first, then brought into place under the digest it turned out to have. */
final class DiskWriter implements BlobStore.Writer {

    private final DiskBlobStore store;
    private final long reserved;
    private final Staged staged;
    private boolean open = true;

    DiskWriter(DiskBlobStore store, long reserved, Staged staged) {
        this.store = store;
        this.reserved = reserved;
        this.staged = staged;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException, BlobRefusedException {
        if (bytes.remaining() > reserved - staged.bytes()) {
            throw new BlobRefusedException(Kind.EXHAUSTED, "a blob announced with at most " + reserved + " bytes has more");
        }
        staged.write(bytes);
    }

    @Override
    public String commit() throws IOException {
        String digest = staged.seal();
        store.place(staged, digest, reserved, Optional.empty());
        open = false;
        return digest;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            try {
                store.drop(staged, reserved);
            } catch (IOException leftToTheNextStart) {
                // The staging area is emptied at every start.
                return;
            }
        }
    }
}
