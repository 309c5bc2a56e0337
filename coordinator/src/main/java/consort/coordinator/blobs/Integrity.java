package consort.coordinator.blobs;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Reads whole blobs and compares them with their digests: a medium may give back other bytes than it was given. */
final class Integrity {

    private static final int WINDOW_BYTES = 128 << 10;

    private Integrity() {
    }

    /**
     * Those that are not what their digest says, in order.
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
        try {
            BlobSource blob = BlobSource.open(blobs, digest);
            MessageDigest hash = Digests.sha256();
            ByteBuffer window = ByteBuffer.allocate((int) Math.min(WINDOW_BYTES, blob.size()));
            for (long offset = 0; offset < blob.size(); offset += window.limit()) {
                window.clear().limit((int) Math.min(window.capacity(), blob.size() - offset));
                blob.read(offset, window);
                hash.update(window.flip());
            }
            return Digests.hex(hash).equals(digest);
        } catch (EOFException shorter) {
            return false;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
