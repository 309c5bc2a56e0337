package consort.model.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// Passes bytes on to another sink and hashes them on the way.
public final class HashingSink implements ByteSink {
    private final ByteSink next;
    private final MessageDigest digest = Sha256.newDigest();

    public HashingSink(ByteSink next) {
        this.next = next;
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        digest.update(from.duplicate());
        next.write(from);
    }

    /// The SHA-256 of everything written, 32 bytes. Call it once, at the end.
    public byte[] sha256() {
        return digest.digest();
    }
}
