package consort.worker.cli;

import consort.ledger.json.JsonObject;
import consort.proto.ListModelsRequest;
import consort.proto.ModelVersion;
import consort.proto.ModelsGrpc;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.rpc.Calls;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.math.BigDecimal;
import java.util.List;
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

    @Override
    public Integer call() throws StatusException {
        PartyFolder folder = dir.folder();
        folder.enrolled();
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            List<ModelVersion> models = models(channel);
            reporting.say(models.isEmpty() ? "no models yet" : "run  round  accuracy        bytes  entry  SHA-256");
            models.forEach(this::print);
        }
        return ExitCodes.OK;
    }

    static List<ModelVersion> models(CoordinatorChannel channel) throws StatusException {
        return Calls.unary(channel, ModelsGrpc::newBlockingV2Stub,
                stub -> stub.list(ListModelsRequest.getDefaultInstance())).getModelsList();
    }

    private void print(ModelVersion model) {
        boolean evaluated = model.getAccuracyMillionths() >= 0;
        String accuracy = evaluated ? BigDecimal.valueOf(model.getAccuracyMillionths() / 100, 2).toPlainString() + " %" : "-";
        JsonObject.Builder json = JsonObject.builder()
                .put("run", model.getRun())
                .put("round", model.getRound())
                .put("sha256", model.getDigest())
                .put("bytes", model.getBytes())
                .put("kept", model.getBytes() > 0)
                .put("entry", model.getEntry());
        if (evaluated) {
            json.put("accuracyMillionths", model.getAccuracyMillionths());
        }
        reporting.print("%3d  %5d  %8s  %11s  %5d  %s".formatted(model.getRun(), model.getRound(), accuracy,
                model.getBytes() > 0 ? model.getBytes() : "not kept", model.getEntry(), model.getDigest()), json.build());
    }
}
