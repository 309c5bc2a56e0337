package consort.trainer.protocol.contract;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Makes small image folders in the layout of {@code docs/trainer.md}: a bright square whose place tells the class, in
 * noise. Any trainer that learns at all learns it.
 */
public final class SampleData {

    /** The idx file of the images. */
    public static final String IMAGES = "images-idx3-ubyte";

    /** The idx file of the labels. */
    public static final String LABELS = "labels-idx1-ubyte";

    private static final int CLASSES = 10;
    private static final int IMAGES_MAGIC = 0x0803;
    private static final int LABELS_MAGIC = 0x0801;

    private SampleData() {
    }

    /**
     * Writes both files into a folder, which is made if it is not there.
     *
     * @param side pixels of a row and of a column, at least 8
     */
    public static void write(Path folder, int side, int samples, long seed) throws IOException {
        var random = new SplittableRandom(seed);
        ByteBuffer images = ByteBuffer.allocate(16 + samples * side * side);
        ByteBuffer labels = ByteBuffer.allocate(8 + samples);
        images.putInt(IMAGES_MAGIC).putInt(samples).putInt(side).putInt(side);
        labels.putInt(LABELS_MAGIC).putInt(samples);
        for (int sample = 0; sample < samples; sample++) {
            int label = random.nextInt(CLASSES);
            labels.put((byte) label);
            draw(images, side, label, random);
        }
        Files.createDirectories(folder);
        Files.write(folder.resolve(IMAGES), images.array());
        Files.write(folder.resolve(LABELS), labels.array());
    }

    private static void draw(ByteBuffer images, int side, int label, SplittableRandom random) {
        int size = side / 4;
        int top = label / 4 * size;
        int left = label % 4 * size;
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                boolean inside = row >= top && row < top + size && column >= left && column < left + size;
                images.put((byte) (random.nextInt(64) + (inside ? 150 : 0)));
            }
        }
    }
}
