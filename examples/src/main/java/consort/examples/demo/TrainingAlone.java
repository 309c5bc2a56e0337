package consort.examples.demo;

import consort.examples.demo.report.Text;
import consort.trainer.protocol.Trainer;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerLimits;
import consort.trainer.protocol.TrainerProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets every organization train alone, two at a time. */
final class TrainingAlone {

    private final Setting setting;
    private final Alone alone;
    private final Map<String, List<Long>> accuracies = new ConcurrentSkipListMap<>();

    TrainingAlone(Setting setting) {
        this.setting = setting;
        this.alone = new Alone(setting.recipe(), setting.options().plannedRounds(), setting.layout().initialModel(),
                setting.layout().testData(setting.first()));
    }

    List<Alone.Outcome> all() throws Exception {
        setting.say("Each alone first: %d x %d steps from the same initial model, on its own images only".formatted(
                alone.rounds(), setting.recipe().steps()));
        List<Alone.Outcome> outcomes = Pairs.map(setting.organizations(), this::one);
        setting.display().block(List.of());
        return outcomes;
    }

    private Alone.Outcome one(String organization) throws Exception {
        Layout layout = setting.layout();
        accuracies.put(organization, new CopyOnWriteArrayList<>());
        try (Trainer trainer = new TrainerProcess(command(organization), TrainerLimits.DEFAULT)) {
            Alone.Outcome outcome = alone.train(trainer, layout.trainData(organization), layout.alone(organization),
                    setting.options().seed(), accuracy -> show(organization, accuracy));
            setting.say("  %-10s %s %% alone".formatted(organization, Text.percent(outcome.accuracies().getLast())));
            return outcome;
        }
    }

    private void show(String organization, long accuracy) {
        setting.memory().observeDescendants("trainer", ProcessHandle.current());
        accuracies.get(organization).add(accuracy);
        List<String> block = new ArrayList<>(List.of(""));
        accuracies.forEach((name, own) -> {
            if (own.size() < alone.rounds()) {
                block.add("  %-10s %2d of %d  %s %%".formatted(name, own.size(), alone.rounds(),
                        own.isEmpty() ? "–" : Text.percent(own.getLast())));
            }
        });
        setting.display().block(block);
    }

    /** The same command that {@code worker.yaml} names, with the same environment. */
    private TrainerCommand command(String organization) {
        Map<String, String> environment = new HashMap<>(Site.trainerEnvironment());
        environment.putAll(TrainerCommand.passThrough(Site.PASSED, setting.environment()));
        return new TrainerCommand(Site.trainerCommand(setting), environment, setting.layout().root(),
                setting.layout().logs().resolve("alone-" + organization + ".log"));
    }
}
