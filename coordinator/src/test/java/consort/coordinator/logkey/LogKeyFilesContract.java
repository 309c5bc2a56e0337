package consort.coordinator.logkey;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.note.SignerKey;
import org.junit.jupiter.api.Test;

/** What all {@link LogKeyFiles} do. */
public abstract class LogKeyFilesContract {

    private static final SignerKey FIRST = key(1);
    private static final SignerKey SECOND = key(2);
    private static final SignerKey THIRD = key(3);

    /** Those of a log whose first key this is. */
    protected abstract LogKeyFiles found(SignerKey first);

    private static SignerKey key(int number) {
        byte[] seed = new byte[SignerKey.SEED_BYTES];
        seed[0] = (byte) number;
        return SignerKey.fromSeed("example.org/pool", seed);
    }

    private static void assertKeys(LogKeyFiles files, SignerKey present, SignerKey next, SignerKey retiring) {
        assertThat(files.present().secretText()).isEqualTo(present.secretText());
        assertThat(files.next().map(SignerKey::secretText).orElse("none")).isEqualTo(next == null ? "none" : next.secretText());
        assertThat(files.retiring().map(SignerKey::secretText).orElse("none"))
                .isEqualTo(retiring == null ? "none" : retiring.secretText());
    }

    @Test
    void goFromOneKeyToTheNext() {
        LogKeyFiles files = found(FIRST);
        assertKeys(files, FIRST, null, null);
        files.keepNext(SECOND);
        assertKeys(files, FIRST, SECOND, null);
        files.retain();
        assertKeys(files, FIRST, SECOND, FIRST);
        files.takeUpNext();
        assertKeys(files, SECOND, null, FIRST);
        files.deleteRetiring();
        assertKeys(files, SECOND, null, null);
    }

    @Test
    void eachChangeCanBeMadeAgainAndAnotherNextKeyTakesItsPlace() {
        LogKeyFiles files = found(FIRST);
        files.keepNext(SECOND);
        files.keepNext(SECOND);
        files.keepNext(THIRD);
        files.retain();
        files.retain();
        assertKeys(files, FIRST, THIRD, FIRST);
        files.takeUpNext();
        files.deleteRetiring();
        files.deleteRetiring();
        assertKeys(files, THIRD, null, null);
    }
}
