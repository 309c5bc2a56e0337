package consort.trainer.protocol;

import consort.model.tensor.Layout;
import consort.model.tensor.Limits;
import consort.model.tensor.TensorFile;
import consort.model.tensor.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The file a task leaves behind. */
final class TaskOutput {

    private static final int BUFFER_BYTES = 1 << 20;

    private TaskOutput() {
    }

    /** Removes an older output, which must not be taken for this task's. */
    static void prepare(TrainerTask task) throws TrainerFailure {
        Optional<Path> output = output(task);
        if (output.isPresent()) {
            try {
                Files.deleteIfExists(output.get());
            } catch (IOException e) {
                throw new TrainerFailure(FailureReason.NOT_STARTED, "cannot remove the old output " + output.get());
            }
        }
    }

    /** Refuses an output that is missing, invalid, not finite, or laid out unlike the model it came from. */
    static void check(TrainerTask task) throws TrainerFailure {
        switch (task) {
            case TrainerTask.Initialize initialize -> check(initialize.output(), Optional.empty());
            case TrainerTask.Train train -> check(train.output(), Optional.of(train.model()));
            case TrainerTask.Evaluate _ -> { }
        }
    }

    private static Optional<Path> output(TrainerTask task) {
        return switch (task) {
            case TrainerTask.Initialize initialize -> Optional.of(initialize.output());
            case TrainerTask.Train train -> Optional.of(train.output());
            case TrainerTask.Evaluate _ -> Optional.empty();
        };
    }

    private static void check(Path output, Optional<Path> model) throws TrainerFailure {
        try (TensorFile file = TensorFile.open(output, Limits.DEFAULT)) {
            if (file.layout().elements() == 0) {
                throw wrong("the trainer wrote a model without tensors");
            }
            if (model.isPresent()) {
                checkLayout(file.layout(), model.get());
            }
            checkFinite(file);
        } catch (NoSuchFileException e) {
            throw wrong("the trainer said done but wrote no file " + output);
        } catch (IOException e) {
            throw wrong("the trainer's output is no valid model: " + Clip.text(String.valueOf(e.getMessage())));
        }
    }

    private static void checkLayout(Layout found, Path model) throws IOException, TrainerFailure {
        try (TensorFile original = TensorFile.open(model, Limits.DEFAULT)) {
            Optional<String> difference = found.differenceFrom(original.layout());
            if (difference.isPresent()) {
                throw wrong("the trainer's output differs from the model it was given: " + difference.get());
            }
        }
    }

    private static void checkFinite(TensorFile file) throws IOException, TrainerFailure {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<String, TensorInfo> tensor : file.header().tensors().entrySet()) {
            TensorInfo info = tensor.getValue();
            for (long at = 0; at < info.bytes(); at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, info.bytes() - at));
                file.read(tensor.getKey(), at, buffer);
                if (!Finite.all(info.dtype(), buffer.flip())) {
                    throw new TrainerFailure(FailureReason.NOT_FINITE,
                            "the trainer's tensor " + Clip.text(tensor.getKey()) + " holds NaN or infinity");
                }
            }
        }
    }

    private static TrainerFailure wrong(String text) {
        return new TrainerFailure(FailureReason.WRONG_TENSORS, text);
    }
}
