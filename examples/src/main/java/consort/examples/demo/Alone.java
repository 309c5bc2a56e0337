package consort.examples.demo;

import consort.trainer.protocol.Progress;
import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.Trainer;
import consort.trainer.protocol.TrainerTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * What an organization would get alone: from the same initial model, with the same trainer and as many steps as each
 * round has, but only on its own data. No coordinator takes part, and nothing is billed.
 *
 * @param test the public test images
 */
record Alone(Recipe recipe, int rounds, Path initialModel, Path test) {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /**
     * @param accuracies after each round's worth of steps, in millionths
     * @param busyMillis device time spent on training
     */
    record Outcome(List<Long> accuracies, long busyMillis) {}

    /**
     * Trains and measures.
     *
     * @param train  the organization's own images
     * @param folder for its models
     * @param seed   of the sampling
     * @param told   receives the accuracy after each round's worth of steps
     */
    Outcome train(Trainer trainer, Path train, Path folder, long seed, Consumer<Long> told)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path model = Files.copy(initialModel, folder.resolve("model.safetensors"), StandardCopyOption.REPLACE_EXISTING);
        Path next = folder.resolve("next.safetensors");
        List<Long> accuracies = new ArrayList<>();
        long busyMillis = 0;
        for (int round = 1; round <= rounds; round++) {
            busyMillis += trained(run(trainer, new TrainerTask.Train("alone-" + round, model, train, next, recipe.steps(),
                    seed + round, recipe.settings(), Optional.empty())));
            Files.move(next, model, StandardCopyOption.REPLACE_EXISTING);
            accuracies.add(evaluated(run(trainer, new TrainerTask.Evaluate("check-" + round, model, test, recipe.settings()))));
            told.accept(accuracies.getLast());
        }
        return new Outcome(accuracies, busyMillis);
    }

    private static TaskOutcome run(Trainer trainer, TrainerTask task) throws InterruptedException {
        Consumer<Progress> unheard = progress -> {};
        try {
            return trainer.run(task, LIMIT, unheard).get();
        } catch (ExecutionException e) {
            throw new DemoFailure("a trainer failed alone: " + e.getCause().getMessage());
        }
    }

    private static long trained(TaskOutcome outcome) {
        if (outcome instanceof TaskOutcome.Trained trained) {
            return trained.busyMillis();
        }
        throw unexpected(outcome);
    }

    private static long evaluated(TaskOutcome outcome) {
        if (outcome instanceof TaskOutcome.Evaluated evaluated) {
            return evaluated.accuracyMillionths();
        }
        throw unexpected(outcome);
    }

    private static DemoFailure unexpected(TaskOutcome outcome) {
        return new DemoFailure(outcome instanceof TaskOutcome.Failed failed
                ? "a trainer failed alone: %s (%s)".formatted(failed.text(), failed.reason().code())
                : "a trainer answered with " + outcome);
    }
}
