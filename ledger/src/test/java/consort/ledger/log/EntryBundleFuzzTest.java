package consort.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import java.util.List;

/** Entry bundles, as a coordinator serves them and auditors find them. */
class EntryBundleFuzzTest extends DecoderFuzzTest {

    @Override
    protected List<byte[]> seeds() {
        return List.of(new byte[0], EntryBundle.encode(Logs.entries(0, 3)), EntryBundle.encode(List.of(new byte[700])));
    }

    @Override
    protected boolean accepts(byte[] input) {
        List<byte[]> entries;
        try {
            entries = EntryBundle.decode(input);
        } catch (IllegalArgumentException refused) {
            return false;
        }
        assertThat(EntryBundle.encode(entries)).isEqualTo(input);
        return true;
    }
}
