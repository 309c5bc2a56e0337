package consort.coordinator.cli;

import consort.coordinator.backup.Backup;
import consort.coordinator.logkey.LogKeyring;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import consort.ledger.plan.SizeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code backup}: from the files, beside a running coordinator or without one. */
@Command(name = "backup", mixinStandardHelpOptions = true,
        description = "Back up the coordinator's folder; it may be running. A further backup in the same place adds what is new.")
final class BackupCommand implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Option(names = "--to", required = true, paramLabel = "DEST", description = "an empty folder, made if absent, or a backup of before")
    private Path to;

    @Option(names = "--without-keys", description = "leave the keys out; keep them elsewhere: nothing can replace them")
    private boolean withoutKeys;

    @Option(names = "--json", description = "answer as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CoordinatorFolder folder = dir.folder();
        Backup.Summary summary =
                Backup.take(folder.root(), new LogKeyring(folder.logKeys()), to, !withoutKeys, System.currentTimeMillis());
        for (String model : summary.lacking()) {
            spec.commandLine().getErr().println("warning: a run under way needs the model " + model
                    + ", which is not in blobs/, so the backup lacks it too");
        }
        spec.commandLine().getOut().println(json ? json(summary) : summary.entries() + " entries, " + summary.files() + " files in "
                + to + ", " + summary.newFiles() + " (" + SizeText.of(summary.newBytes()) + ") of them new"
                + (withoutKeys ? "; without keys" : "; with the keys: keep it as you keep these"));
        return ExitCode.OK.code();
    }

    private static String json(Backup.Summary summary) {
        return JsonObject.builder()
                .put("entries", summary.entries())
                .put("files", summary.files())
                .put("newFiles", summary.newFiles())
                .put("newBytes", summary.newBytes())
                .put("lacking", summary.lacking().stream().map(model -> (JsonValue) new JsonString(model)).toList())
                .build().canonicalText();
    }
}
