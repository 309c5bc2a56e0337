package consort.trainer.djl;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/**
 * The labeled images of a data folder, one byte a pixel.
 *
 * @param pixels image after image, row by row
 * @param labels 0 to 9
 */
record Shard(int side, byte[] pixels, byte[] labels) {

    private static final String IMAGES = "images-idx3-ubyte";
    private static final String LABELS = "labels-idx1-ubyte";

    /**
     * Reads a folder with {@code images-idx3-ubyte} and {@code labels-idx1-ubyte}, each plain or with {@code .gz}.
     *
     * @param side what the images must have
     * @throws IOException if a file is missing or does not fit
     */
    static Shard read(Path folder, int side) throws IOException {
        IdxFile images = IdxFile.read(folder, IMAGES);
        IdxFile labels = IdxFile.read(folder, LABELS);
        int[] dimensions = images.dimensions();
        if (dimensions.length != 3 || dimensions[1] != side || dimensions[2] != side) {
            throw new IOException("the images in " + folder + " are not of " + side + "x" + side + " pixels");
        }
        if (dimensions[0] == 0 || labels.dimensions().length != 1 || labels.data().length != dimensions[0]) {
            throw new IOException(folder + " holds " + dimensions[0] + " images and " + labels.data().length
                    + " labels: it needs as many of each, and one at least");
        }
        for (byte label : labels.data()) {
            if (label < 0 || label >= Network.CLASSES) {
                throw new IOException(folder + " holds the label " + (label & 0xFF) + ", above 9");
            }
        }
        return new Shard(side, images.data(), labels.data());
    }

    int samples() {
        return labels.length;
    }

    /** Appends one image to a buffer, its pixels between -0.5 and 0.5. */
    void put(int sample, FloatBuffer images) {
        int size = side * side;
        for (int i = sample * size; i < (sample + 1) * size; i++) {
            images.put((pixels[i] & 0xFF) / 255f - 0.5f);
        }
    }
}
