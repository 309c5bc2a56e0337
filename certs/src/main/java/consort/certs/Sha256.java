package consort.certs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 as lower-case hexadecimal, one text per digest. */
final class Sha256 {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private Sha256() {}

    static String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }

    static void requireHex(String hex, String what) {
        if (!FORM.matcher(hex).matches()) {
            throw new CertsException("the " + what + " " + Name.shown(hex)
                    + " is not valid: expected 64 lower-case hexadecimal digits");
        }
    }
}
