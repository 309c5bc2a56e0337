package consort.coordinator.blobs;

import consort.ledger.disk.Disk;
import consort.model.tensor.ByteSource;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/** A whole blob as the model module reads it, open until it is closed. */
public final class BlobSource implements ByteSource, Closeable {

    private final Disk.Reader file;
    private final String digest;
    private final long size;

    private BlobSource(Disk.Reader file, String digest, long size) {
        this.file = file;
        this.digest = digest;
        this.size = size;
    }

    /** @throws NoSuchFileException when the blob is absent */
    public static BlobSource open(BlobStore blobs, String digest) throws IOException {
        long size = blobs.size(digest).orElseThrow(() -> new NoSuchFileException(digest));
        return new BlobSource(blobs.open(digest), digest, size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        int wanted = into.remaining();
        if (file.read(offset, into) != wanted) {
            throw new EOFException("blob " + digest + " has " + size + " bytes; " + wanted + " were wanted from " + offset);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
