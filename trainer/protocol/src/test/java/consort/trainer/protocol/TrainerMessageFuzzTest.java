package consort.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a trainer writes to its socket: bytes, cut into lines, read as messages. */
class TrainerMessageFuzzTest extends DecoderFuzzTest {
    private static final List<TrainerMessage> MESSAGES = List.of(
            new TrainerMessage.Hello(1, "reference", "0.1"),
            new TrainerMessage.Progress("t-1", 3, 10, OptionalLong.of(2_300_000)),
            new TrainerMessage.Done("t-1", OptionalLong.of(10), OptionalLong.of(640), OptionalLong.of(-1), OptionalLong.of(1_000_000),
                    OptionalLong.of(TrainerTask.MAX_INTEGER)),
            new TrainerMessage.Failed("t-1", "no \"data\" in /srv/\u00e9"));

    @Override
    protected List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        MESSAGES.forEach(message -> seeds.add(utf8(MessageCodec.encode(message) + "\n")));
        seeds.add(utf8(String.join("\n", MESSAGES.stream().map(MessageCodec::encode).toList()) + "\n"));
        return seeds;
    }

    @Override
    protected List<String> words() {
        return List.of("\"type\":\"done\"", "\"lossMillionths\":", "-9223372036854775808", "9007199254740992", "1e400", "null",
                "[[[[[[[[", "{\"a\":{\"a\":", "\\ud800", "\\u0000", "\r\n");
    }

    /** A buffer for the longest line, and texts of what was cut from it. */
    @Override
    protected long maxAllocatedBytes(int inputBytes) {
        return 4L * MessageCodec.MAX_LINE_BYTES + super.maxAllocatedBytes(inputBytes);
    }

    @Override
    protected boolean accepts(byte[] input) {
        LineBuffer lines = new LineBuffer();
        ByteBuffer arriving = ByteBuffer.wrap(input);
        int read = 0;
        try {
            while (arriving.hasRemaining()) {
                ByteBuffer space = lines.space();
                int count = Math.min(arriving.remaining(), space.remaining());
                space.put(arriving.slice(arriving.position(), count));
                arriving.position(arriving.position() + count);
                for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                    assertThat(line.get().length()).isLessThanOrEqualTo(MessageCodec.MAX_LINE_BYTES);
                    readsAsItIsWritten(MessageCodec.decodeTrainer(line.get()));
                    read++;
                }
            }
        } catch (ProtocolException | TrainerFailure refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        return read > 0;
    }

    private static void readsAsItIsWritten(TrainerMessage message) throws ProtocolException {
        integers(message).forEach(value ->
                assertThat(value).isBetween(-TrainerTask.MAX_INTEGER, TrainerTask.MAX_INTEGER));
        assertThat(MessageCodec.decodeTrainer(MessageCodec.encode(message))).isEqualTo(message);
    }

    private static LongStream integers(TrainerMessage message) {
        return switch (message) {
            case TrainerMessage.Hello hello -> LongStream.of(hello.protocol());
            case TrainerMessage.Progress progress ->
                    LongStream.concat(LongStream.of(progress.step(), progress.steps()), progress.lossMillionths().stream());
            case TrainerMessage.Done done -> Stream.of(done.steps(), done.samples(), done.lossMillionths(),
                    done.accuracyMillionths(), done.busyMillis()).flatMapToLong(OptionalLong::stream);
            case TrainerMessage.Failed _ -> LongStream.empty();
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
