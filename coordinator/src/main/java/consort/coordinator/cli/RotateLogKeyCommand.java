package consort.coordinator.cli;

import consort.coordinator.loop.LogKeyRotation;
import consort.ledger.disk.FileDisk;
import consort.ledger.disk.LockedException;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rotate-log-key}: over to another log key, while both sign for a time. No coordinator may run meanwhile. */
@Command(name = "rotate-log-key", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Go over to another log key, while the coordinator is stopped: add one, serve for a time, retire the old one.",
        subcommands = {RotateLogKeyCommand.Add.class, RotateLogKeyCommand.Retire.class})
final class RotateLogKeyCommand {

    /** {@code rotate-log-key add}. */
    @Command(name = "add", mixinStandardHelpOptions = true, description = {
        "Make the log's next key, in keys/, and let the present one name it in the ledger. From then on the next key signs",
        "entries, and both sign checkpoints and receipts. Members and workers learn of it from the ledger."})
    static final class Add implements Callable<Integer> {

        @Mixin
        private DirOption dir;

        @Option(names = "--json", description = "answer as JSON")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            CoordinatorFolder folder = dir.folder();
            LogKeyRotation.Outcome outcome = rotated(folder, rotation -> rotation.add(
                    () -> made(folder.logKeys().present().name()), System.currentTimeMillis()));
            print(spec, json, outcome, "the log key is " + outcome.key() + " (entry " + outcome.entry().orElseThrow()
                    + ")\nThe one before signs checkpoints and receipts beside it. Back up " + folder.keys()
                    + ", and start the coordinator again.\nOnce tools of others know the new key, stop it and end that: consort"
                    + " coordinator rotate-log-key retire");
            return ExitCode.OK.code();
        }

        private static SignerKey made(String origin) {
            byte[] seed = new byte[SignerKey.SEED_BYTES];
            new SecureRandom().nextBytes(seed);
            return SignerKey.fromSeed(origin, seed);
        }
    }

    /** {@code rotate-log-key retire}. */
    @Command(name = "retire", mixinStandardHelpOptions = true, description =
        "Delete the key that was the log's before; it signs nothing any more.")
    static final class Retire implements Callable<Integer> {

        @Mixin
        private DirOption dir;

        @Option(names = "--json", description = "answer as JSON")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            LogKeyRotation.Outcome outcome = rotated(dir.folder(), LogKeyRotation::retire);
            print(spec, json, outcome, "only " + outcome.key() + " signs for the log" + (outcome.already()
                    ? "; there was no other key to retire" : "\nThe key before is deleted here. Backups may hold it still."));
            return ExitCode.OK.code();
        }
    }

    private interface Step {
        LogKeyRotation.Outcome of(LogKeyRotation rotation) throws IOException;
    }

    private static LogKeyRotation.Outcome rotated(CoordinatorFolder folder, Step step) throws IOException {
        try {
            return step.of(new LogKeyRotation(new FileDisk(folder.ledger()), folder.logKeys()));
        } catch (LockedException running) {
            throw new CommandException(ExitCode.IN_USE, "the coordinator of " + folder.root().toAbsolutePath().normalize()
                    + " is running, or another command has its ledger open: stop it, then give this command again");
        }
    }

    private static void print(CommandSpec spec, boolean json, LogKeyRotation.Outcome outcome, String text) {
        spec.commandLine().getOut().println(json ? JsonObject.builder().put("logKey", outcome.key().toString())
                .putIfPresent("entry", outcome.entry().isPresent()
                        ? Optional.of(new JsonInteger(outcome.entry().getAsLong())) : Optional.empty())
                .put("already", outcome.already()).build().canonicalText() : text);
    }
}
