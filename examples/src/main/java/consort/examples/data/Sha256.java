package consort.examples.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Pinned digests. */
final class Sha256 {

    private Sha256() {}

    static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    static void require(String what, byte[] bytes, String expected) {
        String found = of(bytes);
        if (!found.equals(expected)) {
            throw new DataException("%s has SHA-256 %s, expected %s: a damaged or exchanged file; remove it and try again"
                    .formatted(what, found, expected));
        }
    }
}
