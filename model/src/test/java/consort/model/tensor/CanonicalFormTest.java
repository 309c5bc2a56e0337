package consort.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalFormTest {
    /// Made with the Python package safetensors 0.8.0: `save({"b": float32 [1.5, -2], "a": int64 [[7]]})`. Its order, by
    /// size of element and then by name, is that of names here.
    private static final String MADE_BY_PYTHON = """
            7000000000000000\
            7b2261223a7b226474797065223a22493634222c227368617065223a5b312c315d2c22646174615f6f666673657473223a5b302c385d7d2c\
            2262223a7b226474797065223a22463332222c227368617065223a5b325d2c22646174615f6f666673657473223a5b382c31365d7d7d2020\
            0700000000000000\
            0000c03f000000c0""";

    @Test
    void writesTheBytesOfTheReferenceImplementation() throws IOException {
        Layout layout = Layout.of(Map.of("b", TensorType.float32(2), "a", new TensorType(DType.I64, Shape.of(1, 1))));
        MemorySink sink = new MemorySink();
        TensorWriter writer = new TensorWriter(sink, layout);
        writer.write("a", ByteBuffer.wrap(new byte[] {7, 0, 0, 0, 0, 0, 0, 0}));
        writer.write("b", ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1.5f).putFloat(-2f).flip());
        writer.finish();

        assertThat(HexFormat.of().formatHex(sink.bytes())).isEqualTo(MADE_BY_PYTHON);
    }

    @Test
    void readsTheBytesOfTheReferenceImplementation() throws IOException {
        TensorFile file = TensorFile.of(new MemorySource(HexFormat.of().parseHex(MADE_BY_PYTHON)), Limits.DEFAULT);
        ByteBuffer secondOfB = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        file.read("b", 4, secondOfB);

        assertThat(file.layout().tensors()).containsExactly(
                Map.entry("a", new TensorType(DType.I64, Shape.of(1, 1))), Map.entry("b", TensorType.float32(2)));
        assertThat(file.info("b").offset()).isEqualTo(8 + 112 + 8);
        assertThat(secondOfB.getFloat(0)).isEqualTo(-2f);
    }

    @Test
    void sortsNamesByTheirUtf8Bytes() throws IOException {
        String pair = "\ud83d\ude00";
        String beyondSurrogates = "\uff5e";
        byte[] file = FloatTensor.encode(Map.of(pair, FloatTensor.of(4), beyondSurrogates, FloatTensor.of(3),
                "ab", FloatTensor.of(2), "a", FloatTensor.of(1)));

        assertThat(header(file)).containsSubsequence("\"a\":", "\"ab\":",
                "\"" + beyondSurrogates + "\":", "\"" + pair + "\":");
        assertThat(FloatTensor.decode(new MemorySource(file)).keySet())
                .containsExactly("a", "ab", beyondSurrogates, pair);
    }

    @Test
    void escapesOnlyWhatJsonDemands() {
        byte[] file = FloatTensor.encode(Map.of("\"\\/\n\t\r\b\f\u0001\u007fä", FloatTensor.of()));

        assertThat(header(file)).startsWith("{\"\\\"\\\\/\\n\\t\\r\\b\\f\\u0001\u007fä\":{\"dtype\":\"F32\"");
    }

    @Test
    void padsTheHeaderToAMultipleOfEight() {
        for (int length = 1; length < 10; length++) {
            byte[] file = FloatTensor.encode(Map.of("n".repeat(length), FloatTensor.of(1)));

            assertThat((file.length - 4) % 8).isZero();
            assertThat(header(file).stripTrailing()).endsWith("[0,4]}}");
        }
    }

    @Test
    void writesAFileWithoutTensors() throws IOException {
        byte[] file = FloatTensor.encode(Map.of());

        assertThat(file).isEqualTo("\10\0\0\0\0\0\0\0{}      ".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(FloatTensor.decode(new MemorySource(file))).isEmpty();
    }

    @Test
    void keepsScalarsAndEmptyTensors() throws IOException {
        Map<String, FloatTensor> tensors = Map.of("scalar", new FloatTensor(Shape.of(), new float[] {5}),
                "empty", new FloatTensor(Shape.of(3, 0), new float[0]), "zero", FloatTensor.of(-0f));

        assertThat(FloatTensor.decode(new MemorySource(FloatTensor.encode(tensors)))).isEqualTo(tensors);
    }

    @Test
    void bringsDataInAnyOrderIntoOneForm() throws IOException {
        String header = "{\"__metadata__\":{\"format\":\"pt\"}, " + RawFile.tensor("b", "F32", "[1]", 0, 4) + " ,\n"
                + RawFile.tensor("a", "U8", "[2]", 4, 6) + "}";
        MemorySink out = new MemorySink();

        TensorFiles.canonicalize(RawFile.of(header.getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3, 4, 5, 6}), out,
                Limits.DEFAULT);

        String expected = "{"
                + RawFile.tensor("a", "U8", "[2]", 0, 2) + "," + RawFile.tensor("b", "F32", "[1]", 2, 6) + "}";
        assertThat(header(out.bytes()).stripTrailing()).isEqualTo(expected);
        assertThat(out.bytes()).endsWith(5, 6, 1, 2, 3, 4);
    }

    @Test
    void refusesToWriteNamesThatNoFileCanHold() {
        assertThatThrownBy(() -> FloatTensor.encode(Map.of("__metadata__", FloatTensor.of(1))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'__metadata__'");
        assertThatThrownBy(() -> FloatTensor.encode(Map.of("\ud83d", FloatTensor.of(1))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("\\ud83d");
    }

    @Test
    void refusesDataOutOfTurnTooLongOrMissing() throws IOException {
        Layout layout = Layout.of(Map.of("a", TensorType.float32(1), "b", TensorType.float32(1)));
        TensorWriter writer = new TensorWriter(new MemorySink(), layout);

        assertThatThrownBy(() -> writer.write("b", ByteBuffer.allocate(4))).hasMessageContaining("4 of 'a' are due");
        assertThatThrownBy(() -> writer.write("a", ByteBuffer.allocate(5))).hasMessageContaining("4 of 'a' are due");
        assertThatThrownBy(writer::finish).hasMessage("4 bytes of tensor 'a' were never written");
        writer.write("a", ByteBuffer.allocate(3));
        writer.write("a", ByteBuffer.allocate(1));
        writer.write("b", ByteBuffer.allocate(4));
        writer.finish();
        assertThatThrownBy(() -> writer.write("b", ByteBuffer.allocate(1))).hasMessageContaining("nothing is due");
    }

    private static String header(byte[] file) {
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return new String(file, 8, length, StandardCharsets.UTF_8);
    }
}
