package consort.coordinator.blobs;

import consort.model.tensor.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/** A whole blob as the model module reads it. */
public final class BlobSource implements ByteSource {

    private final BlobStore blobs;
    private final String digest;
    private final long size;

    private BlobSource(BlobStore blobs, String digest, long size) {
        this.blobs = blobs;
        this.digest = digest;
        this.size = size;
    }

    /** @throws NoSuchFileException when the blob is absent */
    public static BlobSource open(BlobStore blobs, String digest) throws IOException {
        return new BlobSource(blobs, digest, blobs.size(digest).orElseThrow(() -> new NoSuchFileException(digest)));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        int wanted = into.remaining();
        if (blobs.read(digest, offset, into) != wanted) {
            throw new EOFException("blob " + digest + " has " + size + " bytes; " + wanted + " were wanted from " + offset);
        }
    }
}
