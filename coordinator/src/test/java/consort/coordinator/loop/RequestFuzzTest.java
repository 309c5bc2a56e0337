package consort.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Event;
import consort.coordinator.core.Pool;
import consort.fuzz.DecoderFuzzTest;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import consort.proto.EnrollOrganizationRequest;
import consort.proto.EstimateRequest;
import consort.proto.InviteRequest;
import consort.proto.ModelFacts;
import consort.proto.StopRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Requests to the coordinator, of holders of invites, organizations and the operator: each is answered, once, and the
 * coordinator goes on.
 *
 * <p>The first byte of an input says what is asked. Where an entry is to be signed, the input is its text, and who asks
 * signs it: they have the key.
 */
class RequestFuzzTest extends DecoderFuzzTest {

    private static final WorkerId INVITED = new WorkerId("acme", "w2");
    private static final long TICKET = 99;

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
                seed(2, text(pool.workerKeyEntry(INVITED))),
                seed(3, text(pool.workerInvite(new WorkerId("acme", "w3"), 4))),
                seed(4, pool.submission(Pool.job(1, 1, 1, 1)).job()),
                seed(5, InviteRequest.newBuilder().setOrganization("dora").setInviteHash(Pool.inviteHash("dora"))
                        .setExpiresMillis(1_700_001_000_000L).setBenefit(1).setTier(1).build().toByteArray()),
                seed(6, StopRequest.newBuilder().setRun(1).setCause("enough").build().toByteArray()),
                seed(7, EstimateRequest.newBuilder().setJob(ByteString.copyFrom(pool.submission(Pool.job(1, 1, 1, 1)).job()))
                        .setModel(ModelFacts.newBuilder().setFileBytes(1000).setUpdateBytes(400).setMemoryBytes(1300)).build()
                        .toByteArray()),
                seed(8, new byte[0]));
    }

    @Override
    protected int quickRuns() {
        return 800;
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
            request = input.length == 0 ? new Event.AskStatus(TICKET) : request(input[0], Arrays.copyOfRange(input, 1, input.length));
        } catch (InvalidProtocolBufferException | MalformedNoteException refused) {
            return false;
        }
        Bystander.Life life = bystander.new Life();
        life.happens(new Event.Started());
        List<Effect> effects = life.happens(request);
        assertThat(effects.stream().filter(effect -> effect instanceof Effect.Answer answer && answer.ticket() == TICKET))
                .as("answers to %s", request).hasSize(1);
        life.passes(200_000);
        return true;
    }

    private static Event.Request request(byte kind, byte[] rest) throws InvalidProtocolBufferException {
        return switch (Math.floorMod(kind, 9)) {
            case 0 -> new Event.EnrollOrganization(TICKET, Pool.inviteHash("carol"), Pool.orgKey("carol").verifierKey().toString(),
                    signed(rest, Pool.orgKey("carol")));
            case 1 -> {
                EnrollOrganizationRequest enroll = EnrollOrganizationRequest.parseFrom(rest);
                yield new Event.EnrollOrganization(
                        TICKET, Pool.inviteHash("carol"), enroll.getVerifierKey(), enroll.getAcceptance().toByteArray());
            }
            case 2 -> new Event.EnrollWorker(TICKET, Pool.inviteHash(INVITED.toString()), signed(rest, Pool.inviteKey(INVITED)));
            case 3 -> new Event.AppendEntry(TICKET, "acme", signed(rest, Pool.orgKey("acme")));
            case 4 -> new Event.SubmitJob(TICKET, "operator", rest);
            case 5 -> {
                InviteRequest invite = InviteRequest.parseFrom(rest);
                yield new Event.Invite(TICKET, invite.getOrganization(), invite.getInviteHash(), invite.getExpiresMillis(),
                        invite.getBenefit(), invite.getTier());
            }
            case 6 -> {
                StopRequest stop = StopRequest.parseFrom(rest);
                yield new Event.StopRun(TICKET, stop.getRun(), stop.getCause());
            }
            case 7 -> {
                EstimateRequest estimate = EstimateRequest.parseFrom(rest);
                ModelFacts model = estimate.getModel();
                yield new Event.EstimateJob(TICKET, estimate.getJob().toByteArray(), Optional.of(new Event.ModelFacts(
                        Math.abs(model.getFileBytes() / 2), Math.abs(model.getUpdateBytes() / 2),
                        Math.abs(model.getMemoryBytes() / 2))));
            }
            default -> new Event.ClosePeriod(TICKET, rest.length > 0);
        };
    }

    private static byte[] signed(byte[] text, SignerKey key) {
        return Note.sign(new String(text, StandardCharsets.UTF_8), key).bytes();
    }

    private static byte[] text(byte[] entry) {
        return Note.parse(entry, Note.MAX_BYTES).text().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] seed(int kind, byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put((byte) kind).put(rest).array();
    }
}
