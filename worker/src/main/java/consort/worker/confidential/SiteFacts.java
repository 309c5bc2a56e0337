package consort.worker.confidential;

import consort.ledger.entry.PrivateField;
import consort.ledger.json.JsonValue;
import java.util.Map;

/** What is known of a site, as far as it is known now. */
@FunctionalInterface
public interface SiteFacts {

    /** @param data a data set's name */
    Map<PrivateField, JsonValue> of(String data);
}
