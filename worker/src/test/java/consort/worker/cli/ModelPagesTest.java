package consort.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.proto.ListModelsReply;
import consort.proto.ListModelsRequest;
import consort.proto.ModelVersion;
import consort.proto.ModelsGrpc;
import consort.worker.folder.PartyFolder;
import consort.worker.rpc.BlobServer;
import io.grpc.stub.StreamObserver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lists of models that come in pages, over real sockets. */
class ModelPagesTest {

    @TempDir
    private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<ListModelsRequest> asked = new CopyOnWriteArrayList<>();
    private volatile Map<String, ListModelsReply> pages = Map.of();
    private volatile boolean endless;
    private BlobServer server;
    private PartyFolder folder;

    private final class Models extends ModelsGrpc.ModelsImplBase {
        @Override
        public void list(ListModelsRequest request, StreamObserver<ListModelsReply> observer) {
            asked.add(request);
            observer.onNext(endless ? page("after " + asked.size()) : pages.get(request.getPageToken()));
            observer.onCompleted();
        }
    }

    @BeforeEach
    void starts() throws Exception {
        server = new BlobServer(new Models());
        folder = EnrolledFolder.organization(root, server, server.address().getPort(), Instant.now());
    }

    @AfterEach
    void ends() {
        server.close();
    }

    @Test
    void everyPageIsShownAlsoAfterOneThatIsEmpty() {
        pages = Map.of("", page("a", model(1, 0, 10), model(1, 1, 10)), "a", page("b"), "b", page("", model(2, 0, 10)));
        assertThat(command("model", "list")).as(err.toString()).isZero();
        assertThat(out.toString().lines()).hasSize(4).first().asString().startsWith("run  round");
        assertThat(asked).extracting(ListModelsRequest::getPageToken).containsExactly("", "a", "b");
        assertThat(asked).allSatisfy(request -> assertThat(request.getPageSize()).isPositive());
    }

    @Test
    void theNewestModelOfARunMayStandOnALaterPage() {
        pages = Map.of("", page("a", model(1, 0, 10), model(1, 1, 10)), "a", page("", model(1, 7, 0), model(2, 0, 10)));
        assertThat(command("model", "get", "1", "--out", root.resolve("model").toString())).isEqualTo(ExitCodes.REFUSED);
        assertThat(err.toString()).contains("round 7", "no longer kept");
    }

    @Test
    void aListThatDoesNotGoOnIsRefused() {
        pages = Map.of("", page("a", model(1, 0, 10)), "a", page("b", model(1, 1, 10)), "b", page("a", model(1, 2, 10)));
        assertThat(command("model", "list")).isEqualTo(ExitCodes.NOT_THE_COORDINATOR);
        assertThat(err.toString()).contains("out of their order");
        pages = Map.of("", page("a", model(1, 0, 10)), "a", page("a"));
        assertThat(command("model", "list")).isEqualTo(ExitCodes.NOT_THE_COORDINATOR);
        assertThat(err.toString()).contains("next page");
    }

    @Test
    @Timeout(600)
    void pagesWithoutModelsDoNotGoOnForEver() {
        endless = true;
        assertThat(command("model", "list")).isEqualTo(ExitCodes.NOT_THE_COORDINATOR);
        assertThat(err.toString()).contains("no model on 101 pages in a row");
    }

    private int command(String... words) {
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--dir";
        all[words.length + 1] = folder.path().toString();
        return Main.run(new PrintWriter(out), new PrintWriter(err), all);
    }

    private static ListModelsReply page(String next, ModelVersion... models) {
        return ListModelsReply.newBuilder().addAllModels(List.of(models)).setNextPageToken(next).build();
    }

    private static ModelVersion model(long run, long round, long bytes) {
        return ModelVersion.newBuilder().setRun(run).setRound(round).setBytes(bytes).setEntry(run * 10 + round).setAccuracyMillionths(-1)
                .setDigest("%064x".formatted(run * 100 + round)).build();
    }
}
