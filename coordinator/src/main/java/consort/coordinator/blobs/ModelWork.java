package consort.coordinator.blobs;

import consort.coordinator.core.Effect;
import consort.coordinator.core.Event;
import consort.coordinator.core.Event.AggregationResult;
import consort.coordinator.core.Event.ModelFacts;
import consort.coordinator.core.Event.ModelVerdict;
import consort.coordinator.core.Event.UpdateVerdict;
import consort.model.aggregate.AggregationException;
import consort.model.aggregate.AggregationInput;
import consort.model.aggregate.AggregationRule;
import consort.model.aggregate.Lanes;
import consort.model.sum.Scales;
import consort.model.tensor.Layout;
import consort.model.tensor.LayoutException;
import consort.model.tensor.Limits;
import consort.model.tensor.TensorFile;
import consort.model.tensor.TensorFormatException;
import consort.model.update.ModelCheck;
import consort.model.update.Trainable;
import consort.model.update.UpdateCheck;
import consort.model.update.UpdateRules;
import consort.model.update.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The work with tensors that the core asks for, done off the loop: checks and the sum. Memory is a few slices, whatever
 * the size of a model. May be called by several threads at once. That something is
 * not stored is a result; an {@link IOException} means that the disk failed.
 */
public final class ModelWork {

    private static final Limits LIMITS = Limits.DEFAULT;
    private static final int MAX_DETAIL = 300;

    private final BlobStore blobs;
    private final Lanes lanes;

    public ModelWork(BlobStore blobs, Lanes lanes) {
        this.blobs = blobs;
        this.lanes = lanes;
    }

    /** Checks the model that a job is to start from. */
    public Event.ModelChecked check(Effect.CheckModel effect) throws IOException {
        return new Event.ModelChecked(effect.ticket(), effect.job(), effect.purpose(), judge(effect));
    }

    private ModelVerdict judge(Effect.CheckModel effect) throws IOException {
        blobs.claim(effect.model());
        try (BlobSource model = BlobSource.open(blobs, effect.model())) {
            Trainable trainable = Trainable.of(effect.trainable());
            Optional<String> fault = ModelCheck.problem(model, trainable, LIMITS);
            if (fault.isPresent()) {
                return new ModelVerdict.Unfit(fault.get());
            }
            Layout layout = layout(model);
            Layout trained = trainable.select(layout);
            scales(effect.scales()).requireNamesIn(trained);
            return new ModelVerdict.Fit(new ModelFacts(layout.fileBytes(), trained.fileBytes(),
                    layout.dataBytes() + trained.dataBytes()));
        } catch (NoSuchFileException absent) {
            return new ModelVerdict.Unfit("model " + effect.model() + " is not stored; submit with --model FILE");
        } catch (TensorFormatException | LayoutException e) {
            return new ModelVerdict.Unfit(e.getMessage());
        }
    }

    /** Checks one update. */
    public Event.UpdateChecked check(Effect.CheckUpdate effect) throws IOException {
        return new Event.UpdateChecked(effect.worker(), effect.seq(), judge(effect));
    }

    private UpdateVerdict judge(Effect.CheckUpdate effect) throws IOException {
        try {
            return judgeStored(effect);
        } catch (NoSuchFileException absent) {
            absent(effect.update());
            absent(effect.model());
            return new UpdateVerdict.Missing();
        }
    }

    private UpdateVerdict judgeStored(Effect.CheckUpdate effect) throws IOException {
        if (!blobs.claim(effect.update())) {
            return new UpdateVerdict.Missing();
        }
        try (BlobSource update = BlobSource.open(blobs, effect.update())) {
            if (update.size() > effect.maxBytes()) {
                return new UpdateVerdict.Unfit("too-large",
                        "the update has " + update.size() + " bytes; the job takes at most " + effect.maxBytes());
            }
            return switch (UpdateCheck.check(update, rules(effect))) {
                case Verdict.Accepted accepted -> new UpdateVerdict.Fit(accepted.normMillionths());
                case Verdict.Refused refused -> new UpdateVerdict.Unfit(refused.reason().code(), shortened(refused.text()));
            };
        }
    }

    private UpdateRules rules(Effect.CheckUpdate effect) throws IOException {
        try (BlobSource model = BlobSource.open(blobs, effect.model())) {
            return new UpdateRules(Trainable.of(effect.trainable()).select(layout(model)), scales(effect.scales()),
                    effect.maxNormMillionths(), LIMITS);
        } catch (LayoutException | TensorFormatException e) {
            throw new IOException("model " + effect.model() + " was checked before and is unfit now: " + e.getMessage(), e);
        }
    }

    /** Looks whether a run's model is stored. */
    public Event.ModelLookedFor find(Effect.FindModel effect) throws IOException {
        return new Event.ModelLookedFor(effect.run(), effect.model(), !absent(effect.model()));
    }

    /** Whether a blob is not there. One whose file was deleted by others is taken off the store's list, so that it can be sent again. */
    private boolean absent(String digest) throws IOException {
        try {
            blobs.read(digest, 0, ByteBuffer.allocate(1));
            return blobs.size(digest).isEmpty();
        } catch (NoSuchFileException absent) {
            blobs.delete(digest);
            return true;
        }
    }

    /** Sums a round. The same updates give the same model, however often this is done. */
    public Event.Aggregated aggregate(Effect.Aggregate effect) throws IOException {
        return new Event.Aggregated(effect.run(), effect.round(), sum(effect));
    }

    private AggregationResult sum(Effect.Aggregate effect) throws IOException {
        try {
            return sumStored(effect);
        } catch (NoSuchFileException absent) {
            return new AggregationResult.Failed(missing(effect));
        }
    }

    private String missing(Effect.Aggregate effect) throws IOException {
        if (absent(effect.previous())) {
            return "the model " + effect.previous() + " is not stored";
        }
        for (Effect.Addend addend : effect.updates()) {
            if (absent(addend.update())) {
                return "the update " + addend.update() + ", which was accepted, is not stored any more";
            }
        }
        return "a file vanished while the updates were summed";
    }

    private AggregationResult sumStored(Effect.Aggregate effect) throws IOException {
        Optional<String> damaged = damaged(effect);
        if (damaged.isPresent()) {
            return new AggregationResult.Failed(damaged.get());
        }
        try (RoundBlobs round = RoundBlobs.open(blobs, effect)) {
            return sum(effect, round);
        }
    }

    private AggregationResult sum(Effect.Aggregate effect, RoundBlobs round) throws IOException {
        AggregationInput input = new AggregationInput(
                round.previous(), round.updates(), Trainable.of(effect.trainable()), scales(effect.scales()), LIMITS);
        // The next model is the canonical file of the same tensors: never larger than the previous one plus its header.
        try (BlobStore.Writer writer = blobs.write(round.previous().size() + LIMITS.maxHeaderBytes())) {
            long[] bytes = new long[1];
            AggregationRule.of(effect.rule()).aggregate(input, part -> {
                bytes[0] += part.remaining();
                write(writer, part);
            }, lanes);
            return new AggregationResult.Done(writer.commit(), bytes[0]);
        } catch (BlobRefusedException e) {
            return new AggregationResult.Failed(e.getMessage());
        } catch (AggregationException | LayoutException | TensorFormatException e) {
            return new AggregationResult.Failed(shortened(e.getMessage()));
        }
    }

    /** Names what the disk gives back otherwise than it was stored: it must not become part of a model. */
    private Optional<String> damaged(Effect.Aggregate effect) throws IOException {
        List<String> read = Stream.concat(Stream.of(effect.previous()), effect.updates().stream().map(Effect.Addend::update)).toList();
        return Integrity.damaged(blobs, read, lanes.executor()).stream().findFirst()
                .map(digest -> (digest.equals(effect.previous()) ? "the model " : "the update ") + digest
                        + " is damaged: its file has other bytes than were stored; look after the disk, and put the file back from a copy");
    }

    private static void write(BlobStore.Writer writer, ByteBuffer part) throws IOException {
        try {
            writer.write(part);
        } catch (BlobRefusedException e) {
            throw new IOException("the next model is larger than the one before: " + e.getMessage(), e);
        }
    }

    private static Layout layout(BlobSource model) throws IOException {
        return TensorFile.of(model, LIMITS).layout();
    }

    private static Scales scales(Map<String, Integer> shifts) {
        return Scales.of(Scales.DEFAULT_SHIFT, shifts);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL - 1) + "…";
    }
}
