package consort.trainer.djl;

import ai.djl.ndarray.types.Shape;
import consort.model.tensor.FloatTensor;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Draws the parameters of a new model: uniform in +-1/sqrt(fan in) for a layer's weights and its bias, which is how PyTorch
 * begins linear and convolution layers. The numbers come from Java's own generator, so a seed means the same model on
 * every machine and engine.
 */
final class InitialModel {

    private InitialModel() {
    }

    static Map<String, FloatTensor> draw(Network network, long seed) {
        var random = new SplittableRandom(seed);
        var tensors = new TreeMap<String, FloatTensor>();
        double bound = 0;
        for (Map.Entry<String, Shape> parameter : network.parameters().entrySet()) {
            Shape shape = parameter.getValue();
            if (shape.dimension() > 1) {
                // A bias follows its weight and has the same bound.
                bound = 1 / Math.sqrt(shape.slice(1).size());
            }
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
            tensors.put(parameter.getKey(), new FloatTensor(consort.model.tensor.Shape.of(shape.getShape()), values));
        }
        return tensors;
    }
}
