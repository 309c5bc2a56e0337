package consort.coordinator.blobs;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Reads whole blobs and compares them with what was stored: a medium may give back other bytes than it was given.
 *
 * <p>What this process stored itself is compared by the CRC-32C it took as it verified the digest on arrival, which costs a small part of a
 * second SHA-256 of every update of every round. A medium errs by chance, and by chance a CRC misses one damage in four thousand million. It is not
 * meant for who forges on purpose: who may write the coordinator's files could do so after any check as well, and the digests in the
 * ledger convict the model that comes of it ({@code audit replay}). Of what an earlier process stored nobody remembers a CRC, so the
 * digest itself is computed: also what changed while no coordinator ran is found.
 */
final class Integrity {

    private static final int WINDOW_BYTES = 128 << 10;

    private Integrity() {
    }

    /**
     * Those that are not what was stored, in order.
     *
     * @param digests of stored blobs
     * @param executor reads them; perhaps several at once
     * @throws java.nio.file.NoSuchFileException when one is absent
     */
    static List<String> damaged(BlobStore blobs, List<String> digests, Executor executor) throws IOException {
        List<CompletableFuture<Boolean>> intact = digests.stream()
                .map(digest -> CompletableFuture.supplyAsync(() -> isIntact(blobs, digest), executor)).toList();
        try {
            CompletableFuture.allOf(intact.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof UncheckedIOException unreadable) {
                throw unreadable.getCause();
            }
            throw failed;
        }
        return digests.stream().filter(digest -> !intact.get(digests.indexOf(digest)).join()).toList();
    }

    private static boolean isIntact(BlobStore blobs, String digest) {
        try (BlobSource blob = BlobSource.open(blobs, digest)) {
            OptionalInt stored = blobs.checksum(digest);
            return stored.isPresent() ? checksum(blob) == stored.getAsInt() : sha256(blob).equals(digest);
        } catch (EOFException shorter) {
            return false;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static int checksum(BlobSource blob) throws IOException {
        CRC32C checksum = new CRC32C();
        each(blob, checksum::update);
        return (int) checksum.getValue();
    }

    private static String sha256(BlobSource blob) throws IOException {
        MessageDigest hash = Digests.sha256();
        each(blob, hash::update);
        return Digests.hex(hash);
    }

    private static void each(BlobSource blob, Consumer<ByteBuffer> part) throws IOException {
        ByteBuffer window = ByteBuffer.allocateDirect((int) Math.min(WINDOW_BYTES, blob.size()));
        for (long offset = 0; offset < blob.size(); offset += window.limit()) {
            window.clear().limit((int) Math.min(window.capacity(), blob.size() - offset));
            blob.read(offset, window);
            part.accept(window.flip());
        }
    }
}
