package consort.ledger.note;

import java.nio.charset.StandardCharsets;

/** What the name of a key may look like. */
final class KeyName {

    private static final int MAX_BYTES = 256;

    private KeyName() {
    }

    /** Returns {@code name} when it is not empty and has no space, '+', control or unpaired surrogate. */
    static String require(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        boolean encodable = new String(utf8, StandardCharsets.UTF_8).equals(name);
        if (name.isEmpty() || utf8.length > MAX_BYTES || !encodable || name.codePoints().anyMatch(KeyName::isForbidden)) {
            throw new MalformedNoteException("not a key name: \"" + name + "\"; it must have 1 to " + MAX_BYTES
                    + " bytes without spaces or '+', like example.com/log");
        }
        return name;
    }

    private static boolean isForbidden(int c) {
        return c == '+' || Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
