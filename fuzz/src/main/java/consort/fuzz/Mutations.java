package consort.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Inputs that come of others by a few changes of chance, in a row that its seed determines.
final class Mutations {
    private static final int MOST_CHANGES = 4;
    private static final int LONGEST_PIECE = 64;
    /// Numbers at which lengths, counts and signs turn.
    private static final long[] EDGES = {0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, Integer.MAX_VALUE, Integer.MIN_VALUE,
            0xffffffffL, (1L << 53) - 1, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE};

    private final List<byte[]> bases;
    private final List<byte[]> words;
    private final int maxBytes;
    private final SplittableRandom random;

    /// @param bases at least one
    /// @param words pieces of a text format; decimal digits are added
    Mutations(List<byte[]> bases, List<String> words, int maxBytes, long seed) {
        this.bases = bases;
        this.words = Stream.concat(words.stream(), Stream.of("0", "9", "-1", "9223372036854775808")).map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList();
        this.maxBytes = maxBytes;
        this.random = new SplittableRandom(seed);
    }

    /// At most so long as inputs may be.
    byte[] next() {
        byte[] input = base();
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
            input = changed(input);
        }
        return input.length <= maxBytes ? input : Arrays.copyOf(input, maxBytes);
    }

    private byte[] base() {
        return bases.get(random.nextInt(bases.size())).clone();
    }

    private byte[] changed(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int end = at + random.nextInt(Math.min(LONGEST_PIECE, input.length - at) + 1);
        return switch (random.nextInt(10)) {
            case 0 -> set(input, at, (byte) (at < input.length ? input[at] ^ 1 << random.nextInt(8) : 0));
            case 1 -> set(input, at, (byte) random.nextInt(256));
            case 2 -> spliced(input, at, end, new byte[0]);
            case 3 -> spliced(input, at, at, Arrays.copyOfRange(input, at, end));
            case 4 -> spliced(input, at, at, bytes());
            case 5 -> spliced(input, at, at, words.get(random.nextInt(words.size())));
            case 6 -> spliced(input, at, end, words.get(random.nextInt(words.size())));
            case 7 -> overwritten(input, at, edge());
            case 8 -> Arrays.copyOf(input, at);
            default -> spliced(input, at, input.length, tail(base()));
        };
    }

    private static byte[] set(byte[] input, int at, byte value) {
        if (at < input.length) {
            input[at] = value;
        }
        return input;
    }

    /// What stands between the two places is replaced.
    private static byte[] spliced(byte[] input, int from, int to, byte[] piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(input.length + piece.length);
        out.write(input, 0, from);
        out.writeBytes(piece);
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }

    private static byte[] overwritten(byte[] input, int at, byte[] piece) {
        return spliced(input, at, Math.min(input.length, at + piece.length), piece);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[1 + random.nextInt(8)];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Of one to eight bytes, in either order of them.
    private byte[] edge() {
        long value = EDGES[random.nextInt(EDGES.length)];
        byte[] bytes = new byte[1 << random.nextInt(4)];
        boolean littleEndian = random.nextBoolean();
        for (int i = 0; i < bytes.length; i++) {
            bytes[littleEndian ? i : bytes.length - 1 - i] = (byte) (value >> 8 * i);
        }
        return bytes;
    }

    private byte[] tail(byte[] other) {
        return Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length);
    }
}
