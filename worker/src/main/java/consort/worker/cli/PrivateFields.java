package consort.worker.cli;

import consort.ledger.entry.PrivateField;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Private fields as they are typed and shown. */
final class PrivateFields {

    private PrivateFields() {
    }

    static PrivateField parse(String text) {
        return PrivateField.ofText(text).filter(PrivateField.OF_SITES::contains).orElseThrow(() -> new CommandFailure(ExitCodes.USAGE,
                "\"" + text + "\" is no private field of a worker's entries; they are " + text(PrivateField.OF_SITES)));
    }

    /** All of a worker's when none is named. */
    static Set<PrivateField> parse(List<String> texts) {
        EnumSet<PrivateField> fields = EnumSet.noneOf(PrivateField.class);
        texts.forEach(text -> fields.add(parse(text)));
        return texts.isEmpty() ? PrivateField.OF_SITES : fields;
    }

    static String text(Collection<PrivateField> fields) {
        return String.join(", ", fields.stream().map(PrivateField::text).toList());
    }
}
