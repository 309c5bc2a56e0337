package consort.trainer.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum on one map of parameters, which it changes in place:
 * {@code v = momentum * v + gradient; w = w - rate * v}, v beginning at zero with every task.
 */
final class Training {

    private final Network network;
    private final Map<String, NDArray> parameters;
    private final Map<String, NDArray> velocities = new LinkedHashMap<>();
    private final Settings settings;
    private final Loss loss = Loss.softmaxCrossEntropyLoss();

    /** @param parameters arrays of a manager that outlives this training */
    Training(Network network, Map<String, NDArray> parameters, Settings settings) {
        this.network = network;
        this.parameters = parameters;
        this.settings = settings;
        parameters.forEach((name, array) -> {
            velocities.put(name, array.zerosLike());
            array.setRequiresGradient(true);
        });
    }

    /** Makes one step and returns the batch's mean loss before it. */
    float step(Batch batch, NDManager manager) {
        float value;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray logits = network.logits(parameters, batch.images(manager));
            NDArray mean = loss.evaluate(new NDList(batch.labels(manager)), new NDList(logits));
            collector.backward(mean);
            value = mean.getFloat();
        }
        parameters.forEach((name, array) -> {
            try (NDArray gradient = array.getGradient(); NDArray move = descend(velocities.get(name), gradient)) {
                array.subi(move);
                gradient.muli(0);
            }
        });
        return value;
    }

    private NDArray descend(NDArray velocity, NDArray gradient) {
        return velocity.muli(settings.momentum()).addi(gradient).mul(settings.learningRate());
    }
}
