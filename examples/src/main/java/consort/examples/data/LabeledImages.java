package consort.examples.data;

import java.util.Arrays;

/**
 * Grayscale images of one size, each with a class label.
 *
 * @param rows   pixels down
 * @param columns pixels across
 * @param pixels one byte a pixel (0 black, 255 white), row by row, image after image
 * @param labels one byte an image, 0 to 9
 */
public record LabeledImages(int rows, int columns, byte[] pixels, byte[] labels) {

    /** How many classes every set of this package has. */
    public static final int CLASSES = 10;

    public LabeledImages {
        if (rows < 1 || columns < 1 || pixels.length != Math.multiplyExact(labels.length, rows * columns)) {
            throw new IllegalArgumentException("%d labels do not fit %d pixels of %d x %d images"
                    .formatted(labels.length, pixels.length, rows, columns));
        }
        for (byte label : labels) {
            if (label < 0 || label >= CLASSES) {
                throw new IllegalArgumentException("label " + label + " is not one of 0 to 9");
            }
        }
    }

    /** How many images there are. */
    public int count() {
        return labels.length;
    }

    /** The images at these positions, in this order. */
    public LabeledImages select(int... indices) {
        int size = rows * columns;
        byte[] chosenPixels = new byte[indices.length * size];
        byte[] chosenLabels = new byte[indices.length];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(pixels, indices[i] * size, chosenPixels, i * size, size);
            chosenLabels[i] = labels[indices[i]];
        }
        return new LabeledImages(rows, columns, chosenPixels, chosenLabels);
    }

    /** How many images each class has. */
    public int[] countByLabel() {
        int[] counts = new int[CLASSES];
        for (byte label : labels) {
            counts[label]++;
        }
        return counts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabeledImages that && rows == that.rows && columns == that.columns
                && Arrays.equals(pixels, that.pixels) && Arrays.equals(labels, that.labels);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(pixels) + Arrays.hashCode(labels);
    }

    @Override
    public String toString() {
        return count() + " images of " + rows + " x " + columns;
    }
}
