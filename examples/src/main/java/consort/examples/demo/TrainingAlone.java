package consort.examples.demo;

import consort.examples.demo.report.Text;
import consort.trainer.protocol.Trainer;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerLimits;
import consort.trainer.protocol.TrainerProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets every organization train alone, two at a time. */
final class TrainingAlone {

    private TrainingAlone() {}

    static List<Alone.Outcome> all(Setting setting) throws Exception {
        int rounds = setting.options().plannedRounds();
        setting.say("Each alone first: %d x %d steps from the same initial model, on its own images only".formatted(
                rounds, setting.recipe().steps()));
        Alone alone = new Alone(setting.recipe(), rounds, setting.layout().initialModel(),
                setting.layout().testData(setting.first()));
        return Pairs.map(setting.organizations(), organization -> one(setting, alone, organization));
    }

    private static Alone.Outcome one(Setting setting, Alone alone, String organization) throws Exception {
        Layout layout = setting.layout();
        try (Trainer trainer = new TrainerProcess(command(setting, organization), TrainerLimits.DEFAULT)) {
            Alone.Outcome outcome = alone.train(trainer, layout.trainData(organization), layout.alone(organization),
                    setting.options().seed(), accuracy -> setting.memory().observeDescendants("trainer", ProcessHandle.current()));
            setting.say("  %-10s %s %% alone".formatted(organization, Text.percent(outcome.accuracies().getLast())));
            return outcome;
        }
    }

    /** The same command that {@code worker.yaml} names, with the same environment. */
    static TrainerCommand command(Setting setting, String organization) {
        Map<String, String> environment = new HashMap<>(Site.trainerEnvironment());
        environment.putAll(TrainerCommand.passThrough(Site.PASSED, setting.environment()));
        return new TrainerCommand(Site.trainerCommand(setting), environment, setting.layout().root(),
                setting.layout().logs().resolve("alone-" + organization + ".log"));
    }
}
