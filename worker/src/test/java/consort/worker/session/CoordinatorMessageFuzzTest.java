package consort.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import consort.fuzz.DecoderFuzzTest;
import consort.ledger.entry.Authority;
import consort.ledger.entry.Entries;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Observation;
import consort.ledger.entry.Receipts;
import consort.ledger.entry.UsageClaim;
import consort.ledger.json.JsonValue;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import consort.ledger.note.UnverifiedNoteException;
import consort.proto.Cancel;
import consort.proto.CoordinatorMessage;
import consort.proto.Receipt;
import consort.proto.Welcome;
import consort.worker.trust.Chain;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A coordinator's messages at the worker: whatever they say, the worker works only for leases that the log's key signed,
 * keeps only receipts that hold, and can sign every claim that it comes to.
 *
 * <p>The first byte of an input says what the worker is at: it connects, it waits for a task, or for a receipt. The rest is a
 * row of messages, each with its length before it.
 */
class CoordinatorMessageFuzzTest extends DecoderFuzzTest {

    private static final SignerKey WORKER = SignerKey.fromSeed("pool.example/pool/acme/w1", new byte[SignerKey.SEED_BYTES]);

    @Override
    protected List<byte[]> seeds() throws IOException {
        CoordinatorMessage task = Scenario.task(7, LeaseKind.TRAIN);
        Scenario claimed = begun(2);
        PendingClaim claim = ((Sent) claimed.state.work()).claim();
        Receipt.Builder receipt = claimed.receipt(claim, Observation.Verdict.ACCEPTED, Scenario.LOG);
        ProvenLog log = new ProvenLog().holding(receipt.getNote());
        CoordinatorMessage proven = ProvenLog.message(log.proof(0).addEntries(log.entry(1, 10, 11)));
        long size = log.checkpoint().checkpoint().size();
        CoordinatorMessage longer = ProvenLog.message(log.grow(40, "more").proof(size));
        return List.of(
                row(0, welcome(0), task),
                row(0, welcome(JsonValue.MAX_INTEGER), task),
                row(0, welcome(Long.MAX_VALUE), task),
                row(0, goneOver(), task),
                row(1, task, Scenario.task(8, LeaseKind.EVALUATE)),
                row(1, task, cancel(7)),
                row(2, message(receipt)),
                row(2, message(receipt), proven, longer),
                row(1, proven, longer, task),
                row(2, message(claimed.receipt(claim, Observation.Verdict.REFUSED, Scenario.LOG)), task));
    }

    @Override
    protected int quickRuns() {
        return 2000;
    }

    @Override
    protected long maxAllocatedBytes(int inputBytes) {
        return (2L << 20) + super.maxAllocatedBytes(inputBytes);
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException {
        if (input.length == 0) {
            return false;
        }
        Scenario worker = begun((input[0] & 0xff) % 3);
        ByteArrayInputStream row = new ByteArrayInputStream(input, 1, input.length - 1);
        try {
            for (CoordinatorMessage message = CoordinatorMessage.parseDelimitedFrom(row); message != null;
                    message = CoordinatorMessage.parseDelimitedFrom(row)) {
                worker.receives(message);
                performed(worker);
            }
        } catch (InvalidProtocolBufferException refused) {
            return false;
        }
        worker.passes(1000);
        performed(worker);
        return true;
    }

    private static Scenario begun(int situation) {
        Scenario worker = situation == 0 ? Scenario.started() : Scenario.online();
        if (situation == 0) {
            worker.happens(new Event.Connected(worker.state.link().connection()));
        } else if (situation == 2) {
            worker.task(5);
            performed(worker);
        }
        return worker;
    }

    /** Does what the session asks for, until it asks for nothing more. */
    private static void performed(Scenario worker) {
        for (List<Effect> effects = worker.effects(); !effects.isEmpty(); effects = worker.effects()) {
            effects.forEach(effect -> perform(effect, worker));
        }
    }

    private static void perform(Effect effect, Scenario worker) {
        switch (effect) {
            case Effect.Fetch(String digest, long sizeBytes, long delayMillis) -> {
                assertThat(digest).as("the model of a signed lease").isEqualTo(Scenario.DIGEST);
                assertThat(sizeBytes).isBetween(0L, Scenario.SITE.maxModelBytes());
                worker.happens(new Event.Fetched(digest));
            }
            case Effect.Train(Assignment assignment) -> worker.happens(new Event.Trained(assignment.lease(),
                    new Outcome.Done(1234, assignment.steps(), OptionalLong.of(500_000), accuracy(assignment))));
            case Effect.FormUpdate(Assignment assignment, long maxBytes) -> {
                assertThat(maxBytes).isNotNegative();
                worker.happens(new Event.Formed(assignment.lease(), new UpdateRef(Scenario.UPDATE, 4000)));
            }
            case Effect.SignClaim(ClaimDraft draft) -> worker.happens(new Event.ClaimSynced(new PendingClaim(
                    draft.seq(), draft.lease(), ByteString.copyFrom(signed(draft)), draft.update(), draft.timeMillis(), 0)));
            case Effect.Upload(UpdateRef update, long delayMillis) -> worker.happens(new Event.Uploaded(update.digest()));
            case Effect.KeepReceipt(PendingClaim claim, ByteString note, Verdict verdict) -> {
                holds(claim, note);
                worker.happens(new Event.ReceiptKept(claim.seq()));
            }
            case Effect.KeepProofs keep -> hold(keep);
            case Effect.FindUnproven _ -> worker.happens(new Event.UnprovenFound(Backlog.NOTHING));
            case Effect.FreeDevice _ -> worker.happens(new Event.DeviceFreed());
            case Effect.Tell(Notice notice) -> assertThat(notice.text()).isNotBlank().doesNotContain("\n", "\u001b");
            case Effect.Exit _ -> assertThat(worker.state.link()).isInstanceOf(Link.Closed.class);
            case Effect.Connect _, Effect.Send _, Effect.Disconnect _, Effect.StopTrainer _, Effect.SetAside _,
                    Effect.KeepEvidence _, Effect.KeepUse _ -> { }
            case Effect.KeepLogKeys keep ->
                    assertThat(keep.entries()).as("all that the log's key ever signed of the kind").contains(Chain.toSecond());
        }
    }

    private static byte[] signed(ClaimDraft draft) {
        UsageClaim claim = new UsageClaim(draft.timeMillis(), "acme", "w1", draft.seq(), draft.lease(), draft.model(),
                UsageClaim.Outcome.DONE, Optional.empty(), Optional.empty(), draft.outcome().busyMillis(), draft.devices(),
                draft.outcome().steps(), draft.update().map(UpdateRef::digest), OptionalLong.of(500_000), OptionalLong.empty());
        return Entries.sign(Scenario.SITE.domain(), claim, WORKER);
    }

    private static OptionalLong accuracy(Assignment assignment) {
        return assignment.kind() == TaskKind.EVALUATE ? OptionalLong.of(800_000) : OptionalLong.empty();
    }

    private static void holds(PendingClaim claim, ByteString note) {
        try {
            assertThat(Receipts.verify(note.toByteArray(), Scenario.LOG.verifierKey()).entries().getFirst().leafHash())
                    .isEqualTo(TreeHash.leaf(claim.entry().toByteArray()));
        } catch (UnverifiedNoteException forged) {
            throw new AssertionError("a forged receipt is kept", forged);
        }
    }

    private static void hold(Effect.KeepProofs keep) {
        try {
            keep.checkpoint().verify(Scenario.LOG.verifierKey());
            for (Proven proven : keep.proven()) {
                assertThat(proven.proofs()).hasSize(2);
            }
        } catch (UnverifiedNoteException forged) {
            throw new AssertionError("a forged checkpoint is kept", forged);
        }
    }

    private static CoordinatorMessage welcome(long lastSeq) {
        return CoordinatorMessage.newBuilder().setWelcome(Welcome.newBuilder().setLastSeq(lastSeq)).build();
    }

    private static CoordinatorMessage goneOver() {
        return CoordinatorMessage.newBuilder().setWelcome(Welcome.newBuilder().addTrustEntries(Chain.toSecond())
                .addTrustEntries(Chain.authority(Scenario.DIGEST, Authority.Action.ADDED, Chain.SECOND))).build();
    }

    private static CoordinatorMessage cancel(long lease) {
        return CoordinatorMessage.newBuilder()
                .setCancel(Cancel.newBuilder().setLease(lease).setReason("run-ended")).build();
    }

    private static CoordinatorMessage message(Receipt.Builder receipt) {
        return CoordinatorMessage.newBuilder().setReceipt(receipt).build();
    }

    private static byte[] row(int situation, CoordinatorMessage... messages) throws IOException {
        ByteString.Output row = ByteString.newOutput();
        row.write(situation);
        for (CoordinatorMessage message : messages) {
            message.writeDelimitedTo(row);
        }
        return row.toByteString().toByteArray();
    }
}
