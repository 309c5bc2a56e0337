package consort.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Charters, jobs, estimates and round manifests, as the documents of a ledger and as what a coordinator serves. */
class DocumentFuzzTest extends DecoderFuzzTest {

    private static final List<Function<byte[], Document>> READERS =
            List.of(CharterDocument::parse, JobDocument::parse, EstimateDocument::parse, RoundManifest::parse);

    @Override
    protected List<byte[]> seeds() {
        List<byte[]> documents = new ArrayList<>(LedgerBuilder.consortium().documents.values());
        documents.add(LedgerBuilder.estimate().bytes());
        documents.add(LedgerBuilder.charterWithReference().bytes());
        return documents;
    }

    @Override
    protected List<String> words() {
        return List.of("\"trainable\":[\"a\"],", "\"scales\":{\"a\":24},", "\"evaluate\":{", "\"transfers\"", "\"none\"", "\"equal\"",
                "9007199254740991", "-1", "\"JPY\"", "\"XAU\"");
    }

    @Override
    protected boolean accepts(byte[] input) {
        int accepted = 0;
        for (Function<byte[], Document> reader : READERS) {
            try {
                Document document = reader.apply(input);
                assertThat(document.bytes()).isEqualTo(input);
                accepted++;
            } catch (JsonException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
        assertThat(accepted).as("kinds of document that these bytes are").isLessThanOrEqualTo(1);
        return accepted == 1;
    }
}
