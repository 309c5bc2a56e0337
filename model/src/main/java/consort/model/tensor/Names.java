package consort.model.tensor;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Tensor names come from peers: what may be one, and how a message shows one.
public final class Names {
    private static final int SHOWN_CHARS = 80;

    private Names() {
    }

    /// The name in quotes for a message: control and format characters escaped, long names cut.
    public static String quoted(String name) {
        StringBuilder text = new StringBuilder("'");
        int shown = Math.min(name.length(), SHOWN_CHARS);
        for (int i = 0; i < shown; i++) {
            char c = name.charAt(i);
            if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append(shown < name.length() ? "…'" : "'").toString();
    }

    /// Bytes of the name in UTF-8, or -1 if it has half a surrogate pair and so no UTF-8 form.
    static int utf8Bytes(String name) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name)).remaining();
        } catch (CharacterCodingException e) {
            return -1;
        }
    }
}
