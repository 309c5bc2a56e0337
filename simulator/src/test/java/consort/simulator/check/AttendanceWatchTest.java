package consort.simulator.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.coordinator.core.Event;
import consort.ledger.entry.Document;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.WorkerId;
import consort.proto.Availability;
import consort.proto.Claim;
import consort.proto.Hello;
import consort.proto.Progress;
import consort.proto.WorkerMessage;
import consort.simulator.ViolationException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The watch fails when it must. What it demands of whole runs is tried by the defects of {@code MutationTest}. */
class AttendanceWatchTest {

    private static final WorkerId ACME = new WorkerId("acme", "w1");
    private static final String MODEL = Document.digest(new byte[0]);

    @Nested
    class Tasks {

        private final AttendanceWatch watch = new AttendanceWatch();

        @BeforeEach
        void aRound() {
            watch.started(true, 0);
            watch.decides(List.of(), 0);
            watch.entry(new RoundOpened(1, 1, 1, MODEL, List.of(ACME), 1, 1_000));
        }

        @Test
        void areForThoseWhoAreThere() {
            watch.decides(List.of(hello(1)), 1);
            assertThatCode(() -> watch.entry(lease())).doesNotThrowAnyException();
        }

        @Test
        void areNotForThoseWhoNeverCame() {
            assertThatThrownBy(() -> watch.entry(lease())).isInstanceOf(ViolationException.class).hasMessageContaining("not there");
        }

        @Test
        void mayBeGrantedInTheBatchThatTellsOfTheEnd() {
            watch.decides(List.of(hello(1)), 1);
            watch.decides(List.of(new Event.Disconnected(ACME, 1)), 2);
            assertThatCode(() -> watch.entry(lease())).doesNotThrowAnyException();
        }

        @Test
        void areNotForThoseWhoWentBefore() {
            watch.decides(List.of(hello(1)), 1);
            watch.decides(List.of(new Event.Disconnected(ACME, 1)), 2);
            watch.decides(List.of(), 3);
            assertThatThrownBy(() -> watch.entry(lease())).isInstanceOf(ViolationException.class);
        }

        @Test
        void areForThoseWhoseOlderStreamEnded() {
            watch.decides(List.of(hello(1)), 1);
            watch.decides(List.of(hello(2)), 2);
            watch.decides(List.of(new Event.Disconnected(ACME, 1)), 3);
            watch.decides(List.of(), 4);
            assertThatCode(() -> watch.entry(lease())).doesNotThrowAnyException();
        }

        @Test
        void areNotForThoseWhomOnlyTheProcessBeforeKnew() {
            watch.decides(List.of(hello(1)), 1);
            watch.started(true, 0);
            watch.decides(List.of(), 1);
            assertThatThrownBy(() -> watch.entry(lease())).isInstanceOf(ViolationException.class);
        }

        @Test
        void thatAProcessBeforeGrantedAreNotJudgedAgain() {
            watch.started(true, 0);
            assertThatCode(() -> watch.entry(lease())).doesNotThrowAnyException();
        }
    }

    @Nested
    class Presences {

        private final Presence presence = new Presence();

        @BeforeEach
        void begins() {
            presence.started(100);
        }

        @Test
        void whoDidNotComeIsGoneSinceTheStart() {
            assertThat(presence.goneMillis(ACME, 500)).isEqualTo(400);
            presence.happened(List.of(hello(1)), 500);
            assertThat(presence.goneMillis(ACME, 900)).isZero();
            presence.happened(List.of(new Event.Disconnected(ACME, 1)), 1_000);
            assertThat(presence.goneMillis(ACME, 1_500)).isEqualTo(500);
        }

        @Test
        void nobodyIsSureWhoJustCameOrMayBeAway() {
            presence.happened(List.of(hello(1)), 200);
            assertThat(presence.surelyThere()).isEmpty();
            presence.happened(List.of(), 300);
            assertThat(presence.surelyThere()).containsExactly(ACME);
            presence.happened(List.of(says(1, WorkerMessage.newBuilder().setAvailability(Availability.getDefaultInstance()))), 400);
            assertThat(presence.surelyThere()).isEmpty();
            assertThat(presence.there()).containsExactly(ACME);
        }

        @Test
        void aClaimIsLookedAtUntilItsVerdictOrForAWhile() {
            presence.happened(List.of(hello(1)), 200);
            presence.happened(List.of(says(1, WorkerMessage.newBuilder().setClaim(Claim.getDefaultInstance()))), 300);
            assertThat(presence.isClaiming(ACME, 1_000)).isTrue();
            assertThat(presence.isClaiming(ACME, 10_000)).isFalse();
            presence.answered(ACME);
            assertThat(presence.isClaiming(ACME, 1_000)).isFalse();
        }

        @Test
        void onlyWhatComesOverTheNewestStreamIsASign() {
            presence.happened(List.of(hello(1)), 200);
            presence.happened(List.of(hello(2)), 300);
            presence.happened(List.of(progress(1)), 400);
            assertThat(presence.gaveSign(ACME, 7)).isFalse();
            presence.happened(List.of(progress(2)), 500);
            assertThat(presence.gaveSign(ACME, 7)).isTrue();
            assertThat(presence.signMillis(ACME, 7, 250)).isEqualTo(500);
            assertThat(presence.signMillis(ACME, 8, 250)).isEqualTo(250);
        }
    }

    private static Event hello(long session) {
        return says(session, WorkerMessage.newBuilder().setHello(Hello.getDefaultInstance()));
    }

    private static Event progress(long session) {
        return says(session, WorkerMessage.newBuilder().setProgress(Progress.newBuilder().setLease(7)));
    }

    private static Event says(long session, WorkerMessage.Builder message) {
        return new Event.Received(ACME, session, message.build());
    }

    private static Lease lease() {
        return new Lease(1, 1, 1, 1, LeaseKind.TRAIN, ACME.organization(), ACME.worker(), MODEL, "reference", "train", 1, 1, 1, 1, 1_000);
    }
}
