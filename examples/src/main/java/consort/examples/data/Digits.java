package consort.examples.data;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;

/** The 1,797 handwritten digits (8 x 8 pixels) shipped in {@code examples/data/digits}; the notice stands beside them. */
public final class Digits {

    private static final String SHA256 = "46abec6b12486ad9e51943373abcf22bbea1b5a51a1619b361570d8893f1464a";
    private static final int SIDE = 8;
    private static final int TEST_COUNT = 397;
    /** The published file has no test part; this fixed seed makes one, the same for everybody. */
    private static final long SPLIT_SEED = 1797;

    private Digits() {}

    /**
     * Reads {@code digits.csv.gz} and splits it into 1,400 training and 397 test images.
     *
     * @throws DataException if the file's SHA-256 is another than that of the shipped one
     */
    public static DataSet read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Pins.require(file.toString(), bytes, SHA256);
        LabeledImages all = parse(bytes);
        int[] order = Shuffle.order(all.count(), new SplittableRandom(SPLIT_SEED));
        int trainCount = all.count() - TEST_COUNT;
        return new DataSet(
                all.select(Arrays.copyOfRange(order, 0, trainCount)),
                all.select(Arrays.copyOfRange(order, trainCount, all.count())),
                "shipped with Consort, BSD-3");
    }

    private static LabeledImages parse(byte[] gzipped) throws IOException {
        List<String> lines;
        try (var reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(gzipped)), StandardCharsets.US_ASCII))) {
            lines = reader.lines().toList();
        }
        byte[] pixels = new byte[lines.size() * SIDE * SIDE];
        byte[] labels = new byte[lines.size()];
        for (int i = 0; i < lines.size(); i++) {
            String[] fields = lines.get(i).split(",");
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                int ink = Integer.parseInt(fields[pixel]);
                pixels[i * SIDE * SIDE + pixel] = (byte) (ink * 255 / 16);
            }
            labels[i] = Byte.parseByte(fields[SIDE * SIDE]);
        }
        return new LabeledImages(SIDE, SIDE, pixels, labels);
    }
}
