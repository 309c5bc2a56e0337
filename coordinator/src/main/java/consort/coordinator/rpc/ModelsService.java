package consort.coordinator.rpc;

import consort.coordinator.blobs.BlobStore;
import consort.coordinator.core.Event;
import consort.coordinator.core.Reply;
import consort.coordinator.loop.Published;
import consort.coordinator.loop.Requests;
import consort.ledger.entry.ModelRelease;
import consort.ledger.fold.ReleaseView;
import consort.proto.ListModelsReply;
import consort.proto.ListModelsRequest;
import consort.proto.ModelVersion;
import consort.proto.ModelsGrpc;
import consort.proto.Release;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.function.Supplier;

/** Which models there are. */
final class ModelsService extends ModelsGrpc.ModelsImplBase {

    private final Requests requests;
    private final BlobStore blobs;
    private final Supplier<Published> published;

    ModelsService(Requests requests, BlobStore blobs, Supplier<Published> published) {
        this.requests = requests;
        this.blobs = blobs;
        this.published = published;
    }

    @Override
    public void list(ListModelsRequest request, StreamObserver<ListModelsReply> observer) {
        requests.ask(Event.AskModels::new, Answers.to(observer, Reply.Models.class, this::message));
    }

    private ListModelsReply message(Reply.Models models) {
        ListModelsReply.Builder reply = ListModelsReply.newBuilder();
        Published now = published.get();
        models.models().stream().filter(model -> now.serves(model.digest())).forEach(model -> reply.addModels(
                ModelVersion.newBuilder()
                        .setRun(model.run())
                        .setRound(model.round())
                        .setDigest(model.digest())
                        .setBytes(size(model.digest()))
                        .setEntry(model.entry())
                        .setAccuracyMillionths(model.accuracyMillionths())
                        .addAllReleases(model.releases().stream().map(ModelsService::message).toList())));
        return reply.build();
    }

    private static Release message(ReleaseView released) {
        ModelRelease release = released.release();
        return Release.newBuilder().setName(release.name()).setVersion(release.modelVersion()).setLicense(release.license())
                .setNotes(release.notes().orElse("")).setEntry(released.index()).build();
    }

    private long size(String digest) {
        try {
            return blobs.size(digest).orElse(0);
        } catch (IOException e) {
            throw Status.UNAVAILABLE.withDescription("model " + digest + " cannot be read now").asRuntimeException();
        }
    }
}
