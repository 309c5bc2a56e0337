package consort.examples.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The idx format of MNIST: a big-endian magic number (unsigned bytes, then the number of dimensions), the dimensions,
 * the data. A shard is a folder with the two files named here.
 */
public final class Idx {

    /** The images of a shard. */
    public static final String IMAGES = "images-idx3-ubyte";
    /** The labels of a shard. */
    public static final String LABELS = "labels-idx1-ubyte";

    private static final int IMAGES_MAGIC = 0x0803;
    private static final int LABELS_MAGIC = 0x0801;

    private Idx() {}

    /**
     * Reads one set from the bytes of its two files.
     *
     * @throws DataException if they are not idx files of one and the same set
     */
    public static LabeledImages decode(byte[] images, byte[] labels) {
        ByteBuffer imageFile = ByteBuffer.wrap(images);
        ByteBuffer labelFile = ByteBuffer.wrap(labels);
        require(images.length >= 16 && imageFile.getInt() == IMAGES_MAGIC, "the images are not an idx3-ubyte file");
        require(labels.length >= 8 && labelFile.getInt() == LABELS_MAGIC, "the labels are not an idx1-ubyte file");
        int count = imageFile.getInt();
        int rows = imageFile.getInt();
        int columns = imageFile.getInt();
        require(count == labelFile.getInt(), "images and labels differ in number");
        require(count >= 0 && rows > 0 && columns > 0 && (long) count * rows * columns == imageFile.remaining(),
                "the images' file does not have the length its head states");
        require(count == labelFile.remaining(), "the labels' file does not have the length its head states");
        byte[] pixels = new byte[imageFile.remaining()];
        byte[] classes = new byte[count];
        imageFile.get(pixels);
        labelFile.get(classes);
        return new LabeledImages(rows, columns, pixels, classes);
    }

    /** Writes a shard into a folder, which is created if need be. */
    public static void writeShard(Path folder, LabeledImages set) throws IOException {
        Files.createDirectories(folder);
        ByteBuffer images = ByteBuffer.allocate(16 + set.pixels().length)
                .putInt(IMAGES_MAGIC).putInt(set.count()).putInt(set.rows()).putInt(set.columns()).put(set.pixels());
        ByteBuffer labels = ByteBuffer.allocate(8 + set.count())
                .putInt(LABELS_MAGIC).putInt(set.count()).put(set.labels());
        Files.write(folder.resolve(IMAGES), images.array());
        Files.write(folder.resolve(LABELS), labels.array());
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new DataException(otherwise);
        }
    }
}
