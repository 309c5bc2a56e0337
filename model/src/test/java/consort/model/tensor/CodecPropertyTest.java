package consort.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CodecPropertyTest {
    private static final Limits SMALL = new Limits(1 << 16, 64, 512, 8);
    private static final String SYNTAX = "9{}[],:\"-e\\u";

    @Property(tries = 300)
    void whatIsWrittenIsRead(@ForAll("layouts") Layout layout, @ForAll Random random) throws IOException {
        Map<String, byte[]> data = randomData(layout, random);

        TensorFile file = TensorFile.of(new MemorySource(write(layout, data)), Limits.DEFAULT);

        assertThat(file.layout()).isEqualTo(layout);
        for (String name : layout.names()) {
            byte[] bytes = new byte[data.get(name).length];
            int split = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            file.read(name, 0, ByteBuffer.wrap(bytes, 0, split));
            file.read(name, split, ByteBuffer.wrap(bytes, split, bytes.length - split));
            assertThat(bytes).isEqualTo(data.get(name));
        }
    }

    @Property(tries = 300)
    void anyOrderOfDataHasTheSameCanonicalBytes(@ForAll("layouts") Layout layout, @ForAll Random random)
            throws IOException {
        Map<String, byte[]> data = randomData(layout, random);
        byte[] canonical = write(layout, data);

        MemorySink fromShuffled = new MemorySink();
        TensorFiles.canonicalize(shuffled(layout, data, random), fromShuffled, Limits.DEFAULT);
        MemorySink again = new MemorySink();
        TensorFiles.canonicalize(new MemorySource(canonical), again, Limits.DEFAULT);

        assertThat(fromShuffled.bytes()).isEqualTo(canonical);
        assertThat(again.bytes()).isEqualTo(canonical);
    }

    @Property(tries = 3000)
    void aCorruptFileIsReadOrRefusedAndNothingElse(@ForAll("layouts") Layout layout, @ForAll Random random)
            throws IOException {
        byte[] file = write(layout, randomData(layout, random));
        byte[] corrupt = corrupted(file, random);
        try {
            TensorFile read = TensorFile.of(new MemorySource(corrupt), SMALL);
            for (TensorInfo info : read.header().tensors().values()) {
                assertThat(info.offset() + info.bytes()).isLessThanOrEqualTo(corrupt.length);
            }
            TensorFiles.canonicalize(new MemorySource(corrupt), new MemorySink(), SMALL);
        } catch (TensorFormatException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1000);
        }
    }

    @Property(tries = 1000)
    void namesAreOrderedByTheirUtf8Bytes(@ForAll("names") String a, @ForAll("names") String b) {
        int byBytes = Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

        assertThat(Integer.signum(NameOrder.UTF8.compare(a, b))).isEqualTo(Integer.signum(byBytes));
    }

    @Provide
    Arbitrary<Layout> layouts() {
        Arbitrary<TensorType> types = Combinators.combine(Arbitraries.of(DType.values()),
                        Arbitraries.longs().between(0, 5).list().ofMaxSize(4))
                .as((dtype, dims) -> new TensorType(dtype, new Shape(dims)));
        return Arbitraries.maps(names(), types).ofMaxSize(8).map(Layout::of);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("ab.\"\\\n\u00e4\uffff").ofMaxLength(12),
                Arbitraries.strings().withChars("a\uff5e").ofMaxLength(3).map(name -> name + "\ud83d\ude00"));
    }

    private static Map<String, byte[]> randomData(Layout layout, Random random) {
        Map<String, byte[]> data = new TreeMap<>();
        layout.tensors().forEach((name, type) -> {
            byte[] bytes = new byte[(int) type.bytes()];
            random.nextBytes(bytes);
            data.put(name, bytes);
        });
        return data;
    }

    private static byte[] write(Layout layout, Map<String, byte[]> data) throws IOException {
        MemorySink sink = new MemorySink();
        TensorWriter writer = new TensorWriter(sink, layout);
        for (String name : layout.names()) {
            writer.write(name, ByteBuffer.wrap(data.get(name)));
        }
        writer.finish();
        return sink.bytes();
    }

    /// The same tensors with header and data in independent random orders.
    private static MemorySource shuffled(Layout layout, Map<String, byte[]> data, Random random) throws IOException {
        List<String> names = new ArrayList<>(layout.names());
        Collections.shuffle(names, random);
        MemorySink laid = new MemorySink();
        List<String> entries = new ArrayList<>();
        long at = 0;
        for (String name : names) {
            TensorType type = layout.type(name);
            entries.add(RawFile.tensor(escaped(name), type.dtype().name(), type.shape().toString(), at,
                    at + type.bytes()));
            laid.write(ByteBuffer.wrap(data.get(name)));
            at += type.bytes();
        }
        Collections.shuffle(entries, random);
        String header = entries.stream().collect(Collectors.joining(" , ", "{", "}\n"));
        return RawFile.of(header.getBytes(StandardCharsets.UTF_8), laid.bytes());
    }

    private static String escaped(String name) {
        return name.chars().mapToObj(c -> String.format("\\u%04X", c)).collect(Collectors.joining());
    }

    /// Flips, cuts, inserts or moves a few bytes, most often in the header, now and then in its length.
    private static byte[] corrupted(byte[] file, Random random) {
        byte[] bytes = file.clone();
        for (int change = random.nextInt(1, 4); change > 0; change--) {
            int at = random.nextInt(10) == 0
                    ? random.nextInt(8)
                    : random.nextInt(Math.min(8, bytes.length), bytes.length + 1);
            bytes = switch (random.nextInt(4)) {
                case 0 -> spliced(bytes, at, Math.min(bytes.length, at + 1), new byte[] {(byte) random.nextInt()});
                case 1 -> spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(8)), new byte[0]);
                case 2 -> spliced(bytes, at, at, SYNTAX.substring(random.nextInt(SYNTAX.length())).getBytes(StandardCharsets.UTF_8));
                default -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length));
            };
            if (random.nextBoolean() && bytes.length >= 8) {
                long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong() + bytes.length - file.length;
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
        ByteBuffer joined = ByteBuffer.allocate(bytes.length - (to - from) + with.length);
        return joined.put(bytes, 0, from).put(with).put(bytes, to, bytes.length - to).array();
    }
}
