package consort.worker.task;

import consort.trainer.protocol.TrainerTask;
import consort.worker.cache.ModelCache;
import consort.worker.session.Assignment;
import consort.worker.session.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a task's files are: the model in the cache, the data of the site, the trainer's output in a folder of its own. */
final class TaskFiles {

    private final ModelCache cache;
    private final Map<String, Path> data;
    private final Path outputs;

    /** Empties the folder of outputs, which no earlier process can still need. */
    TaskFiles(ModelCache cache, Map<String, Path> data, Path outputs) throws IOException {
        this.cache = cache;
        this.data = Map.copyOf(data);
        this.outputs = Files.createDirectories(outputs.toAbsolutePath());
        try (Stream<Path> old = Files.list(this.outputs)) {
            for (Path file : old.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    Path model(Assignment assignment) throws IOException {
        return cache.find(assignment.model()).map(Path::toAbsolutePath)
                .orElseThrow(() -> new NoSuchFileException("the model " + assignment.model() + " left the cache"));
    }

    Path output(long lease) {
        return outputs.resolve("lease-" + lease + ".safetensors");
    }

    void dropOutput(long lease) throws IOException {
        Files.deleteIfExists(output(lease));
    }

    TrainerTask task(Assignment assignment) throws IOException {
        String id = "lease-" + assignment.lease();
        Path shard = data.get(assignment.data());
        return assignment.kind() == TaskKind.TRAIN
                ? new TrainerTask.Train(id, model(assignment), shard, output(assignment.lease()), assignment.steps(),
                        assignment.seed(), assignment.settings(), Optional.empty())
                : new TrainerTask.Evaluate(id, model(assignment), shard, assignment.settings());
    }
}
