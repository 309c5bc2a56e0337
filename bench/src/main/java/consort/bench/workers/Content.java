package consort.bench.workers;

import consort.model.tensor.ByteSource;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes that no other upload has. */
record Content(int number, long size) implements ByteSource {

    private static final int PERIOD = 251;

    /** SHA-256 of them. */
    String digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            ByteBuffer piece = ByteBuffer.allocate(1 << 16);
            for (long at = 0; at < size; at += piece.limit()) {
                piece.clear().limit((int) Math.min(piece.capacity(), size - at));
                read(at, piece);
                sha256.update(piece.flip());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void read(long offset, ByteBuffer into) {
        for (long at = offset; into.hasRemaining(); at++) {
            into.put((byte) (at < Integer.BYTES ? number >> Byte.SIZE * at : at / PERIOD));
        }
    }
}
