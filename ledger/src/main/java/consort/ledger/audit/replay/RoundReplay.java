package consort.ledger.audit.replay;

import consort.ledger.audit.AuditProgress;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RoundManifest;
import consort.model.aggregate.AggregationException;
import consort.model.aggregate.AggregationInput;
import consort.model.aggregate.AggregationRule;
import consort.model.aggregate.Lanes;
import consort.model.aggregate.WeightedUpdate;
import consort.model.sum.Scales;
import consort.model.tensor.ByteSource;
import consort.model.tensor.HashingSink;
import consort.model.tensor.LayoutException;
import consort.model.tensor.Limits;
import consort.model.tensor.TensorFormatException;
import consort.model.update.Trainable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Computes one round's model again. Memory does not grow with the model. */
public final class RoundReplay {

    private final RoundClosed closed;
    private final RoundManifest manifest;
    private final AuditProgress progress;

    /**
     * @param manifest the document that {@code closed} names
     * @param progress is told of the sum
     */
    public RoundReplay(RoundClosed closed, RoundManifest manifest, AuditProgress progress) {
        this.closed = closed;
        this.manifest = manifest;
        this.progress = progress;
    }

    /** @throws IOException when a blob cannot be read, which says nothing about the ledger */
    public Replayed run(ReplayBlobs blobs) throws IOException {
        Optional<ByteSource> previous = blobs.open(manifest.previous());
        List<WeightedUpdate> updates = new ArrayList<>();
        List<String> lacking = new ArrayList<>();
        for (RoundManifest.Update one : manifest.updates()) {
            blobs.open(one.update()).ifPresentOrElse(
                    bytes -> updates.add(new WeightedUpdate(bytes, Math.toIntExact(one.weight()))),
                    () -> lacking.add(one.update()));
        }
        if (previous.isEmpty() || !lacking.isEmpty()) {
            return new Replayed.Lacking(previous.isEmpty(), lacking);
        }
        return compute(new AggregationInput(previous.get(), updates, Trainable.of(manifest.trainable()),
                Scales.of(Scales.DEFAULT_SHIFT, manifest.scales()), Limits.DEFAULT));
    }

    private Replayed compute(AggregationInput input) throws IOException {
        AggregationRule rule;
        try {
            rule = AggregationRule.of(closed.rule());
        } catch (IllegalArgumentException unknown) {
            return new Replayed.UnknownRule(closed.rule());
        }
        long[] bytes = new long[1];
        // As long as the one before it, but for a header of other words.
        long size = input.previousModel().size();
        HashingSink model = new HashingSink(part -> {
            bytes[0] += part.remaining();
            part.position(part.limit());
            progress.come(AuditProgress.Step.SUMMED, Math.min(bytes[0], size), size);
        });
        int lanes = Runtime.getRuntime().availableProcessors();
        try (ExecutorService threads = Executors.newFixedThreadPool(lanes)) {
            rule.aggregate(input, model, Lanes.of(threads, lanes));
        } catch (AggregationException | LayoutException | TensorFormatException unfit) {
            return new Replayed.Unfit(unfit.getMessage());
        }
        String digest = HexFormat.of().formatHex(model.sha256());
        return digest.equals(closed.model()) ? new Replayed.Same(bytes[0]) : new Replayed.Other(digest);
    }
}
