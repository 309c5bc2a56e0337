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
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which models there are. */
final class ModelsService extends ModelsGrpc.ModelsImplBase {

    /** With all releases that a ledger may have, these still fit into one message. */
    static final int MAX_PAGE = 1000;

    /** Run and round of the last model of the page before. */
    private static final Pattern TOKEN = Pattern.compile("([0-9]{1,18})/([0-9]{1,18})");
    private static final Reply.Refused TOO_MANY = new Reply.Refused(Reply.Code.CONFLICT, "there are more than " + MAX_PAGE
            + " models: ask page by page, with page_size and page_token; a newer version of this program does");

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
        Matcher after = TOKEN.matcher(request.getPageToken().isEmpty() ? "0/0" : request.getPageToken());
        if (request.getPageSize() < 0 || !after.matches()) {
            observer.onError(Status.INVALID_ARGUMENT.withDescription("a page has 1 to " + MAX_PAGE
                    + " models, and begins where the page before said").asRuntimeException());
            return;
        }
        boolean whole = request.getPageSize() == 0;
        int limit = whole ? MAX_PAGE : Math.min(request.getPageSize(), MAX_PAGE);
        Consumer<Reply> answer = Answers.to(observer, Reply.Models.class, this::message);
        requests.ask(ticket -> new Event.AskModels(ticket, Long.parseLong(after.group(1)), Long.parseLong(after.group(2)), limit),
                reply -> answer.accept(whole && reply instanceof Reply.Models models && models.more() ? TOO_MANY : reply));
    }

    private ListModelsReply message(Reply.Models models) {
        ListModelsReply.Builder reply = ListModelsReply.newBuilder();
        if (models.more()) {
            Reply.Model last = models.models().getLast();
            reply.setNextPageToken(last.run() + "/" + last.round());
        }
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
