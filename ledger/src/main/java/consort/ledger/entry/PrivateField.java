package consort.ledger.entry;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an entry commits to without saying it. The names are few and fixed, so that they tell nothing; what a value looks like is
 * the holder's matter, for nothing that is folded or billed reads it.
 */
public enum PrivateField {
    /** A text: the name of the machine that a worker runs on. */
    HOST("host"),
    /** A list of texts: the maker's identifiers of the devices, sorted. */
    DEVICE_UUIDS("deviceUuids"),
    /** A number: bytes of the data set's files at the site. */
    DATA_BYTES("dataBytes"),
    /** A number: the data set's files at the site. */
    DATA_FILES("dataFiles"),
    /** A text: number, issuer and details of the invoice behind a cost. */
    INVOICE("invoice");

    /** What a worker's entries can commit to. */
    public static final Set<PrivateField> OF_SITES =
            Collections.unmodifiableSet(EnumSet.of(HOST, DEVICE_UUIDS, DATA_BYTES, DATA_FILES));

    /** What a cost's entry can commit to. */
    public static final Set<PrivateField> OF_COSTS = Collections.unmodifiableSet(EnumSet.of(INVOICE));

    private final String text;

    PrivateField(String text) {
        this.text = text;
    }

    /** As entries and commands name it. */
    public String text() {
        return text;
    }

    public static Optional<PrivateField> ofText(String text) {
        return Stream.of(values()).filter(field -> field.text.equals(text)).findFirst();
    }
}
