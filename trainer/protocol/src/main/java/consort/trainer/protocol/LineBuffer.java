package consort.trainer.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Cuts what arrives into lines within a fixed amount of memory. Fill {@link #space()}, then take lines until there is none.
 */
final class LineBuffer {

    private final ByteBuffer bytes = ByteBuffer.allocate(MessageCodec.MAX_LINE_BYTES + 1);
    private int scanned;

    /** Where to read into; never empty after {@link #next()} found no line. */
    ByteBuffer space() {
        return bytes;
    }

    boolean isEmpty() {
        return bytes.position() == 0;
    }

    /** The next whole line without its end. */
    Optional<String> next() throws TrainerFailure {
        for (; scanned < bytes.position(); scanned++) {
            if (bytes.get(scanned) == '\n') {
                return Optional.of(take(scanned));
            }
        }
        if (!bytes.hasRemaining()) {
            throw new TrainerFailure(FailureReason.FLOODED,
                    "the trainer sent a line of more than " + MessageCodec.MAX_LINE_BYTES + " bytes");
        }
        return Optional.empty();
    }

    private String take(int length) throws TrainerFailure {
        try {
            ByteBuffer line = bytes.duplicate().flip().limit(length);
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(line);
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new TrainerFailure(FailureReason.PROTOCOL, "the trainer sent a line that is not UTF-8");
        } finally {
            bytes.flip().position(length + 1);
            bytes.compact();
            scanned = 0;
        }
    }
}
