package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.blobs.BlobLimits;
import consort.coordinator.blobs.DiskBlobStore;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Event;
import consort.coordinator.core.Reply;
import consort.coordinator.loop.Inbox;
import consort.coordinator.loop.Published;
import consort.coordinator.loop.Requests;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.proto.ListModelsReply;
import consort.proto.ListModelsRequest;
import consort.proto.ModelVersion;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How a list of models is asked for, and how long an answer may be; the loop is played here. */
class ModelsServiceTest {

    /** Rounds 1 to 5 of run 1, of which that of round 2 stands in no signed checkpoint. */
    private static final List<Reply.Model> MODELS = LongStream.rangeClosed(1, 5)
            .mapToObj(round -> new Reply.Model(1, round, digest(round), 10 + round, -1, List.of())).toList();

    private final Inbox inbox = new Inbox(4);
    private final Requests requests = new Requests(inbox);
    private final ModelsService service;
    private CompletableFuture<ListModelsReply> answer = new CompletableFuture<>();

    ModelsServiceTest() throws IOException {
        Published published = new Published(100, Set.of(digest(1), digest(3), digest(4), digest(5)), Optional.empty());
        service = new ModelsService(requests, DiskBlobStore.open(new SimulatedDisk(new Random(1)), new BlobLimits(1, 1, 1)),
                () -> published);
    }

    @Test
    void eachPageBeginsWhereTheOneBeforeEndedAlsoAtAModelThatIsNotServedYet() throws Exception {
        ListModelsReply first = list(2, "");
        assertThat(first.getModelsList()).extracting(ModelVersion::getRound).containsExactly(1L);
        ListModelsReply second = list(2, first.getNextPageToken());
        assertThat(second.getModelsList()).extracting(ModelVersion::getRound).containsExactly(3L, 4L);
        ListModelsReply third = list(2, second.getNextPageToken());
        assertThat(third.getModelsList()).extracting(ModelVersion::getRound).containsExactly(5L);
        assertThat(third.getNextPageToken()).isEmpty();
    }

    @Test
    void noPageIsLongerThanTheServersOwnLimit() throws Exception {
        ask(Integer.MAX_VALUE, "");
        assertThat(asked().limit()).isEqualTo(ModelsService.MAX_PAGE);
    }

    @Test
    void whoAsksForAllGetsAllOrIsToldToAskForPages() throws Exception {
        ask(0, "");
        Event.AskModels all = asked();
        assertThat(all.limit()).isEqualTo(ModelsService.MAX_PAGE);
        requests.answer(new Effect.Answer(all.ticket(), new Reply.Models(MODELS, false)));
        assertThat(answer.join().getModelsList()).hasSize(4);
        ask(0, "");
        requests.answer(new Effect.Answer(asked().ticket(), new Reply.Models(MODELS, true)));
        assertThat(answer).isCompletedExceptionally();
        assertThat(answer.exceptionNow()).hasMessageContaining("FAILED_PRECONDITION").hasMessageContaining("page by page");
    }

    @Test
    void refusesPagesThatThereAreNot() {
        ask(-1, "");
        assertThat(answer.exceptionNow()).hasMessageContaining("INVALID_ARGUMENT");
        for (String token : List.of("1", "1/", "x/1", "1/2/3", "-1/2", "1/9999999999999999999")) {
            ask(1, token);
            assertThat(answer.exceptionNow()).hasMessageContaining("INVALID_ARGUMENT");
        }
    }

    private ListModelsReply list(int size, String token) throws InterruptedException {
        ask(size, token);
        Event.AskModels asked = asked();
        assertThat(asked.limit()).isEqualTo(size);
        List<Reply.Model> after = MODELS.stream().filter(model -> model.round() > asked.afterRound()).toList();
        requests.answer(new Effect.Answer(asked.ticket(), new Reply.Models(after.stream().limit(size).toList(), after.size() > size)));
        return answer.join();
    }

    private Event.AskModels asked() throws InterruptedException {
        return (Event.AskModels) inbox.take(1, 0).getFirst();
    }

    private void ask(int size, String token) {
        CompletableFuture<ListModelsReply> reply = new CompletableFuture<>();
        answer = reply;
        service.list(ListModelsRequest.newBuilder().setPageSize(size).setPageToken(token).build(), new StreamObserver<>() {

            @Override
            public void onNext(ListModelsReply page) {
                reply.complete(page);
            }

            @Override
            public void onError(Throwable refused) {
                reply.completeExceptionally(refused);
            }

            @Override
            public void onCompleted() {
                // The one message says all.
            }
        });
    }

    private static String digest(long round) {
        return "%064x".formatted(round);
    }
}
