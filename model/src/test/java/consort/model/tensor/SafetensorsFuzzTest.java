package consort.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.model.TestModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Safetensors files as peers upload them and trainers write them.
class SafetensorsFuzzTest extends DecoderFuzzTest {
    private static final Limits LIMITS = new Limits(4096, 5, 40, 4);

    @Override
    protected List<byte[]> seeds() throws IOException {
        return List.of(
                bytes(TestModels.mixed(new TreeMap<>(Map.of("a", new float[] {1, -2}, "b.weight", new float[] {0.5f})),
                        new TreeMap<>(Map.of("count", 7L)))),
                bytes(RawFile.of("{}", 0)),
                bytes(RawFile.of("{\"__metadata__\":{\"format\":\"pt\"}, " + RawFile.tensor("\\u00e9\\n", "BF16", "[2, 2]", 8, 16)
                        + "," + RawFile.tensor("bias", "F64", "[]", 0, 8) + "," + RawFile.tensor("none", "U8", "[0,3]", 8, 8)
                        + "}   ", 16)));
    }

    @Override
    protected List<String> words() {
        return List.of("\"dtype\":", "\"shape\":[", "\"data_offsets\":[", "__metadata__", "F32", "F16", "BF16", "I64", "BOOL",
                "9223372036854775807", "4294967296", "-1", "1e3", "\\ud800", "\\u0000", "\"a\":{");
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException {
        TensorFile file;
        try {
            file = TensorFile.of(new MemorySource(input), LIMITS);
        } catch (TensorFormatException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        assertThat(file.header().tensors()).hasSizeLessThanOrEqualTo(LIMITS.maxTensors());
        assertThat(file.layout().dataBytes()).isLessThanOrEqualTo(input.length);
        file.header().tensors().forEach((name, info) -> {
            assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(LIMITS.maxNameBytes());
            assertThat(info.type().shape().dims()).hasSizeLessThanOrEqualTo(LIMITS.maxRank());
            assertThat(info.offset()).isPositive();
            assertThat(info.offset() + info.bytes()).isLessThanOrEqualTo(input.length);
        });
        staysTheSameInCanonicalForm(file);
        return true;
    }

    private static void staysTheSameInCanonicalForm(TensorFile file) throws IOException {
        byte[] canonical = canonical(file);
        Limits roomForPadding = new Limits(1 << 16, LIMITS.maxTensors(), LIMITS.maxNameBytes(), LIMITS.maxRank());
        TensorFile again = TensorFile.of(new MemorySource(canonical), roomForPadding);
        assertThat(again.layout()).isEqualTo(file.layout());
        assertThat(canonical(again)).isEqualTo(canonical);
        for (String name : file.header().tensors().keySet()) {
            assertThat(data(again, name)).isEqualTo(data(file, name));
        }
    }

    private static byte[] canonical(TensorFile file) throws IOException {
        MemorySink sink = new MemorySink();
        TensorWriter writer = new TensorWriter(sink, file.layout());
        for (String name : file.header().tensors().keySet()) {
            TensorFiles.copy(file, name, writer, ByteBuffer.allocate(64));
        }
        writer.finish();
        return sink.bytes();
    }

    private static byte[] data(TensorFile file, String name) throws IOException {
        byte[] data = new byte[(int) file.info(name).bytes()];
        file.read(name, 0, ByteBuffer.wrap(data));
        return data;
    }

    private static byte[] bytes(MemorySource source) throws IOException {
        byte[] bytes = new byte[(int) source.size()];
        source.read(0, ByteBuffer.wrap(bytes));
        return bytes;
    }
}
