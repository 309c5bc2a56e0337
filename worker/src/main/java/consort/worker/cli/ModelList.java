package consort.worker.cli;

import consort.ledger.json.JsonObject;
import consort.proto.ModelVersion;
import consort.proto.Release;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code consort model list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List the models that the ledger binds.")
final class ModelList implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    private boolean any;

    @Override
    public Integer call() throws StatusException {
        PartyFolder folder = dir.folder();
        folder.enrolled();
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            ModelPages.each(channel, this::print);
            if (!any) {
                reporting.say("no models yet");
            }
        }
        return ExitCodes.OK;
    }

    private void print(ModelVersion model) {
        if (!any) {
            reporting.say("run  round  accuracy        bytes  entry  SHA-256");
            any = true;
        }
        reporting.print(text(model), json(model));
        model.getReleasesList().forEach(release -> reporting.say("     released as " + release.getName() + " " + release.getVersion()
                + " (" + release.getLicense() + ", entry " + release.getEntry() + ")"
                + (release.getNotes().isEmpty() ? "" : ": " + release.getNotes())));
    }

    static JsonObject json(ModelVersion model) {
        JsonObject.Builder json = JsonObject.builder()
                .put("run", model.getRun())
                .put("round", model.getRound())
                .put("sha256", model.getDigest())
                .put("bytes", model.getBytes())
                .put("kept", model.getBytes() > 0)
                .put("entry", model.getEntry());
        if (evaluated(model)) {
            json.put("accuracyMillionths", model.getAccuracyMillionths());
        }
        if (model.getReleasesCount() > 0) {
            json.put("releases", model.getReleasesList().stream().map(ModelList::json).toList());
        }
        return json.build();
    }

    private static JsonObject json(Release release) {
        JsonObject.Builder json = JsonObject.builder().put("name", release.getName()).put("version", release.getVersion())
                .put("license", release.getLicense()).put("entry", release.getEntry());
        return (release.getNotes().isEmpty() ? json : json.put("notes", release.getNotes())).build();
    }

    static String text(ModelVersion model) {
        String accuracy = evaluated(model) ? BigDecimal.valueOf(model.getAccuracyMillionths() / 100, 2).toPlainString() + " %" : "-";
        return "%3d  %5d  %8s  %11s  %5d  %s".formatted(model.getRun(), model.getRound(), accuracy,
                model.getBytes() > 0 ? model.getBytes() : "not kept", model.getEntry(), model.getDigest());
    }

    private static boolean evaluated(ModelVersion model) {
        return model.getAccuracyMillionths() >= 0;
    }
}
