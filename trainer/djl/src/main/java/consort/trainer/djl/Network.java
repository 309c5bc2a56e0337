package consort.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A classifier of square gray images into ten classes, as a function of its parameters. Names, shapes and the order of
 * flattening are those of the same network in PyTorch.
 */
enum Network {

    /** For 28x28 pixels: two convolutions of 3x3, each with ReLU and 2x2 maximum, then two linear layers. */
    FASHION_CNN("fashion-cnn", 28) {
        @Override
        Map<String, Shape> parameters() {
            var shapes = new LinkedHashMap<String, Shape>();
            shapes.put("conv1.weight", new Shape(8, 1, 3, 3));
            shapes.put("conv1.bias", new Shape(8));
            shapes.put("conv2.weight", new Shape(16, 8, 3, 3));
            shapes.put("conv2.bias", new Shape(16));
            shapes.put("fc1.weight", new Shape(64, 16 * 7 * 7));
            shapes.put("fc1.bias", new Shape(64));
            shapes.put("fc2.weight", new Shape(CLASSES, 64));
            shapes.put("fc2.bias", new Shape(CLASSES));
            return shapes;
        }

        @Override
        NDArray logits(Map<String, NDArray> parameters, NDArray images) {
            NDArray x = images;
            for (String layer : new String[] {"conv1", "conv2"}) {
                x = Activation.relu(Conv2d.conv2d(x, parameters.get(layer + ".weight"), parameters.get(layer + ".bias"),
                        new Shape(1, 1), new Shape(1, 1), new Shape(1, 1)).singletonOrThrow());
                x = Pool.maxPool2d(x, new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false);
            }
            x = Activation.relu(linear(parameters, "fc1", x.flatten(1, -1)));
            return linear(parameters, "fc2", x);
        }
    },

    /** For 8x8 pixels: one hidden layer of 32. */
    DIGITS_MLP("digits-mlp", 8) {
        @Override
        Map<String, Shape> parameters() {
            var shapes = new LinkedHashMap<String, Shape>();
            shapes.put("fc1.weight", new Shape(32, 8 * 8));
            shapes.put("fc1.bias", new Shape(32));
            shapes.put("fc2.weight", new Shape(CLASSES, 32));
            shapes.put("fc2.bias", new Shape(CLASSES));
            return shapes;
        }

        @Override
        NDArray logits(Map<String, NDArray> parameters, NDArray images) {
            return linear(parameters, "fc2", Activation.relu(linear(parameters, "fc1", images.flatten(1, -1))));
        }
    };

    static final int CLASSES = 10;

    private final String optionName;
    private final int side;

    Network(String optionName, int side) {
        this.optionName = optionName;
        this.side = side;
    }

    static Optional<Network> named(String name) {
        return Arrays.stream(values()).filter(network -> network.optionName.equals(name)).findFirst();
    }

    /** As in {@code --model}. */
    String optionName() {
        return optionName;
    }

    /** Pixels of a row and of a column. */
    int side() {
        return side;
    }

    /** Names and shapes, first layer first; all float32. */
    abstract Map<String, Shape> parameters();

    /**
     * @param images (batch, 1, side, side)
     * @return (batch, classes)
     */
    abstract NDArray logits(Map<String, NDArray> parameters, NDArray images);

    private static NDArray linear(Map<String, NDArray> parameters, String layer, NDArray input) {
        return Linear.linear(input, parameters.get(layer + ".weight"), parameters.get(layer + ".bias")).singletonOrThrow();
    }
}
