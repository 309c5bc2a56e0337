package consort.worker.outbox;

import consort.ledger.disk.Disk;
import consort.model.tensor.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file of a {@link Disk} as the model's codec and the upload read it. */
record DiskSource(Disk disk, String path, long size) implements ByteSource {

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        int wanted = into.remaining();
        if (disk.read(path, offset, into) != wanted) {
            throw new EOFException(path + ": ends before byte " + (offset + wanted));
        }
    }
}
