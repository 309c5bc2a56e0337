package consort.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Observation;
import consort.ledger.note.SignerKey;
import consort.proto.WorkerMessage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What comes of a claim that is signed: its update, its receipt, or evidence. */
class ClaimInHandTest {

    @Test
    void keepsARefusedVerdictAndTellsItsReason() {
        Scenario session = Scenario.online();
        PendingClaim claim = session.claimed(3);
        session.happens(new Event.Uploaded(Scenario.UPDATE));

        session.receives(session.receipt(claim, Observation.Verdict.REFUSED, Scenario.LOG));
        session.happens(new Event.ReceiptKept(1));

        assertThat(session.only(Effect.KeepReceipt.class).verdict().reason()).contains("norm-too-large");
        assertThat(session.effects(Effect.Tell.class)).anySatisfy(told -> {
            assertThat(told.notice().kind()).isEqualTo(Notice.Kind.REFUSED);
            assertThat(told.notice().text()).contains("norm-too-large");
        });
    }

    @Test
    void uploadsAgainWhenTheUpdateIsWantedAndThenSendsTheSameClaim() {
        Scenario session = Scenario.online();
        PendingClaim claim = session.claimed(3);
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        session.forget();

        session.wantsUpdate(1);
        assertThat(session.only(Effect.Upload.class).delayMillis()).isPositive();
        session.happens(new Event.Uploaded(Scenario.UPDATE));

        assertThat(session.sent().filter(WorkerMessage::hasClaim))
                .extracting(message -> message.getClaim().getEntry()).containsExactly(claim.entry());
    }

    @Test
    void sendsTheClaimAlthoughTheCoordinatorRefusesToStoreTheUpdate() {
        Scenario session = Scenario.online();
        session.claimed(3);
        session.happens(new Event.UploadFailed(Scenario.UPDATE, "too large", false));

        assertThat(session.sent().filter(WorkerMessage::hasClaim)).hasSize(1);
    }

    @Test
    void setsAsideAClaimThatIsNotEnteredAndTakesItsSeqAgain() {
        Scenario session = Scenario.online();
        session.claimed(3);
        session.happens(new Event.Uploaded(Scenario.UPDATE));

        session.refusesClaim(1, "no lease 3");

        assertThat(session.only(Effect.SetAside.class).reason()).isEqualTo("no lease 3");
        session.forget();
        assertThat(session.claimed(4).seq()).isEqualTo(1);
    }

    @Test
    void endsWithTheEvidenceWhenAReceiptIsSignedByAnotherKey() {
        Scenario session = Scenario.online();
        PendingClaim claim = session.claimed(3);
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        byte[] seed = new byte[32];
        seed[0] = 1;
        SignerKey forger = SignerKey.fromSeed(Scenario.LOG.name(), seed);

        session.receives(session.receipt(claim, Observation.Verdict.ACCEPTED, forger));

        assertThat(session.effects(Effect.KeepEvidence.class)).extracting(Effect.KeepEvidence::name).containsExactly("receipt-1", "receipt-1-message");
        assertThat(session.only(Effect.Exit.class).exitCode()).isEqualTo(60);
        assertThat(session.effects(Effect.KeepReceipt.class)).isEmpty();
    }

    @Test
    void endsWhenAReceiptIsForOtherBytes() {
        Scenario session = Scenario.online();
        session.claimed(3);
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        PendingClaim other = Scenario.claim(1, 4, Optional.empty());

        session.receives(session.receipt(other, Observation.Verdict.ACCEPTED, Scenario.LOG));

        assertThat(session.only(Effect.Exit.class).exitCode()).isEqualTo(60);
    }

    @Test
    void ignoresAReceiptForAClaimThatIsSettled() {
        Scenario session = Scenario.online();
        PendingClaim claim = session.claimed(3);
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        var receipt = session.receipt(claim, Observation.Verdict.ACCEPTED, Scenario.LOG);
        session.receives(receipt);
        session.happens(new Event.ReceiptKept(1));
        session.forget();

        session.receives(receipt);

        assertThat(session.effects()).isEmpty();
    }
}
