package consort.model.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 of whole artifacts, streamed through one direct buffer.
public final class Sha256 {
    private static final int BUFFER_BYTES = 1 << 20;

    private Sha256() {
    }

    /// The digest of all bytes of `source`, 32 bytes.
    public static byte[] of(ByteSource source) throws IOException {
        MessageDigest digest = newDigest();
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(BUFFER_BYTES, source.size()));
        for (long at = 0; at < source.size(); at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), source.size() - at));
            source.read(at, buffer);
            digest.update(buffer.flip());
        }
        return digest.digest();
    }

    /// The digest of a file, 32 bytes.
    public static byte[] of(Path file) throws IOException {
        try (FileSource source = FileSource.open(file)) {
            return of(source);
        }
    }

    /// A digest to feed with bytes that come in parts.
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
