package consort.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.loss.Loss;
import java.util.Map;

/**
 * What a model makes of all samples of a shard.
 *
 * @param lossSum over the samples
 */
record Evaluation(int samples, double lossSum, int right) {

    static final int BATCH_SIZE = 256;

    static Evaluation of(Network network, Map<String, NDArray> parameters, Shard shard, Batch batch, NDManager manager) {
        double lossSum = 0;
        int right = 0;
        Loss loss = Loss.softmaxCrossEntropyLoss();
        for (int first = 0; first < shard.samples(); first += BATCH_SIZE) {
            batch.clear();
            for (int i = first; i < Math.min(first + BATCH_SIZE, shard.samples()); i++) {
                batch.add(shard, i);
            }
            try (NDManager local = manager.newSubManager()) {
                NDArray images = batch.images(local);
                NDArray labels = batch.labels(local);
                NDArray logits = network.logits(parameters, images);
                lossSum += (double) batch.samples() * loss.evaluate(new NDList(labels), new NDList(logits)).getFloat();
                right += (int) logits.argMax(1).eq(labels).sum().toLongArray()[0];
            }
        }
        return new Evaluation(shard.samples(), lossSum, right);
    }
}
