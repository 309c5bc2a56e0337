package consort.worker.trust;

import static consort.worker.trust.Chain.FIRST;
import static consort.worker.trust.Chain.SECOND;
import static consort.worker.trust.Chain.THIRD;
import static consort.worker.trust.Chain.authority;
import static consort.worker.trust.Chain.first;
import static consort.worker.trust.Chain.next;
import static consort.worker.trust.Chain.second;
import static consort.worker.trust.Chain.third;
import static consort.worker.trust.Chain.toSecond;
import static consort.worker.trust.Chain.toThird;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Authority;
import consort.ledger.entry.Authority.Action;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Entries;
import consort.ledger.entry.LogKeys;
import consort.ledger.note.UnverifiedNoteException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What entries that a coordinator passes on teach to somebody who knows some of them, and what they cannot. */
class PassedOnTest {

    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final List<ByteString> HONEST = List.of(
            authority(A, Action.ADDED, FIRST), toSecond(), authority(B, Action.ADDED, SECOND), toThird(), authority(A, Action.RETIRED, THIRD));

    private static void refuses(LogKeys known, String message, ByteString... entries) {
        assertThatThrownBy(() -> PassedOn.beyond(known, List.of(entries)))
                .isInstanceOf(UnverifiedNoteException.class).hasMessageContaining(message);
    }

    private static Authority added(String fingerprint) {
        return new Authority(1, fingerprint, Action.ADDED);
    }

    private static Authority retired(String fingerprint) {
        return new Authority(1, fingerprint, Action.RETIRED);
    }

    @Test
    void leadsFromKeyToKey() throws Exception {
        assertThat(PassedOn.beyond(first(), HONEST)).isEqualTo(new PassedOn(third(), List.of(added(A), added(B), retired(A))));
        assertThat(PassedOn.beyond(first(), List.of())).isEqualTo(new PassedOn(first(), List.of()));
    }

    @Test
    void skipsWhatWasHeardBefore() throws Exception {
        assertThat(PassedOn.beyond(second(), HONEST)).isEqualTo(new PassedOn(third(), List.of(added(B), retired(A))));
        assertThat(PassedOn.beyond(third(), HONEST)).isEqualTo(new PassedOn(third(), List.of(retired(A))));
    }

    @Test
    void beginsAnywhereForWhoJoinedByALaterKey() throws Exception {
        LogKeys joined = LogKeys.of(SECOND.verifierKey());
        PassedOn news = PassedOn.beyond(joined, HONEST);
        assertThat(news.logKeys().all()).containsExactly(SECOND.verifierKey(), THIRD.verifierKey());
        assertThat(news.authorities()).containsExactly(added(B), retired(A));
    }

    @Test
    void aRetiredKeyAddsNothingWhereverItsEntryIsPut() throws Exception {
        ByteString forged = authority("f".repeat(64), Action.ADDED, FIRST);
        assertThat(PassedOn.beyond(second(), List.of(forged, toSecond(), forged, toSecond())).authorities())
                .as("before what was heard").isEmpty();
        refuses(second(), "is not signed by " + SECOND.verifierKey(), toSecond(), forged);
        refuses(third(), "is not signed by " + THIRD.verifierKey(), toSecond(), toThird(), forged);
        refuses(second(), "is not signed by the one before", toSecond(), next(Chain.key(9), 150, FIRST));
    }

    @Test
    void refusesAChainThatDoesNotContinueTheKnownOne() {
        refuses(second(), "no entry names the log key that is known here", next(Chain.key(9), 100, FIRST));
        refuses(second(), "no entry names the log key that is known here");
        refuses(third(), "no entry names the log key that is known here", toSecond());
    }

    @Test
    void refusesWhatNoLogKeySigned() {
        refuses(first(), "is not signed by the one before", toThird());
        refuses(first(), "is not signed by", authority(A, Action.ADDED, SECOND));
        refuses(first(), "is none about", Chain.signed(new CoordinatorStarted(1, 1, "x"), FIRST));
        refuses(first(), "is none about", ByteString.copyFrom(Entries.sign("other.example", added(A), FIRST)));
        refuses(first(), "is no entry", ByteString.copyFromUtf8("x"));
    }

    @Test
    void refusesMoreThanALedgerHolds() {
        assertThatThrownBy(() -> PassedOn.beyond(first(), Collections.nCopies(1000, authority(A, Action.ADDED, FIRST))))
                .isInstanceOf(UnverifiedNoteException.class).hasMessageContaining("a ledger holds at most");
    }
}
