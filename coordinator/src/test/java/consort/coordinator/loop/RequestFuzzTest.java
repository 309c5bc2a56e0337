package consort.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Event;
import consort.coordinator.core.Pool;
import consort.coordinator.core.Reply;
import consort.fuzz.DecoderFuzzTest;
import consort.ledger.entry.Departure;
import consort.ledger.entry.Dispute;
import consort.ledger.entry.Entries;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonObject;
import consort.ledger.note.Note;
import consort.proto.AdjustRequest;
import consort.proto.ClosePeriodRequest;
import consort.proto.CostRequest;
import consort.proto.EnrollOrganizationRequest;
import consort.proto.EstimateRequest;
import consort.proto.InviteRequest;
import consort.proto.ModelFacts;
import consort.proto.PauseRequest;
import consort.proto.ResolveRequest;
import consort.proto.ResumeRequest;
import consort.proto.ReverseRequest;
import consort.proto.RevokeRequest;
import consort.proto.SettleRequest;
import consort.proto.StandingRequest;
import consort.proto.StopRequest;
import consort.proto.SubmitRequest;
import consort.proto.WithdrawJobRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Requests to the coordinator, of holders of invites, organizations and the operator: each is answered, once, and the
 * coordinator goes on.
 *
 * <p>The first byte of an input says what is asked. Where an entry is to be signed, the input is its text, and who asks
 * signs it: they have the key.
 */
class RequestFuzzTest extends DecoderFuzzTest {

    private static final long TICKET = 99;
    private static final long STATUS_TICKET = 100;

    private final Bystander bystander = new Bystander();

    RequestFuzzTest() throws IOException {
    }

    @Override
    protected List<byte[]> seeds() throws IOException {
        Pool pool = bystander.pool();
        return List.of(
                seed(0, text(pool.acceptance("carol"))),
                seed(1, EnrollOrganizationRequest.newBuilder().setVerifierKey(Pool.orgKey("carol").verifierKey().toString())
                        .setAcceptance(ByteString.copyFrom(pool.acceptance("carol"))).build().toByteArray()),
                seed(2, text(pool.workerKeyEntry(FuzzedRequest.INVITED))),
                seed(3, text(pool.workerInvite(new WorkerId("acme", "w3"), 4))),
                seed(4, pool.submission(Pool.job(1, 1, 1, 1)).job()),
                seed(5, InviteRequest.newBuilder().setOrganization("dora").setInviteHash(Pool.inviteHash("dora"))
                        .setExpiresMillis(1_700_001_000_000L).setBenefit(1).setTier(1).build().toByteArray()),
                seed(6, StopRequest.newBuilder().setRun(1).setCause("enough").build().toByteArray()),
                seed(7, EstimateRequest.newBuilder().setJob(ByteString.copyFrom(pool.submission(Pool.job(1, 1, 1, 1)).job()))
                        .setModel(ModelFacts.newBuilder().setFileBytes(1000).setUpdateBytes(400).setMemoryBytes(1300)).build()
                        .toByteArray()),
                seed(8, new byte[0]),
                seed(9, StandingRequest.newBuilder().setOrganization("acme").setWorker("w1").setStanding("evicted").setReason("idle")
                        .build().toByteArray()),
                seed(9, StandingRequest.newBuilder().setOrganization("beta").setStanding("draining").setReason("repairs").build()
                        .toByteArray()),
                seed(10, CostRequest.newBuilder().setOrganization("acme").setAmount("-50.25").setWhat("disks").build().toByteArray()),
                seed(11, RevokeRequest.newBuilder().setOrganization("acme").setWorker("w1").setReason("stolen").build().toByteArray()),
                seed(11, RevokeRequest.newBuilder().setOrganization("beta").setReason("left").build().toByteArray()),
                seed(12, PauseRequest.newBuilder().setRun(1).setCause("a look").build().toByteArray()),
                seed(13, ResumeRequest.newBuilder().setRun(1).setCause("seen").build().toByteArray()),
                seed(14, "another authority".getBytes(StandardCharsets.UTF_8)),
                seed(15, pool.state().authority().getBytes(StandardCharsets.UTF_8)),
                seed(16, Pool.orgKey("acme").verifierKey().toString().getBytes(StandardCharsets.UTF_8)),
                seed(17, "acme".getBytes(StandardCharsets.UTF_8)),
                seed(18, Pool.inviteHash("carol").getBytes(StandardCharsets.UTF_8)),
                seed(19, Pool.inviteHash("acme/ann").getBytes(StandardCharsets.UTF_8)),
                seed(20, text(Entries.sign(pool.state().domain(), new Departure(1_700_000_000_000L, "acme", "w1",
                        pool.nextSeq(Bystander.WORKER), "moved"), Pool.workerKey(Bystander.WORKER)))),
                seed(21, new byte[0]),
                seed(22, SubmitRequest.newBuilder().setAwaitWorkers(true).setAfterRun(1)
                        .setJob(ByteString.copyFrom(pool.submission(Pool.job(3, 1, 2, 1)).job())).build().toByteArray()),
                seed(23, WithdrawJobRequest.newBuilder().setJob("a".repeat(8)).setReason("no longer wanted").build().toByteArray()),
                seed(3, text(Entries.sign(pool.state().domain(), new Dispute(1_700_000_000_000L, "acme", 4, 1, OptionalLong.empty(),
                        Optional.of(Dispute.Figure.SHARE), "too much"), Pool.orgKey("acme")))),
                seed(24, ResolveRequest.newBuilder().setDispute(7).setUpheld(true).setReason("it is right").build().toByteArray()),
                seed(25, SettleRequest.newBuilder().setPeriod(1).build().toByteArray()),
                seed(26, ReverseRequest.newBuilder().setClaim(9).setAcceptedMillis(1).setReason("it was idle").build().toByteArray()),
                seed(27, AdjustRequest.newBuilder().setReason("agreed")
                        .addPostings(AdjustRequest.Posting.newBuilder().setOrganization("acme").setAmount("1.50"))
                        .addPostings(AdjustRequest.Posting.newBuilder().setOrganization("beta").setAmount("-1.50")).build().toByteArray()),
                seed(28, ClosePeriodRequest.newBuilder().setPeriod(1).setEmpty(true).build().toByteArray()));
    }

    @Override
    protected List<String> words() {
        return List.of("0.01", "-0", "9007199254740991", "90071992547409.91", "active", "\u001b[2J", "\ud83d\ude00");
    }

    @Override
    protected int quickRuns() {
        return 1200;
    }

    /** A copy of the whole state is taken for each input. */
    @Override
    protected long maxAllocatedBytes(int inputBytes) {
        return (16L << 20) + super.maxAllocatedBytes(inputBytes);
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException {
        Event.Request request;
        try {
            request = input.length == 0 ? new Event.AskStatus(TICKET)
                    : FuzzedRequest.of(input[0], Arrays.copyOfRange(input, 1, input.length), TICKET);
        } catch (InvalidProtocolBufferException | IllegalArgumentException refused) {
            return false;
        }
        Bystander.Life life = bystander.new Life();
        life.happens(new Event.Started());
        long before = life.ledgerSize();
        Reply reply = answer(life.happens(request), TICKET);
        if (reply instanceof Reply.Refused refused) {
            assertThat(refused.message()).isNotBlank();
            // What contradicts an entry that stands is refused, and kept as the proof of it.
            long kept = refused.message().endsWith("both are kept as a finding") ? 1 : 0;
            assertThat(life.ledgerSize()).as("entries after %s was refused: %s", request, refused.message())
                    .isEqualTo(before + kept);
        }
        life.passes(200_000);
        canStillBeRead(life, new Event.AskStatus(STATUS_TICKET));
        canStillBeRead(life, new Event.AskOrganization(STATUS_TICKET, "acme"));
        return true;
    }

    private static Reply answer(List<Effect> effects, long ticket) {
        List<Reply> answers = effects.stream().filter(Effect.Answer.class::isInstance).map(Effect.Answer.class::cast)
                .filter(answer -> answer.ticket() == ticket).map(Effect.Answer::reply).toList();
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    private static void canStillBeRead(Bystander.Life life, Event.Request ask) throws IOException {
        Reply reply = answer(life.happens(ask), STATUS_TICKET);
        assertThat(reply).isInstanceOf(Reply.Status.class);
        byte[] json = ((Reply.Status) reply).json().getBytes(StandardCharsets.UTF_8);
        assertThat(JsonObject.parse(json, json.length).members()).isNotEmpty();
    }

    private static byte[] text(byte[] entry) {
        return Note.parse(entry, Note.MAX_BYTES).text().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] seed(int kind, byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put((byte) kind).put(rest).array();
    }
}
