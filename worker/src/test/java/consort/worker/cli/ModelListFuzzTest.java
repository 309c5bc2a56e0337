package consort.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import consort.fuzz.DecoderFuzzTest;
import consort.ledger.json.JsonObject;
import consort.proto.ListModelsReply;
import consort.proto.ModelVersion;
import java.util.ArrayList;
import java.util.List;

/** The models that a coordinator says there are: each can be shown, in both forms, and fetched by a digest. */
class ModelListFuzzTest extends DecoderFuzzTest {

    @Override
    protected List<byte[]> seeds() {
        ModelVersion.Builder model = ModelVersion.newBuilder().setRun(1).setRound(3).setDigest("a".repeat(64)).setBytes(1000).setEntry(20);
        return List.of(ListModelsReply.newBuilder().addModels(model.setAccuracyMillionths(910_000).build())
                .addModels(model.setRound(4).setAccuracyMillionths(-1).setBytes(0).build()).setNextPageToken("1/4").build().toByteArray(), new byte[0]);
    }

    @Override
    protected int quickRuns() {
        return 3000;
    }

    @Override
    protected boolean accepts(byte[] input) {
        List<ModelVersion> models = new ArrayList<>();
        try {
            new ModelPages().take(ListModelsReply.parseFrom(input), models::add);
        } catch (InvalidProtocolBufferException | CommandFailure refused) {
            return false;
        }
        for (ModelVersion model : models) {
            assertThat(ModelList.text(model)).matches("[ -~]+").endsWith(model.getDigest());
            byte[] json = ModelList.json(model).canonicalBytes();
            assertThat(JsonObject.parse(json, json.length).canonicalBytes()).isEqualTo(json);
        }
        return true;
    }
}
