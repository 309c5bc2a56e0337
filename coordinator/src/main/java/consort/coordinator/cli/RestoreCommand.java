package consort.coordinator.cli;

import consort.coordinator.backup.Restore;
import consort.coordinator.logkey.LogKeyring;
import consort.ledger.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code restore}: makes a coordinator's folder of a backup. */
@Command(name = "restore", mixinStandardHelpOptions = true,
        description = "Make a coordinator's folder of a backup. It appends nothing until members said what they hold of the ledger.")
final class RestoreCommand implements Callable<Integer> {

    @Option(names = "--dir", paramLabel = "DIR", required = true, description = "the folder to make; must be new or empty")
    private Path dir;

    @Option(names = "--from", required = true, paramLabel = "DEST", description = "the backup")
    private Path from;

    @Option(names = "--keys", paramLabel = "FOLDER", description = "take the keys from here; needed when the backup has none")
    private Path keys;

    @Option(names = "--ledger-from", paramLabel = "COPY",
            description = "take the ledger from a member's copy of it, which is newer than the backup and continues it")
    private Path copy;

    @Option(names = "--reports", paramLabel = "K", description = "go on after K organizations' reports instead of all; 0 where"
            + " nobody had joined. What only the others know of is lost, and stands against this ledger for ever")
    private Integer reports;

    @Option(names = "--json", description = "answer as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (reports != null && (reports < 0 || reports > 1000)) {
            throw new CommandException(ExitCode.USAGE, "--reports " + reports + " is no number of organizations");
        }
        Restore restore = Restore.begin(from, dir);
        boolean finished = false;
        try {
            int code = into(restore);
            finished = true;
            return code;
        } finally {
            if (!finished) {
                restore.undo();
            }
        }
    }

    private int into(Restore restore) throws IOException {
        restore.keys(Optional.ofNullable(keys));
        CoordinatorFolder folder = new CoordinatorFolder(dir);
        LogKeyring logKeys = new LogKeyring(folder.logKeys());
        String origin = logKeys.origin();
        if (!origin.equals(restore.manifest().origin())) {
            throw new CommandException(ExitCode.CERTIFICATE, "the key log.key is that of " + origin
                    + ", and the backup is one of " + restore.manifest().origin() + ": name the right folder with --keys");
        }
        long entries = restore.ledger(logKeys, Optional.ofNullable(copy),
                reports == null ? OptionalInt.empty() : OptionalInt.of(reports));
        restore.finish();
        spec.commandLine().getOut().println(json
                ? JsonObject.builder().put("entries", entries).put("origin", origin).build().canonicalText()
                : "restored " + origin + " with " + entries + " entries in " + dir
                        + "\nNo other coordinator must run with these keys, now or later."
                        + "\nNext: consort coordinator serve " + dir + "\nIt appends nothing until "
                        + (reports == null ? "the admins of all organizations" : reports + " of the organizations' admins")
                        + " have said what they hold of the ledger ('consort member ledger')");
        return ExitCode.OK.code();
    }
}
