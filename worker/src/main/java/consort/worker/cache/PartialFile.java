package consort.worker.cache;

import consort.model.tensor.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file on its way, {@code <name>.part} until it is whole. What is there when it is opened counts: the transfer goes on at
 * {@link #heldBytes}. For one thread.
 */
public final class PartialFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 20;

    private final Path target;
    private final Path part;
    private final String digest;
    private final long sizeBytes;
    private final FileChannel file;
    /** Told when the file is in its place, where it need not be durable. */
    private final Optional<Runnable> placed;
    private final MessageDigest hash = Sha256.newDigest();
    private long heldBytes;

    private PartialFile(Path target, Path part, String digest, long sizeBytes, FileChannel file, Optional<Runnable> placed) {
        this.target = target;
        this.part = part;
        this.digest = digest;
        this.sizeBytes = sizeBytes;
        this.file = file;
        this.placed = placed;
    }

    /**
     * @param target where the whole file is to stand; replaced then
     * @param digest SHA-256 it must have, lower-case hex
     */
    public static PartialFile open(Path target, String digest, long sizeBytes) throws IOException {
        return open(target, digest, sizeBytes, Optional.empty());
    }

    /**
     * The same, for a file that can be fetched again and is verified before a later process uses it: it is not synced.
     *
     * @param placed told when it is whole and in its place
     */
    static PartialFile openUnsynced(Path target, String digest, long sizeBytes, Runnable placed) throws IOException {
        return open(target, digest, sizeBytes, Optional.of(placed));
    }

    private static PartialFile open(Path target, String digest, long sizeBytes, Optional<Runnable> placed) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        PartialFile partial = new PartialFile(target, part, digest, sizeBytes, file, placed);
        try {
            partial.takeUp();
            return partial;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** The offset at which the next byte is wanted. */
    public long heldBytes() {
        return heldBytes;
    }

    /** Whether nothing is wanted any more, so that {@link #finish} is due. A file of 0 bytes never is: its sender does not have it. */
    public boolean isWhole() {
        return heldBytes == sizeBytes && sizeBytes > 0;
    }

    /** Appends all of {@code bytes}; an {@link IOException} when that is more than announced. */
    public void append(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() > sizeBytes - heldBytes) {
            throw new IOException("more than the " + sizeBytes + " bytes announced were sent");
        }
        hash.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            heldBytes += file.write(bytes, heldBytes);
        }
    }

    /**
     * Verifies the digest, syncs where the file is to last, and puts it in its place.
     *
     * @throws DigestMismatchException when it is not the file asked for; the next attempt begins at 0
     */
    public Path finish() throws IOException {
        if (!isWhole()) {
            throw new IOException("only " + heldBytes + " of " + sizeBytes + " bytes came");
        }
        String found = HexFormat.of().formatHex(hash.digest());
        if (!found.equals(digest)) {
            file.truncate(0);
            throw new DigestMismatchException(digest, found);
        }
        if (placed.isEmpty()) {
            file.force(true);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        placed.ifPresent(Runnable::run);
        return target;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void takeUp() throws IOException {
        if (file.size() > sizeBytes) {
            file.truncate(0);
        }
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (file.read(buffer.clear(), heldBytes) > 0) {
            heldBytes += buffer.flip().remaining();
            hash.update(buffer);
        }
    }
}
