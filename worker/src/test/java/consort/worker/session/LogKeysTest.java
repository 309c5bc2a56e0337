package consort.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Observation.Verdict;
import consort.ledger.note.SignerKey;
import consort.worker.trust.Chain;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that is connected before and after the log's key was replaced, once or more often. */
class LogKeysTest {

    private static final int TAMPERING = 60;

    /** Connected again after the second key took over. */
    private static Scenario goneOver(Scenario session) {
        session.disconnect();
        session.forget();
        session.connect(0, Chain.toSecond());
        return session;
    }

    /** @param evidence names of what is kept of it */
    private static void assertTampering(Scenario session, String message, String... evidence) {
        assertThat(session.only(Effect.Exit.class).exitCode()).isEqualTo(TAMPERING);
        assertThat(session.only(Effect.Exit.class).message()).contains(message);
        assertThat(session.effects(Effect.KeepEvidence.class)).extracting(Effect.KeepEvidence::name).containsExactly(evidence);
    }

    @Test
    void keepsNewKeysBeforeItBelievesThem() {
        Scenario session = Scenario.online();
        PendingClaim claim = session.claimed(5);
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        goneOver(session);
        List<Effect> effects = session.effects();
        assertThat(effects).filteredOn(Effect.KeepLogKeys.class::isInstance)
                .containsExactly(new Effect.KeepLogKeys(List.of(Chain.toSecond()), List.of()));
        int sent = effects.indexOf(effects.stream()
                .filter(effect -> effect instanceof Effect.Send send && send.message().hasClaim()).findFirst().orElseThrow());
        assertThat(effects.indexOf(new Effect.KeepLogKeys(List.of(Chain.toSecond()), List.of()))).isLessThan(sent);

        session.entriesFrom(Chain.FIRST_END + 5);
        session.receives(session.receipt(claim, Verdict.ACCEPTED, Chain.SECOND));
        assertThat(session.only(Effect.KeepReceipt.class).claim()).isEqualTo(claim);
    }

    @Test
    void tellsOfANewKeyOnce() {
        Scenario session = goneOver(Scenario.online());
        assertThat(session.told()).anyMatch(text -> text.contains("log key was replaced by " + Chain.SECOND.verifierKey()));
        goneOver(session);
        assertThat(session.effects(Effect.KeepLogKeys.class)).isEmpty();
        assertThat(session.told()).containsExactly("connected again");
        session.disconnect();
        session.forget();
        session.connect(0, Chain.toSecond(), Chain.toThird());
        assertThat(session.only(Effect.KeepLogKeys.class).entries()).hasSize(2);
    }

    @Test
    void worksForLeasesOfTheNewKeyAndOfTheOldOne() {
        Scenario session = goneOver(Scenario.online());
        session.forget();
        session.task(6, Chain.SECOND);
        assertThat(session.effects(Effect.Fetch.class)).hasSize(1);
        session = goneOver(Scenario.online());
        session.forget();
        session.task(5, Chain.FIRST);
        assertThat(session.effects(Effect.Fetch.class)).as("granted before the key was replaced").hasSize(1);
    }

    @Test
    void worksForNoLeaseOfAKeyThatTheLogNeverHad() {
        Scenario session = Scenario.online();
        session.task(6, Chain.SECOND);
        assertThat(session.effects(Effect.Fetch.class)).isEmpty();
        assertThat(session.told()).anyMatch(text -> text.contains("its lease entry is not signed by " + Chain.ORIGIN));
    }

    /** The last index that the first key may sign for is its own end; claim and observation are neighbors. */
    @ParameterizedTest
    @ValueSource(longs = {10, Chain.FIRST_END - 2})
    void keepsAReceiptOfTheOldKeyForWhatStoodBefore(long index) {
        Scenario session = goneOver(Scenario.online());
        PendingClaim claim = session.claimed(5);
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        session.entriesFrom(index);
        session.receives(session.receipt(claim, Verdict.ACCEPTED, Chain.FIRST));
        assertThat(session.effects(Effect.KeepReceipt.class)).hasSize(1);
    }

    @Test
    void takesAReceiptOfTheOldKeyForWhatCameAfterItAsTampering() {
        Scenario session = goneOver(Scenario.online());
        PendingClaim claim = session.claimed(5);
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        session.forget();
        session.entriesFrom(Chain.FIRST_END + 1);
        session.receives(session.receipt(claim, Verdict.ACCEPTED, Chain.FIRST));
        assertTampering(session, "receipt for claim 1 does not hold", "receipt-1", "receipt-1-message");
        assertThat(session.effects(Effect.KeepReceipt.class)).isEmpty();
    }

    @Test
    void takesKeysThatDoNotFollowAsTampering() {
        SignerKey strange = Chain.key(9);
        for (ByteString[] entries : new ByteString[][] {{}, {Chain.next(strange, Chain.FIRST_END, Chain.FIRST)},
                {Chain.toSecond(), Chain.next(strange, Chain.SECOND_END, Chain.FIRST)}}) {
            Scenario session = goneOver(Scenario.online());
            session.disconnect();
            session.forget();
            session.welcomed(0, entries);
            assertTampering(session, "do not follow from those known here", "welcome");
            assertThat(session.state.logKeys()).isEqualTo(Chain.second());
            assertThat(session.effects(Effect.KeepLogKeys.class)).isEmpty();
        }
    }
}
