package consort.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import consort.fuzz.DecoderFuzzTest;
import consort.proto.Chunk;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A message means what protobuf's own parser takes it to mean, however it is written and in whatever pieces it lies. The first byte of an
 * input says which kind it is of and how long the pieces are.
 */
class IncomingFuzzTest extends DecoderFuzzTest {

    private static final int PART = 0x80;
    private static final int DIRECT = 0x40;
    private static final byte[] DATA = "a model, or an update".getBytes(StandardCharsets.UTF_8);

    @Override
    protected List<byte[]> seeds() {
        ByteString data = ByteString.copyFrom(DATA);
        byte[] part = StorePart.newBuilder().setData(data).build().toByteArray();
        byte[] begun = StorePart.newBuilder().setHeader(StoreHeader.newBuilder().setDigest("d").setTotalBytes(7)).setData(data).build()
                .toByteArray();
        return List.of(
                input(DIRECT | 5, Chunk.newBuilder().setData(data).build().toByteArray()),
                input(3, Chunk.newBuilder().setData(data).build().toByteArray()),
                input(DIRECT | 1, Chunk.getDefaultInstance().toByteArray()),
                input(PART | DIRECT | 63, part),
                input(PART | DIRECT | 4, begun),
                input(PART, new byte[] {0x12, (byte) 0x83, (byte) 0x80, 0, 'a', 'b', 'c'}),
                input(DIRECT | 9, new byte[] {0x0a, 1, 'a', 0x0a, 2, 'b', 'c'}),
                input(DIRECT | 9, new byte[] {0x10, 5, 0x0a, 2, 'b', 'c', 0x1a, 1, 'x'}));
    }

    private static byte[] input(int form, byte[] message) {
        byte[] input = new byte[1 + message.length];
        input[0] = (byte) form;
        System.arraycopy(message, 0, input, 1, message.length);
        return input;
    }

    @Override
    protected int quickRuns() {
        return 20_000;
    }

    @Override
    protected boolean accepts(byte[] input) throws Exception {
        if (input.length == 0) {
            return false;
        }
        boolean part = (input[0] & PART) != 0;
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        IncomingParser parser = part ? IncomingParser.ofParts() : IncomingParser.ofChunks();
        SplitMessage split = new SplitMessage(bytes, 1 + (input[0] & (DIRECT - 1)), (input[0] & DIRECT) != 0);
        Optional<StorePart> meant = meaning(part, bytes);
        try (Incoming message = parser.parse(split); Incoming plain = parser.parse(new ByteArrayInputStream(bytes))) {
            assertMeans(message, Optional.of(ByteBuffer.allocate(1 + (input[0] & (DIRECT - 1)))), meant.orElseThrow(), bytes.length);
            assertMeans(plain, Optional.empty(), meant.orElseThrow(), bytes.length);
        } catch (InvalidProtocolBufferException refused) {
            assertThat(meant).isEmpty();
            return false;
        } finally {
            split.close();
        }
        assertThat(split.isReleased()).isTrue();
        return true;
    }

    private static Optional<StorePart> meaning(boolean part, byte[] bytes) {
        try {
            return Optional.of(part ? StorePart.parseFrom(bytes)
                    : StorePart.newBuilder().setData(Chunk.parseFrom(bytes).getData()).build());
        } catch (InvalidProtocolBufferException refused) {
            return Optional.empty();
        }
    }

    private static void assertMeans(Incoming message, Optional<ByteBuffer> scratch, StorePart meant, int encodedBytes) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        List<Integer> lengths = new ArrayList<>();
        Incoming.Sink<RuntimeException> sink = piece -> {
            byte[] copy = new byte[piece.remaining()];
            piece.get(copy);
            data.writeBytes(copy);
            lengths.add(copy.length);
        };
        if (scratch.isPresent()) {
            message.drainTo(scratch.get(), sink);
            assertThat(lengths.subList(0, Math.max(0, lengths.size() - 1))).allMatch(length -> length == scratch.get().capacity());
        } else {
            message.drainTo(sink);
        }
        assertThat(data.toByteArray()).isEqualTo(meant.getData().toByteArray());
        assertThat(message.bytes()).isEqualTo(data.size());
        assertThat(message.header()).isEqualTo(meant.hasHeader() ? Optional.of(meant.getHeader()) : Optional.empty());
        assertThat(message.encodedBytes()).isEqualTo(encodedBytes);
    }
}
