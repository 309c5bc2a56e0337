package consort.worker.outbox;

import consort.ledger.disk.Disk;
import consort.model.tensor.ByteSink;
import consort.model.tensor.HashingSink;
import consort.worker.session.UpdateRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Writes one update. Close it in any case; unless {@link #finish} returned, nothing remains of it. */
public final class UpdateWriter implements ByteSink, AutoCloseable {

    private final Disk disk;
    private final Disk.Appender file;
    private final HashingSink hashing;
    private boolean finished;

    private UpdateWriter(Disk disk, Disk.Appender file, long maxBytes) {
        this.disk = disk;
        this.file = file;
        this.hashing = new HashingSink(bytes -> {
            if (file.position() + bytes.remaining() > maxBytes) {
                throw new UpdateTooLargeException(maxBytes);
            }
            file.write(bytes);
        });
    }

    static UpdateWriter begin(Disk disk, long maxBytes) throws IOException {
        disk.delete(Paths.FORMING);
        return new UpdateWriter(disk, disk.append(Paths.FORMING), maxBytes);
    }

    /** @throws UpdateTooLargeException when there would be more bytes than allowed */
    @Override
    public void write(ByteBuffer from) throws IOException {
        hashing.write(from);
    }

    /** Makes the update durable under its digest. */
    public UpdateRef finish() throws IOException {
        file.sync();
        UpdateRef update = new UpdateRef(HexFormat.of().formatHex(hashing.sha256()), file.position());
        disk.rename(Paths.FORMING, Paths.update(update.digest()));
        finished = true;
        return update;
    }

    @Override
    public void close() throws IOException {
        file.close();
        if (!finished) {
            disk.delete(Paths.FORMING);
        }
    }
}
