package consort.worker.cli;

import consort.ledger.json.JsonValue;
import consort.proto.ListModelsReply;
import consort.proto.ListModelsRequest;
import consort.proto.ModelVersion;
import consort.proto.ModelsGrpc;
import consort.worker.rpc.Calls;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** The models that a coordinator lists, page by page: however many there are, memory is that of one page. */
final class ModelPages {

    private static final int PAGE_SIZE = 500;
    private static final int MAX_TOKEN_CHARACTERS = 200;
    /** A coordinator may pass over what it lists no more, and must get on. */
    private static final int MAX_EMPTY_PAGES = 100;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Comparator<ModelVersion> BY_PLACE =
            Comparator.comparingLong(ModelVersion::getRun).thenComparingLong(ModelVersion::getRound);

    private Optional<ModelVersion> last = Optional.empty();
    private String token = "";
    private int empty;

    /**
     * Tells each model, by run and round.
     *
     * @throws CommandFailure for what no ledger binds: it is not shown, and not asked for
     */
    static void each(CoordinatorChannel channel, Consumer<ModelVersion> model) throws StatusException {
        ModelPages pages = new ModelPages();
        do {
            pages.take(page(channel, pages.token), model);
        } while (!pages.token.isEmpty());
    }

    /** Asks for the first page, to see whether there is an answer that can be read. */
    static void ask(CoordinatorChannel channel) throws StatusException {
        new ModelPages().take(page(channel, ""), model -> { });
    }

    private static ListModelsReply page(CoordinatorChannel channel, String token) throws StatusException {
        ListModelsRequest request = ListModelsRequest.newBuilder().setPageSize(PAGE_SIZE).setPageToken(token).build();
        return Calls.unary(channel, ModelsGrpc::newBlockingV2Stub, stub -> stub.list(request));
    }

    /** Takes the next page; each model stands after those before, so a list that repeats itself has no second page. */
    void take(ListModelsReply page, Consumer<ModelVersion> each) {
        if (page.getNextPageToken().length() > MAX_TOKEN_CHARACTERS || page.getNextPageToken().equals(token) && !token.isEmpty()) {
            throw unreadable("its next page cannot be asked for");
        }
        empty = page.getModelsCount() == 0 ? empty + 1 : 0;
        if (empty > MAX_EMPTY_PAGES) {
            throw unreadable("it lists no model on " + empty + " pages in a row");
        }
        for (ModelVersion model : page.getModelsList()) {
            if (!fits(model)) {
                throw unreadable("it lists a model whose digest or numbers are none");
            }
            if (last.filter(before -> BY_PLACE.compare(before, model) >= 0).isPresent()) {
                throw unreadable("it lists models out of their order");
            }
            last = Optional.of(model);
            each.accept(model);
        }
        token = page.getNextPageToken();
    }

    private static CommandFailure unreadable(String why) {
        return new CommandFailure(ExitCodes.NOT_THE_COORDINATOR, "the coordinator's answer cannot be read: " + why);
    }

    private static boolean fits(ModelVersion model) {
        return DIGEST.matcher(model.getDigest()).matches() && model.getAccuracyMillionths() >= -1
                && LongStream.of(model.getRun(), model.getRound(), model.getBytes(), model.getEntry()).allMatch(number -> number >= 0)
                && LongStream.of(model.getRun(), model.getRound(), model.getBytes(), model.getEntry(), model.getAccuracyMillionths())
                        .allMatch(number -> number <= JsonValue.MAX_INTEGER);
    }
}
