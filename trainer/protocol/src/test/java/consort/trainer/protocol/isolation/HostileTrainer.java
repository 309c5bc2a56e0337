package consort.trainer.protocol.isolation;

import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.TrainerTask;
import consort.trainer.protocol.program.TaskControl;
import consort.trainer.protocol.program.TrainerLoop;
import consort.trainer.protocol.program.TrainerProgram;
import java.io.IOException;
import java.nio.file.Files;

/** A trainer that, asked for an initial model, attacks its agent and writes beside the model which attacks succeeded. */
public final class HostileTrainer implements TrainerProgram {

    /** The argument with which it kills all it can instead. */
    static final String KILL = "kill-everything";

    /** The file it writes, a line for each attack. */
    static final String FINDINGS = "findings";

    private final Attacks attacks;

    private HostileTrainer(Attacks attacks) {
        this.attacks = attacks;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals(KILL)) {
            Attacks.killEverything();
        } else {
            TrainerLoop.run(new HostileTrainer(Attacks.of(arguments)));
        }
    }

    @Override
    public String name() {
        return "hostile";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void initialize(TrainerTask.Initialize task) throws IOException {
        Files.write(task.output().resolveSibling(FINDINGS), attacks.successful());
        throw new IOException("no model comes of this");
    }

    @Override
    public TaskOutcome.Trained train(TrainerTask.Train task, TaskControl control) throws IOException {
        throw new IOException("it does not train");
    }

    @Override
    public TaskOutcome.Evaluated evaluate(TrainerTask.Evaluate task, TaskControl control) throws IOException {
        throw new IOException("it does not measure");
    }
}
